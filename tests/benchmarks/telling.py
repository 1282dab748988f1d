"""The line in which a benchmark tells a figure, for whoever runs it alone or all of them."""

import json


def tell(
    name: str, measured: float, baseline: float, limit: float | None, unit: str, digits: int = 2
) -> None:
    """Print one figure as a line of JSON.

    Args:
        name: what was measured; equal names are compared from run to run.
        measured: by our code.
        baseline: by what it is held against, in the same unit; 0: by nothing.
        limit: the ratio that may not be passed; None: it is only told.
        unit: such as ``ms``; empty where the name says it.
        digits: after the point.
    """
    line = {
        "name": name,
        "measured": round(measured, digits),
        "baseline": round(baseline, digits),
        "ratio": round(measured / baseline, 2) if baseline else None,
        "limit": limit,
        "unit": unit,
    }
    print(json.dumps(line), flush=True)
