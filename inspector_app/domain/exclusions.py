"""What a number leaves out, told wherever the number is told."""

from collections.abc import Iterable

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import Subject, subject_key, subject_kind
from inspector_app.domain.ids import AccountId, LineId, SourceId
from inspector_app.domain.sources import Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports
from inspector_app.domain.value_wording import caveat_of
from inspector_app.domain.values import Counted, Proportion, Tabled
from inspector_app.domain.wording import one_line
from inspector_app.texts import tr


def of_answer(answer: Answer, line: LineId, supports: Supports) -> tuple[str, ...]:
    """Return what the sources behind an answer's numbers leave out, unless it says so itself.

    What it says itself stands in its own words already.
    """
    if not any(isinstance(each, Counted | Proportion | Tabled) for each in answer.values.values()):
        return ()
    own = {caveat_of(value) for value in answer.values.values()}
    return tuple(each for each in supports.exclusions(line) if each not in own)


def of_account(account: Account, source: Source | None) -> tuple[str, ...]:
    """Return what the source of an account leaves out, where the account tells a number."""
    if source is None or not _tells_number(account):
        return ()
    own = {caveat_of(value) for value in account.values.values()}
    return tuple(each for each in source.exclusions if each not in own)


def of_subject(about: str, standing: Standing) -> tuple[str, ...]:
    """Return what the numbers of an answer, an account or a source leave out.

    What its author says of the number itself is among it: an excerpt may show the one without the
    other.
    """
    kind, key = subject_kind(about), subject_key(about)
    if kind == Subject.ANSWER.value:
        supports, found = Supports(standing), []
        for held in standing.answer(LineId(key)).versions:
            if held.value is not None:
                found += [caveat_of(value) for value in held.value.values.values()]
                found += of_answer(held.value, LineId(key), supports)
        return tuple(dict.fromkeys(filter(None, found)))
    if kind == Subject.ACCOUNT.value:
        on_line = standing.accounts(LineId(key.partition("/")[0]))
        account = next((held.value for id_, held in on_line if id_ == AccountId(key)), None)
        if account is None:
            return ()
        source = standing.source(SourceId(account.source)).value
        own = map(caveat_of, account.values.values())
        return tuple(dict.fromkeys(filter(None, (*own, *of_account(account, source)))))
    if kind == Subject.SOURCE.value:
        source = standing.source(SourceId(key)).value
        return source.exclusions if source else ()
    return ()


def beside(words: str, exclusions: Iterable[str]) -> str:
    """Return words that tell a number with what it leaves out: ``8 (left out: one operation)``."""
    told = "; ".join(one_line(each).rstrip(".") for each in exclusions)
    return (
        tr("{words} (left out: {told})").format(words=words, told=told) if words and told else words
    )


def _tells_number(account: Account) -> bool:
    values = account.values.values()
    return any(map(str.isdigit, account.words)) or any(
        isinstance(each, Counted | Proportion | Tabled) for each in values
    )
