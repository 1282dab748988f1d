"""No text reaches a user past the catalogue, and each that is asked for can be filled in."""

import re
from collections.abc import Iterator, Mapping

import pytest

from inspector_app import config
from tests.support.said import PACKAGE, read, sources

OTHERS: Mapping[str, str] = {
    "reports/": "tests/reports has a check of its own",
    "sheets/": "the same",
    "server/": "base and its pages stay English: its administrator reads the manual beside it",
    "cli/commands/": "the command line's help stays English, as the names that it explains",
    "cli/parser.py": "the same",
    "cli/exits.py": "the same",
    "domain/locales.py": "how British English writes dates and numbers: data, as of each language",
    "texts.py": "said where no language could be read",
    "domain/national/telling.py": "what base tells is recorded as an account",
    "storage/search.py": "SQL",
    "storage/journal.py": "SQL",
    "storage/journal_reading.py": "SQL",
    "storage/database.py": "SQL",
    "storage/settings.py": "SQL",
    "storage/migrations/": "SQL",
    "storage/translation.py": "what SQLite says, which is looked for",
}
"""Rooms and files where texts of other kinds stand, and why they are none of the catalogue's."""

ENGLISH_ALONE = ("server/", "cli/commands/", "command_line.py")
"""Rooms that say nothing in another language."""
RECORDED = "it is recorded, and read on every laptop alike"
PROGRAM = "a program reads it"
NAMES = "it is a name, of a file, a font or the app"
FREED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    RECORDED: {
        "domain/carrying.py": ("visit to {}, {}",),
        "domain/encounters.py": ("live incident",),
        "domain/prompts/of_exports.py": (
            *("moderation {} {}", "debrief {} {}", "account {}", "caption {} {}"),
        ),
        "domain/prompts/of_review.py": ("point {}", "point {} {}"),
        "domain/prompts/of_sources.py": ("due {}", "several {}"),
        "services/base.py": ("{} (certified by {})",),
        "services/base_receipts.py": ("of the team, as base says",),
        "services/bundles.py": (
            *("Marking", "Number", "File", "Bytes", "Kind", "Caption", "Original name"),
            *("SPR Inspector {}", "Evidence of the inspection of {}, {}", " left out"),
        ),
        "services/demo.py": ("Sample Inspector",),
        "services/encounters.py": ("Taken off the line",),
        "services/exchange.py": ("Taken in from {}",),
        "services/copies_beyond.py": (
            "{} of the inspection of {}, carried over",
            "signed summary {} and every copy of it",
            "interim summary {} and every copy of it",
            "stick {}, which was to carry it to base",
            "draft {} and every copy of it",
            "workbook {} and every copy of it",
            "aide-memoire {} on paper",
            *("until it takes this purge in", "until its copy is destroyed there"),
            *("laptop {}, {}", "base, {}, and base’s backups"),
            "backups of this laptop and its disk’s own remnants",
        ),
        "services/prompts.py": ("Brought back",),
        "services/reports.py": ("Inspector", "Lead inspector"),
        "services/team.py": ("{}’s laptop, of the team",),
        "ui/drafting.py": ("Taken out",),
    },
    PROGRAM: {
        "domain/typed.py": (" (key 'value').",),
        "system/children.py": (
            "import sys; sys.path.insert(0, sys.argv.pop(1)); from inspector_app.system.children "
            "import become_if_asked; become_if_asked()",
        ),
        "ui/desktop_motion.py": ("Read",),
        "ui/dialogs/ask_authority.py": ("http://",),
        "ui/program_viewing.py": ("cannot tell",),
        "ui/searching.py": ("screen {}", "here {}", "everywhere {}"),
        "vault/keyfile.py": ("VaultKeys({}, keys not shown)",),
    },
    NAMES: {
        "config.py": ("SPR Inspector",),
        "domain/force_replies.py": ("{} {} requests",),
        "domain/markings.py": ("NOT PROTECTIVELY MARKED",),
        "services/bundles.py": ("{} {} evidence",),
        "services/laptop_health.py": ("Pillow", "{}: SHA-256 {}"),
        "services/redaction.py": ("{} redacted.{}",),
        "ui/pages/interim_panel.py": ("{} made {}{}",),
        "ui/paper_printing.py": ("SPR Inspector",),
        "ui/theme.py": ("Noto Sans", "Segoe UI", "DejaVu Sans"),
    },
    "whoever helps reads it, in English": {
        "services/support_bundle.py": (
            "{} SPR Inspector {}, Python {}",
            "  command {}",
            "No fault of the program was written down.",
            "Support bundle of SPR Inspector {version}.",
        ),
    },
    "it only sets words of the catalogue beside each other": {
        "cli/interims.py": ("{}  {}  {}  {}; {}  SHA-256 {}",),
        "cli/program.py": ("{}: {}, SHA-256 {}",),
        "cli/recording.py": ("{}  {}{}, {}, SHA-256 {}",),
        "domain/history/acts.py": ("{} {}: “{}”", "{} {}, {}: “{}”", "{}: {}. “{}”"),
        "domain/settling.py": (": “{}”",),
    },
}
"""Texts that look like words to be read and go past the catalogue, by why and where."""
ONE_OR_OTHER: Mapping[str, tuple[str, ...]] = {
    "cli/photos.py": ("The clock of {camera} / The camera’s clock",),
    "reports/content.py": ("versions / answered",),
    "reports/findings.py": ("signature of {facts} / signature",),
    "reports/headline_facts.py": ("versions / written",),
    "reports/sheet_findings.py": ("version {at} of {several} / as it stands",),
    "services/whereabouts.py": ("on this laptop / {words}, this one among them",),
    "ui/viewing.py": ("here only / not at base",),
}
"""Pairs that a comparison with 1 chooses rightly: they say two things, or are codes."""
OF_ANY_NUMBER = {
    "services/base_transfer.py": ("On stick {stick} lie {number} of {transfer} ({size}) with",),
    "ui/tour.py": ("The tour was left at stop {number} of {of}",),
    "ui/widgets/page_view.py": ("Page {number} of {count}",),
    "ui/widgets/paper_view.py": ("of {count}",),
}
"""Beginnings of texts in which no word goes with the number that fills them in."""

