"""A vault whose laptop has joined a base, for screens: what was pinned, and no base behind it."""

import pyrage

from inspector_app.services.base import Pinned, _form
from inspector_app.services.vault import Unlocked
from inspector_app.sync.wire import Enrolled
from tests.support.told_by_base import BASE

IDENTITY = pyrage.x25519.Identity.generate()


def join(vault: Unlocked) -> None:
    """Pin a base that nobody can reach."""
    recipient = str(IDENTITY.to_public())
    enrolled = Enrolled(
        base=BASE,
        name="Eastern region",
        epoch="e" * 32,
        recipient=recipient,
        recovery=(recipient,),
        authority="",
        certificate="",
        initials=vault.inspector.initials,
        label="Jo’s laptop",
    )
    form = _form(Pinned("https://base.example:8443", enrolled, 1_379_322_000_000))
    with vault._database.begin() as work:
        work.settings.set("base", form)
        work.commit()
