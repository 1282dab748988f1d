"""Commands for the evening: laptops of the team, bringing them together, settling versions."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.command_line import Misused
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import Subject, subject, subject_key, subject_kind
from inspector_app.domain.errors import NotFound
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.settling import Contested, Side
from inspector_app.domain.standing import Standing
from inspector_app.domain.typed import value_of
from inspector_app.domain.wording import counted, when_words
from inspector_app.services.recording import Act
from inspector_app.services.team import Laptop, suggested_name
from inspector_app.texts import tr, tr_counted

if TYPE_CHECKING:
    from inspector_app.services.branches import KeptApart
    from inspector_app.services.merging import Brought, Mate
    from inspector_app.services.vault import Unlocked


def introduce(given: Namespace, desk: Desk) -> Exit:
    """Write this laptop's introduction and tell the words that stand for its keys."""
    with desk.vault() as vault:
        me = vault.team.me()
        target = (given.folder or Path()) / suggested_name(me.initials, me.device)
        vault.team.introduce(target)
    words = [
        tr("Written to {target}. It holds keys and initials, nothing secret and no name.").format(
            target=target
        ),
        tr("Read these words aloud on the other laptop: {me}").format(me=me.words),
    ]
    desk.console.result(words, {**_laptop_form(me), "file": str(target)})
    return Exit.OK


def accept(given: Namespace, desk: Desk) -> Exit:
    """Know another laptop by its introduction and the words its person reads aloud."""
    with desk.vault() as vault:
        laptop = vault.team.read(given.file)
        vault.team.accept(laptop, given.words)
    words = [
        tr(
            "{initials}’s laptop is known here from now on. Share an inspection with it by "
            "“laptop let-in INSPECTION {initials}”."
        ).format(initials=laptop.initials)
    ]
    desk.console.result(words, _laptop_form(laptop))
    return Exit.OK


def laptops(given: Namespace, desk: Desk) -> Exit:
    """List the laptops of the team, or how they stand to an inspection."""
    with desk.vault() as vault:
        if given.inspection is None:
            known = vault.team.all()
            words = [f"{each.initials}  {each.device[:12]}" for each in known]
            desk.console.result(
                words or [tr("No other laptop is known here.")],
                [_laptop_form(each) for each in known],
            )
            return Exit.OK
        inspection = vault.inspections.find(given.inspection)
        mates = vault.merging.mates(inspection)
    words = [f"{each.initials or each.device[:12]}  {mate_words(each)}" for each in mates]
    desk.console.result(words or [tr("No other laptop.")], [_mate_form(each) for each in mates])
    return Exit.OK


def let_in(given: Namespace, desk: Desk) -> Exit:
    """Share an inspection with a laptop of the team."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        laptop = vault.team.find(given.laptop)
        act = vault.team.let_in(inspection, laptop.device)
    words = [
        tr("{initials}’s laptop comes together with this inspection from now on.").format(
            initials=laptop.initials
        )
    ]
    desk.console.result(words, {"inspection": inspection, "changes": list(act.changes)})
    return Exit.OK


def forget(given: Namespace, desk: Desk) -> Exit:
    """Know a laptop no more."""
    with desk.vault() as vault:
        laptop = vault.team.find(given.laptop)
        vault.team.forget(laptop.device)
    words = [
        tr("{initials}’s laptop is not known here any more; its work stays.").format(
            initials=laptop.initials
        )
    ]
    desk.console.result(words, _laptop_form(laptop))
    return Exit.OK


def apart(given: Namespace, desk: Desk) -> Exit:
    """List what the team's laptops recorded and was not taken in."""
    with desk.vault() as vault:
        found = vault.branches.apart(vault.inspections.find(given.inspection))
    words = []
    for each in found:
        words += [f"{each.id[:12]}  {each.words}", *(f"    {act}" for act in each.acts)]
    desk.console.result(words or [tr("Nothing is kept apart.")], [_apart_form(e) for e in found])
    return Exit.OK


