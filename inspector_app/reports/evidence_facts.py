"""The evidence items of a record, one by one."""

from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.evidence_wording import capture_words, redacted_words
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.markings import of_found
from inspector_app.domain.wording import size_words, when_words
from inspector_app.reports import alternatives
from inspector_app.reports.facts import EvidenceFacts, PictureFacts
from inspector_app.reports.seen import Seen
from inspector_app.reports.selection import Selection
from inspector_app.texts import tr


def evidence_facts(item: EvidenceItem, selection: Selection, seen: Seen) -> EvidenceFacts:
    """Return an item as it is listed."""
    seen.see(item.caption.marking)
    seen.see(of_found(item.caption.marking_found))
    file = item.file
    picture = file.thumbnail if selection.options.thumbnails else None
    return EvidenceFacts(
        number=file.number,
        caption=item.caption.text,
        description=item.caption.description,
        is_picture=file.is_picture,
        unshown=alternatives.unshown(file) if selection.options.thumbnails else "",
        name=file.name if selection.options.file_names else "",
        media_type=file.media_type,
        size_bytes=file.size_bytes,
        size=size_words(file.size_bytes),
        sha256=file.sha256,
        captured=file.captured_at,
        taken=capture_words(item.capture) if item.capture else "",
        modified=when_words(file.modified_ms) if file.modified_ms is not None else "",
        pages=file.pages or 0,
        redacted=_redacted(file, selection),
        marking=seen.marking(item.caption.marking),
        marking_found=item.caption.marking_found,
        lines=tuple(line for line in item.lines if selection.may_name(line)),
        by=seen.by(item.added),
        picture=(PictureFacts(picture.sha256, picture.width, picture.height) if picture else None),
    )


def _redacted(file: EvidenceFile, selection: Selection) -> str:
    if file.made_of is None:
        return ""
    printed = {item.id: item.file.number for item in selection.evidence}
    number = printed.get(file.made_of.evidence, tr("an item that is not in this export"))
    return redacted_words(file.made_of, number)
