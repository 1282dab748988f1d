"""The whole job on the sample, without a screen: what the app promises, done before your eyes."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.errors import DeviceFull
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.wording import counted, progress_words, size_words
from inspector_app.services.recording import Now
from inspector_app.services.reports import OwnIdentity
from inspector_app.services.sample import CAMBRIDGESHIRE, FILE, read_sample
from inspector_app.services.vault import Places, Unlocked, VaultService
from inspector_app.texts import tr, tr_counted
from inspector_app.vault.derivation import Cost

PDF = f"{CAMBRIDGESHIRE}.pdf"
JSON = f"{CAMBRIDGESHIRE}.json"
PASSPHRASE = "passphrase.txt"  # noqa: S105 - the name of a file
PIN = "pin.txt"
DATA = "data"
SECOND = "second-laptop"
_NAME = "Sample Inspector"
_MOST_RUNS = 1000


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What the demonstration did, and whether all of it held."""

    folder: Path
    steps: tuple[str, ...]
    """What was done, a sentence each."""
    is_genuine: bool
    """The signed summary verifies and is what the vault would print."""
    came_back: bool
    """The second vault, which has nothing but the JSON file, would print the same."""
    is_sound: bool
    """The journal holds, against the signed summary too."""

    @property
    def held(self) -> bool:
        """Whether everything did."""
        return self.is_genuine and self.came_back and self.is_sound


