"""What is pointed out about sources and requests."""

from collections.abc import Iterator

from inspector_app.domain.answers import Outcome
from inspector_app.domain.figures import is_not_supplied
from inspector_app.domain.items import SourceItem
from inspector_app.domain.prompts.prompt import Prompt, PromptKind, at_line, at_source, named
from inspector_app.domain.prompts.reading import Groups, Reading
from inspector_app.domain.source_wording import source_words, state_words
from inspector_app.domain.sources import (
    DataReturn,
    DocumentRequest,
    Figure,
    RequestOutcome,
    RunState,
    SafetyMatter,
    Source,
    UnannouncedTest,
    lines_with_several,
    lines_without_result,
)
from inspector_app.domain.wording import first_words
from inspector_app.texts import tr

_TITLE = 80
_NOT_COME = {
    RequestOutcome.NOT_SUPPLIED: tr("did not come"),
    RequestOutcome.REFUSED: tr("was refused"),
    RequestOutcome.SAID_NOT_TO_EXIST: tr("is said not to exist"),
}


def requests(reading: Reading) -> Iterator[Prompt]:
    """Yield the requests that are overdue, and those whose refusal no answer reflects."""
    for item in reading.sources:
        request = item.source.particulars
        if not isinstance(request, DocumentRequest):
            continue
        if request.is_overdue(reading.today) and request.due is not None:
            words = tr("{item} is {state}.").format(
                item=_called(item), state=state_words(item.source, reading.today)
            )
            yield _one(PromptKind.OVERDUE, item, reading, words, f"due {request.due.words()}")
        elif request.outcome in _NOT_COME and not _is_reflected(item, reading):
            words = tr("{item} {not_come}, and no answer says so.").format(
                item=_called(item), not_come=_NOT_COME[request.outcome]
            )
            yield _one(PromptKind.REFUSED, item, reading, words, request.outcome.value)


def sources_without_account(reading: Reading) -> Iterator[Prompt]:
    """Yield the sources that have told nothing on any line."""
    groups = Groups(PromptKind.NO_ACCOUNT)
    for item in reading.sources:
        if not reading.of_source.get(item.id) and _should_speak(item.source):
            groups.add(reading.section_of_source(item), at_source(item))
    yield from groups.told_counted(
        "1 source has given no account", "{number} sources have given no account"
    )


def test_results(reading: Reading) -> Iterator[Prompt]:
    """Yield the tests that ran and have not one result on each line that hangs on them.

    One that has told nothing at all is a source without an account.
    """
    for item in reading.sources:
        test, accounts = item.source.particulars, reading.of_source.get(item.id, ())
        if not isinstance(test, UnannouncedTest) or test.state is not RunState.RUN or not accounts:
            continue
        missing = lines_without_result(item.source, accounts)
        several = lines_with_several(accounts)
        said = (
            [tr("no result on {map}").format(map=named(map(at_line, missing)))] if missing else []
        )
        said += (
            [tr("several results on {map}").format(map=named(map(at_line, several)))]
            if several
            else []
        )
        if said:
            words = tr("{item} has {said}: a test has one on each of its lines.").format(
                item=_called(item), said=tr(" and ").join(said)
            )
            places = (at_source(item), *map(at_line, (*missing, *several)))
            section = reading.section_of_source(item)
            facts = tuple(sorted((*missing, *(f"several {line}" for line in several))))
            yield Prompt(PromptKind.NO_RESULT, item.id, section, words, places, facts)


def undated_returns(reading: Reading) -> Iterator[Prompt]:
    """Yield the data returns and figures that say neither their date nor their period."""
    groups = Groups(PromptKind.UNDATED_RETURN)
    for item in reading.sources:
        if item.source.as_at is None and _is_undated(item.source):
            groups.add(reading.section_of_source(item), at_source(item))
    yield from groups.told_counted(
        "1 data return or figure has no date",
        "{number} data returns or figures have no date",
    )


def figures_without_table(reading: Reading) -> Iterator[Prompt]:
    """Yield the figures without the numbers they are drawn from."""
    groups = Groups(PromptKind.NO_TABLE)
    for item in reading.sources:
        if isinstance(item.source.particulars, Figure) and not item.source.particulars.rows:
            groups.add(reading.section_of_source(item), at_source(item))
    yield from groups.told_counted(
        "1 figure lacks the table of its numbers",
        "{number} figures lack the table of their numbers",
    )


def _one(kind: PromptKind, item: SourceItem, reading: Reading, words: str, fact: str) -> Prompt:
    section = reading.section_of_source(item)
    return Prompt(kind, item.id, section, words, (at_source(item),), (fact,))


def _called(item: SourceItem) -> str:
    if item.source.is_closed:
        return item.source.number
    return f"{item.source.number} ({first_words(source_words(item.source), _TITLE)})"


def _is_reflected(item: SourceItem, reading: Reading) -> bool:
    """Tell whether an answer says that what was asked for did not come, or rests on the request."""
    for line in reading.lines_of_source(item):
        answer = reading.standing.answer(line).value
        if answer is None:
            continue
        if is_not_supplied(answer) or answer.outcome is Outcome.DOES_NOT_EXIST:
            return True
        if any(account.source == item.id for _, account in reading.supports.grounds(line)):
            return True
    return False


def _should_speak(source: Source) -> bool:
    """Tell whether a source of this kind and state is expected to have told something on a line."""
    match source.particulars:
        case DocumentRequest(outcome=outcome):
            return outcome is RequestOutcome.RECEIVED
        case UnannouncedTest(state=state):
            return state is RunState.RUN
        case SafetyMatter() | Figure(rows=()):
            return False
        case _:
            return True


def _is_undated(source: Source) -> bool:
    match source.particulars:
        case DataReturn(period=None, numbers=numbers):
            return not numbers or any(number.period is None for number in numbers)
        case Figure(rows=rows):
            return bool(rows)
        case _:
            return False
