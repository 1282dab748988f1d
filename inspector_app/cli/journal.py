"""Commands about the journal: check, rebuild, tell the history, purge."""

import re
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain import forms
from inspector_app.domain.changes.bodies import Body, Purged, Subject, Unknown, subject
from inspector_app.domain.changes.change import Change
from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.ids import ChainId, ChangeId, InspectionId
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, when_words
from inspector_app.services.verifying import verify_alone
from inspector_app.texts import tr, tr_counted

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked

_EVIDENCE_NUMBER = re.compile(r"[A-Za-z-]{2,9}/\d+")
_HEX = re.compile(r"[0-9a-f]+")


def verify(given: Namespace, desk: Desk) -> Exit:
    """Check an inspection's journal."""
    heads: list[tuple[ChainId, ChangeId]] = []
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        if given.against is not None:
            heads = _heads(given.against, inspection)
        check = vault.checks.check(inspection, heads)
    words = [
        tr("{changes} in {chains}; {purged} purged, {quarantined} kept apart.").format(
            changes=counted(check.changes, "change", "changes"),
            chains=counted(check.chains, "chain", "chains"),
            purged=check.purged,
            quarantined=check.quarantined,
        )
    ]
    words += [finding.words() for finding in check.findings]
    if not check.projection_is_equal:
        words.append(tr("What screens show is not what was recorded: run “journal rebuild”."))
    if heads:
        words.append(
            tr_counted(
                len(heads), "Compared with what {against} knew of {number} series of changes."
            ).format(against=given.against.name, number=len(heads))
        )
    words.append(tr("The journal is sound.") if check.is_sound else tr("The journal is not sound."))
    desk.console.result(
        words,
        {
            "inspection": inspection,
            "sound": check.is_sound,
            "changes": check.changes,
            "chains": check.chains,
            "purged": check.purged,
            "quarantined": check.quarantined,
            "projection_is_equal": check.projection_is_equal,
            "findings": [
                {
                    "fault": finding.fault.value,
                    "chain": finding.chain,
                    "sequence": finding.sequence,
                    "change": finding.change,
                    "words": finding.words(),
                }
                for finding in check.findings
            ],
        },
    )
    return Exit.OK if check.is_sound else Exit.NO


def rebuild(given: Namespace, desk: Desk) -> Exit:
    """Fold what stands anew."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        differed = vault.journal.rebuild(inspection)
    desk.console.result(
        [
            tr("What stands was worked out anew from the changes. ")
            + (tr("It had differed, and is right now.") if differed else tr("It is as it was."))
        ],
        {"inspection": inspection, "differed": differed},
    )
    return Exit.OK


def history(given: Namespace, desk: Desk) -> Exit:
    """Tell what was recorded."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        about = _subject(given.subject, standing, vault) if given.subject else None
        changes = vault.inspections.history(inspection, about)
        entries = vault.history.all(inspection, about)
    if not changes:
        raise NotFound(
            tr("Nothing has been recorded about {subject}.").format(subject=given.subject)
        )
    words = []
    for entry in entries:
        words.append(
            f"{when_words(entry.time_ms)}  {entry.who()}  {entry.change[:12]}  {entry.words()}"
        )
        words += [f"    {difference}" for difference in entry.differences]
    forms_ = [
        _change_form(change, standing)
        | {"words": entry.what, "differences": entry.differences, "why": entry.why}
        | {"is_undone": entry.is_undone, "correction": entry.session}
        for change, entry in zip(changes, entries, strict=True)
    ]
    desk.console.result(words, forms_)
    return Exit.OK


def purge(given: Namespace, desk: Desk) -> Exit:
    """Tell what a purge would destroy or, with --yes, destroy it."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        about = _subject(given.subject, standing, vault)
        plan = vault.journal.plan_purge(inspection, about)
        if given.yes:
            vault.journal.purge(plan, given.ground, given.reason)
    done = tr("Destroyed") if given.yes else tr("Nothing is destroyed yet. This would be")
    words = [
        tr("{done}, for good: {changes} about {subject} and {files}.").format(
            done=done,
            changes=counted(len(plan.changes), "change", "changes"),
            subject=plan.subject,
            files=counted(len(plan.blobs), "file", "files"),
        ),
        tr("Copies out of reach:"),
        *(f"  {copy}" for copy in plan.beyond_reach),
    ]
    if not given.yes:
        words.append(tr("It cannot be undone. To carry it out, say the same with --yes."))
    desk.console.result(
        words,
        {
            "inspection": inspection,
            "subject": plan.subject,
            "changes": list(plan.changes),
            "files": list(plan.blobs),
            "beyond_reach": list(plan.beyond_reach),
            "carried_out": given.yes,
        },
    )
    return Exit.OK


def _subject(words: str, standing: Standing, vault: "Unlocked") -> str:
    """Return the subject that ``words`` name: as it is written in the journal, or as people do."""
    if words.partition(":")[0] in {kind.value for kind in Subject}:
        return words
    if _EVIDENCE_NUMBER.fullmatch(words):
        if any(item.source.number == words.upper() for item in standing.sources()):
            return subject(Subject.SOURCE, vault.sources.find(standing.id, words))
        return subject(Subject.EVIDENCE, vault.evidence.find(standing.id, words.upper()))
    wanted = words.upper()
    if any(section.id == wanted for section in standing.pack.sections):
        return subject(Subject.HEADLINE, wanted)
    return subject(Subject.ANSWER, standing.pack.line(wanted).id)


def _heads(path: Path, inspection: InspectionId) -> list[tuple[ChainId, ChangeId]]:
    """Return the last change of each chain that a genuine summary of this inspection knew."""
    if not path.is_file():
        raise NotFound(tr("There is no file {path}.").format(path=path))
    verdict = verify_alone(path).verdict
    if verdict.exit_code != Exit.OK or verdict.snapshot is None:
        raise BadInput(
            tr(
                "{path} is not known to be genuine, so nothing can be held against it. Verify "
                "the file first."
            ).format(path=path.name)
        )
    content, heads = verdict.snapshot.get("content"), verdict.snapshot.get("heads")
    if not isinstance(content, dict) or content.get("inspection") != inspection:
        raise BadInput(tr("{path} is the summary of another inspection.").format(path=path.name))
    found = heads.items() if isinstance(heads, dict) else ()
    return [
        (ChainId(chain), ChangeId(head))
        for chain, head in found
        if isinstance(head, str) and _HEX.fullmatch(chain) and _HEX.fullmatch(head)
    ]


def _change_form(change: Change, standing: Standing) -> dict[str, object]:
    header = change.header
    return {
        "change": change.id,
        "chain": header.chain,
        "sequence": header.sequence,
        "time_ms": header.time_ms,
        "by": standing.initials(header.author),
        "author": header.author,
        "device": header.device,
        "kind": header.kind,
        "subject": header.subject,
        "supersedes": list(header.supersedes),
        "undoes": change.undoes,
        "session": change.session,
        "body": _body_form(change.body),
    }


def _body_form(body: Body | Unknown | Purged) -> object:
    match body:
        case Purged():
            return None
        case Unknown(form=form):
            return form
        case _:
            return forms.as_json(body)


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "verify": verify,
    "rebuild": rebuild,
    "history": history,
    "purge": purge,
}
