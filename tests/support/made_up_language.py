"""A language that nobody speaks, which shows what is not said through the catalogue.

Every text stands in «guillemets» and is two fifths longer than the English; months, signs and
orders are its own. What an inspection holds is in Greek letters, so that whatever is left in Latin
ones outside the guillemets was written by the program and never translated.

Run as a module it writes one summary in each form into a folder: a process speaks one language.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from string import ascii_letters
from typing import Any

from tests.support.said import Said, texts_said

TAG = "qps-ploc"
"""As languages of this kind are called; no person's language has this tag."""
_GREEK = str.maketrans(
    ascii_letters,
    "αβψδεφγηιξκλμνοπςρστθωχχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΡΡΣΤΘΩΧΧΥΖ",
)
PLURAL = {
    "one": "n % 10 = 1 and n % 100 != 11",
    "few": "n % 10 = 2..4 and n % 100 != 12..14",
}
"""Three forms: of 1 and 21, of 2 and 22, and of 0, 5 and 11."""
LOCALE = {
    **{
        names: [f"«{kind}{at}»" for at in range(1, 13)]
        for names, kind in (("months", "M"), ("months_alone", "A"), ("months_short", "S"))
    },
    "day": "{year}. {month} {day}.",
    "month": "{year}. {month}",
    "day_in_digits": "{year}/{month}/{day}",
    "clock": "{hour}.{minute}",
    "clock_to_the_second": "{hour}.{minute}.{second}",
    "moment": "{day} «k» {time}",
    "period": "{first} «y» {last}",
    **{name: f"«{name[0]}» {{date}}" for name in ("at_date", "until_date", "due_date")},
    "since_date": "{date} «s»",
    "about_date": "«ab» {date}",
    "decimal": ",",
    "group": ".",
    "minus": "-",
    "about_number": "«ab» {number}",
    "about_typed": ["«ab»"],
    "percent": "{number} %",
    "percent_typed": ["%"],
    "share": "{whole} « » {part}",
    "share_typed": ["« »"],
    "sizes": ["«k»", "«m»", "«g»", "«t»"],
    "comma": "; ",
    "last_comma": " «i» ",
}


def made_up(text: str) -> str:
    """Return what is said for an English text."""
    return f"«{text}{'·' * (2 * len(text) // 5)}»"


def a_language(folder: Path, said: Iterable[Said] | None = None) -> Path:
    """Write the language's file and return where it lies.

    Args:
        folder: where to.
        said: what it translates; None: every text that may stand in a report.
    """
    file = folder / f"{TAG}.json"
    said = texts_said("domain", "reports", "sheets") if said is None else said
    all_ = [each for each in said if each.text.strip()]
    told = {
        "language": "Made up",
        "texts": {each.text: made_up(each.text) for each in all_ if not each.one},
        "plural": PLURAL,
        "counted": {
            each.text: {form: made_up(f"{each.text}|{form}") for form in (*PLURAL, "other")}
            for each in all_
            if each.one
        },
        "locale": LOCALE,
    }
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return file


def a_language_that_counts(folder: Path, *texts: str) -> Path:
    """Write a language's file that has nothing but the three forms of some counted texts."""
    forms = {text: {form: f"«{text}|{form}»" for form in (*PLURAL, "other")} for text in texts}
    file = folder / f"{TAG}.json"
    file.write_text(json.dumps({"plural": PLURAL, "counted": forms}), encoding="utf-8")
    return file


def greek(value: Any) -> Any:
    """Return a value of the pack with its words, which are not its ids, in Greek letters."""
    if isinstance(value, Enum):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        held = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
        return replace(value, **{name: greek(each) for name, each in held.items()})
    if isinstance(value, tuple):
        return tuple(map(greek, value))
    if isinstance(value, str) and (" " in value or value.istitle()):
        return value.translate(_GREEK)
    return value


def _write(folder: Path) -> None:
    from inspector_app.domain.accounts import Account
    from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
    from inspector_app.domain.dates import Bearing, PartialDate, Precision
    from inspector_app.domain.evidence import Caption
    from inspector_app.domain.headlines import Headline
    from inspector_app.domain.ids import LineId
    from inspector_app.domain.values import Basis, Counted
    from inspector_app.reports.attachment import prepared
    from inspector_app.reports.content import content
    from inspector_app.reports.facts import Options
    from inspector_app.reports.html_form import write_html
    from inspector_app.reports.layout import laid_out
    from inspector_app.reports.outlining import outlined
    from inspector_app.reports.pictures import Pictures
    from inspector_app.reports.sheet_rows import book_of
    from inspector_app.reports.snapshot import snapshot
    from inspector_app.sheets.csv_form import csv_files
    from tests.support.standings import AM, FONTS, MADE_AT_MS, a_journal, the_pack

    pack = the_pack()
    few = {"IN": 2, "CC-PO": 12}
    sections = tuple(
        replace(each, lines=each.lines[: few[each.id]]) for each in pack.sections if each.id in few
    )
    journal = a_journal(
        greek(replace(pack, sections=sections, quantities=(), checks=(), charts=())),
        force="Δειγμα",
    )
    journal.headline("CC-PO", Headline("Μια κρισις."))
    journal.headline("CC-PO", Headline("Αλλη κρισις."), by=AM, seen=())
    journal.answer("CC-PO-04", Answer(outcome=Outcome.NOT_SUPPLIED, note="Σημειωσις."))
    journal.answer("CC-PO-05", Answer(outcome=Outcome.ASKED_NO_REPLY))
    journal.answer(
        "CC-PO-08",
        Answer(
            {"needed": Counted(12_345, about=True, supplier="Δειγμα", basis=Basis.DECLARED)},
            as_at=PartialDate("2013-10", Precision.MONTH, Bearing.SINCE),
            capability=(CapabilitySource.OWN, CapabilitySource.REGION),
        ),
    )
    journal.account(Account(LineId("CC-PO-08"), words="Λογος.", role="Ρολος"), by=AM)
    journal.evidence("JS/1", Caption("Εικων"), "CC-PO-08", size=4_512_345)
    found = content(
        journal.standing(), journal.heads(), Options(), fold_version=1, app_version="0.1.0"
    )
    made_at = datetime.fromtimestamp(MADE_AT_MS / 1000, UTC)
    with (folder / "pages.pdf").open("w+b") as pages, (folder / "a.pdf").open("w+b") as target:
        laid = laid_out(found, lambda _: None, FONTS, pages, made_at_ms=MADE_AT_MS)
        prepared(
            pages,
            target,
            snapshot=snapshot(found, MADE_AT_MS),
            title=laid.title,
            created_at=made_at,
            fields=laid.fields,
            structure=laid.structure,
            subject=found.record.cover.marking,
        )
    outline, pictures = outlined(found, MADE_AT_MS), Pictures(lambda _: None)
    with (folder / "a.html").open("wb") as page:
        write_html(outline, pictures, FONTS.parent / "templates", page, step=lambda: None)
    for name, rows in csv_files(book_of(found, MADE_AT_MS)):
        (folder / name).write_bytes(rows)


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
