"""Commands that record: answers, accounts, headlines, evidence, and taking back."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.command_line import Misused
from inspector_app.domain import dates, forms, markings
from inspector_app.domain.accounts import Account
from inspector_app.domain.answer_wording import answer_words
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.changes.bodies import subject_key
from inspector_app.domain.checklist import Line, Pack
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import AccountId, ChangeId, SectionId
from inspector_app.domain.markings import Marking
from inspector_app.domain.moderating import Words, moderation_words
from inspector_app.domain.typed import value_of
from inspector_app.domain.values import Value
from inspector_app.domain.wording import counted, size_words
from inspector_app.services.recording import Act
from inspector_app.services.written import answers_in
from inspector_app.texts import tr, tr_counted


def answer(given: Namespace, desk: Desk) -> Exit:
    """Record one answer, or many from a file, or take one back."""
    _only_one_way(given)
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        pack = vault.inspections.standing(inspection).known_pack
        if given.source:
            answers = answers_in(given.source, pack)
        else:
            line = pack.line(given.line.upper())
            if given.withdraw:
                act = vault.inspections.withdraw_answer(inspection, line.id, given.reason)
                return _told(
                    desk, act, [tr("The finding on {line} is taken back.").format(line=line.id)]
                )
            answers = {line.id: _answer(given, line, pack)}
        act = vault.inspections.answer_many(inspection, answers)
    if given.source:
        return _told(
            desk,
            act,
            [tr("{answers} recorded.").format(answers=counted(len(answers), "answer", "answers"))],
        )
    words = answer_words(answers[line.id], line, pack) or tr("a note")
    return _told(desk, act, [f"{line.id}: {words}"])


def account(given: Namespace, desk: Desk) -> Exit:
    """Record an account, or take one back."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        if given.withdraw:
            act = vault.inspections.withdraw_account(
                inspection, AccountId(given.withdraw), given.reason
            )
            return _told(
                desk,
                act,
                [tr("The account {withdraw} is taken back.").format(withdraw=given.withdraw)],
            )
        pack = vault.inspections.standing(inspection).known_pack
        line = pack.line(given.line.upper())
        act = vault.inspections.give_account(
            inspection,
            Account(
                line=line.id,
                words=given.words,
                values=_values(given.value, line, pack),
                outcome=Outcome(given.outcome) if given.outcome else None,
                source=vault.sources.find(inspection, given.source) if given.source else "",
                role=given.role,
                as_at=_date(given.as_at),
                marking=_marking(given.marking),
                do_not_export=given.do_not_export,
            ),
        )
    id_ = subject_key(act.states[0].subject)
    return _told(
        desk,
        act,
        [tr("Recorded as an account on {line}: {id}.").format(line=line.id, id=id_)],
        account=id_,
    )


def headline(given: Namespace, desk: Desk) -> Exit:
    """Write or take back a section's judgement."""
    section = SectionId(given.section.upper())
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        if given.withdraw:
            act = vault.inspections.withdraw_headline(inspection, section, given.reason)
            return _told(
                desk, act, [tr("The headline of {section} is taken back.").format(section=section)]
            )
        written = Headline(
            text=given.text,
            as_at=_date(given.as_at),
            marking=_marking(given.marking),
            do_not_export=given.do_not_export,
            reason=given.reason,
        )
        act = vault.inspections.headline(inspection, section, written)
    return _told(desk, act, [f"{section}: {given.text}"])


def moderate(given: Namespace, desk: Desk) -> Exit:
    """Challenge a headline, and say what came of it."""
    section = SectionId(given.section.upper())
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        if given.withdraw:
            act = vault.moderation.withdraw(inspection, section, given.reason or "")
            words = [
                tr("The moderation of {section} is taken back: it stands as proposed.").format(
                    section=section
                )
            ]
            return _told(desk, act, words)
        written = Words(given.challenge, given.headline, given.reason, _marking(given.marking))
        act = vault.moderation.moderate(inspection, section, written)
        standing = vault.inspections.standing(inspection)
    words = list(moderation_words(standing, section))
    form = forms.as_json(standing.moderation(section).value)
    return _told(desk, act, words, moderation=form)


