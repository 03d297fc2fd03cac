"""The demo cooperative: made once, brought up to date, served."""

import signal
import socket

from . import addons, odoo
from .console import Fail, call, say
from .databases import Cluster, plan


def check_port(port: int) -> None:
    """Refuse a port that another program listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Fail(
                f"Port {port} is taken by another program.",
                f"Choose another one: make run PORT={port + 1}",
            ) from error


def prepare(cluster: Cluster, database: str) -> None:
    """Make the demo database, or update it where our addons changed since."""
    wanted = plan(addons.groups()[0], demo=True)
    state = addons.contents(wanted.mine)
    if not cluster.exists(database):
        problems = cluster.create(database, wanted)
    elif cluster.comment(database) != state:
        say("Updating the demo to the addons of this checkout ...")
        problems = odoo.install(
            database,
            cluster.env,
            install=wanted.mine,
            update=wanted.mine,
            options=["--with-demo"],
        )
    else:
        return
    for line in problems:
        say(line)
    cluster.set_comment(database, state)


def serve(cluster: Cluster, database: str, port: int) -> int:
    """Serve the demo until Ctrl-C, which reaches Odoo as well as us."""
    prepare(cluster, database)
    say(f"Open http://localhost:{port} and log in as admin, password admin.")
    say("Ctrl-C stops everything that was started here.")
    code = call(
        [
            *odoo.launcher(),
            "--database",
            database,
            "--db-filter",
            f"^{database}$",
            "--http-port",
            str(port),
            "--log-level=warn",
        ],
        env=cluster.env,
    )
    return 0 if code in (-signal.SIGINT, 130) else code