class DemoService:
    """Does the whole job in a folder of its own."""

    def __init__(
        self,
        checklists: Path,
        resources: Path,
        now: Now,
        vault: str,
        cost: Cost | None = None,
    ) -> None:
        """Begin.

        Args:
            checklists: the packs.
            resources: fonts and samples.
            now: the clock.
            vault: the name of a vault's folder within a data folder.
            cost: of deriving keys; None: what suits this laptop.
        """
        self._checklists = checklists
        self._resources = resources
        self._now = now
        self._vault = vault
        self._cost = cost

    def run(self, out: Path, tell: Callable[[str], None]) -> Demonstrated:
        """Do it, telling each step as it is done.

        Args:
            out: made if need be. What an earlier run left there stays: then a fresh folder is made
                inside.
            tell: takes a sentence.

        Raises:
            DeviceFull: the folder cannot be written.
        """
        steps: list[str] = []

        def done(sentence: str) -> None:
            steps.append(sentence)
            tell(sentence)

        folder = _fresh(out)
        if folder != out:
            done(
                tr("{out} is not empty and is left as it is; this run goes into {folder}.").format(
                    out=out, folder=folder
                )
            )
        passphrase, pin = _words(6), "".join(secrets.choice("0123456789") for _ in range(8))
        _write(folder / PASSPHRASE, passphrase)
        _write(folder / PIN, pin)
        sample = read_sample(self._resources / "samples" / CAMBRIDGESHIRE, self._checklists)
        with self._made(folder / DATA, passphrase, sample.me.initials) as vault:
            done(
                tr(
                    "Made an encrypted vault in {folder}. This being a demonstration, its "
                    "passphrase “{passphrase}” and the signing PIN {pin} stand beside it in "
                    "{passphrase_file} and {pin_file}."
                ).format(
                    folder=folder / DATA,
                    passphrase=passphrase,
                    pin=pin,
                    passphrase_file=PASSPHRASE,
                    pin_file=PIN,
                )
            )
            inspection = vault.sample.open_sample()
            self._tell_loaded(vault, inspection, done)
            identity = vault.reports.make_identity(_NAME, pin)
            done(
                tr(
                    "Made the signing identity “{identity}”: it proves that a file was not "
                    "altered, not who signed."
                ).format(identity=identity.label)
            )
            pdf = folder / PDF
            exported = vault.reports.export(inspection, pdf, OwnIdentity(identity.id, pin))
            done(
                tr_counted(
                    exported.pages,
                    "Exported and signed {pdf}: {number} page, {size}, SHA-256 {sha256}.",
                    "Exported and signed {pdf}: {number} pages, {size}, SHA-256 {sha256}.",
                ).format(
                    pdf=pdf,
                    number=exported.pages,
                    size=size_words(exported.size_bytes),
                    sha256=exported.sha256,
                )
            )
            for remark in exported.remarks:
                done(remark)
            verified = vault.reports.verify(pdf)
            done(
                tr("Verified it: {sentences}").format(
                    sentences=" ".join(verified.verdict.sentences)
                )
            )
            is_equal = verified.compared and not verified.comparison
            done(
                tr("Its data are exactly what the vault would print now.")
                if is_equal
                else tr("Its data are not what the vault would print now.")
            )
            changes = vault.exchange.export(inspection, folder / JSON)
            done(
                tr_counted(
                    changes, "Exported the whole inspection, {number} changes, to {folder}."
                ).format(number=changes, folder=folder / JSON)
            )
            heads = verified.verdict.snapshot["heads"] if verified.verdict.snapshot else {}
            check = vault.checks.check(inspection, list(heads.items()))
            done(
                tr(
                    "Checked all that was recorded: {changes}, every link and signature; "
                    "it is {state}."
                ).format(
                    changes=counted(check.changes, "change", "changes"),
                    state=tr("sound") if check.is_sound else tr("not sound"),
                )
            )
        with self._made(folder / SECOND, passphrase, "XX") as second:
            second.exchange.take_in(folder / JSON)
            there = second.reports.verify(pdf)
            came_back = there.compared and not there.comparison
            done(
                tr(
                    "Made a second, empty vault in {folder} and took the JSON file in: it would "
                    "print {state}."
                ).format(
                    folder=folder / SECOND,
                    state=tr("the same") if came_back else tr("something else"),
                )
            )
        return Demonstrated(
            folder=folder,
            steps=tuple(steps),
            is_genuine=verified.verdict.exit_code == 0 and is_equal,
            came_back=came_back,
            is_sound=check.is_sound,
        )

    def _tell_loaded(
        self, vault: Unlocked, inspection: InspectionId, done: Callable[[str], None]
    ) -> None:
        standing = vault.inspections.standing(inspection)
        answered = sum(bool(standing.answer(line.id).versions) for line in standing.pack.lines())
        headlines = sum(bool(standing.headline(s.id).value) for s in standing.pack.sections)
        established = sum(
            (standing.progress(section) for section in standing.sections()[1:]),
            standing.progress(standing.sections()[0]),
        )
        done(
            tr(
                "Took in the sample {cambridgeshire} from {file}: {force}, {fieldwork}; "
                "{answered} ({progress}), {headlines}, {accounts}."
            ).format(
                cambridgeshire=CAMBRIDGESHIRE,
                file=FILE,
                force=standing.details.force.name,
                fieldwork=standing.details.fieldwork.words(),
                answered=counted(answered, "answer", "answers"),
                progress=progress_words(established),
                headlines=counted(headlines, "headline", "headlines"),
                accounts=counted(len(standing.accounts()), "account", "accounts"),
            )
        )
        files = [item.file for item in standing.evidence()]
        total = size_words(sum(file.size_bytes for file in files))
        numbers = ", ".join(file.number for file in files)
        done(
            tr_counted(
                len(files), "Attached {number} evidence files ({total}), encrypted: {numbers}."
            ).format(number=len(files), total=total, numbers=numbers)
        )

    @contextmanager
    def _made(self, data: Path, passphrase: str, initials: str) -> Iterator[Unlocked]:
        places = Places(data / self._vault, self._checklists, self._resources)
        service = VaultService(places, self._now, self._cost)
        opened = service.create(passphrase, _NAME, initials)
        try:
            yield opened
        finally:
            opened.close()


def _fresh(out: Path) -> Path:
    """Return ``out`` where it is new or empty, else a new folder in it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not any(out.iterdir()):
            return out
        for number in range(2, _MOST_RUNS):
            folder = out / f"run-{number}"
            if not folder.exists():
                folder.mkdir()
                return folder
    except OSError as error:
        raise DeviceFull(
            tr("The folder {out} cannot be written: {why}.").format(out=out, why=error.strerror)
        ) from error
    raise DeviceFull(
        tr_counted(
            _MOST_RUNS, "The folder {out} holds {number} runs: delete some, or choose another."
        ).format(out=out, number=_MOST_RUNS)
    )


def _write(path: Path, secret: str) -> None:
    try:
        path.write_text(f"{secret}\n", encoding="utf-8")
        path.chmod(0o600)
    except OSError as error:
        raise DeviceFull(
            tr("The folder {parent} cannot be written: {why}.").format(
                parent=path.parent, why=error.strerror
            )
        ) from error


def _words(number: int) -> str:
    """Return random syllables that can be read out, about 10 bits each."""
    consonants, vowels = "bdfghjklmnprstvz", "aeiou"
    return "-".join(
        secrets.choice(consonants)
        + secrets.choice(vowels)
        + secrets.choice(consonants)
        + secrets.choice(vowels)
        for _ in range(number)
    )
