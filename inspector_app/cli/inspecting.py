"""Commands that begin inspections and show them."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from inspector_app import bootstrap
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.command_line import Misused
from inspector_app.domain import (
    correction_wording,
    dates,
    exclusions,
    forms,
    markings,
    upgrade_words,
)
from inspector_app.domain.accounts import Account
from inspector_app.domain.answer_wording import (
    absence_words,
    account_words,
    answer_details,
    held_words,
)
from inspector_app.domain.assigning import Whose, whose_line, whose_section, whose_words
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import AnswerKind, Line, Part, Section
from inspector_app.domain.errors import BadInput, RuleViolation
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import LineId, SectionId, SourceId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.moderating import headline_words, is_moderated, moderation_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Strength, Supports
from inspector_app.domain.values import Named
from inspector_app.domain.wording import (
    NO_HEADLINE,
    NOTHING_RECORDED,
    as_at_words,
    first_words,
    progress_words,
    role_words,
    size_words,
    when_words,
)
from inspector_app.services.inspections import InspectionSummary, NewInspection
from inspector_app.services.packs import force_named
from inspector_app.texts import tr, tr_counted

_SHOWN_CHARACTERS = 100


def overview(_: Namespace, desk: Desk) -> Exit:
    """List the inspections."""
    with desk.vault() as vault:
        found = vault.inspections.all()
    words = [
        tr("{each}  {force}, {fieldwork}  {progress}, last worked on {when}").format(
            each=each.id[:8],
            force=each.details.force.name,
            fieldwork=each.details.fieldwork.words(),
            progress=progress_words(each.progress),
            when=when_words(each.last_ms),
        )
        for each in found
    ]
    desk.console.result(
        words or [tr("There is no inspection yet: begin one with “spr-inspector new FORCE”.")],
        [_summary_form(each) for each in found],
    )
    return Exit.OK


def new(given: Namespace, desk: Desk) -> Exit:
    """Begin an inspection."""
    packs = bootstrap.pack_service()
    name = given.pack or packs.usual()
    pack = packs.read(name)
    on, off = given.on, given.off
    for section in (*on, *off):
        pack.section(section)
    if both := sorted(set(on) & set(off)):
        raise BadInput(
            tr("The section {both} cannot be both in and out of scope.").format(both=both[0])
        )
    with desk.vault() as vault:
        inspection = vault.inspections.start(
            NewInspection(
                force=Named(given.force) if given.unlisted else force_named(pack, given.force),
                pack=name,
                fieldwork=dates.read(given.fieldwork or f"{bootstrap.now():%Y-%m}"),
                marking=markings.read(given.marking),
                title=given.title,
                switched={SectionId(s): s in on for s in (*on, *off)},
                me=Member(TeamRole(given.role), vault.inspector.initials),
                team=tuple(map(_member, given.team)),
            )
        )
        standing = vault.inspections.standing(inspection)
    desk.console.result(
        [
            tr("{inspection}  {force}, {fieldwork}, under {pack} {version}.").format(
                inspection=inspection[:8],
                force=standing.details.force.name,
                fieldwork=standing.details.fieldwork.words(),
                pack=pack.id,
                version=pack.version,
            ),
            tr_counted(
                len(standing.sections()),
                "{number} section is in scope. See “spr-inspector show {inspection}”.",
                "{number} sections are in scope. See “spr-inspector show {inspection}”.",
            ).format(number=len(standing.sections()), inspection=inspection[:8]),
        ],
        {"inspection": inspection, **_details_form(standing)},
    )
    return Exit.OK


def show(given: Namespace, desk: Desk) -> Exit:
    """Show an inspection, a section or a line."""
    with desk.vault() as vault:
        standing = vault.inspections.standing(vault.inspections.find(given.inspection))
        since = vault.reports.since_signed(standing.id) if given.part is None else None
    if given.part is None:
        words = [*_board_words(standing)]
        form = _board_form(standing)
        if since is not None:
            signed = when_words(since.signed.time_ms)
            signed += tr(", which is of a choice") if since.is_choice else ""
            if since.has_changed is None:
                told = tr(
                    "The signed summary of {signed} is in another language, so whether anything "
                    "changed since is not told."
                )
            elif since.has_changed:
                told = tr("Changed since the signed summary of {signed}.")
            else:
                told = tr("As in the signed summary of {signed}.")
            words.append(told.format(signed=signed))
            form |= {"signed_ms": since.signed.time_ms, "changed_since": since.has_changed}
            form |= {"signed_is_choice": since.is_choice}
        desk.console.result(words, form)
        return Exit.OK
    part = given.part.upper()
    if any(section.id == part for section in standing.pack.sections):
        section = standing.pack.section(part)
        desk.console.result(_section_words(standing, section), _section_form(standing, section))
    else:
        line = standing.pack.line(part)
        desk.console.result(_line_words(standing, line), _line_form(standing, line))
    return Exit.OK


def scope(given: Namespace, desk: Desk) -> Exit:
    """Put a section in or out of scope."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        section = SectionId(given.section.upper())
        act = vault.inspections.switch(inspection, section, in_scope=given.on, reason=given.reason)
    words = tr("in scope") if given.on else tr("out of scope")
    desk.console.result(
        [tr("{section} is {words}.").format(section=section, words=words)],
        {"inspection": inspection, "changes": list(act.changes)},
    )
    return Exit.OK


