from dataclasses import fields, is_dataclass
from typing import get_type_hints

from inspector_app.domain.changes import bodies
from inspector_app.services import numbers


def test_every_act_that_gives_a_number_is_counted_by_the_name_that_its_body_has_for_it() -> None:
    giving = {
        body.KIND: name
        for body in bodies._KINDS.values()
        for name, kind in get_type_hints(body).items()
        if is_dataclass(kind) and any(each.name == "number" for each in fields(kind))
    }
    del giving[bodies.EvidenceForgotten.KIND]  # names the one that the item was given
    assert giving == numbers._WITHIN


def test_the_last_number_of_each_tag_is_found_whatever_else_a_body_of_a_newer_version_holds() -> (
    None
):
    found = numbers._last(
        [
            ("evidence-added", b'{"file":{"number":"JS/9"}}'),
            ("evidence-added", b'{"file":{"number":"JS/10"}}'),
            ("source-recorded", b'{"source":{"number":"AM-JS/2"}}'),
            ("source-recorded", b'{"source":"of another form"}'),
            ("recommendation-made", b'{"recommendation":{}}'),
            ("body-purged", b'{"numbers":["JS/11","AM/4"]}'),
        ]
    )
    assert found == {"JS": 11, "AM-JS": 2, "AM": 4}
