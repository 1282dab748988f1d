"""What a device holds, between the form in which it travels and the one that is reckoned with."""

from inspector_app.domain.ids import ChainId, ChangeId
from inspector_app.sync.plan import Vector
from inspector_app.sync.wire import VectorForm


def vector_of(form: VectorForm) -> Vector:
    """Return what a form says."""
    return Vector(
        {ChainId(chain): (number, ChangeId(tip)) for chain, (number, tip) in form.lines.items()},
        {ChainId(chain): frozenset(map(ChangeId, ids)) for chain, ids in form.loose.items()},
    )


def form_of(vector: Vector) -> VectorForm:
    """Return the form that says it; equal vectors have equal forms."""
    return VectorForm(
        lines={chain: (number, tip) for chain, (number, tip) in sorted(vector.lines.items())},
        loose={chain: tuple(sorted(ids)) for chain, ids in sorted(vector.loose.items())},
    )
