"""What every working copy says of itself before anything else, whatever its form."""

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.wording import counted, when_words
from inspector_app.reports.content import content_sha256, left_out_words
from inspector_app.reports.facts import Content
from inspector_app.reports.phrases import choice, established, team, whose_work

NOTICE = "Working copy, not the signed record"
MEANING = (
    "This is a working copy and not the signed record. It bears no signature, and whoever has it "
    "can change it without a trace. What the team stands by is the signed PDF summary, which can "
    "be verified."
)


def title(content: Content) -> str:
    """Return the title for a document's properties; it begins with the marking."""
    cover = content.record.cover
    return f"{cover.marking}: {cover.force}, {cover.form_words}, {cover.fieldwork} (working copy)"


def origin(content: Content, made_at_ms: int) -> tuple[tuple[str, str], ...]:
    """Return marking, inspection, date and content's digest, each with its label."""
    cover = content.record.cover
    found = (
        ("Marking", cover.marking),
        ("Force", cover.force),
        ("Inspection", " · ".join(filter(None, (cover.title, content.record.inspection)))),
        ("Fieldwork", cover.fieldwork),
        ("Made", when_words(made_at_ms)),
        ("Content SHA-256", content_sha256(content)),
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
        ("A choice", choice(content)),
        ("Team", team(content)),
        ("Whose work", whose_work(content)),
        ("Established", established(content) if content.record.chapters else ""),
        ("Sources", sources if detail.has(DetailLevel.ACCOUNTS) else ""),
        ("Evidence", evidence if detail.has(DetailLevel.FULL) else ""),
        ("Left out of export", left_out_words(cover.left_out) or "Nothing"),
        ("SPR issued", f"{pack.issued}; {pack.authority}"),
        ("Checklist", f"{pack.id}, version {pack.version}"),
        ("Checklist SHA-256", pack.sha256),
    )
    return tuple((label, words) for label, words in found if words)
