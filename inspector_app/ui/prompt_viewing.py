"""What is pointed out, as the values that models show."""

from inspector_app.domain import wording
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import RecommendationId, SectionId, SourceId
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.prompts.prompt import Place, PlaceKind, Prompt
from inspector_app.domain.registers import register_words
from inspector_app.domain.source_wording import source_words
from inspector_app.domain.standing import Standing
from inspector_app.ui.models.places_table import PlaceView
from inspector_app.ui.models.prompts_table import PromptView
from inspector_app.ui.texts import tr


def prompt_views(standing: Standing, prompts: tuple[Prompt, ...]) -> tuple[PromptView, ...]:
    """Return the prompts as rows: those told first, then those put aside."""
    told = sorted(prompts, key=lambda prompt: prompt.aside is not None)
    return tuple(_view(standing, prompt) for prompt in told)


def place_views(standing: Standing, prompt: Prompt) -> tuple[PlaceView, ...]:
    """Return the places that a prompt names, each with what it is."""
    return tuple(
        PlaceView(str(at), place.name, _words(standing, place))
        for at, place in enumerate(prompt.places)
    )


def _view(standing: Standing, prompt: Prompt) -> PromptView:
    others = len(prompt.places) - 1
    aside = ""
    if prompt.aside is not None and prompt.aside.value is not None:
        by = standing.initials(prompt.aside.author)
        aside = f"{prompt.aside.value.reason} · {by}"
    return PromptView(
        prompt.id,
        wording.section_words(prompt.section, standing.pack),
        prompt.words,
        prompt.places[0].name + (f" +{others}" if others else ""),
        aside,
    )


def _words(standing: Standing, place: Place) -> str:
    try:
        match place.kind:
            case PlaceKind.LEFT:
                return tr("in the checklist no more")
            case PlaceKind.LINE:
                return standing.pack.line(place.key).text
            case PlaceKind.SECTION:
                return wording.section_words(SectionId(place.key), standing.pack)
            case PlaceKind.SOURCE:
                source = standing.source(SourceId(place.key)).value
                return source_words(source) if source else ""
            case PlaceKind.EVIDENCE:
                item = item_of(standing, place.key)
                return (item.caption.text or item.file.name) if item else ""
            case PlaceKind.REVIEW:
                return _reviewed_words(standing, place.key)
            case PlaceKind.ENTRY:
                entry = standing.entry(place.key).value
                words = register_words(entry.register) if entry else ""
                return tr("in the register of {register}").format(register=words)
            case PlaceKind.INSPECTION:
                return tr("of the inspection")
    except NotFound:
        return ""


def _reviewed_words(standing: Standing, id_: str) -> str:
    """Return what the force said, or what is asked for, in one line."""
    point = next((each.point for each in standing.points() if each.id == id_), None)
    if point is not None:
        return wording.one_line(point.said)
    made = standing.recommendation(RecommendationId(id_)).value
    return wording.one_line(made.text) if made else ""


def item_of(standing: Standing, evidence: str) -> EvidenceItem | None:
    """Return the evidence item with this id, or None where none stands."""
    return next((item for item in standing.evidence() if item.id == evidence), None)
