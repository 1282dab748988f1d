"""Inspections as they stand, folded from real signed changes over the real pack."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Body, Subject, subject
from inspector_app.domain.changes.chain import ChainHead, Recorder, linked
from inspector_app.domain.changes.change import NO_PREVIOUS, Change
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import Bearing, PartialDate, Precision, read
from inspector_app.domain.evidence import Caption, EvidenceFile, Thumbnail
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    EvidenceId,
    InspectionId,
    LineId,
    PersonId,
    SectionId,
    Sha256,
)
from inspector_app.domain.inspection import Details, Member, PackPin, Scope, TeamRole
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import (
    Basis,
    Counted,
    DocumentKnown,
    DocumentStanding,
    Judged,
    Named,
    Proportion,
    Tabled,
)
from inspector_app.packs.reader import read_pack

PACK_FOLDER = Path(__file__).parents[2] / "checklists" / "spr-2012"
FONTS = Path(__file__).parents[2] / "resources" / "fonts"
INSPECTION = InspectionId("1" * 32)
JS, AM = PersonId("a" * 32), PersonId("b" * 32)
MADE_AT_MS = 1_379_512_920_000
"""18 September 2013, 15:02 in London."""


@cache
def the_pack() -> Pack:
    """Return the pack that ships, read once."""
    return read_pack(PACK_FOLDER)


@dataclass
class Journal:
    """Signed changes of two laptops, made one after another."""

    pack: Pack = field(default_factory=the_pack)
    changes: list[Change] = field(default_factory=list)
    inspection: InspectionId = INSPECTION
    _time_ms: int = MADE_AT_MS - 86_400_000

    def record(
        self,
        written: str,
        body: Body,
        *,
        by: PersonId = JS,
        seen: Sequence[ChangeId] | None = None,
        under: Pack | None = None,
    ) -> Change:
        """Record ``body``; it supersedes all versions unless ``seen`` says what its author saw.

        ``under`` is another version of the checklist than the journal's own.
        """
        key = key_of(by)
        mine = [c for c in self.changes if c.header.author == by]
        head = (
            ChainHead(_chain(by), mine[-1].header.sequence, mine[-1].id)
            if mine
            else ChainHead(_chain(by), 0, NO_PREVIOUS)
        )
        self._time_ms += 60_000
        recorder = Recorder(
            inspection=self.inspection,
            device=device_of(by),
            author=by,
            time_ms=self._time_ms,
            last_stamp=Stamp(self._time_ms - 1),
            pack=(under or self.pack).sha256,
            sign=key.sign,
        )
        if seen is None:
            state = folded(c for c in self.changes if c.header.subject == written).get(written)
            seen = state.heads if state else ()
        salt = hashlib.sha256(f"{len(self.changes)}".encode()).digest()[:16]
        change = linked(head, recorder, written, body, seen, salt)
        self.changes.append(change)
        return change

    def answer(self, line: str, answer: Answer, **how: object) -> Change:
        """Record the team's finding on a line."""
        written = subject(Subject.ANSWER, line)
        return self.record(written, bodies.AnswerRecorded(answer), **how)  # type: ignore[arg-type]

    def headline(self, section: str, headline: Headline, **how: object) -> Change:
        """Record a section's judgement."""
        written = subject(Subject.HEADLINE, section)
        return self.record(written, bodies.HeadlineWritten(headline), **how)  # type: ignore[arg-type]

    def account(self, account: Account, **how: object) -> Change:
        """Record what a source said."""
        id_ = hashlib.sha256(f"account {len(self.changes)}".encode()).hexdigest()[:32]
        written = subject(Subject.ACCOUNT, id_)
        return self.record(written, bodies.AccountGiven(account), **how)  # type: ignore[arg-type]

    def evidence(
        self, number: str, caption: Caption, *lines: str, picture: bytes = b"", size: int = 1_000
    ) -> EvidenceId:
        """Record a file, its caption and its lines."""
        id_ = EvidenceId(hashlib.sha256(number.encode()).hexdigest()[:32])
        thumbnail = (
            Thumbnail(Sha256(hashlib.sha256(picture).hexdigest()), 640, 480) if picture else None
        )
        file = EvidenceFile(
            number=number,
            name=f"file {number}.jpg",
            sha256=Sha256(hashlib.sha256(number.encode()).hexdigest()),
            size_bytes=size,
            media_type="image/jpeg" if picture else "text/csv",
            modified_ms=MADE_AT_MS - 3_600_000,
            captured_at="2013:09:18 11:20:31" if picture else "",
            thumbnail=thumbnail,
        )
        self.record(subject(Subject.EVIDENCE, id_), bodies.EvidenceAdded(file))
        self.record(subject(Subject.CAPTION, id_), bodies.EvidenceCaptioned(caption))
        for line in lines:
            link = bodies.EvidenceLinked(id_, LineId(line))
            self.record(subject(Subject.LINK, id_, line), link)
        return id_

    def standing(self, changes: Sequence[Change] | None = None) -> Standing:
        """Return what stands after ``changes``, or after all."""
        found = folded(self.changes if changes is None else changes)
        return Standing(self.inspection, self.pack, found, {})

    def heads(self) -> dict[ChainId, ChangeId]:
        """Return the last change of each chain."""
        return {change.header.chain: change.id for change in self.changes}


