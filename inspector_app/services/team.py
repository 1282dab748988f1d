"""The laptops of the team: introduced once, known by their keys, let into an inspection."""

import base64
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain import assigning
from inspector_app.domain.changes.bodies import (
    Body,
    DeviceAdmitted,
    MemberNamed,
    Subject,
    subject,
    subject_key,
)
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.held import Field, field_of
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId, PersonId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.phases import Phase
from inspector_app.domain.read_aloud import are_same, words_of
from inspector_app.durable import refusal_elsewhere, write_whole
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync import wire
from inspector_app.sync.introductions import is_genuine, to_sign
from inspector_app.sync.transfer import message
from inspector_app.texts import tr
from inspector_app.vault.sealing import unwrapped_with_key, wrapped_with_key

SUFFIX = ".spr-laptop"
_MOST_BYTES = 4096
_TEAM = "team"
"""Setting: the laptops that were introduced, by device."""
_KEY = "transfer-key"
"""Setting: this laptop's secret age key, wrapped."""
_PURPOSE = "transfer-key"


@dataclass(frozen=True, slots=True)
class Laptop:
    """A laptop of the team, this one or another."""

    device: DeviceId
    recipient: str
    """Its age key: what is written for it is encrypted to this."""
    person: PersonId
    initials: str
    introduced: bytes = b""
    """What it signed to introduce itself; empty where nobody is to compare its words."""

    @property
    def words(self) -> str:
        """Eight words that stand for its keys, to be read aloud.

        The first time takes some hundredths of a second.
        """
        return " ".join(words_of(self.introduced)) if self.introduced else ""


