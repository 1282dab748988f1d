"""Receipts: what base holds of an inspection, signed; the only thing on which a laptop forgets."""

import json

from sqlalchemy import Connection, delete, insert, select

from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId
from inspector_app.server.journal import leading_to, vector
from inspector_app.server.keys import Keys
from inspector_app.server.statements import form_of, signed
from inspector_app.server.tables import backed_up as _backed_up
from inspector_app.server.tables import chain as _chain
from inspector_app.server.tables import change as _change
from inspector_app.server.tables import file as _file
from inspector_app.server.tables import receipt as _receipt
from inspector_app.sync.wire import RECEIPT_DOMAIN, Receipt, Signed, VectorForm

_NOT_LACKING = ("verified", "purged")


def lacks(connection: Connection, inspection: InspectionId) -> tuple[str, ...]:
    """Return the files that changes at base name and that it has not verified whole; sorted."""
    wanted = select(_file.c.sha256).where(
        _file.c.inspection == inspection, _file.c.state.not_in(_NOT_LACKING)
    )
    return tuple(row[0] for row in connection.execute(wanted.order_by(_file.c.sha256)))


def issue(
    connection: Connection,
    keys: Keys,
    epoch: str,
    inspection: InspectionId,
    device: DeviceId,
    now_ms: int,
) -> Signed:
    """Return what base holds of an inspection now, signed for one laptop, and keep a copy.

    Args:
        connection: of a transaction that may write, begun about the inspection so that all of it
            is said of one state.
        keys: base's.
        epoch: base's.
        inspection: whose.
        device: to whom it is given.
        now_ms: by base's clock.
    """
    return given(connection, keys, receipt_of(connection, keys, epoch, inspection, device, now_ms))


def receipt_of(
    connection: Connection,
    keys: Keys,
    epoch: str,
    inspection: InspectionId,
    device: DeviceId,
    now_ms: int,
) -> Receipt:
    """Return what :func:`issue` signs; its arguments are the same."""
    backup = connection.execute(
        select(_backed_up.c.backup, _backed_up.c.vector, _backed_up.c.lacks).where(
            _backed_up.c.inspection == inspection
        )
    ).first()
    held = VectorForm.model_validate_json(backup.vector) if backup else VectorForm()
    return Receipt(
        base=keys.base,
        epoch=epoch,
        inspection=inspection,
        device=device,
        issued_ms=now_ms,
        vector=form_of(vector(connection, inspection)),
        lacks=lacks(connection, inspection),
        backup=backup.backup if backup else None,
        backup_vector=held,
        backup_lacks=_beyond_backup(connection, inspection, held, backup.lacks) if backup else (),
    )


def given(connection: Connection, keys: Keys, receipt: Receipt) -> Signed:
    """Return a receipt signed, and keep it in place of the laptop's last one."""
    statement = signed(keys, RECEIPT_DOMAIN, receipt)
    place = (_receipt.c.inspection == receipt.inspection) & (_receipt.c.device == receipt.device)
    connection.execute(delete(_receipt).where(place))
    connection.execute(
        insert(_receipt).values(
            inspection=receipt.inspection,
            device=receipt.device,
            issued_ms=receipt.issued_ms,
            text=statement.text,
            signature=statement.signature,
        )
    )
    return statement


def _beyond_backup(
    connection: Connection, inspection: InspectionId, held: VectorForm, lacks: str
) -> tuple[str, ...]:
    """Return the files that a backup does not hold, those that were named since among them."""
    rows = connection.execute(
        select(_file.c.sha256, _change.c.chain, _change.c.sequence, _change.c.id)
        .join(_change, _change.c.id == _file.c.named_by)
        .where(_file.c.inspection == inspection, _file.c.state != "purged")
    )
    gone = set(json.loads(lacks))
    forked = _chain.c.inspection == inspection, _chain.c.is_forked
    of_line = {  # where a chain went on in two ways since, its number alone does not tell
        chain: leading_to(connection, inspection, ChainId(chain), ChangeId(held.lines[chain][1]))
        for chain in connection.scalars(select(_chain.c.chain).where(*forked))
        if chain in held.lines
    }
    return tuple(
        sorted(
            sha256
            for sha256, chain, number, change in rows
            if sha256 in gone
            or (chain in of_line and change not in of_line[chain])
            or (
                number > held.lines.get(chain, (0, ""))[0]
                and change not in held.loose.get(chain, ())
            )
        )
    )
