"""What the review screen shows, as rows; no Qt, no decisions of the domain's."""

from inspector_app.domain import wording
from inspector_app.domain.recommendations import Advance
from inspector_app.domain.recommending import kind_words, rests_on_words, stage_words
from inspector_app.domain.standing import Field, Standing
from inspector_app.ui.models.words_table import WordsRow
from inspector_app.ui.texts import tr


def recommendation_rows(standing: Standing) -> tuple[WordsRow, ...]:
    """Return the recommendations of this inspection as rows."""
    rows = []
    for item in standing.recommendations():
        made = item.recommendation
        advance = standing.advance(standing.id, item.id).value
        rests_on = rests_on_words(made.rests_on, standing)
        tip = [made.text, tr("Rests on {places}").format(places=rests_on) if rests_on else ""]
        rows.append(
            WordsRow(
                item.id,
                (
                    kind_words(made.kind),
                    made.number,
                    wording.one_line(made.text),
                    made.to,
                    made.by.words() if made.by else "",
                    stage_words(advance.stage) if advance else "",
                ),
                "\n".join(filter(None, tip)),
            )
        )
    return tuple(rows)


def told_words(standing: Standing, field: Field[Advance]) -> str:
    """Return who told how far something has come, and when; empty: nobody yet."""
    held = field.first
    if held is None or held.value is None:
        return ""
    words = f"{standing.initials(held.author)} · {wording.when_words(held.time_ms)}"
    if field.in_conflict:
        words += " · " + tr("in versions: what you write settles them")
    return words
