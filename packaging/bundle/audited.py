"""What pip-audit answered, told so that silence is not taken for an answer.

An index that knows no advisories, such as a mirror of files, makes the tool skip every package,
find nothing and end well. Must import nothing but Python's own library: it runs where only the
tool is.
"""

import json
import sys
from pathlib import Path
from typing import Any

NOT_ASKED = 69


def told(answer: dict[str, Any]) -> tuple[list[str], int]:
    """Return lines to print, and the exit code: 0 nothing found, 1 something, 69 not all asked."""
    asked = answer["dependencies"]
    skipped = [each for each in asked if "skip_reason" in each]
    weak = [each for each in asked if each.get("vulns")]
    lines = [
        f"{each['name']} {each['version']}: {known['id']}; fixed in"
        f" {', '.join(known['fix_versions']) or 'no version yet'}"
        for each in weak
        for known in each["vulns"]
    ]
    lines.append(
        f"{len(asked)} packages, {len(weak)} with known weaknesses,"
        f" {len(skipped)} that could not be asked about."
    )
    if skipped:
        lines.append(f"The first of these: {skipped[0]['skip_reason']}.")
    if skipped or not asked:
        return lines, NOT_ASKED
    return lines, 1 if weak else 0


def main(path: Path) -> int:
    if not path.is_file():
        print("Nothing could be asked; what the tool said stands above.", file=sys.stderr)
        return NOT_ASKED
    lines, code = told(json.loads(path.read_text(encoding="utf-8")))
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