def attach(given: Namespace, desk: Desk) -> Exit:
    """Keep files; those that are refused do not stop the others, and decide the exit code."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        pack = vault.inspections.standing(inspection).known_pack
        lines = [pack.line(line.upper()).id for line in given.line]
        marking = _marking(given.marking)
        borne = markings.found(given.marking_found or "")
        caption = Caption(given.caption, marking, given.do_not_export, borne)
        found = vault.evidence.attach(
            inspection, given.files, lines, caption, desk.console.progress(tr("Keeping"))
        )
        items = {item.id: item for item in vault.inspections.standing(inspection).evidence()}
    words = []
    for each in found:
        if each.item is None:
            desk.console.remark(each.refusal)
            continue
        file = items[each.item].file
        here = tr(", which was here already") if each.duplicate else ""
        words.append(
            f"{each.number}  {each.path.name}{here}, {size_words(file.size_bytes)}, "
            f"SHA-256 {file.sha256}"
        )
        words += [f"    {remark}" for remark in each.remarks]
    desk.console.result(
        words,
        [
            {
                "file": str(each.path),
                "number": each.number,
                "item": each.item,
                "sha256": items[each.item].file.sha256 if each.item else None,
                "duplicate": each.duplicate,
                "remarks": list(each.remarks),
                "refusal": each.refusal,
            }
            for each in found
        ],
    )
    return Exit.BAD_INPUT if any(each.item is None for each in found) else Exit.OK


def undo(given: Namespace, desk: Desk) -> Exit:
    """Take an act back."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        if given.change:
            known = [change.id for change in vault.inspections.history(inspection)]
            act = vault.inspections.undo_change(inspection, _chosen(known, given.change))
        else:
            vault.inspections.resume(inspection)
            act = vault.inspections.undo(inspection)
    return _told(desk, act, [tr("Taken back: {subjects}.").format(subjects=_subjects(act))])


def redo(given: Namespace, desk: Desk) -> Exit:
    """Record again what was taken back last."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        vault.inspections.resume(inspection)
        act = vault.inspections.redo(inspection)
    return _told(desk, act, [tr("Recorded again: {subjects}.").format(subjects=_subjects(act))])


def _only_one_way(given: Namespace) -> None:
    single = bool(given.value or given.outcome or given.note or given.withdraw)
    if given.source and (given.line or single):
        raise Misused(tr("Give either --from FILE or one line with its answer, not both."))
    if not given.source and not given.line:
        raise Misused(tr("Say which line to answer, or give many with --from FILE."))
    if not given.source and not single:
        raise Misused(tr("Give the answer: --value, --outcome or --note."))


def _answer(given: Namespace, line: Line, pack: Pack) -> Answer:
    return Answer(
        values=_values(given.value, line, pack),
        outcome=Outcome(given.outcome) if given.outcome else None,
        as_at=_date(given.as_at),
        note=given.note,
        capability=tuple(CapabilitySource(each) for each in dict.fromkeys(given.capability)),
        share=given.share,
        marking=_marking(given.marking),
        do_not_export=given.do_not_export,
        reason=given.reason,
    )


def _values(texts: Iterable[str], line: Line, pack: Pack) -> dict[str, Value]:
    parts = {part.id: part for part in line.parts}
    found: dict[str, Value] = {}
    for text in texts:
        name, equals, rest = text.partition("=")
        part = parts.get(name.strip()) if equals else None
        given, part = (rest, part) if part is not None else (text, line.parts[0])
        if part.id in found:
            raise BadInput(
                tr("{line}: “{part}” is given twice. Nothing was recorded: give it once.").format(
                    line=line.id, part=part.id
                )
            )
        found[part.id] = value_of(given, part, pack)
    return found


def _date(text: str | None) -> PartialDate | None:
    return dates.read(text) if text else None


def _marking(text: str | None) -> Marking | None:
    return markings.read(text) if text else None


def _chosen(known: Iterable[ChangeId], words: str) -> ChangeId:
    found = [each for each in known if each.startswith(words.casefold())]
    if not found:
        raise NotFound(tr("No change of this inspection begins with {words}.").format(words=words))
    if len(found) > 1:
        raise RuleViolation(
            tr_counted(
                len(found), "{number} changes begin with {words}: give more of the id."
            ).format(number=len(found), words=words)
        )
    return found[0]


def _subjects(act: Act) -> str:
    return ", ".join(sorted(state.subject for state in act.states))


def _told(desk: Desk, act: Act, words: list[str], **more: object) -> Exit:
    form = {"inspection": act.inspection, "changes": list(act.changes), **more}
    desk.console.result(words, form)
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "answer": answer,
    "account": account,
    "headline": headline,
    "moderate": moderate,
    "attach": attach,
    "undo": undo,
    "redo": redo,
}
