"""What a command prints of an inspection, read from its arguments."""

from argparse import Namespace

from inspector_app.domain import markings
from inspector_app.domain.checklist import Pack
from inspector_app.domain.choosing import chosen_sections
from inspector_app.domain.detail import DetailLevel
from inspector_app.reports.facts import Form, Options


def options_of(given: Namespace, pack: Pack) -> Options:
    """Return what was chosen.

    Raises:
        BadInput: the marking is not one.
        NotFound: a section is named that the pack does not have.
    """
    return Options(
        form=Form(given.form),
        marking=markings.read(given.marking) if given.marking else None,
        accounts=not given.without_accounts,
        thumbnails=not given.without_thumbnails,
        file_names=given.file_names,
        sections=chosen_sections(given.sections, pack),
        detail=DetailLevel(given.detail),
        up_to=markings.read(given.up_to) if given.up_to else None,
    )
