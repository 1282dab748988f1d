"""What stands, as the values that models show; no Qt, no decisions of the domain's."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from inspector_app.domain import answer_wording, assigning, exclusions, wording
from inspector_app.domain.carrying import is_waiting
from inspector_app.domain.changes.bodies import Subject
from inspector_app.domain.checklist import Line, Section
from inspector_app.domain.debriefing import stance_words, told
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import Held
from inspector_app.domain.ids import LineId, PersonId, SectionId
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.last_time import LastTime
from inspector_app.domain.moderating import headline_words
from inspector_app.domain.narrowing import Narrowing
from inspector_app.domain.searching import filter_words
from inspector_app.domain.standing import Progress, Standing
from inspector_app.domain.strength import Supports
from inspector_app.services.inspections import InspectionSummary
from inspector_app.services.reports import SinceSigned
from inspector_app.services.scrubbing import Damage
from inspector_app.services.verifying import Verified
from inspector_app.services.whereabouts import ItemPlace, Place
from inspector_app.ui.models.board_matrix import BoardView, ThreatRow, TileView
from inspector_app.ui.models.evidence_grid import EvidenceView
from inspector_app.ui.models.gaps_table import GapView
from inspector_app.ui.models.inspections_table import InspectionView
from inspector_app.ui.models.lines_table import LineView
from inspector_app.ui.models.sections_tree import SectionNode, ThreatNode
from inspector_app.ui.texts import kind_text, tr, tr_counted
from inspector_app.ui.widgets.verdict_view import VerdictWords, shown_state

_KINDS = {
    "image": tr("picture"),
    "application/pdf": tr("PDF"),
    "text/csv": tr("table"),
    "text": tr("text"),
    "audio": tr("sound"),
    "video": tr("film"),
}


_NAMED = 2
"""People named on a tile; of more it says how many."""


def warmed(standing: Standing) -> Standing:
    """Return what stands, having read what every screen asks of it first; best behind them."""
    board_view(standing)
    standing.evidence(LineId(""))
    standing.accounts(LineId(""))
    standing.highest_marking()
    return standing


def board_view(
    standing: Standing,
    prompts: Mapping[SectionId | None, int] | None = None,
    me: PersonId | None = None,
    *,
    only_mine: bool = False,
) -> BoardView:
    """Return the board: threats down, requirements across.

    Args:
        standing: the inspection.
        prompts: their number by section.
        me: whom acts are recorded as.
        only_mine: whether only lines of theirs are counted.
    """
    pack, supports = standing.pack, Supports(standing)
    rows = []
    for threat in pack.threats:
        tiles, sum_ = [], Progress(0, 0)
        for requirement in pack.requirements:
            section = pack.cell(threat.id, requirement.id)
            if section is None or not _is_shown(standing, section):
                tiles.append(TileView(section.id if section else "", in_scope=False))
                continue
            tile = tile_view(standing, section, supports, me, only_mine=only_mine)
            sum_ += Progress(tile.established, tile.total)
            tiles.append(replace(tile, prompts=(prompts or {}).get(section.id, 0)))
        rows.append(ThreatRow(threat.name, sum_.established, sum_.total, tuple(tiles)))
    return BoardView(tuple(r.name for r in pack.requirements), tuple(rows))


def tile_view(
    standing: Standing,
    section: Section,
    supports: Supports | None = None,
    me: PersonId | None = None,
    *,
    only_mine: bool = False,
) -> TileView:
    """Return one section in scope as its tile; ``supports`` is read anew unless it is given."""
    supports = supports or Supports(standing)
    has_mine = me is not None and assigning.has_mine(standing, section, me)
    progress = progress_of(standing, section, me if only_mine else None)
    headline = standing.headline(section.id)
    disputed = standing.disputed(Subject.ANSWER)
    versions = [disputed[line.id] for line in section.lines if line.id in disputed]
    versions += [len(headline.versions)] if headline.in_conflict else []
    return TileView(
        section.id,
        progress.established,
        progress.total,
        headline_words(standing, section.id),
        tick=stance_words(stance).lower() if (stance := told(standing, section.id)) else "",
        kinds=supports.of_section(section).letters,
        versions=max(versions, default=1),
        whose=_tile_people(standing, section),
        is_mine=has_mine,
        is_set_back=only_mine and not has_mine,
        again=progress.again,
    )


def sections_view(
    standing: Standing, me: PersonId | None = None, *, only_mine: bool = False
) -> tuple[ThreatNode, ...]:
    """Return the introduction and the threats with their sections, for the tree at the left.

    Args:
        standing: the inspection.
        me: whom acts are recorded as.
        only_mine: whether only sections with something of theirs are shown, and counted.
    """
    pack = standing.pack

    def node(section: Section, name: str) -> SectionNode | None:
        is_mine = me is not None and assigning.has_mine(standing, section, me)
        if only_mine and not (is_mine and _is_shown(standing, section)):
            return None
        made = _section_node(standing, section, name, me if only_mine else None)
        return replace(made, is_mine=is_mine)

    names = {requirement.id: requirement.name for requirement in pack.requirements}
    loose = _nodes(node(each, each.title) for each in pack.sections if each.threat is None)
    nodes = [ThreatNode(tr("The inspection"), loose)] if loose else []
    for threat in pack.threats:
        sections = _nodes(
            node(section, names[section.requirement])
            for section in pack.sections
            if section.threat == threat.id and section.requirement is not None
        )
        if sections or not only_mine:
            nodes.append(ThreatNode(threat.name, sections))
    return tuple(nodes)


def line_view(
    standing: Standing,
    line: Line,
    supports: Supports | None = None,
    last_time: LastTime | None = None,
    me: PersonId | None = None,
) -> LineView:
    """Return a line as its row; ``supports`` is made anew unless it is given."""
    supports = supports or Supports(standing)
    field = standing.answer(line.id)
    answer = field.value
    words = answer_wording.held_words(field.first, line.id, standing) if field.first else ""
    if answer is not None:
        words = exclusions.beside(words, exclusions.of_answer(answer, line.id, supports))
    if answer is not None and is_waiting(answer.origin):
        words = tr("{answer} · carried over, not confirmed").format(answer=words or tr("a note"))
    if standing.asks_again(line.id):
        words = tr("{answer} · asked again").format(answer=words or tr("a note"))
    if not words and field.first is not None and field.first.absence is not None:
        words = answer_wording.absence_words(field.first.absence)
    as_at = answer.as_at if answer else None
    whose = assigning.whose_line(standing, line)
    return LineView(
        line.id,
        line.id,
        line.text,
        answer=words,
        is_gap=bool(answer and answer.outcome and not answer.outcome.is_finding()),
        as_at=as_at.words() if as_at and as_at != standing.details.fieldwork else "",
        files=len(standing.evidence(line.id)),
        initials=standing.initials(field.first.author) if field.first and answer else "",
        kinds=supports.letters(line.id),
        versions=len(field.versions) if field.in_conflict else 1,
        last_time=last_time.answer if last_time else "",
        whose=assigning.whose_words(standing, whose),
        is_mine=me in whose.people,
        is_whose_disputed=whose.is_disputed,
    )


def line_views(
    standing: Standing,
    section: Section,
    last_times: Mapping[LineId, LastTime] | None = None,
    me: PersonId | None = None,
) -> tuple[LineView, ...]:
    """Return the lines of a section as rows; ``me`` is whom acts are recorded as."""
    supports = Supports(standing)
    lasts = last_times or {}
    return tuple(
        line_view(standing, line, supports, lasts.get(line.id), me) for line in section.lines
    )


def gaps(standing: Standing, section: Section, only: PersonId | None = None) -> tuple[GapView, ...]:
    """Return the lines of a section that are not established, in reading order.

    Args: ``only`` leaves out those that are not this person's.
    """
    found = []
    for line in section.lines:
        if line.derived or standing.is_established(line):
            continue
        if only is not None and only not in assigning.whose_line(standing, line).people:
            continue
        field = standing.answer(line.id)
        answer = field.value
        if field.in_conflict:
            why = tr_counted(len(field.versions), "{number} versions").format(
                number=len(field.versions)
            )
        elif answer is None:
            why = tr("no answer yet")
        elif standing.asks_again(line.id):
            why = tr("asked again")
        elif is_waiting(answer.origin):
            why = tr("carried over, not confirmed")
        elif answer.outcome is not None:
            why = answer_wording.outcome_words(answer.outcome).lower()
        else:
            why = tr("not complete")
        versions = len(field.versions) if field.in_conflict else 1
        found.append(GapView(line.id, line.text, why, versions))
    return tuple(found)


def evidence_view(
    item: EvidenceItem, place: ItemPlace | None = None, damage: Damage | None = None
) -> EvidenceView:
    """Return an evidence item as its tile.

    Args:
        item: as it stands.
        place: where its file lies, if base was joined.
        damage: what is wrong with its file, if that is known.
    """
    return EvidenceView(
        item.id,
        item.file.number,
        item.caption.text or item.file.name,
        media_words(item.file.media_type),
        item.file.thumbnail is not None,
        place=_file_words(place, damage),
        place_icon=_file_icon(place, damage),
    )


def _file_words(place: ItemPlace | None, damage: Damage | None) -> str:
    if damage is not None:
        return tr("damaged")
    return "" if place is None else place_words(place)


def _file_icon(place: ItemPlace | None, damage: Damage | None) -> str:
    if damage is not None:
        return "warning"
    return "" if place is None else place_icon(place)


def place_words(place: ItemPlace) -> str:
    """Return in two words where a file lies."""
    if not place.is_here:
        return tr("not here")
    if place.place is Place.HERE_ONLY:
        return tr("here only") if place.laptops == 1 else tr("not at base")
    return tr("backed up") if place.place is Place.BACKED_UP else tr("at base")


def place_icon(place: ItemPlace) -> str:
    """Return the shape beside those words."""
    if not place.is_here:
        return "import"
    return {Place.HERE_ONLY: "laptop", Place.AT_BASE: "check", Place.BACKED_UP: "shield-check"}[
        place.place
    ]


def inspection_view(summary: InspectionSummary, state: str) -> InspectionView:
    """Return an inspection as its row; ``state`` says how it stands to its signed summary."""
    details = summary.details
    return InspectionView(
        summary.id,
        f"{details.force.name} · {details.title}" if details.title else details.force.name,
        f"{details.pack.id} {details.pack.version}",
        details.fieldwork.words(),
        details.fieldwork.sort_key(),
        summary.progress.established,
        summary.progress.total,
        state,
        wording.when_words(summary.last_ms),
        summary.last_ms,
    )


def stamp_words(standing: Standing, held: Held[Headline] | None) -> str:
    """Return by whom and when something was recorded: ``JS · 18 September 2013``."""
    if held is None or held.value is None:
        return ""
    return f"{standing.initials(held.author)} · {wording.day_words(held.time_ms)}"


def section_name(standing: Standing, section_id: SectionId) -> str:
    """Return a section's name: ``Public order · Capacity and contribution``."""
    return wording.section_words(section_id, standing.pack)


