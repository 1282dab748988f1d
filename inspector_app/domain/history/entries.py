"""The history in words: each change as an entry, told against what stood before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain import correction_wording
from inspector_app.domain.changes.bodies import AnswerRecorded, Body, Purged, Unknown
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.earlier import undone
from inspector_app.domain.history.acts import act_words
from inspector_app.domain.history.fields import fields_of
from inspector_app.domain.history.things import number_of, place_of, thing
from inspector_app.domain.ids import ChangeId, PersonId, Sha256
from inspector_app.domain.marked import markings_on
from inspector_app.domain.markings import Marking
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr, tr_counted


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the history shows it."""

    change: ChangeId
    subject: str
    time_ms: int
    """Milliseconds UTC by the recording laptop's clock."""
    author: PersonId
    initials: str
    what: str
    """One sentence without its full stop."""
    differences: tuple[str, ...]
    """How it differs from what stood before, one sentence for each field."""
    why: str
    """The reason that was given; empty: none was asked for."""
    place: str
    """The line, else the section, that it concerns; empty: the inspection as a whole."""
    is_undone: bool
    """Somebody has taken it back, and not recorded it again since."""
    is_undoing: bool
    is_purged: bool
    is_newer: bool
    """Made by a newer version of the app."""
    laptop: str = ""
    """Initials of the laptop's owner, where somebody else acted on it."""
    marked: tuple[Marking, ...] = ()
    """What its act, and what stood before it, was marked."""
    session: str = ""
    """Why and on whose word facts were corrected, where it was a correction; empty: it was none."""

    def who(self) -> str:
        """Return who acted: ``AM``, or ``AM on JS’s laptop``."""
        return (
            tr("{initials} on {laptop}’s laptop").format(initials=self.initials, laptop=self.laptop)
            if self.laptop
            else self.initials
        )

    def words(self) -> str:
        """Return the whole of it in one line but for who and when."""
        said = [self.what]
        if self.is_undone:
            said.append(tr("undone since"))
        if self.why:
            said.append(f"because: {self.why}")
        if self.session:
            said.append(self.session)
        return "; ".join(said)


def entries(changes: Iterable[Change], among: Sequence[Change], standing: Standing) -> list[Entry]:
    """Return changes in words, in their order.

    Args:
        changes: those to be told.
        among: all admitted changes about their subjects.
        standing: names lines, sections, people and evidence items.
    """
    known = {change.id: change for change in among}
    gone = undone(among)
    numbers = {change.header.subject: number_of(change) for change in among if number_of(change)}
    return [_entry(change, known, gone, standing, numbers) for change in changes]


def _entry(
    change: Change,
    known: Mapping[ChangeId, Change],
    gone: frozenset[ChangeId],
    standing: Standing,
    numbers: Mapping[str, str],
) -> Entry:
    header, body = change.header, change.body
    what, why = act_words(change, standing, thing(header.subject, standing, numbers), numbers)
    why = change.settles or why
    if change.undoes is not None:
        what, why = tr("Undid an act. {what}").format(what=what), "" if why == "Undone" else why
    session = correction_wording.told(standing, change.id, change.session)
    before = [
        (known[each].body, known[each].header.pack) for each in header.supersedes if each in known
    ]
    return Entry(
        change.id,
        header.subject,
        header.time_ms,
        header.author,
        standing.initials(header.author),
        what,
        tuple(_differences(before, (body, header.pack), header.subject, standing)),
        why,
        place_of(header.subject),
        change.id in gone,
        change.undoes is not None,
        isinstance(body, Purged),
        isinstance(body, Unknown),
        _laptop(change, standing),
        tuple(
            dict.fromkeys(
                each for told in (body, *(each for each, _ in before)) for each in markings_on(told)
            )
        ),
        session,
    )


def _differences(
    before: Sequence[tuple[Body | Unknown | Purged, Sha256]],
    said: tuple[Body | Unknown | Purged, Sha256],
    about: str,
    standing: Standing,
) -> Iterable[str]:
    """Yield how a body differs from the one version that stood before it; each with its pack."""
    if len(before) > 1:
        yield tr_counted(len(before), "Settled {number} versions that stood side by side").format(
            number=len(before)
        )
    if not before:
        return
    old, new = (dict(fields_of(body, about, standing, pack)) for body, pack in (before[0], said))
    if isinstance(said[0], AnswerRecorded) and old == new:
        then, now = (standing.pack.under(pack) for _, pack in (before[0], said))
        if then.sha256 != now.sha256:
            yield tr("Confirmed under version {version} of the checklist, before {before}").format(
                version=now.version, before=then.version
            )
            return
    if not old and not new:
        return
    for label in dict.fromkeys((*old, *new)):
        was, is_ = old.get(label, ""), new.get(label, "")
        if was == is_:
            continue
        if was and is_:
            yield f"{label}: {was} → {is_}"
        else:
            yield (
                f"{label}: {is_} (new)"
                if is_
                else tr("{label}: {was} (taken out)").format(label=label, was=was)
            )


def _laptop(change: Change, standing: Standing) -> str:
    owner = standing.owner_of(change.header.device)
    is_owner = owner is None or owner == change.header.author
    return "" if is_owner or owner is None else standing.initials(owner)
