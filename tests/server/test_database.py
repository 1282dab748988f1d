"""Base's database behaves alike in both engines."""

import pytest
from sqlalchemy import insert, select

from inspector_app.server.database import Database
from inspector_app.server.tables import setting


def values(database: Database) -> list[str]:
    with database.read() as connection:
        return [row.value for row in connection.execute(select(setting))]


def test_what_is_written_is_there(database: Database) -> None:
    with database.begin("ab" * 16) as connection:
        connection.execute(insert(setting).values(key="name", value="1"))
    assert values(database) == ["1"]


def test_an_error_undoes_all_of_a_transaction(database: Database) -> None:
    def fail() -> None:
        with database.begin() as connection:
            connection.execute(insert(setting).values(key="name", value="1"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert values(database) == []


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(select(setting)).all() == []
        with database.begin() as writing:
            writing.execute(insert(setting).values(key="name", value="1"))
        assert connection.execute(select(setting)).all() == []
    assert values(database) == ["1"]


def test_making_the_tables_twice_leaves_what_is_there(database: Database) -> None:
    with database.begin() as connection:
        connection.execute(insert(setting).values(key="name", value="1"))
    database.make()
    assert values(database) == ["1"]


def test_what_need_not_last_is_there_for_others_and_lasts_with_what_does(
    database: Database,
) -> None:
    with database.begin(lasting=False) as connection:
        connection.execute(insert(setting).values(key="a", value="1"))
    assert values(database) == ["1"]
    with database.begin() as connection:
        if database.is_sqlite:
            (level,) = connection.exec_driver_sql("PRAGMA synchronous").one()
            assert level == 2  # FULL
        connection.execute(insert(setting).values(key="b", value="2"))
    assert sorted(values(database)) == ["1", "2"]
