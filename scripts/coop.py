"""The commands of the Makefile."""

import argparse
import signal
import subprocess
import sys

from suite import addons, demo, testing
from suite.console import Fail, hint, say
from suite.databases import Cluster, check_name, plan
from suite.debian import system_programs
from suite.postgres import server


def names(text: str | None) -> list[str]:
    """Return the addons named in ADDONS, all of ours by default."""
    return (text or "").replace(",", " ").split() or addons.ours()


def warn(problems: list[str]) -> None:
    """Show what Odoo complained about while installing."""
    for line in problems:
        say(line)


def command_db(args: argparse.Namespace) -> int:
    """Create (or replace) a database and print its name."""
    wanted = plan(names(args.addons), args.demo)
    with server("demo") as env:
        warn(Cluster(env).create(check_name(args.db), wanted))
    print(args.db)
    return 0


def command_run(args: argparse.Namespace) -> int:
    """Serve the demo cooperative until Ctrl-C."""
    demo.check_port(args.port)
    system_programs()
    with server("demo") as env:
        return demo.serve(Cluster(env), args.db, args.port)


def command_test(args: argparse.Namespace) -> int:
    """Run the tests of these addons, and those across addons when all are meant."""
    system_programs()
    wanted = plan(names(args.addons), demo=False)
    with server("test") as env:
        return testing.run_tests(
            Cluster(env), wanted, names(args.addons) if args.addons else [], args.k
        )


def command_exec(args: argparse.Namespace) -> int:
    """Run a program with the suite's Python, Odoo and PostgreSQL around it."""
    with server(args.server) as env:
        return subprocess.call(args.command, env=Cluster(env).env)


def command_shell(args: argparse.Namespace) -> int:
    """Open the Odoo shell, or run the script on standard input in it."""
    with server("demo") as env:
        cluster = Cluster(env)
        if not cluster.exists(check_name(args.db)):
            raise Fail(f"There is no database {args.db}.", f"make db DB={args.db}")
        shell = ["python", "-m", "odoo", "shell", "--database", args.db, "--no-http",
                 "--log-level=warn"]
        return subprocess.call(shell, env=cluster.env)


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    main = argparse.ArgumentParser(description=__doc__)
    commands = main.add_subparsers(required=True, metavar="COMMAND")

    def add(function, *arguments):
        name = function.__name__.removeprefix("command_")
        sub = commands.add_parser(name, help=function.__doc__)
        sub.set_defaults(function=function)
        for flags, options in arguments:
            sub.add_argument(flags, **options)

    add(command_run, ("--db", {"default": "coop_demo"}),
        ("--port", {"type": int, "default": 8069}))
    add(command_test, ("--addons", {}), ("-k", {"default": ""}))
    add(command_db,
        ("--db", {"required": True}), ("--addons", {}),
        ("--demo", {"type": lambda text: text not in ("0", "no"), "default": True}))
    add(command_shell, ("--db", {"required": True}))
    add(command_exec,
        ("--server", {"choices": ("demo", "test"), "default": "demo"}),
        ("command", {"nargs": argparse.REMAINDER}))
    return main


def main() -> int:
    """Run a command; tell what went wrong, and the way out, in plain words."""
    args = parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return args.function(args)
    except Fail as failure:
        print(f"\n{failure.problem}", file=sys.stderr)
        if failure.way_out:
            print(f"=> {failure.way_out}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{error}\n=> {hint(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