def narrowing_text(narrowing: Narrowing) -> str:
    """Return what lines are narrowed to: ``Not established``, ``Resting on interview``."""
    if narrowing.only is not None:
        return filter_words(narrowing.only)
    if narrowing.letter:
        return tr("Resting on {kind}").format(kind=kind_text(narrowing.letter))
    return tr("All lines")


def media_words(media_type: str) -> str:
    """Return what kind of file it is, in a word."""
    return _KINDS.get(media_type) or _KINDS.get(media_type.partition("/")[0]) or tr("file")


def state_words(since: SinceSigned | None, *, is_short: bool = False) -> str:
    """Return how an inspection stands to its last signed summary; short in a list."""
    if since is None:
        return tr("none signed yet") if is_short else tr("No signed summary yet")
    of_choice = tr(", which is of a choice") if since.is_choice else ""
    if is_short:
        when = wording.day_words(since.signed.time_ms) + of_choice
        if since.has_changed is None:
            return tr("signed summary of {when}, in another language").format(when=when)
        if since.has_changed:
            return tr("changed since the signed summary of {when}").format(when=when)
        return tr("signed summary of {when}").format(when=when)
    when = wording.when_words(since.signed.time_ms) + of_choice
    if since.has_changed is None:
        return tr(
            "Signed summary of {when}, in another language: whether it changed is not told"
        ).format(when=when)
    if since.has_changed:
        return tr("Changed since the signed summary of {when}").format(when=when)
    return tr("Unchanged since the signed summary of {when}").format(when=when)


