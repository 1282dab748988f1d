"""What other laptops recorded: one signed change with any body at all, and the whole export."""

import itertools
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app import config
from inspector_app.domain import searching
from inspector_app.domain.changes import bodies, codec
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.change import NO_PREVIOUS, Change, Header
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.changes.fold import FOLD_VERSION, folded
from inspector_app.domain.changes.proving import what_is_wrong
from inspector_app.domain.history.entries import entries
from inspector_app.domain.ids import ChainId, DeviceId, PersonId
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.told import prompts
from inspector_app.domain.standing import Standing
from inspector_app.reports.content import content
from inspector_app.reports.facts import Options
from tests.fuzz import mutation
from tests.fuzz.examples import example
from tests.fuzz.target import Target, refusal
from tests.support.records import a_desk, all_recorded
from tests.support.standings import INSPECTION, Journal, a_visit
from tests.support.vaults import a_vault, an_inspection

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DEVICE = DeviceId(KEY.public_key().public_bytes_raw().hex())
SALT = bytes(codec.SALT_BYTES)


def seeds(folder: Path) -> tuple[bytes, ...]:
    """Return changes of every kind, as JSON: what it is about, its kind and its body.

    First those that people make, then what the published schema allows besides.
    """
    file = folder / "whole.json"
    with closing(a_vault(folder / "vault")) as vault:
        desk = a_desk(vault, folder)
        all_recorded(desk)
        vault.exchange.export(desk.inspection, file)
    found: dict[str, bytes] = {}
    for change in json.loads(file.read_bytes())["changes"]:
        header = json.loads(change["header"])
        body = json.loads(change["body"])
        form = {each: header[each] for each in ("kind", "kv", "subject")}
        # Sources differ by what they are: each has fields of its own.
        key = header["kind"] + str(sorted(body.get("source", {}).get("particulars", {})))
        found.setdefault(key, json.dumps({**form, "seen": True, "body": body}).encode())
    return (*found.values(), *_by_schema())


def _by_schema() -> Iterator[bytes]:
    path = config.places().resources / "schemas" / "inspection.schema.json"
    schema, chance = json.loads(path.read_bytes()), Random(0)
    for (kind, version), cls in sorted(bodies._KINDS.items()):
        about = subject(cls.SUBJECT or Subject.ANSWER, "CC-PO-01")
        body = example(schema["$defs"][cls.__name__], schema, chance)
        form = {"kind": kind, "kv": version, "subject": about, "seen": False, "body": body}
        yield json.dumps(form).encode()


@contextmanager
def changes(folder: Path) -> Iterator[Target]:
    """Give all that is made of a change: a case is one, signed by a laptop that was let in."""
    journal = a_visit()

    def offer(case: bytes) -> str:
        return refusal(lambda: _looked_at(journal, _signed(journal, case)))

    yield Target(seeds(folder), _respelt, offer)


def _respelt(case: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return a change with its body spoilt, rarely its kind or what it is about."""
    if chance.random() < 0.1:
        return mutation.of_json(case, chance)
    try:
        form = json.loads(case)
        if chance.random() < 0.1:
            form["body"] = json.loads(chance.choice(others))["body"]
        form["body"] = mutation.of_tree(form["body"], chance)
        return mutation.as_json(form)
    except (ValueError, KeyError, TypeError, RecursionError):
        return mutation.of_bytes(case, chance, others)


def _signed(journal: Journal, case: bytes) -> Change:
    try:
        form = json.loads(case)
        about, kind, version = str(form["subject"]), str(form["kind"]), int(form["kv"])
        body = codec._encode(form["body"]).encode("utf-8", "surrogatepass")
        has_seen = form["seen"]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError):
        about, kind, version, body, has_seen = "answer:CC-PO-01", "x", 1, case, False
    there = folded(c for c in journal.changes if c.header.subject == about).get(about)
    header = codec.header_bytes(
        Header(
            inspection=INSPECTION,
            chain=ChainId("5" * 32),
            sequence=1,
            previous=NO_PREVIOUS,
            device=DEVICE,
            author=PersonId("c" * 32),
            time_ms=1_379_600_000_000,
            stamp=Stamp(1_379_600_000_000),
            kind=kind,
            kind_version=version,
            subject=about,
            supersedes=tuple(sorted(there.heads)) if there and has_seen else (),
            pack=journal.pack.sha256,
            body_hash=codec.body_hash(SALT, body),
        )
    )
    signature = KEY.sign(bytes.fromhex(codec.change_id(header)))
    return codec.read_change(header, signature, SALT, body)


def _looked_at(journal: Journal, change: Change) -> None:
    """Do with a change all that is done with one that was taken in, except drawing it."""
    if what_is_wrong(change, INSPECTION, {journal.pack.sha256}):
        return
    among = [*journal.changes, change]
    standing = Standing(INSPECTION, journal.pack, folded(among), {})
    heads = {each.header.chain: each.id for each in among}
    entries(among, among, standing)
    searching.of_subject(change.header.subject, standing)
    for phase in (Phase.FIELDWORK, Phase.FINAL):
        prompts(standing, phase, date(2013, 9, 20))
    content(standing, heads, Options(), fold_version=FOLD_VERSION, app_version="0")


@contextmanager
def exports(folder: Path) -> Iterator[Target]:
    """Give the way in of a whole inspection; a case is its JSON file, the checklist left out."""
    with closing(a_vault(folder / "one")) as vault:
        inspection = an_inspection(vault)
        whole = folder / "whole.json"
        vault.exchange.export(inspection, whole)
    form = json.loads(whole.read_bytes())
    packed = form["pack"]["archive"]
    form["pack"]["archive"] = ""
    number = itertools.count()
    other = a_vault(folder / "other", initials="BC")

    def offer(case: bytes) -> str:
        nonlocal other
        source = folder / "offered.json"
        source.write_bytes(case.replace(b'"archive": ""', f'"archive": "{packed}"'.encode(), 1))
        said = refusal(lambda: other.exchange.take_in(source))
        if other.inspections.all():
            # It was taken in: what is there must stand, and the next case meets an empty vault.
            for each in other.inspections.all():
                other.reports.content(each.id)
            other.close()
            other = a_vault(folder / f"other-{next(number)}", initials="BC")
        return said

    try:
        yield Target([json.dumps(form).encode()], mutation.of_json, offer)
    finally:
        other.close()
