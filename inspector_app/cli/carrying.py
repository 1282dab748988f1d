"""Commands that carry over from another inspection of the vault, and confirm what was."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain import carrying
from inspector_app.domain.answer_wording import held_words
from inspector_app.domain.carrying import Offer
from inspector_app.domain.changes.bodies import Subject, subject, subject_key, subject_kind
from inspector_app.domain.errors import NotFound
from inspector_app.domain.history.things import thing
from inspector_app.domain.ids import AccountId, LineId, SourceId
from inspector_app.domain.source_wording import source_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, first_words
from inspector_app.texts import tr

_SHOWN_CHARACTERS = 90


def carry_over(given: Namespace, desk: Desk) -> Exit:
    """Carry things over; without any, list what there is."""
    with desk.vault() as vault:
        here, there = vault.inspections.find(given.inspection), vault.inspections.find(given.other)
        if not given.thing:
            other, offers = vault.carrying.offers(here, there)
            words = [_offered(offer, other) for offer in offers]
            desk.console.result(
                words or [tr("Nothing there could be carried over.")],
                [_offer_form(offer, other) for offer in offers],
            )
            return Exit.OK
        other = vault.inspections.standing(there)
        wanted = [_named(word, other) for word in given.thing]
        carried = vault.carrying.carry_over(here, there, wanted)
    told = [tr("Carried over as {number}.").format(number=number) for number in carried.sources]
    told += [counted(carried.accounts, "account", "accounts") + tr(" came with it.")]
    told += [
        tr("{answers} carried over.").format(answers=counted(carried.answers, "answer", "answers"))
    ]
    told += [tr("Nothing of it is established until it is confirmed here.")]
    desk.console.result(
        told,
        {
            "inspection": carried.act.inspection,
            "changes": list(carried.act.changes),
            "sources": list(carried.sources),
            "accounts": carried.accounts,
            "answers": carried.answers,
        },
    )
    return Exit.OK


def confirm(given: Namespace, desk: Desk) -> Exit:
    """Confirm what was carried over; without any, list what waits."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        if not given.thing:
            waiting = carrying.waiting(standing)
            words = [f"{_what(about, standing)}" for about in waiting]
            desk.console.result(
                words or [tr("Nothing waits to be confirmed.")],
                [{"subject": about, "words": _what(about, standing)} for about in waiting],
            )
            return Exit.OK
        wanted = [_named(word, standing) for word in given.thing]
        act = vault.carrying.confirm(inspection, wanted)
    told = counted(len(act.changes), "record", "records")
    desk.console.result(
        [tr("{told} confirmed here.").format(told=told)],
        {"inspection": inspection, "changes": list(act.changes)},
    )
    return Exit.OK


def _named(word: str, standing: Standing) -> str:
    """Return the subject that somebody names by a source's number, a line or an account's id."""
    for item in standing.sources():
        if word.casefold() == item.source.number.casefold():
            return subject(Subject.SOURCE, item.id)
    if any(id_ == word for id_, _ in standing.accounts()):
        return subject(Subject.ACCOUNT, AccountId(word))
    try:
        return subject(Subject.ANSWER, standing.pack.line(word.upper()).id)
    except NotFound as error:
        raise NotFound(
            tr("There is no source, account or line {word} there.").format(word=word)
        ) from error


def _what(about: str, standing: Standing) -> str:
    """Return what a source or an answer is called, and what it says."""
    name, key = thing(about, standing), subject_key(about)
    if subject_kind(about) == Subject.SOURCE.value:
        source = standing.source(SourceId(key)).value
        said = source_words(source) if source else ""
    elif subject_kind(about) == Subject.ACCOUNT.value:
        held = dict(standing.accounts()).get(AccountId(key))
        said = held.value.words if held and held.value else ""
    else:
        answer = standing.answer(LineId(key)).first
        said = held_words(answer, LineId(key), standing) if answer else ""
    return f"{name}  {first_words(said, _SHOWN_CHARACTERS)}"


def _offered(offer: Offer, there: Standing) -> str:
    words = _what(offer.subject, there)
    if offer.refusal:
        return f"{words}  – {offer.refusal}"
    return f"{words}  · {counted(offer.accounts, 'account', 'accounts')}"


def _offer_form(offer: Offer, there: Standing) -> dict[str, object]:
    return {
        "subject": offer.subject,
        "name": thing(offer.subject, there),
        "accounts": offer.accounts,
        "refusal": offer.refusal,
    }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "carry_over": carry_over,
    "confirm": confirm,
}
"""By what the parser names."""