def describe(given: Namespace, desk: Desk) -> Exit:
    """Record the particulars anew."""
    if not any(
        each is not None for each in (given.title, given.fieldwork, given.marking, given.notes)
    ):
        raise Misused(tr("Say what is to be described anew: see “spr-inspector describe --help”."))
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        now = vault.inspections.standing(inspection).details
        act = vault.inspections.describe(
            inspection,
            replace(
                now,
                title=now.title if given.title is None else given.title,
                notes=now.notes if given.notes is None else given.notes,
                fieldwork=dates.read(given.fieldwork) if given.fieldwork else now.fieldwork,
                marking=markings.read(given.marking) if given.marking else now.marking,
            ),
        )
        standing = vault.inspections.standing(inspection)
    desk.console.result(
        [tr("The particulars are recorded.")],
        {"inspection": inspection, "changes": list(act.changes), **_details_form(standing)},
    )
    return Exit.OK


def team(given: Namespace, desk: Desk) -> Exit:
    """Record somebody's part; initials that are in the team already mean the same person."""
    name, member = _member(given.member)
    member = replace(member, present=not given.left)
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        members = vault.inspections.standing(inspection).members()
        known = [person for person, each in members if each.initials == member.initials]
        if len(known) > 1:
            raise RuleViolation(
                tr(
                    "Several people in the team have the initials {initials}. Nothing was changed: "
                    "do this in the window, where one of them can be chosen."
                ).format(initials=member.initials)
            )
        act = vault.inspections.name_member(inspection, known[0] if known else None, name, member)
    left = tr(", has left the team") if given.left else ""
    desk.console.result(
        [f"{member.initials}: {role_words(member.role)}{left}."],
        {"inspection": inspection, "changes": list(act.changes)},
    )
    return Exit.OK


def _member(text: str) -> tuple[str, Member]:
    initials, _, rest = text.partition(":")
    role, _, name = rest.partition(":")
    tag = initials.strip().upper()
    known = [each for each in TeamRole if each.value == role.strip().casefold()]
    if not (2 <= len(tag) <= 4 and tag.isascii() and tag.isalpha()) or not known:
        raise BadInput(
            tr(
                "Write “{text}” as INITIALS:ROLE or INITIALS:ROLE:NAME, the role lead, inspector "
                "or observer."
            ).format(text=text)
        )
    return name.strip(), Member(known[0], tag)


def _summary_form(summary: InspectionSummary) -> dict[str, object]:
    return {
        "inspection": summary.id,
        "force": summary.details.force.name,
        "fieldwork": forms.as_json(summary.details.fieldwork),
        "pack": forms.as_json(summary.details.pack),
        "established": summary.progress.established,
        "lines": summary.progress.total,
        "changes": summary.changes,
        "last_ms": summary.last_ms,
    }


def _details_form(standing: Standing) -> dict[str, object]:
    details = standing.details
    return {
        "force": forms.as_json(details.force),
        "fieldwork": forms.as_json(details.fieldwork),
        "marking": details.marking.words(),
        "title": details.title,
        "pack": forms.as_json(details.pack),
        "pack_in_use": {"id": standing.pack.id, "version": standing.pack.version},
        "sections": [section.id for section in standing.sections()],
    }


def _board_words(standing: Standing) -> Iterator[str]:
    details = standing.details
    yield f"{details.force.name}, {details.fieldwork.words()}  {details.title}".rstrip()
    yield f"{standing.highest_marking().words()}; {standing.pack.id} {standing.pack.version}"
    for person, member in standing.members():
        name = standing.names.get(person, "")
        left = "" if member.present else tr(", has left")
        yield f"  {member.initials}  {role_words(member.role)}{left}  {name}".rstrip()
    for section in standing.pack.sections:
        if not section.lines or not standing.in_scope(section):
            yield tr("{section:8}  not in scope").format(section=section.id)
            continue
        yield f"{section.id:8}  {progress_words(standing.progress(section)):22}  " + _headline(
            standing, section
        )
    yield tr_counted(
        len(standing.evidence()), "{number} evidence item.", "{number} evidence items."
    ).format(number=len(standing.evidence()))
    if disputed := standing.conflicts():
        yield tr("In differing versions: {disputed}.").format(disputed=", ".join(disputed))


