"""Names of people, outside the journal: each sealed with a key of its own."""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, delete, insert, select

from inspector_app.domain.ids import PersonId
from inspector_app.storage.tables import table

_person, _key = table("person"), table("person_key")


class People:
    """Who the random ids in the journal are, as far as this laptop knows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def name(self, person: PersonId, name: str) -> None:
        """Keep somebody's name, replacing an earlier one."""
        key, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
        sealed = AESGCM(key).encrypt(nonce, name.encode(), person.encode())
        self._forget(person)
        self._connection.execute(
            insert(_person), {"id": person, "nonce": nonce, "sealed_name": sealed}
        )
        self._connection.execute(insert(_key), {"id": person, "key": key})

    def names(self) -> dict[PersonId, str]:
        """Return every name that is known and not erased."""
        wanted = select(_person.c.id, _person.c.nonce, _person.c.sealed_name, _key.c.key).join(
            _key, _key.c.id == _person.c.id
        )
        return {
            PersonId(id_): AESGCM(key).decrypt(nonce, sealed, id_.encode()).decode()
            for id_, nonce, sealed, key in self._connection.execute(wanted)
        }

    def erase(self, person: PersonId) -> None:
        """Destroy somebody's name and its key; that it was erased is remembered.

        So a name that another laptop still holds does not come back by bringing the two together.
        """
        self._forget(person)
        self._connection.execute(insert(_person), {"id": person, "nonce": b"", "sealed_name": b""})

    def erased(self) -> frozenset[PersonId]:
        """Return whose names were erased."""
        wanted = select(_person.c.id).where(_person.c.id.not_in(select(_key.c.id)))
        return frozenset(PersonId(row[0]) for row in self._connection.execute(wanted))

    def _forget(self, person: PersonId) -> None:
        self._connection.execute(delete(_key).where(_key.c.id == person))
        self._connection.execute(delete(_person).where(_person.c.id == person))
