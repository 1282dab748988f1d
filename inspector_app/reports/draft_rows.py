"""What an accuracy draft says, paragraph by paragraph."""

from collections.abc import Iterator

from inspector_app.reports.facts import LineFacts, Record
from inspector_app.reports.workbook_form import SheetRow
from inspector_app.texts import tr


def draft_rows(record: Record) -> Iterator[tuple[str, SheetRow]]:
    """Yield each numbered headline and finding of a draft: its section or line, and its row."""
    for section in record.sections():
        title = " · ".join(filter(None, (section.threat or section.title, section.requirement)))
        headline = section.headline
        if headline.paragraph:
            words = "\n".join(each.text or each.absence for each in headline.versions)
            yield (
                section.id,
                SheetRow(headline.paragraph, title, tr("Headline: {words}").format(words=words)),
            )
        for line in section.lines:
            if line.paragraph:
                yield line.id, SheetRow(line.paragraph, title, _words(line))


def _words(line: LineFacts) -> str:
    said = [line.question]
    for version in line.versions:
        said += [version.answer, version.note]
        said += [
            tr("Left out of the number: {each}").format(each=each) for each in version.exclusions
        ]
        said += [
            ""
            if version.as_at_visit or not version.as_at
            else tr("As at {as_at}").format(as_at=version.as_at)
        ]
    return "\n".join(filter(None, said))
