"""What stands in an inspection though it is marked too highly: a team-mate signed it."""

from inspector_app.domain.ceiling import too_high
from inspector_app.domain.changes.bodies import subject_key
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.markings import INSTEAD
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr


def require_none(standing: Standing) -> None:
    """Refuse to hand anything on while something marked SECRET or above stands.

    Raises:
        RuleViolation: the text names it and says what to do.
    """
    for written, state in sorted(standing.states.items()):
        for version in state.versions:
            if marking := too_high(version.body):
                raise RuleViolation(
                    tr(
                        "Nothing was written: {subject_key} is marked {marking}, and such "
                        "material {instead} Purge it as spilled material first."
                    ).format(subject_key=subject_key(written), marking=marking, instead=INSTEAD)
                )
