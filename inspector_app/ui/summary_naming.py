"""What a summary is called: its kind, and the file that it is written to."""

import re

from inspector_app.domain import wording
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.markings import Marking

FORMS = ("fieldwork-record", "accuracy-draft", "final-summary")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def file_name(marking: Marking, force: str, form: str, fieldwork: PartialDate) -> str:
    """Return what a summary's file is called: marking first, so that it is seen in any list."""
    when = "" if fieldwork.precision is Precision.RELATIVE else fieldwork.value
    words = f"{marking.words()} {force} {wording.form_words(form).lower()} {when}"
    return " ".join(_FORBIDDEN.sub("-", words).split()) + ".pdf"
