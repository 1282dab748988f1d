"""Serving a base, and renewing what it shows at its door."""

from argparse import Namespace

from inspector_app.server.commands.level import Commands, Desk, Exit

_SOON_DAYS = 60


def add(commands: Commands) -> None:
    """Add the family's commands."""
    serve = commands.add(
        "serve",
        _serve,
        "Serve the base until stopped; the front door (packaging/Caddyfile) is what laptops call",
        "serve --base /srv/spr-base",
        "serve --base /srv/spr-base --workers 4",
    )
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen at (default: loopback)"
    )
    serve.add_argument("--port", type=int, default=8000, help="port to listen at (default: 8000)")
    serve.add_argument(
        "--workers",
        type=int,
        default=1,
        help="processes; more than one pays with PostgreSQL (default: 1)",
    )
    serve.add_argument(
        "--front-door",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="the front door’s machine, if it is not this one; its word on who calls is believed",
    )
    certificate = commands.add(
        "certificate",
        _certificate,
        "Make a new TLS key and certificate, for two years; the front door is then to be reloaded",
        "certificate --base /srv/spr-base",
        "certificate --base /srv/spr-base --host base.example --host 10.20.0.5",
    )
    certificate.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="NAME",
        help="names and addresses that laptops reach base by (default: as before)",
    )


def _serve(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server.keys import tls_expiry
    from inspector_app.server.serving import Serving, serve

    serving = Serving(given.host, given.port, max(1, given.workers), tuple(given.front_door))
    days = (tls_expiry(desk.folder) - desk.now()).days
    if days < _SOON_DAYS:
        desk.remark(
            f"The TLS certificate is good for {max(0, days)} more days, and no laptop comes in "
            "after them. Renew it with: spr-base certificate"
        )
    told = f"Base is served at {given.host}, port {given.port}; Ctrl+C stops it."
    serve(desk.folder, serving, lambda: desk.remark(told))
    return Exit.OK


def _certificate(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server.founding import all_hosts
    from inspector_app.server.keys import renew_tls

    hosts = all_hosts(given.host) if given.host else desk.keys().hosts
    until = renew_tls(desk.folder, hosts, desk.now())
    desk.tell(
        [
            f"A new TLS certificate was made for {', '.join(hosts)}, until {until:%d %B %Y}.",
            "Restart base and reload the front door, so that laptops are shown it.",
        ],
        {"hosts": list(hosts), "until": until.isoformat()},
    )
    return Exit.OK