TYPED = re.compile(r"[^\W\d_]'[a-z]|s'(?=[ .,;:)])|\"")
"""An apostrophe or a quotation mark as a typewriter has it."""
BY_PROGRAMS = re.compile(r"\"|'(self|none)'|(VALUES \(|kind [=<>]+ |RAISE\(\w+, |key = )'")
"""What a shell, a browser or a database reads."""


def freed(file: str, text: str) -> bool:
    return any(text.partition("\n")[0] in files.get(file, ()) for files in FREED.values())


def test_every_text_goes_through_the_catalogue_and_can_be_filled_in() -> None:
    told = []
    for path in sources():
        file = path.relative_to(PACKAGE).as_posix()
        if not file.startswith(tuple(OTHERS)):
            found = read(path.read_text(encoding="utf-8"))
            told += [
                f"{file}:{line}: “{text}” goes past the catalogue"
                for text, line in found.bypassing
                if not freed(file, text)
            ]
            told += [f"{file}:{line}: {what}" for what, line in found.wrong]
    assert told == []


def shown() -> Iterator[tuple[str, str]]:
    """Yield where each text stands that somebody reads, and the text."""
    for path in sources():
        found = read(path.read_text(encoding="utf-8"))
        beside = [each for each in found.bypassing if not BY_PROGRAMS.search(each[0])]
        counted = [(text, line) for *both, line in found.counted for text in both]
        for text, line in (*found.said, *counted, *beside):
            yield f"{path.relative_to(PACKAGE).as_posix()}:{line}", text
    places = config.places()
    for path in sorted(places.resources.glob("help/*.md")):
        yield path.name, re.sub(r"`[^`]*`", "…", path.read_text(encoding="utf-8"))
    for path in sorted(places.resources.glob("base/*.html")):
        yield path.name, path.read_text(encoding="utf-8").replace('"', "")
    for path in sorted(places.checklists.rglob("*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        said = (line for line in lines if not line.lstrip().startswith("#"))
        yield path.name, "\n".join(said).replace('"', "")


def test_there_is_one_kind_of_apostrophe() -> None:
    assert [(where, text) for where, text in shown() if TYPED.search(text)] == []


def test_no_text_is_chosen_by_a_number_past_the_catalogue() -> None:
    """Another language has other forms than one and many."""
    chosen = {
        file: pairs
        for path in sources()
        if not (file := path.relative_to(PACKAGE).as_posix()).startswith(ENGLISH_ALONE)
        and (pairs := tuple(pair for pair, _ in read(path.read_text(encoding="utf-8")).chosen))
    }
    assert chosen == ONE_OR_OTHER


def test_a_text_that_tells_how_many_has_the_form_of_the_number() -> None:
    told = [
        f"{file}:{line}: “{text}” has one form in any language"
        for path in sources()
        if not (file := path.relative_to(PACKAGE).as_posix()).startswith(ENGLISH_ALONE)
        for text, line in read(path.read_text(encoding="utf-8")).uncounted
        if not text.startswith(OF_ANY_NUMBER.get(file, ()))
    ]
    assert told == []


def test_each_exception_is_still_needed() -> None:
    for file in OTHERS:
        assert (PACKAGE / file).exists(), file
    for files in FREED.values():
        for file, texts in files.items():
            found = read((PACKAGE / file).read_text(encoding="utf-8")).bypassing
            assert set(texts) <= {text.partition("\n")[0] for text, _ in found}, file


@pytest.mark.parametrize(
    "source",
    [
        'raise RuleViolation("Nothing.")',
        'raise RuleViolation(f"{line} is asked no more.")',
        'raise errors.NotFound("Gone" if all_ else tr("Not here."))',
        'label.setText("OK")',
        'QLabel(f"{number} of them", self)',
        'box.addItem("A choice")',
        'WORDS = {Kind.ONE: "The first", Kind.TWO: tr("The second")}',
        'def words(): return "Not established"',
        'told.append(" and more")',
    ],
)
def test_a_text_past_the_catalogue_is_found(source: str) -> None:
    assert read(source).bypassing


def test_what_is_told_by_number_in_one_form_alone_is_found() -> None:
    assert read('tr("{number} lines").format(number=len(lines))').uncounted
    assert read('tr("{much} lines").format(much=whole_words(lines))').uncounted
    assert not read('tr_counted(n, "{number} lines").format(number=whole_words(n))').uncounted


@pytest.mark.parametrize(
    "source",
    [
        'word = "was" if number == 1 else "were"',
        'words = tr("{words} is") if len(found) == 1 else tr("{words} are")',
        'words = tr("lines").format(number=number) if number != 1 else tr("1 line")',
        'word = "lines" if 1 < number else "line"',
    ],
)
def test_a_text_that_a_number_chooses_past_the_catalogue_is_found(source: str) -> None:
    assert read(source).chosen


@pytest.mark.parametrize(
    "source",
    [
        'tr(f"{number} lines")',
        "tr(words)",
        'tr("{number} lines").format(count=3)',
        'tr("{number} lines").format(3)',
        'tr("{} lines").format(3)',
        'words = tr("{lines} are left")',
        'counted(3, f"{kind} line", "lines")',
        'counted(3, tr("line"), tr("lines"))',
        'tr_counted(n, "{number} line is {what}", "{number} lines are left").format(number=n)',
        'tr_counted(n, "1 line is left", "{number} lines are left").format(count=n)',
        'tr_counted(n, words, "{number} lines")',
    ],
)
def test_a_text_that_no_translation_could_stand_for_is_found(source: str) -> None:
    assert read(source).wrong


@pytest.mark.parametrize(
    "source",
    [
        'words = named.get(key, tr("A thing"))',
        'words = {tr("A thing"): 3}[told]',
        'if told == (tr("A thing"),): pass',
        'found = words.replace(tr("A thing"), "")',
    ],
)
def test_a_text_that_is_asked_for_where_programs_read_is_told_to_translators(source: str) -> None:
    assert [text for text, _ in read(source).said] == ["A thing"]


@pytest.mark.parametrize(
    "source",
    [
        'raise RuleViolation(tr("{line} is asked no more.").format(line=line.id))',
        'raise ValueError("not a text")',
        '"""A docstring of a module."""',
        'def f(x: "Some thing" = tr("Yes")) -> "Other thing": """Return it."""',
        'if said == "As at": pass',
        'class Kind(StrEnum):\n    ONE = "the first"',
        'counted(3, "line", "lines")',
        'tr_counted(n, "1 line is left", "{number} lines are left").format(number=n)',
        'tr_counted(n, "{number} more").format(number=n)',
        'words = tr("{left} are left")\nwords.format(left=3)',
        'Shortcut("back", "Escape", tr("back"))',
    ],
)
def test_what_is_in_order_is_let_pass(source: str) -> None:
    found = read(source)
    assert not found.bypassing
    assert not found.wrong
