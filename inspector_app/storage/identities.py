"""Signing identities for PDF summaries, as this laptop keeps them."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import PersonId
from inspector_app.storage.tables import table
from inspector_app.texts import tr

_identity = table("identity")


@dataclass(frozen=True, slots=True)
class StoredIdentity:
    """A signing identity; its key is wrapped by a PIN that is kept nowhere."""

    id: str
    person: PersonId
    kind: str
    label: str
    certificate: bytes
    """DER."""
    secret: str
    """What the signing adapter needs to reach the key."""


class Identities:
    """The identities that inspectors of this laptop sign with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, identity: StoredIdentity) -> None:
        """Keep an identity, replacing one with the same id."""
        self._connection.execute(
            insert(_identity).prefix_with("OR REPLACE"),
            {
                "id": identity.id,
                "person": identity.person,
                "kind": identity.kind,
                "label": identity.label,
                "certificate": identity.certificate,
                "secret": identity.secret,
            },
        )

    def all(self) -> tuple[StoredIdentity, ...]:
        """Return all identities, by label."""
        wanted = select(_identity).order_by(_identity.c.label, _identity.c.id)
        return tuple(
            StoredIdentity(
                row.id, PersonId(row.person), row.kind, row.label, row.certificate, row.secret
            )
            for row in self._connection.execute(wanted)
        )

    def get(self, id_: str) -> StoredIdentity:
        """Return one identity.

        Raises:
            NotFound: no such identity here.
        """
        for identity in self.all():
            if identity.id == id_:
                return identity
        raise NotFound(tr("This signing identity is not on this laptop: choose another."))

    def remove(self, id_: str) -> None:
        """Destroy an identity and its wrapped key."""
        self._connection.execute(delete(_identity).where(_identity.c.id == id_))