def _headline(standing: Standing, section: Section) -> str:
    field = standing.headline(section.id)
    text = headline_words(standing, section.id)
    words = first_words(text, _SHOWN_CHARACTERS) if text else NO_HEADLINE
    if is_moderated(standing, section.id):
        words += " (moderated)"
    return (
        tr_counted(len(field.versions), "{words} ({number} versions)").format(
            words=words, number=len(field.versions)
        )
        if field.in_conflict
        else words
    )


def _board_form(standing: Standing) -> dict[str, object]:
    return {
        "inspection": standing.id,
        **_details_form(standing),
        "team": [
            {"person": person, **forms.as_json(member)} for person, member in standing.members()
        ],
        "board": [
            {
                "section": section.id,
                "established": standing.progress(section).established,
                "lines": standing.progress(section).total,
                "headline": _text(standing, section),
            }
            for section in standing.sections()
        ],
        "evidence": len(standing.evidence()),
        "in_differing_versions": list(standing.conflicts()),
    }


def _text(standing: Standing, section: Section) -> str | None:
    headline = standing.headline(section.id).value
    return headline.text if headline else None


def _section_words(standing: Standing, section: Section) -> Iterator[str]:
    yield f"{section.id}  {section.title}"
    if not section.lines or not standing.in_scope(section):
        yield tr("Not in scope.")
        return
    yield tr("{progress}. Headline: {headline}").format(
        progress=progress_words(standing.progress(section)), headline=_headline(standing, section)
    )
    if people := whose_words(standing, whose_section(standing, section.id)):
        yield tr("Assigned to {people}.").format(people=people)
    yield from moderation_words(standing, section.id)
    yield tr("Rests on: {told}").format(told=Supports(standing).of_section(section).told())
    for line in section.lines:
        yield f"  {line.id}  {first_words(line.text, _SHOWN_CHARACTERS)}"
        yield f"      {_shown(standing, line)}"


def _shown(standing: Standing, line: Line) -> str:
    field = standing.answer(line.id)
    if field.in_conflict:
        return tr_counted(len(field.versions), "{number} versions").format(
            number=len(field.versions)
        )
    if field.value is None:
        return NOTHING_RECORDED
    words = held_words(field.versions[0], line.id, standing)
    words = first_words(words, _SHOWN_CHARACTERS)
    left_out = exclusions.of_answer(field.value, line.id, Supports(standing))
    again = tr("asked again: ") if standing.asks_again(line.id) else ""
    return again + (exclusions.beside(words, left_out) or tr("note only"))


def _section_form(standing: Standing, section: Section) -> dict[str, object]:
    state = standing.states.get(subject(Subject.SECTION, section.id))
    return {
        "inspection": standing.id,
        "section": section.id,
        "title": section.title,
        "in_scope": bool(section.lines) and standing.in_scope(section),
        "switched": bool(field_of(state, object).versions),
        "headline": _text(standing, section),
        "moderation": forms.as_json(standing.moderation(section.id).value),
        "assigned_to": _initials(standing, whose_section(standing, section.id)),
        "rests_on": _strength_form(Supports(standing).of_section(section)),
        "lines": [_line_form(standing, line) for line in section.lines],
    }


def _line_words(standing: Standing, line: Line) -> Iterator[str]:
    yield f"{line.id}  {line.text}"
    yield f"Help: {line.help}"
    yield tr("Good evidence: {good_evidence}").format(good_evidence=line.good_evidence)
    yield f"Source: {line.locator}"
    if people := whose_words(standing, whose_line(standing, line)):
        yield tr("Assigned to {people}.").format(people=people)
    if again := upgrade_words.again_words(standing, line.id):
        yield f"{again}."
    yield "Takes:"
    for part in line.parts:
        yield f"  {part.id}: {_takes(standing, part)}"
    field = standing.answer(line.id)
    if not field.versions:
        yield NOTHING_RECORDED
    for held in field.versions:
        by = f"{standing.initials(held.author)}, {when_words(held.time_ms)}"
        if held.value is None:
            yield f"{absence_words(held.absence) if held.absence else ''} ({by}). {held.reason}"
            continue
        yield tr("Answer ({by}):").format(by=by)
        for label, words in answer_details(held.value, *standing.asked(line.id, held.pack)):
            yield f"  {label}: {words}" if label else f"  {words}"
        if told := upgrade_words.given_under(standing, line.id, held):
            yield f"  {told}"
        for each in exclusions.of_answer(held.value, line.id, Supports(standing)):
            yield tr("  Left out of the number: {each}").format(each=each)
    yield from _visit_words(standing, line)
    if field.value is not None:
        yield tr("Rests on: {told}").format(told=Supports(standing).strength(line.id).told())
    for id_, account in standing.accounts(line.id):
        if account.value is None:
            continue
        said = account.value.words or account_words(account, standing)
        source = standing.source(SourceId(account.value.source)).value
        said = exclusions.beside(said, exclusions.of_account(account.value, source))
        role = account.value.role or tr("Note")
        role = (
            tr("{role}, the force’s own view").format(role=role)
            if source and source.is_own_view
            else role
        )
        yield tr("Account of {role} ({as_at}): {said}  [{id}]").format(
            role=role, as_at=as_at_words(account.value.as_at), said=said, id=id_
        )
    for item in standing.evidence(line.id):
        yield tr("Evidence {file}: {caption}, ").format(
            file=item.file.number, caption=item.caption.text or item.file.name
        ) + size_words(item.file.size_bytes)


