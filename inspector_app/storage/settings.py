"""Settings of this laptop and vault, kept encrypted with the rest and never journalled."""

import json
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from inspector_app.storage.statements import Statement, driver_of
from inspector_app.storage.tables import table

_setting = table("setting")
_VALUE = Statement(select(_setting.c.value).where(_setting.c.key == bindparam("key")))
_KEEP = Statement(insert(_setting).prefix_with("OR REPLACE"))
_DROP = Statement(delete(_setting).where(_setting.c.key == bindparam("key")))


class Settings:
    """Small JSON values under names."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver = driver_of(connection)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value, or ``default`` when nothing was set."""
        row = _VALUE.run(self._driver, key=key).fetchone()
        return default if row is None else json.loads(row[0])

    def under(self, beginning: str) -> dict[str, Any]:
        """Return the values whose names begin so, by what follows in their names."""
        beyond = f"{beginning[:-1]}{chr(ord(beginning[-1]) + 1)}"
        wanted = select(_setting).where(_setting.c.key >= beginning, _setting.c.key < beyond)
        return {
            row.key.removeprefix(beginning): json.loads(row.value)
            for row in self._connection.execute(wanted)
        }

    def forget_naming(self, part: str) -> None:
        """Remove every setting whose name holds ``part``."""
        self._connection.execute(
            delete(_setting).where(_setting.c.key.contains(part, autoescape=True))
        )

    def tells_of(self, part: str) -> bool:
        """Return whether any value holds ``part``."""
        wanted = select(_setting.c.key).where(_setting.c.value.contains(part, autoescape=True))
        return self._connection.execute(wanted.limit(1)).first() is not None

    def set(self, key: str, value: Any) -> None:
        """Set the value; None removes it."""
        if value is None:
            _DROP.run(self._driver, key=key)
        else:
            _KEEP.run(self._driver, key=key, value=json.dumps(value))
