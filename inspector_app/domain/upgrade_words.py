"""What a newer version of the checklist means for an inspection, in words for screen and paper."""

from collections.abc import Iterator

from inspector_app.domain import answer_wording, wording
from inspector_app.domain.answers import Answer, fits
from inspector_app.domain.changes.bodies import PackPinned, Subject, subject
from inspector_app.domain.held import Held
from inspector_app.domain.ids import LineId
from inspector_app.domain.locales import whole_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.upgrading import Effects, Left
from inspector_app.domain.wording import counted
from inspector_app.texts import tr, tr_counted


def asked_words(standing: Standing, line: LineId, held: Held[Answer]) -> tuple[str, str]:
    """Return what a line asked when an answer was given, and that answer in its words then."""
    was, pack = standing.asked(line, held.pack)
    said = answer_wording.answer_words(held.value, was, pack) if held.value else ""
    return was.text, said or (held.value.note if held.value else "")


def again_words(standing: Standing, line: LineId) -> str:
    """Return that a line asks again, and what can be done; empty: it does not."""
    field = standing.answer(line)
    if field.first is None or field.value is None or not standing.asks_again(line):
        return ""
    version = standing.pack.under(field.first.pack).version
    if fits(field.value, standing.pack.line(line), standing.pack):
        return tr(
            "Asks again: answered under version {version} of the checklist, not confirmed since"
        ).format(version=version)
    return tr(
        "Asks again: answered under version {version} of the checklist; another kind of answer is "
        "wanted now"
    ).format(version=version)


def given_under(standing: Standing, line: LineId, held: Held[Answer]) -> str:
    """Return under which version an answer was given, and what that asked if not the same.

    Empty where it was given under the version in use.
    """
    pack = standing.pack.under(held.pack)
    if pack.sha256 == standing.pack.sha256:
        return ""
    under = tr("Answered under version {version} of the checklist").format(version=pack.version)
    if not standing.was_asked_otherwise(line, held):
        return under
    return tr("{under}, which asked: “{line}” Not confirmed since").format(
        under=under, line=pack.line(line).text
    )


def effects_words(found: Effects) -> str:
    """Return in one sentence what a newer version would do to what is recorded."""
    again, gone = len(found.asking_again), len(found.without_a_line)
    parts = [
        counted(
            again,
            "answer has to be confirmed or given anew",
            "answers have to be confirmed or given anew",
        ),
        tr_counted(
            gone,
            "what stands at {number} line that goes is kept and listed",
            "what stands at {number} lines that go is kept and listed",
        ).format(number=whole_words(gone)),
    ]
    if found.without_a_section:
        many = counted(len(found.without_a_section), "headline", "headlines")
        parts.append(tr("{many} would stand under no section").format(many=many))
    return tr("Here {listed}.").format(listed=wording.listed(parts))


def history_words(standing: Standing) -> Iterator[str]:
    """Yield under which version the inspection is, and how it came under that."""
    begun, pack = standing.details.pack, standing.pack
    if pack.sha256 == begun.sha256:
        yield tr("{pack} {version}, as it began").format(pack=pack.id, version=pack.version)
        return
    state = standing.states.get(subject(Subject.PACK))
    for version in state.versions if state else ():
        if isinstance(version.body, PackPinned) and version.body.pin.sha256 == pack.sha256:
            by = f"{standing.initials(version.author)}, {wording.when_words(version.time_ms)}"
            before = version.body.before.version
            yield tr("{pack} {version}, before {before} (pinned by {by})").format(
                pack=pack.id, version=pack.version, before=before, by=by
            )
            return
    yield tr("{pack} {version}, begun under {begun}").format(
        pack=pack.id, version=pack.version, begun=begun.version
    )


def left_pairs(each: Left, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return what is recorded at a place that the checklist has no more, as label and words."""
    if each.line is None:
        headline = standing.headline(each.section).value
        return ((tr("Headline"), wording.one_line(headline.text) if headline else ""),)
    line = each.line.id
    found: list[tuple[str, str]] = []
    for held in standing.answer(line).versions:
        if held.value is not None:
            was, pack = standing.asked(line, held.pack)
            for label, words in answer_wording.answer_details(held.value, was, pack):
                found.append((label or tr("Answer"), wording.one_line(words)))
    for _, account in standing.accounts(line):
        if account.value is None:
            continue
        was, pack = standing.asked(line, account.pack)
        said = account.value.words or answer_wording.values_words(account.value.values, was, pack)
        found.append(
            (
                tr("Account of {role}").format(role=account.value.role or tr("a note")),
                wording.one_line(said),
            )
        )
    for item in standing.evidence(line):
        found.append((tr("Evidence"), f"{item.file.number}, {item.caption.text or item.file.name}"))
    return tuple(found)
