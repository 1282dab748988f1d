"""What can be carried over, as the values that its dialog shows; no Qt, no decisions."""

from inspector_app.domain.answer_wording import answer_words
from inspector_app.domain.carrying import Offer
from inspector_app.domain.changes.bodies import Subject, subject_key, subject_kind
from inspector_app.domain.history.things import thing
from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.source_wording import kind_words, source_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import accounts_of
from inspector_app.ui.models.offers_table import OfferView
from inspector_app.ui.texts import counted, tr


def offer_views(
    there: Standing, offers: tuple[Offer, ...], line: str = ""
) -> tuple[OfferView, ...]:
    """Return the offers as rows, what can be carried over first.

    With a ``line``, only its answer and the sources that gave an account on it.
    """
    shown = [_view(offer, there) for offer in offers if not line or _is_of(offer, there, line)]
    return tuple(sorted(shown, key=lambda view: bool(view.refusal)))


def _is_of(offer: Offer, there: Standing, line: str) -> bool:
    key = subject_key(offer.subject)
    if subject_kind(offer.subject) == Subject.ANSWER.value:
        return key == line
    return any(
        held.value and held.value.line == line for _, held in accounts_of(there, SourceId(key))
    )


def _view(offer: Offer, there: Standing) -> OfferView:
    key = subject_key(offer.subject)
    if subject_kind(offer.subject) == Subject.SOURCE.value:
        source = there.source(SourceId(key)).value
        kind, words = (kind_words(source), source_words(source)) if source else ("", "")
    else:
        answer, line = there.answer(LineId(key)).value, there.pack.line(key)
        kind, words = tr("answer"), answer_words(answer, line, there.pack) if answer else ""
        words = f"{words} · {line.text}" if words else line.text
    comes_with = counted(offer.accounts, "account", "accounts") if offer.accounts else ""
    name = thing(offer.subject, there)
    return OfferView(offer.subject, name, kind, words, comes_with, offer.refusal)
