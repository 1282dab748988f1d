"""What every working copy says of itself before anything else, whatever its form."""

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.wording import counted, when_words
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Content
from inspector_app.reports.limits import left_out_words
from inspector_app.reports.phrases import choice, established, team, whose_work
from inspector_app.texts import tr

NOTICE = tr("Working copy, not the signed record")
MEANING = tr(
    "This is a working copy and not the signed record. It bears no signature, and whoever has it "
    "can change it without a trace. What the team stands by is the signed PDF summary, which can "
    "be verified."
)


def title(content: Content) -> str:
    """Return the title for a document's properties; it begins with the marking."""
    cover = content.record.cover
    return tr("{marking}: {force}, {form}, {fieldwork} (working copy)").format(
        marking=cover.marking, force=cover.force, form=cover.form_words, fieldwork=cover.fieldwork
    )


def origin(content: Content, made_at_ms: int) -> tuple[tuple[str, str], ...]:
    """Return marking, inspection, date and content's digest, each with its label."""
    cover = content.record.cover
    found = (
        (tr("Marking"), cover.marking),
        (tr("Force"), cover.force),
        (tr("Inspection"), " · ".join(filter(None, (cover.title, content.record.inspection)))),
        (tr("Fieldwork"), cover.fieldwork),
        (tr("Made"), when_words(made_at_ms)),
        (tr("Content SHA-256"), content_sha256(content)),
    )
    return tuple((label, words) for label, words in found if words)


def in_one_line(content: Content, made_at_ms: int) -> str:
    """Return notice, marking, inspection, date and content's digest as one line."""
    told = "; ".join(f"{label} {words}" for label, words in origin(content, made_at_ms))
    return f"{NOTICE}. {told}."


def particulars(content: Content) -> tuple[tuple[str, str], ...]:
    """Return the other facts of a first page, each with its label."""
    cover = content.record.cover
    pack, detail = cover.pack, content.options.detail
    sources = counted(cover.sources, "source", "sources")
    evidence = counted(cover.evidence, "item", "items")
    found = (
        (tr("A choice"), choice(content)),
        (tr("Team"), team(content)),
        (tr("Whose work"), whose_work(content)),
        (tr("Established"), established(content) if content.record.chapters else ""),
        (tr("Sources"), sources if detail.has(DetailLevel.ACCOUNTS) else ""),
        (tr("Evidence"), evidence if detail.has(DetailLevel.FULL) else ""),
        (tr("Left out of export"), left_out_words(cover.left_out) or tr("Nothing")),
        (tr("SPR issued"), f"{pack.issued}; {pack.authority}"),
        (
            tr("Checklist"),
            tr("{pack}, version {version}").format(pack=pack.id, version=pack.version),
        ),
        (tr("Checklist SHA-256"), pack.sha256),
    )
    return tuple((label, words) for label, words in found if words)