def _visit_words(standing: Standing, line: Line) -> Iterator[str]:
    for held in standing.answer(line.id).versions:
        if told := correction_wording.told(standing, held.change, held.session):
            yield f"{told[:1].upper()}{told[1:]}"
    visit = standing.visit_answer(line.id)
    if visit is None:
        return
    yield tr("At the visit: {visit}").format(
        visit=correction_wording.visit_words(standing, line, visit)
    )


def _takes(standing: Standing, part: Part) -> str:
    choices = [option.id for option in part.options]
    if part.kind is AnswerKind.JUDGEMENT:
        choices = [value.id for value in standing.pack.scale(part.scale).values]
    words = part.kind.value
    if part.columns:
        words += tr(" with the cells {columns}").format(
            columns=" | ".join(column.title for column in part.columns)
        )
    if choices:
        words += f": {', '.join(choices)}"
    return f"{part.label + ', ' if part.label else ''}{words}{' (optional)' * part.optional}"


def _line_form(standing: Standing, line: Line) -> dict[str, object]:
    field = standing.answer(line.id)
    return {
        "inspection": standing.id,
        "line": line.id,
        "text": line.text,
        "parts": [{"id": p.id, "kind": p.kind.value, "optional": p.optional} for p in line.parts],
        "established": standing.is_established(line),
        "asks_again": standing.asks_again(line.id),
        "assigned_to": _initials(standing, whose_line(standing, line)),
        "rests_on": _strength_form(Supports(standing).strength(line.id)),
        "in_conflict": field.in_conflict,
        "versions": [
            {
                "change": held.change,
                "by": standing.initials(held.author),
                "time_ms": held.time_ms,
                "words": held_words(held, line.id, standing),
                "under": standing.pack.under(held.pack).version,
                "answer": forms.as_json(held.value) if held.value else None,
                "left_out": list(
                    exclusions.of_answer(held.value, line.id, Supports(standing))
                    if held.value
                    else ()
                ),
                "absence": held.absence.value if held.absence else None,
                "reason": held.reason,
                "session": held.session,
                "corrected": correction_wording.told(standing, held.change, held.session),
            }
            for held in field.versions
        ],
        "at_the_visit": _visit_form(standing, line),
        "accounts": [
            {
                "account": id_,
                "by": standing.initials(held.author),
                "left_out": list(exclusions.of_subject(subject(Subject.ACCOUNT, id_), standing)),
                "own_view": _is_own_view(held.value, standing),
                **forms.as_json(held.value),
            }
            for id_, held in standing.accounts(LineId(line.id))
        ],
        "evidence": [item.file.number for item in standing.evidence(line.id)],
    }


def _visit_form(standing: Standing, line: Line) -> list[dict[str, object]] | None:
    """Return what the visit found; None: it stands as it was found."""
    visit = standing.visit_answer(line.id)
    if visit is None:
        return None
    return [
        {
            "change": held.change,
            "by": standing.initials(held.author),
            "time_ms": held.time_ms,
            "words": held_words(held, line.id, standing),
            "answer": forms.as_json(held.value) if held.value else None,
            "absence": held.absence.value if held.absence else None,
        }
        for held in visit.versions
    ]


def _initials(standing: Standing, whose: Whose) -> list[str]:
    return [standing.initials(person) for person in whose.people]


def _is_own_view(account: Account | None, standing: Standing) -> bool:
    source = standing.source(SourceId(account.source)).value if account else None
    return source is not None and source.is_own_view


def _strength_form(strength: Strength) -> dict[str, object]:
    return {
        "kinds": {ground.value: number for ground, number in strength.counts},
        "without_source": strength.unsourced,
        "words": strength.told(),
    }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "overview": overview,
    "new": new,
    "show": show,
    "describe": describe,
    "team": team,
    "scope": scope,
}
