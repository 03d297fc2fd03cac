"""The commands of the Makefile."""

import argparse
import signal
import sys
from pathlib import Path

from suite import addons, demo, linting, testing
from suite.console import Fail, call, hint, say
from suite.databases import Cluster, check_name, plan
from suite.debian import system_programs
from suite.paths import ROOT
from suite.postgres import server


def named(args: argparse.Namespace) -> list[str]:
    """Return the addons that the command names."""
    return args.addons.replace(",", " ").split()


def warn(problems: list[str]) -> None:
    """Show what Odoo complained about while installing."""
    for line in problems:
        say(line)


def command_db(args: argparse.Namespace) -> int:
    """Create (or replace) a database and print its name."""
    wanted = plan(named(args) or addons.groups()[0], args.demo)
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
    """Run the tests of these addons; by default all, and those across addons."""
    system_programs()
    with server("test") as env:
        return testing.run_tests(Cluster(env), named(args), args.k)


def command_cases(args: argparse.Namespace) -> int:
    """Play the cases of a folder in a fresh database."""
    folder = Path(args.dir).resolve()
    if not folder.is_dir():
        raise Fail(f"There is no folder {args.dir}.", "make cases DIR=tests/cases")
    with server("test") as env:
        script = ROOT / "tests/cases/player.py"
        where = {"CASES_DIR": str(folder)}
        return testing.run_script(Cluster(env), "cases", script, where)


def command_bench(args: argparse.Namespace) -> int:
    """Run the benchmarks on the server that keeps what it commits (fsync)."""
    with server("demo") as env:
        script = ROOT / "tests/bench/run.py"
        names = addons.groups()[0]
        count = {"BENCH_N": args.n}
        return testing.run_script(Cluster(env), "bench", script, count, names)


def command_lint(args: argparse.Namespace) -> int:
    """Check the code, the manifests and the translations."""
    with server("test") as env:
        cluster = Cluster(env)
        stale = [
            linting.translations(cluster.env, database, names, "check")
            for database, names in testing.each_group(cluster, "lint")
        ]
        return linting.lint(cluster.env, any(stale))


def command_pot(args: argparse.Namespace) -> int:
    """Refresh the translation templates, and bring id.po to their terms."""
    with server("test") as env:
        cluster = Cluster(env)
        codes = [
            linting.translations(cluster.env, database, names, "write")
            for database, names in testing.each_group(cluster, "pot")
        ]
        return max(codes)


def command_exec(args: argparse.Namespace) -> int:
    """Run a program with the suite's Python, Odoo and PostgreSQL around it."""
    with server(args.server) as env:
        return call(args.command, env=Cluster(env).env)


def command_shell(args: argparse.Namespace) -> int:
    """Open the Odoo shell, or run the script on standard input in it."""
    with server("demo") as env:
        cluster = Cluster(env)
        if not cluster.exists(check_name(args.db)):
            raise Fail(f"There is no database {args.db}.", f"make db DB={args.db}")
        return call(testing.shell(args.db), env=cluster.env)


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

    add(
        command_run,
        ("--db", {"default": "coop_demo"}),
        ("--port", {"type": int, "default": 8069}),
    )
    add(command_test, ("--addons", {"default": ""}), ("-k", {"default": ""}))
    add(command_cases, ("--dir", {"default": "tests/cases"}))
    add(command_bench, ("-n", {"default": ""}))
    add(command_lint)
    add(command_pot)
    add(
        command_db,
        ("--db", {"required": True}),
        ("--addons", {"default": ""}),
        ("--demo", {"type": lambda text: text not in ("0", "no"), "default": True}),
    )
    add(command_shell, ("--db", {"required": True}))
    add(
        command_exec,
        ("--server", {"choices": ("demo", "test"), "default": "demo"}),
        ("command", {"nargs": argparse.REMAINDER}),
    )
    return main


def main() -> int:
    """Run a command; tell what went wrong, and the way out, in plain words."""
    args = parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return args.function(args)
    except (Fail, OSError) as error:
        way_out = error.way_out if isinstance(error, Fail) else hint(str(error))
        print(f"\n{error}", file=sys.stderr)
        if way_out:
            print(f"=> {way_out}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