def admit(given: Namespace, desk: Desk) -> Exit:
    """Take in what was kept apart."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        kept = vault.branches.find(inspection, given.branch)
        act = vault.branches.take_in(inspection, kept.id, given.reason)
    words = [
        tr("Taken in: {acts} by {initials}.").format(
            acts=counted(len(kept.changes), "act", "acts"), initials=kept.initials
        )
    ]
    desk.console.result(
        words,
        {"inspection": inspection, "changes": list(act.changes), "taken_in": list(kept.changes)},
    )
    return Exit.OK


def merge(given: Namespace, desk: Desk) -> Exit:
    """Bring this laptop together with the others of the team by a folder."""
    with desk.vault() as vault:
        brought = vault.merging.bring_together(
            given.folder,
            with_files=not given.without_files,
            progress=desk.console.progress(tr("Bringing together")),
        )
        names = {each.id: each.details.force.name for each in vault.inspections.all()}
        mates = {each.inspection: vault.merging.mates(each.inspection) for each in brought.met}
    words = list(_brought_words(brought, names))
    for sentence in brought.sentences:
        desk.console.remark(sentence)
    desk.console.result(
        words,
        {
            "inspections": [
                {
                    "inspection": met.inspection,
                    "new_here": met.is_new,
                    "changes_in": met.fresh,
                    "files_in": met.files,
                    "changes_written": met.written,
                    "files_written": met.written_files,
                    "files_left_out": met.left_out,
                    "waiting": list(met.waiting),
                    "kept_apart": [_apart_form(each) for each in met.apart],
                    "laptops": [_mate_form(mate) for mate in mates[met.inspection]],
                }
                for met in brought.met
            ],
            "strangers": [_laptop_form(each) for each in brought.strangers],
            "files_of_strangers": brought.foreign,
            "told": list(brought.sentences),
        },
    )
    return Exit.CANNOT_TELL if brought.sentences else Exit.OK


def since(given: Namespace, desk: Desk) -> Exit:
    """Tell what is new since laptops last came together on a day before today."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        found = vault.history.since_yesterday(inspection)
        entries = [e for e in vault.history.all(inspection) if e.change in found.changes]
    when = when_words(found.since_ms) if found.since_ms else ""
    words = [tr("Since {when}:").format(when=when) if when else "Today:"]
    words += [
        f"  {standing.initials(person)}  {counted(count, 'act', 'acts')}"
        for person, count in found.by_person
    ]
    words += [f"{when_words(e.time_ms)}  {e.initials}  {e.words()}" for e in entries]
    desk.console.result(
        words,
        {
            "since_ms": found.since_ms,
            "by": [
                {"by": standing.initials(person), "author": person, "acts": count}
                for person, count in found.by_person
            ],
            "acts": [
                {"change": e.change, "by": e.initials, "time_ms": e.time_ms, "words": e.what}
                for e in entries
            ],
        },
    )
    return Exit.OK