def verdict_words(file: str, verified: Verified) -> VerdictWords:
    """Return what verifying found, as it is shown; ``file`` is the file's name."""
    verdict = verified.verdict
    icon, state = shown_state(verdict.state.value)
    comparison = ""
    if verified.compared and verified.comparison:
        comparison = tr("It differs from what this inspection would print now:")
    elif verified.compared:
        comparison = tr("Its data equal what this inspection would print now.")
    elif verified.in_other_words:
        comparison = tr(
            "It was printed in another language than is spoken now, so its words were not "
            "compared with the inspection here."
        )
    elif verdict.snapshot is not None:
        comparison = tr("Its inspection is not on this laptop, so nothing could be compared.")
    return VerdictWords(
        file,
        icon,
        state,
        verdict.sentences,
        verdict.problems,
        comparison,
        verified.comparison,
        verdict.sha256,
    )


def _is_shown(standing: Standing, section: Section) -> bool:
    return bool(section.lines) and standing.in_scope(section)


def _nodes(found: Iterable[SectionNode | None]) -> tuple[SectionNode, ...]:
    return tuple(node for node in found if node is not None)


def progress_of(standing: Standing, section: Section, only: PersonId | None) -> Progress:
    """Return how far a section is, or somebody's lines of it."""
    if only is None:
        return standing.progress(section)
    is_mine = assigning.is_mine(standing, only)
    lines = [line for line in section.lines if not line.derived and is_mine(line)]
    again = sum(standing.asks_again(line.id) for line in lines)
    return Progress(sum(map(standing.is_established, lines)), len(lines), again)


def _tile_people(standing: Standing, section: Section) -> str:
    """Return who has it, or lines of it: those of the whole of it first."""
    whole = assigning.whose_section(standing, section.id).people
    others = [each for each in assigning.everybody_in(standing, section) if each not in whole]
    people = [
        words
        for part in (whole, others)
        for words in sorted(assigning.people_words(standing, part))
    ]
    return ", ".join(people) if len(people) <= _NAMED else f"{people[0]} +{len(people) - 1}"


def _section_node(
    standing: Standing, section: Section, name: str, only: PersonId | None
) -> SectionNode:
    if not _is_shown(standing, section):
        return SectionNode(section.id, name, in_scope=False)
    progress = progress_of(standing, section, only)
    return SectionNode(section.id, name, progress.established, progress.total)
