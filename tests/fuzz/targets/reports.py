"""PDFs and bundles to verify: spoilt after signing, or truly signed over what nobody printed."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pikepdf

from inspector_app.reports import bag_form as form
from inspector_app.reports import reprinting
from inspector_app.reports.bag_checking import checked
from inspector_app.reports.examination import examined
from inspector_app.reports.identity import opened, self_issued
from inspector_app.reports.layout import laid_out
from inspector_app.reports.snapshot import snapshot
from inspector_app.reports.verifying import State, Verdict
from inspector_app.version import VERSION
from tests.fuzz import mutation
from tests.fuzz.target import Target, Unfit, fit, refusal
from tests.reports.test_layout import a_small_pack, read
from tests.support.pki import NOW
from tests.support.signed_reports import TYPEFACE, a_prepared_report, a_signed_report, sign_file
from tests.support.standings import FONTS, MADE_AT_MS, a_visit


@contextmanager
def signed(folder: Path) -> Iterator[Target]:
    """Give the judge of files; a case is a signed report that was spoilt after signing."""
    path, _ = a_signed_report(folder)
    whole = path.read_bytes()

    def offer(case: bytes) -> str:
        with (folder / "case.pdf").open("w+b") as file:
            file.write(case)
            file.flush()
            verdict = examined(file, trusted=())
        if verdict.state is State.GENUINE and case != whole:
            raise Unfit("a report that is not the one that was signed counts as genuine")
        return _told(verdict)

    yield Target((whole,), mutation.of_pdf, offer)


def _told(verdict: Verdict) -> str:
    as_it_travels = Verdict.from_json(json.loads(json.dumps(verdict.as_json())))
    for each in (*as_it_travels.sentences, *as_it_travels.problems):
        fit(each, of=ValueError(verdict.state))
    return " ".join(as_it_travels.problems)


@contextmanager
def structures(folder: Path) -> Iterator[Target]:
    """Give the judge what is truly signed, and whose objects are not those of a report.

    A case is the file before it is signed; what cannot be signed is judged as it is.
    """
    prepared = a_prepared_report(folder).read_bytes()
    identity = self_issued("Jo Ŵyn", issued_at=NOW)

    def spoilt(case: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
        return _rebuilt(case, chance)

    def offer(case: bytes) -> str:
        unsigned, target = folder / "case.pdf", folder / "signed.pdf"
        unsigned.write_bytes(case)
        target.unlink(missing_ok=True)
        try:
            with opened(identity, at=NOW) as signer:
                how = {"capacity": "Inspector", "typeface": TYPEFACE, "signed_at": NOW}
                sign_file(unsigned, target, signer, **how)
        except Exception:  # noqa: BLE001 - it is ours, and signs only what this app has made
            target = unsigned
        with target.open("rb") as file:
            return _told(examined(file, trusted=(), fonts=FONTS))

    yield Target((prepared,), spoilt, offer)


def _rebuilt(case: bytes, chance: Random) -> bytes:
    """Return a PDF whose objects point at, hold, or are, something else."""
    try:
        pdf = pikepdf.open(io.BytesIO(case), suppress_warnings=True)
    except Exception:  # noqa: BLE001 - it was spoilt before
        return mutation.of_pdf(case, chance)
    with pdf:
        try:
            for _ in range(chance.choice((1, 2, 4))):
                _respell(pdf, chance)
            out = io.BytesIO()
            pdf.save(out)
        except Exception:  # noqa: BLE001 - it was spoilt too well
            return mutation.of_pdf(case, chance)
        return out.getvalue()


def _respell(pdf: pikepdf.Pdf, chance: Random) -> None:
    objects = [
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)
    ]
    holder, other = chance.choice(objects), chance.choice(objects)
    key = chance.choice(sorted(map(str, holder.keys())) or ["/X"])
    deep = pikepdf.Array([])
    for _ in range(chance.choice((1, 20, 400))):
        deep = pikepdf.Array([deep])
    made = (
        other,
        holder,
        pikepdf.Array([other, holder]),
        deep,
        pikepdf.Dictionary(Kids=pikepdf.Array([other]), Type=pikepdf.Name.Pages),
        pikepdf.Name(chance.choice(("/Sig", "/Page", "/Pages", "/Catalog", "/DocTimeStamp"))),
        pikepdf.String(chance.choice(mutation.TEXTS).encode("utf-8", "replace")),
        chance.choice((0, -1, 2**31, 10**15)),
        True,
    )
    if chance.random() < 0.15:
        del holder[key]
    else:
        holder[chance.choice((key, key, key, "/Parent", "/Kids", "/AF", "/T"))] = chance.choice(
            made
        )


@contextmanager
def attached(folder: Path) -> Iterator[Target]:
    """Give what sets pages anew; a case is the data that somebody attached to a true report."""
    journal = replace(a_visit(), pack=a_small_pack())
    content = replace(read(journal), app_version=VERSION)
    pages = io.BytesIO()
    laid_out(content, lambda _: None, FONTS, pages, made_at_ms=MADE_AT_MS)

    def offer(case: bytes) -> str:
        try:
            data = json.loads(case)
        except (ValueError, RecursionError):
            return "not JSON"
        if not isinstance(data, dict):
            return "no object"
        try:
            return " ".join(reprinting.doubts_of_pages(io.BytesIO(pages.getvalue()), data, FONTS))
        except reprinting.Incomparable:
            return "incomparable"

    seed = snapshot(content, MADE_AT_MS)
    yield Target((seed,), mutation.of_json, offer, 120)


@contextmanager
def bundles(folder: Path) -> Iterator[Target]:
    """Give the judge of evidence bundles."""
    path = folder / "bundle.zip"

    def offer(case: bytes) -> str:
        path.write_bytes(case)
        said: list[str] = []
        refused = refusal(lambda: said.extend(checked(path).problems))
        return refused or " ".join(said)

    yield Target((_a_bundle(),), mutation.of_zip, offer)


def _a_bundle() -> bytes:
    payload = {"data/JS-1.jpg": b"a picture", "data/index.csv": b"a,b"}
    info = f"{form.OXUM}: {sum(map(len, payload.values()))}.{len(payload)}\n"
    parts = {**payload, form.DECLARATION: form.DECLARED, form.INFO: info.encode()}
    for algorithm in form.ALGORITHMS:
        parts[form.manifest(algorithm)] = _listed(algorithm, payload)
        tags = {form.DECLARATION: form.DECLARED, form.INFO: info.encode()}
        parts[form.tag_manifest(algorithm)] = _listed(algorithm, tags)
    parts[form.SIGNATURE] = b"0\x80"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(f"bundle/{name}", content)
    return out.getvalue()


def _listed(algorithm: str, parts: Mapping[str, bytes]) -> bytes:
    digests = {name: hashlib.new(algorithm, each).hexdigest() for name, each in parts.items()}
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()
