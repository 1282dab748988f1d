"""What was done at base and by whom, for the administrator to read."""

from sqlalchemy import Connection, insert

from inspector_app.server.tables import event

BY_COMMAND = "spr-base"
"""Who did what somebody at base's own machine asked for."""


def note(
    connection: Connection, at_ms: int, who: str, what: str, about: str = "", words: str = ""
) -> None:
    """Note an event in the transaction that does it.

    Args:
        connection: that transaction.
        at_ms: by base's clock.
        who: an account, a device, or :data:`BY_COMMAND`.
        what: a past participle, such as ``device-enrolled``.
        about: a device, an inspection, an account.
        words: one sentence or none.
    """
    connection.execute(
        insert(event).values(at_ms=at_ms, who=who, what=what, about=about, words=words)
    )