class TeamService:
    """Who comes together with this laptop; whom an inspection is shared with is journalled."""

    def __init__(self, recording: Recording, journal: JournalService, wrapping_key: bytes) -> None:
        """Args: ``wrapping_key`` has 32 bytes and wraps this laptop's secret age key."""
        self._recording = recording
        self._journal = journal
        self._wrapping_key = wrapping_key

    @property
    def device(self) -> DeviceId:
        """This laptop."""
        return self._recording.actor.device

    # Introductions

    def me(self) -> Laptop:
        """Return this laptop as it introduces itself."""
        return _laptop(self.introduction())

    def introduce(self, target: Path) -> None:
        """Write this laptop's introduction: its keys and initials, no name, nothing secret.

        Raises:
            DeviceFull: it cannot be written.
        """
        try:
            write_whole(target, self.introduction().model_dump_json().encode())
        except OSError as error:
            raise refusal_elsewhere(error, tr("No introduction was written.")) from error

    def read(self, source: Path) -> Laptop:
        """Return the laptop that a file introduces; it is not known by that yet.

        Raises:
            BadInput: no introduction, or not by the laptop it names.
        """
        return _laptop(_introduction(source))

    def strangers(self, place: Path) -> Iterator[Laptop]:
        """Return the laptops that introduce themselves in a folder and are not known here.

        Raises:
            BadInput: at a file that is no introduction, or not by the laptop it names.
        """
        own = suggested_name(self._recording.actor.tag, self.device)
        known = {self.device, *(laptop.device for laptop in self.all())}
        for path in sorted(place.glob(f"*{SUFFIX}")):
            if path.name != own and (found := _introduction(path)).device not in known:
                yield _laptop(found)

    def accept(self, laptop: Laptop, words: str) -> Laptop:
        """Know a laptop from now on, once its person has read ``words`` aloud.

        Raises:
            RuleViolation: the words are not those of its keys, or its initials are taken.
        """
        if not are_same(words, laptop.words):
            raise RuleViolation(
                tr(
                    "Those are not the words of this introduction, so the laptop was "
                    "not taken into the team: have the introduction written and "
                    "carried over again."
                )
            )
        if laptop.device == self._recording.actor.device:
            raise RuleViolation(
                tr(
                    "This is the introduction of this laptop itself, so nothing was changed. Take "
                    "in the one of the other laptop."
                )
            )
        with self._recording.begin() as work:
            known = self._known(work)
            for other in (self.me_within(work), *known):
                if other.initials == laptop.initials and other.device != laptop.device:
                    raise RuleViolation(
                        tr(
                            "Two laptops cannot both number by {initials}: their evidence would "
                            "bear the same numbers. Nothing was changed; make the new laptop’s "
                            "vault with other initials, of up to four letters."
                        ).format(initials=laptop.initials)
                    )
            kept = work.settings.get(_TEAM, {})
            kept[laptop.device] = {
                "recipient": laptop.recipient,
                "person": laptop.person,
                "initials": laptop.initials,
            }
            work.settings.set(_TEAM, kept)
            work.commit()
        return laptop

    def all(self) -> tuple[Laptop, ...]:
        """Return the other laptops of the team, by initials."""
        with self._recording.read() as work:
            return self._known(work)

    def find(self, words: str) -> Laptop:
        """Return the laptop with these initials, or whose key begins so.

        Raises:
            NotFound: there is none.
        """
        wanted = words.strip().casefold()
        for laptop in self.all():
            if wanted and (
                laptop.initials.casefold() == wanted or laptop.device.startswith(wanted)
            ):
                return laptop
        raise NotFound(tr("No laptop of the team is known by “{words}”.").format(words=words))

    def forget(self, device: DeviceId) -> None:
        """Know a laptop no more: nothing is written for it or taken from it; its work stays."""
        with self._recording.begin() as work:
            kept = work.settings.get(_TEAM, {})
            kept.pop(device, None)
            work.settings.set(_TEAM, kept)
            work.commit()

    # Into an inspection

    def let_in(self, inspection: InspectionId, device: DeviceId) -> Act:
        """Share an inspection with a laptop of the team, by a signed act.

        From the next coming together on it gets all of the inspection, and its work is taken in,
        what waits here already at once.
        Its person is made a member where they are none; one that was named for them beforehand,
        with the same initials and nothing to their name but what is assigned to them and planned
        with them, hands that on and gives way.

        Raises:
            NotFound: no such laptop in the team, or no such inspection.
            RuleViolation: it is in already.
        """
        laptop = self.find(device)
        with self._recording.begin() as work:
            pack = self._recording.pinned_pack(work, inspection)
            if device in work.journal.admitted_devices(inspection):
                raise RuleViolation(
                    tr("{initials}’s laptop shares this inspection already.").format(
                        initials=laptop.initials
                    )
                )
            bodies: list[tuple[str, Body]] = [
                (
                    subject(Subject.DEVICE, device),
                    DeviceAdmitted(device, f"{laptop.initials}’s laptop, of the team"),
                )
            ]
            bodies += self._membership(work, inspection, laptop)
            changes = [
                self._recording.write(work, inspection, about, body, pack=pack)
                for about, body in bodies
            ]
            taken = self._journal.admit_sound(work, inspection)
            states = tuple(work.journal.state(inspection, each) for each in sorted(taken))
            act = self._recording.finish(work, inspection, changes)
        self._journal.finish_purges_if_possible()
        return replace(act, states=(*act.states, *states))

    def let_in_all(
        self,
        inspection: InspectionId,
        laptops: Iterable[Laptop],
        reason: str,
        formerly: Iterable[DeviceId] = (),
    ) -> tuple[ChangeId, ...]:
        """Share an inspection with all of the laptops that it is not shared with, by signed acts.

        What is recorded depends on what is here alone, so that laptops that do so at the same time
        say the same. This laptop's own person is made a member too, where they are none; in an
        archive nobody becomes one.

        Args:
            inspection: whose.
            laptops: of its team.
            reason: kept in the history.
            formerly: laptops that are of the team no more; their work counts, their people stay as
                they are.

        Returns what was recorded; nothing when all are in already.
        """
        me = self._recording.actor.device
        with self._recording.begin() as work:
            pack = self._recording.pinned_pack(work, inspection)
            let_in = self._journal.let_in(work, inspection)
            is_archived = self._recording.recorded_phase(work, inspection) is Phase.ARCHIVED
            changes = [
                self._journal.write_admission(work, inspection, DeviceAdmitted(each, reason), pack)
                for each in formerly
                if each not in let_in
            ]
            for laptop in laptops:
                bodies: list[tuple[str, Body]] = []
                if laptop.device not in let_in and laptop.device != me:
                    about = subject(Subject.DEVICE, laptop.device)
                    bodies.append((about, DeviceAdmitted(laptop.device, reason)))
                if not is_archived:
                    bodies += self._membership(work, inspection, laptop)
                changes += [
                    self._recording.write(work, inspection, about, body, pack=pack)
                    for about, body in bodies
                ]
            if changes:
                self._journal.admit_sound(work, inspection)
            # No act of the user's: nothing that they would take back with Ctrl+Z.
            work.commit()
        self._journal.finish_purges_if_possible()
        return tuple(change.id for change in changes)

    def is_in(self, inspection: InspectionId) -> frozenset[DeviceId]:
        """Return the devices whose work is taken into an inspection here."""
        with self._recording.read() as work:
            return work.journal.admitted_devices(inspection)

    # What bringing together needs

    def me_within(self, work: UnitOfWork) -> Laptop:
        """Return this laptop, its age key made when it has none yet; words left out."""
        actor = self._recording.actor
        recipient = self._recipient(work)
        return Laptop(actor.device, recipient, actor.person, actor.tag)

    def secret_key(self) -> str:
        """Return this laptop's secret age key.

        Raises:
            VaultDamaged: it cannot be read.
        """
        with self._recording.begin() as work:
            self._recipient(work)
            wrapped = work.settings.get(_KEY)
            work.commit()
        return unwrapped_with_key(wrapped, self._wrapping_key, _PURPOSE).decode()

    # Helpers

    def _membership(
        self, work: UnitOfWork, inspection: InspectionId, laptop: Laptop
    ) -> Iterable[tuple[str, Body]]:
        members = {
            PersonId(subject_key(about)): _member(field_of(state, Member))
            for about, state in work.journal.states(inspection, Subject.MEMBER).items()
        }
        if members.get(laptop.person) is not None:
            return
        namesake = next(
            (
                (person, member)
                for person, member in members.items()
                if member is not None and member.initials == laptop.initials
            ),
            None,
        )
        role = namesake[1].role if namesake else TeamRole.INSPECTOR
        about = subject(Subject.MEMBER, laptop.person)
        yield about, MemberNamed(Member(role, laptop.initials))
        if namesake is None:
            return
        states = {
            **work.journal.states(inspection, Subject.ASSIGNMENT),
            **work.journal.states(inspection, Subject.ENCOUNTER),
        }
        handed = dict(assigning.handed_on(states, namesake[0], laptop.person))
        if not self._is_mentioned(work, inspection, namesake[0], handed.keys()):
            yield from handed.items()
            from_now = Member(namesake[1].role, namesake[1].initials, present=False)
            yield subject(Subject.MEMBER, namesake[0]), MemberNamed(from_now)
            name = work.people.names().get(namesake[0])
            if name and laptop.person not in work.people.names():
                work.people.name(laptop.person, name)

    def _is_mentioned(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        person: PersonId,
        handed: Collection[str],
    ) -> bool:
        """Tell whether anything is to somebody's name but what is handed on."""
        own = (subject(Subject.MEMBER, person), *handed)
        return any(
            change.header.author == person or person.encode() in (change.body_bytes or b"")
            for change in work.journal.changes(inspection, admitted=True)
            if change.header.subject not in own
        )

    def _known(self, work: UnitOfWork) -> tuple[Laptop, ...]:
        found = [
            Laptop(
                DeviceId(device),
                kept["recipient"],
                PersonId(kept["person"]),
                kept["initials"],
            )
            for device, kept in work.settings.get(_TEAM, {}).items()
        ]
        return tuple(sorted(found, key=lambda each: (each.initials, each.device)))

    def _recipient(self, work: UnitOfWork) -> str:
        import pyrage  # what brings nothing together does without it

        wrapped = work.settings.get(_KEY)
        if wrapped is None:
            identity = pyrage.x25519.Identity.generate()
            wrapped = wrapped_with_key(str(identity).encode(), self._wrapping_key, _PURPOSE)
            work.settings.set(_KEY, wrapped)
        else:
            text = unwrapped_with_key(wrapped, self._wrapping_key, _PURPOSE).decode()
            identity = pyrage.x25519.Identity.from_str(text)
        return str(identity.to_public())

    def introduction(self) -> wire.Introduction:
        """Return this laptop's introduction, signed."""
        with self._recording.begin() as work:
            me = self.me_within(work)
            work.commit()
        unsigned = wire.Introduction(
            device=me.device, recipient=me.recipient, person=me.person, initials=me.initials
        )
        signature = base64.b64encode(self._recording.actor.sign(to_sign(unsigned))).decode()
        return unsigned.model_copy(update={"signature": signature})


def suggested_name(initials: str, device: DeviceId) -> str:
    """Return what the file of a laptop's introduction is called."""
    return f"{initials}-{device[:12]}{SUFFIX}"


def _member(field: Field[Member]) -> Member | None:
    return field.value


def _introduction(source: Path) -> wire.Introduction:
    try:
        with source.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(
            tr("{source} cannot be read: {why}.").format(source=source.name, why=error.strerror)
        ) from error
    try:
        introduction = message(wire.Introduction, content)
    except BadInput:
        introduction = None
    if introduction is None or not is_genuine(introduction):
        raise BadInput(
            tr(
                "{source} is not the introduction of a laptop, or it was altered. Nothing was "
                "taken in."
            ).format(source=source.name)
        )
    return introduction


def _laptop(introduction: wire.Introduction) -> Laptop:
    return Laptop(
        DeviceId(introduction.device),
        introduction.recipient,
        PersonId(introduction.person),
        introduction.initials,
        to_sign(introduction),
    )