def a_journal(
    pack: Pack | None = None,
    *,
    marking: Marking | None = None,
    force: str = "Sample Constabulary",
    inspection: InspectionId = INSPECTION,
) -> Journal:
    """Return an inspection that has begun, with a team of two and nothing answered."""
    journal = Journal(pack or the_pack(), inspection=inspection)
    pin = PackPin(journal.pack.id, journal.pack.version, journal.pack.sha256)
    details = Details(
        force=Named(force),
        pack=pin,
        fieldwork=PartialDate("2013-09-16", Precision.DAY, end="2013-09-20"),
        marking=marking or Marking(),
    )
    journal.record(subject(Subject.INSPECTION), bodies.InspectionDescribed(details))
    for person, role, initials in ((JS, TeamRole.LEAD, "JS"), (AM, TeamRole.INSPECTOR, "AM")):
        member = bodies.MemberNamed(Member(role, initials))
        journal.record(subject(Subject.MEMBER, person), member)
    return journal


def a_visit(picture: Callable[[int], bytes] | None = None) -> Journal:
    """Return an inspection in its third day: every outcome, a conflict, accounts and evidence.

    All of it is invented.
    """
    journal = a_journal(marking=Marking(Tier.OFFICIAL_SENSITIVE))
    journal.headline(
        "CC-PO",
        Headline(
            "The force can send what is expected of it to a national mobilisation. How it works "
            "out what it needs at home is unclear, and the two could not be met at once."
        ),
    )
    journal.headline("CC-T", Headline("The chief constable grasps the national role."))
    journal.headline("CP-CY", Headline("Staff are not yet able to recognise an attack."), by=AM)
    journal.answer("CC-PO-01", Answer({"judgement": Judged("met")}, note="Put with confidence."))
    journal.answer(
        "CC-PO-02",
        Answer(
            {"judgement": Judged("met")},
            capability=(CapabilitySource.OWN, CapabilitySource.ALLIANCE),
            share="most",
            note="Declared units are enough for what is expected nationally.\n\nThe roster was "
            "seen for three weeks of the summer and bore the number out.",
        ),
    )
    journal.answer(
        "CC-PO-03",
        Answer({"assessment": DocumentKnown(DocumentStanding.NOT_SUPPLIED, "Public order STRA")}),
    )
    journal.answer("CC-PO-04", Answer(outcome=Outcome.NOT_SUPPLIED, note="Asked for twice."))
    journal.answer("CC-PO-05", Answer(outcome=Outcome.DOES_NOT_EXIST))
    journal.answer("CC-PO-06", Answer(outcome=Outcome.NEVER_AROSE))
    journal.answer("CC-PO-07", Answer(outcome=Outcome.NOT_ASKED))
    journal.answer("CC-PO-12", Answer(outcome=Outcome.ASKED_NO_REPLY))
    journal.answer("CC-PO-13", Answer(outcome=Outcome.NOT_IN_SCOPE))
    journal.answer(
        "CC-PO-08",
        Answer({"needed": Counted(5, supplier="the force", basis=Basis.DECLARED)}),
    )
    journal.answer(
        "CC-PO-09",
        Answer(
            {"declared": Counted(8, basis=Basis.VERIFIED)},
            as_at=PartialDate("2013-10", Precision.MONTH, Bearing.SINCE),
            reason="The roster replaced the first count.",
        ),
    )
    first = journal.answer("CC-PO-11", Answer({"expected": Counted(5)}, note="From the return."))
    journal.answer(
        "CC-PO-11", Answer({"expected": Counted(6)}, note="From the interview."), by=AM, seen=()
    )
    del first
    journal.account(
        Account(
            LineId("CC-PO-02"),
            words="We could put eight units out by Friday, and five of them abroad.",
            role="Assistant chief constable",
            as_at=read("17 Sep 2013"),
        )
    )
    journal.account(
        Account(
            LineId("CC-PO-02"),
            words="On a bank holiday it would be six.",
            role="Control room supervisor",
        ),
        by=AM,
    )
    journal.answer(
        "CP-CE-06",
        Answer({"share": Proportion("20", about=True, caveat="No site is named.")}),
    )
    journal.answer(
        "IN-08",
        Answer(
            {
                part.id: Tabled(
                    (
                        ("Eastern alliance", "Northshire Police; Westshire Police", "Dogs"),
                        ("Regional unit", "Six forces of the region", "Organised crime"),
                    )
                )
                for part in the_pack().line("IN-08").parts
                if len(part.columns) == 3
            }
        ),
    )
    journal.answer("CC-T-01", Answer({"judgement": Judged("met-proven")}))
    journal.evidence("JS/1", Caption("Roster of public order officers"), "CC-PO-09", "CC-PO-02")
    for at in range(2, 6):
        journal.evidence(
            f"JS/{at}",
            Caption(f"Carrier {at}, kit laid out in the yard"),
            "CC-PO-02",
            picture=picture(at) if picture else b"",
            size=4_512_000,
        )
    switched = bodies.SectionSwitched(Scope(False, "Looked at next year."))
    journal.record(subject(Subject.SECTION, SectionId("CN-CY")), switched)
    return journal


def device_of(person: PersonId) -> DeviceId:
    """Return the laptop that somebody's acts are recorded on."""
    return DeviceId(key_of(person).public_key().public_bytes_raw().hex())


def key_of(person: PersonId) -> Ed25519PrivateKey:
    """Return the key of that laptop."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(person.encode()).digest())


def _chain(person: PersonId) -> ChainId:
    return ChainId(hashlib.sha256(b"chain" + person.encode()).hexdigest()[:32])