def settle(given: Namespace, desk: Desk) -> Exit:
    """List the versions to settle, or settle those at one place."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        all_ = vault.settling.contested(inspection)
        if given.place is None:
            if given.keep or given.value or given.text:
                raise Misused(tr("Say where: the line or section, such as CC-PO-07."))
            words = [line for each in all_ for line in _contested_words(each)]
            words = words or [tr("There is nothing to settle: no versions differ.")]
            desk.console.result(words, [_contested_form(each) for each in all_])
            return Exit.OK
        wanted = given.place.casefold()
        matches = [e for e in all_ if wanted in (e.place.casefold(), e.subject.casefold())]
        if not matches:
            raise NotFound(tr("There is nothing to settle at {place}.").format(place=given.place))
        act = _settled(given, vault, standing, matches[0])
    desk.console.result(
        [
            tr("{matches} is settled; all versions stay in the history.").format(
                matches=matches[0].name
            )
        ],
        {"inspection": inspection, "changes": list(act.changes), "subject": matches[0].subject},
    )
    return Exit.OK


def mate_words(mate: "Mate") -> str:
    """Return how a laptop stands to an inspection, in words."""
    if not mate.is_in:
        return tr("not let into this inspection")
    said = [
        tr("work until {when}").format(when=when_words(mate.until_ms))
        if mate.until_ms
        else tr("no work yet")
    ]
    if mate.is_level:
        said.append(tr("holds the same as this laptop"))
    elif mate.heard_ms:
        said.append(tr("not level with this laptop"))
    else:
        said.append(tr("never came together with this laptop"))
    if mate.lacks:
        said.append(tr("lacks {files}").format(files=counted(mate.lacks, "file", "files")))
    return "; ".join(said)


def _settled(given: Namespace, vault: "Unlocked", standing: Standing, at: Contested) -> Act:
    ways = bool(given.keep) + bool(given.value) + bool(given.text)
    if ways != 1:
        raise Misused(tr("Give one of --keep CHANGE, --value VALUE or --text WORDS."))
    seen = [side.change for side in at.sides]
    if given.keep:
        found = [each for each in seen if each.startswith(given.keep.casefold())]
        if len(found) != 1:
            raise NotFound(
                tr("No version there, or more than one, begins with {keep}.").format(
                    keep=given.keep
                )
            )
        return vault.settling.keep(standing.id, at.subject, found[0], given.reason, seen)
    if given.value and subject_kind(at.subject) == Subject.ANSWER.value:
        line = standing.pack.line(LineId(subject_key(at.subject)))
        value = value_of(given.value, line.parts[0], standing.known_pack)
        answer = Answer(values={line.parts[0].id: value})
        return vault.settling.answer(standing.id, line.id, answer, given.reason, seen)
    if given.text and at.subject == subject(Subject.HEADLINE, at.place):
        headline = Headline(given.text)
        section = SectionId(at.place)
        return vault.settling.headline(standing.id, section, headline, given.reason, seen)
    raise Misused(tr("--value is for lines, --text for headlines; the rest is settled by --keep."))


def _brought_words(brought: "Brought", names: Mapping[InspectionId, str]) -> Iterator[str]:
    for met in brought.met:
        yield (
            tr(
                "{names}: {changes} and {files} came in; {written} and {written_files} lie ready "
                "for the others."
            ).format(
                names=names[met.inspection],
                changes=counted(met.fresh, "change", "changes"),
                files=counted(met.files, "file", "files"),
                written=counted(met.written, "change", "changes"),
                written_files=counted(met.written_files, "file", "files"),
            )
        )
        if met.left_out:
            left = counted(met.left_out, "evidence file", "evidence files")
            yield tr("  {left} stayed behind, as asked.").format(left=left)
        for device in met.waiting:
            yield tr("  Work of laptop {device} waits: it is not let into this inspection.").format(
                device=device[:12]
            )
        yield from (
            tr("  Kept apart ({id}): {branch}").format(id=each.id[:12], branch=each.words)
            for each in met.apart
        )
    if not brought.met:
        yield tr("No inspection is shared with another laptop yet: see “laptop let-in”.")
    for stranger in brought.strangers:
        yield (
            tr(
                "{initials}’s laptop introduces itself. Have its words read aloud, then: “laptop "
                "accept FILE --words …”."
            ).format(initials=stranger.initials)
        )
    if brought.foreign:
        files = counted(brought.foreign, "file", "files")
        yield tr("{files} of laptops that are not known here lie there unread.").format(files=files)


def _contested_words(each: Contested) -> Iterator[str]:
    yield tr_counted(
        len(each.sides), "{each}: {number} versions, which differ in {differs_in}"
    ).format(each=each.name, number=len(each.sides), differs_in=", ".join(each.differs_in))
    for side in each.sides:
        by = f"{side.initials}, {when_words(side.time_ms)}"
        yield f"  {side.change[:12]}  {by}"
        for label, said in side.facts:
            mark = "≠" if label in each.differs_in else " "
            yield f"    {mark} {label}: {said}" if label else f"    {mark} {said}"
        if side.accounts:
            yield tr("      Rests on {grounds}:").format(
                grounds=tr("all accounts on the line") if side.on_all else tr("accounts")
            )
        yield from (f"        {account}" for account in side.accounts)


def _contested_form(each: Contested) -> dict[str, object]:
    return {
        "subject": each.subject,
        "name": each.name,
        "place": each.place,
        "differs_in": list(each.differs_in),
        "versions": [_side_form(side) for side in each.sides],
    }


def _side_form(side: Side) -> dict[str, object]:
    return {
        "change": side.change,
        "by": side.initials,
        "author": side.author,
        "time_ms": side.time_ms,
        "facts": [list(pair) for pair in side.facts],
        "accounts": list(side.accounts),
        "rests_on_all": side.on_all,
        "absence": side.absence.value if side.absence else None,
        "can_be_kept": side.can_be_kept,
    }


def _laptop_form(laptop: Laptop) -> dict[str, object]:
    return {"device": laptop.device, "initials": laptop.initials, "words": laptop.words}


def _apart_form(each: "KeptApart") -> dict[str, object]:
    return {
        "branch": each.id,
        "why": each.why.value,
        "device": each.device,
        "by": each.initials,
        "time_ms": each.time_ms,
        "words": each.words,
        "acts": list(each.acts),
        "changes": list(each.changes),
    }


def _mate_form(mate: "Mate") -> dict[str, object]:
    return {
        "device": mate.device,
        "initials": mate.initials,
        "let_in": mate.is_in,
        "known": mate.is_known,
        "until_ms": mate.until_ms,
        "heard_ms": mate.heard_ms,
        "level": mate.is_level,
        "lacks_files": mate.lacks,
    }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "introduce": introduce,
    "accept": accept,
    "laptops": laptops,
    "let-in": let_in,
    "forget": forget,
    "apart": apart,
    "admit": admit,
    "merge": merge,
    "since": since,
    "settle": settle,
}
