"""Letting laptops in, and looking after those that are."""

from argparse import Namespace
from pathlib import Path

from inspector_app.domain.errors import BadInput
from inspector_app.domain.wording import counted, when_words
from inspector_app.durable import Unsettled, refusal_elsewhere, write_new, write_whole
from inspector_app.server.commands.level import Commands, Desk, Exit
from inspector_app.server.devices import Device
from inspector_app.server.events import BY_COMMAND


def add(commands: Commands) -> None:
    """Add the family's commands."""
    invite = commands.add(
        "invite",
        _invite,
        "Make a code by which one laptop may join, once",
        'invite "Jo’s laptop" --initials JS --file jo.spr-base',
        'invite "Jo’s new laptop" --replaces JS --days 1 --qr jo.svg',
    )
    invite.add_argument("label", help="what you call the laptop")
    invite.add_argument(
        "--initials", help="the letters its numbers begin with (default: those it says)"
    )
    invite.add_argument(
        "--replaces", metavar="LAPTOP", help="the laptop in whose place it comes: in all its teams"
    )
    invite.add_argument("--days", type=int, default=3, help="how long the code is good (default 3)")
    invite.add_argument("--file", type=Path, help="also write the invitation for a stick")
    invite.add_argument("--qr", type=Path, help="also draw it as a QR code: an SVG picture")
    invite.add_argument(
        "--address", metavar="URL", help="where this laptop reaches base, if not where all do"
    )
    commands.add("invitations", _invitations, "List the codes that are still good")
    commands.add("devices", _devices, "List the laptops that base knows")
    rename = commands.add(
        "rename", _rename, "Call a laptop something else", 'rename JS "The lead’s laptop"'
    )
    rename.add_argument("laptop", help="its initials, label, or the beginning of its key")
    rename.add_argument("label")
    revoke = commands.add(
        "revoke",
        _revoke,
        "Let a laptop’s key count for nothing from now on, as when it was stolen",
        "revoke JS --yes",
    )
    revoke.add_argument("laptop", help="its initials, label, or the beginning of its key")
    revoke.add_argument("--reason", default="", help="why; kept among the events")
    revoke.add_argument("--yes", action="store_true", help="do it; it cannot be undone")
    revocations = commands.add(
        "revocations",
        _revocations,
        "Write the list of inspectors’ certificates that count for nothing any more (CRL), which "
        "raising a signed summary takes",
        "revocations revoked.crl",
    )
    revocations.add_argument("file", type=Path)


def _invite(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import codes, devices, enrolling

    keys = desk.keys()
    written: list[Path] = []
    try:
        with desk.database() as database, database.begin() as connection:
            replaces = given.replaces and devices.found(connection, given.replaces).id
            inviting = enrolling.Inviting(
                label=given.label,
                initials=given.initials,
                replaces=replaces or None,
                days=given.days,
                address=given.address,
            )
            made = enrolling.invite(keys, connection, inviting, desk.now_ms(), BY_COMMAND)
            text = made.model_dump_json()
            drawn = given.qr and codes.svg(text, f"Invitation to base: {given.label}")
            # Written before the code counts, so that none counts that nobody could be given.
            for path, content in ((given.file, text), (given.qr, drawn)):
                if path is not None:
                    _hand_out(path, content, desk)
                    written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    desk.tell(
        (
            codes.for_terminal(text),
            f"Address: {made.address}",
            f"Code:    {codes.grouped(made.code)}",
            f"Good for one laptop, once, until {when_words(made.expires_ms)}.",
            *(f"The invitation lies in {each} too." for each in (given.file, given.qr) if each),
        ),
        made.model_dump(mode="json"),
    )
    return Exit.OK


def _hand_out(path: Path, text: str, desk: Desk) -> None:
    """Write what bears a code, which counts wherever the file stands.

    An older one of the name may be on its way to somebody: its code still counts.
    """
    try:
        write_new(path, text.encode())
    except FileExistsError as error:
        raise BadInput(
            f"{path} is there already, so no code was made; name another file."
        ) from error
    except Unsettled as error:
        desk.remark(str(refusal_elsewhere(error, "")))


def _invitations(_: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import enrolling

    with desk.database() as database, database.read() as connection:
        found = enrolling.invitations(connection, desk.now_ms())
    desk.tell(
        [f"{each.label} · until {when_words(each.expires_ms)}" for each in found]
        or ["No code is open."],
        [
            {
                "label": each.label,
                "initials": each.initials,
                "replaces": each.replaces,
                "made_ms": each.made_ms,
                "expires_ms": each.expires_ms,
            }
            for each in found
        ],
    )
    return Exit.OK


def _devices(_: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import devices

    with desk.database() as database, database.read() as connection:
        found = devices.devices(connection)
    desk.tell(
        [f"{each.initials} · {each.label} · {_standing(each)} · {each.id[:12]}" for each in found]
        or ["No laptop has joined yet. Invite one: spr-base invite LABEL"],
        [
            {
                "device": each.id,
                "label": each.label,
                "name": each.name,
                "initials": each.initials,
                "enrolled_ms": each.enrolled_ms,
                "revoked_ms": each.revoked_ms,
                "replaced_by": each.replaced_by,
                "seen_ms": each.seen_ms,
                "ahead_ms": each.ahead_ms,
                "inspections": each.inspections,
            }
            for each in found
        ],
    )
    return Exit.OK


def _rename(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import devices

    with desk.database() as database, database.begin() as connection:
        found = devices.found(connection, given.laptop)
        devices.rename(connection, found.id, given.label, desk.now_ms(), BY_COMMAND)
    desk.tell(
        [f"{found.label} is called {given.label} from now on."],
        {"device": found.id, "label": given.label},
    )
    return Exit.OK


def _revoke(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import devices

    with desk.database() as database, database.begin() as connection:
        found = devices.found(connection, given.laptop)
        what = f"{found.initials} · {found.label} · {found.id[:12]}"
        if not given.yes:
            desk.tell(
                [
                    f"This would revoke {what}, which works on "
                    f"{counted(found.inspections, 'inspection', 'inspections')}: "
                    "nothing is taken from it or handed to it any more, and it cannot be undone.",
                    "What it brought before stays. Nothing was done; add --yes to do it.",
                ],
                {"device": found.id, "revoked": False},
            )
            return Exit.OK
        devices.revoke(connection, found.id, desk.now_ms(), BY_COMMAND, given.reason)
    desk.tell(
        [
            f"{what} was revoked. What it brought before stays; what lies on it is guarded by its "
            "passphrase alone."
        ],
        {"device": found.id, "revoked": True},
    )
    return Exit.OK


def _revocations(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server.authority import Issued, revocation_list
    from inspector_app.server.devices import revoked_certificates

    keys = desk.keys()
    with desk.database() as database, database.read() as connection:
        revoked = revoked_certificates(connection)
    authority = Issued(keys.authority, keys.authority_key)
    write_whole(given.file, revocation_list(authority, revoked, desk.now()))
    how_many = counted(len(revoked), "certificate", "certificates")
    desk.tell(
        [f"{how_many} revoked; the list lies in {given.file}."],
        {"file": str(given.file), "revoked": [f"{each:x}" for each in sorted(revoked)]},
    )
    return Exit.OK


def _standing(each: Device) -> str:
    if each.revoked_ms is not None:
        return f"revoked {when_words(each.revoked_ms)}"
    if each.replaced_by is not None:
        return "replaced by another"
    if each.seen_ms is None:
        return "not heard of since it joined"
    return f"last heard of {when_words(each.seen_ms)}"
