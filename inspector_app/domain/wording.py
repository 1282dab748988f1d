"""The small words of every face: numbers, times, sizes, markings and parts in the team."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import NotFound
from inspector_app.domain.inspection import TeamRole
from inspector_app.domain.locales import current, whole_words
from inspector_app.domain.markings import Marking
from inspector_app.domain.standing import Progress
from inspector_app.texts import tr, tr_counted

NOTHING_RECORDED = tr("No answer recorded")
NO_HEADLINE = tr("No headline")
ASKED_AGAIN = tr("Asked again, not confirmed")
AS_THE_VISIT = tr("as the visit")
_ZONE = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BEYOND = tr("a time beyond the calendar")
_ROLES = {
    TeamRole.LEAD: tr("Lead inspector"),
    TeamRole.INSPECTOR: tr("Inspector"),
    TeamRole.OBSERVER: tr("Observer"),
}
_FORMS = {
    "fieldwork-record": tr("Fieldwork record"),
    "accuracy-draft": tr("Accuracy draft"),
    "final-summary": tr("Final summary"),
    "interim-summary": tr("Interim summary"),
}
_SIGNERS = {
    "self-issued": tr("self-issued certificate: proves integrity, not identity"),
    "pkcs12": tr("certificate from a PKCS#12 file"),
    "pkcs11": tr("certificate on a card"),
    "base": tr("certificate issued by base"),
}


def role_words(role: TeamRole) -> str:
    """Return what somebody does in the team."""
    return _ROLES[role]


def form_words(form: str) -> str:
    """Return what kind of paper a summary is; an unknown kind by its id."""
    return _FORMS.get(form, form)


def signer_words(signer_kind: str) -> str:
    """Return with what kind of certificate a summary was signed; an unknown kind by its id."""
    return _SIGNERS.get(signer_kind, signer_kind)


def progress_words(progress: Progress) -> str:
    """Return how much of a section is established: ``11 of 16 established``."""
    words = tr_counted(progress.total, "{established} of {number} established").format(
        established=progress.established, number=progress.total
    )
    return (
        tr_counted(progress.again, "{words}, {number} asked again").format(
            words=words, number=progress.again
        )
        if progress.again
        else words
    )


def section_words(section_id: str | None, pack: Pack) -> str:
    """Return a section's name, ``Public order · Capacity and contribution``; None: no section."""
    if section_id is None:
        return tr("The inspection as a whole")
    try:
        section = pack.section(section_id)
    except NotFound:
        return section_id
    if section.threat is None or section.requirement is None:
        return section.title
    return f"{pack.threat(section.threat).name} · {pack.requirement(section.requirement).name}"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: ``1 file``, ``12 files``, ``1,250 files``.

    The catalogue's text is ``{number} files``; both nouns are given as they stand in it.
    """
    said = tr_counted(number, f"{{number}} {one}", f"{{number}} {many}")
    return said.format(number=whole_words(number))


def size_words(size_bytes: int) -> str:
    """Return a file's size in decimal units, as disks and file managers count: ``4.5 MB``."""
    if size_bytes < 1000:
        return counted(size_bytes, "byte", "bytes")
    return current().size_words(size_bytes)


def when_words(time_ms: int) -> str:
    """Return an instant as it is read in London: ``18 September 2013, 14:02``.

    Args:
        time_ms: milliseconds UTC since 1970, whatever the laptop's clock claimed.
    """
    try:
        return current().moment_words(_local(time_ms))
    except OverflowError:
        return _BEYOND


def london_day(time_ms: int) -> date:
    """Return the day that an instant, in milliseconds UTC since 1970, falls on in London."""
    return _local(time_ms).date()


def day_words(time_ms: int) -> str:
    """Return the day of an instant as it is read in London: ``18 September 2013``."""
    try:
        return current().day_words(_local(time_ms))
    except OverflowError:
        return _BEYOND


def _local(time_ms: int) -> datetime:
    return (_EPOCH + timedelta(milliseconds=time_ms)).astimezone(_ZONE)


def as_at_words(as_at: PartialDate | None) -> str:
    """Return when a fact was so; a fact without its own date is as the visit."""
    return as_at.words() if as_at else AS_THE_VISIT


def marking_words(marking: Marking | None) -> str:
    """Return a marking in capitals, or nothing where it is as the inspection's."""
    return marking.words() if marking else ""


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: ``a, b and c``."""
    return current().listed(words)


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.split())


def first_words(text: str, characters: int) -> str:
    """Return the beginning of a text on one line, cut between words, with an ellipsis if cut."""
    flat = one_line(text)
    if len(flat) <= characters:
        return flat
    head = flat[: characters - 1]
    at = head.rfind(" ")
    return (head[:at] if at > characters // 2 else head).rstrip(" ,;:.–-") + "…"
