"""The parts of scripts/ that can be told from their input alone."""

import doctest
import fcntl
import importlib
import pkgutil
import socket
import subprocess
import sys

import pytest
import suite
from suite import addons, databases, debian, demo, environment, linting, paths, testing
from suite.console import Fail, hint, run
from suite.debian import Source


@pytest.mark.parametrize("name", [m.name for m in pkgutil.iter_modules(suite.__path__)])
def test_examples(name):
    module = importlib.import_module(f"suite.{name}")
    assert doctest.testmod(module).failed == 0


class TestErrors:
    @pytest.mark.parametrize(
        ("output", "words"),
        [
            ("tar: write error: No space left on device", "COOP_CACHE"),
            ("Temporary failure resolving 'a.mirror'", "network"),
            ("[Errno 101] Network is unreachable", "network"),
            ("ERROR: No matching distribution found for x==1", "Python"),
            ("OSError: [Errno 98] Address already in use", "PORT="),
            ("No module named ensurepip", "python3-venv"),
        ],
    )
    def test_each_known_failure_names_its_way_out(self, output, words):
        assert words in hint(output)

    def test_a_failed_program_tells_its_last_words_and_the_way_out(self):
        code = "print('No space left on device'); raise SystemExit(3)"
        with pytest.raises(Fail, match="Unpacking failed") as caught:
            run([sys.executable, "-c", code], what="Unpacking")
        assert "No space left" in str(caught.value)
        assert "disk is full" in caught.value.way_out

    def test_wrong_python(self):
        with pytest.raises(Fail, match="Python 3.9") as caught:
            environment.check_python((3, 9))
        assert "PYTHON=" in caught.value.way_out
        environment.check_python((3, 11))

    def test_taken_port(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            with pytest.raises(Fail, match=f"Port {port} is taken") as caught:
                demo.check_port(port)
        assert f"PORT={port + 1}" in caught.value.way_out
        demo.check_port(port)

    def test_wrong_odoo_home(self, monkeypatch, tmp_path):
        monkeypatch.setenv("ODOO_HOME", str(tmp_path))
        with pytest.raises(Fail, match="holds no odoo/release.py"):
            debian.odoo_home()

    def test_not_debian(self, monkeypatch):
        monkeypatch.setattr(debian.shutil, "which", lambda _program: None)
        with pytest.raises(Fail, match="not Debian") as caught:
            debian.own_mirror()
        assert "ODOO_HOME" in caught.value.way_out

    def test_missing_programs_are_named_to_who_is_not_root(self, monkeypatch, capsys):
        monkeypatch.setattr(debian.shutil, "which", lambda _program: None)
        monkeypatch.setattr(debian.os, "getuid", lambda: 1000)
        debian.system_programs()
        told = capsys.readouterr().err
        assert "chromium, wkhtmltopdf" in told
        assert "As root: apt-get install chromium wkhtmltopdf" in told

    @pytest.mark.parametrize("name", ["", "Big", "a b", 'x"; --', "-x", "a" * 64])
    def test_odd_database_name(self, name):
        with pytest.raises(Fail, match="cannot name a database"):
            databases.check_name(name)

    @pytest.mark.parametrize("name", ["postgres", "template1", "coop_full_1a2b"])
    def test_foreign_database_name(self, name):
        with pytest.raises(Fail, match="not yours"):
            databases.check_name(name)


class TestMirror:
    def test_own_release_before_security_and_strangers(self):
        sources = [
            Source("http://one/vendor", ("nodistro",), ("main",)),
            Source("http://two/security", ("trixie-security",), ("main",)),
            Source("http://three/debian", ("trixie",), ("contrib",)),
            Source("http://four/debian/", ("trixie", "trixie-updates"), ("main",)),
        ]
        assert debian.choose_mirror(sources, "trixie") == "http://four/debian"
        assert debian.choose_mirror(sources[:3], "trixie") is None

    def test_deb822_with_comments_continued_lines_and_disabled_stanzas(self):
        text = (
            "# made by hand\nTypes: deb deb-src\nURIs: http://one/debian\n"
            "Suites: trixie\n trixie-updates\nComponents: main\n\n"
            "Types: deb\nEnabled: no\nURIs: http://two/debian\nSuites: trixie\n"
            "Components: main\n\n"
            "Types: deb-src\nURIs: http://three/debian\nSuites: trixie\n"
            "Components: main\n"
        )
        assert list(debian.parse_deb822(text)) == [
            Source("http://one/debian", ("trixie", "trixie-updates"), ("main",))
        ]

    def test_list_with_comments_and_options(self):
        text = (
            "# deb http://zero/debian sid main\n"
            "deb-src http://one/debian trixie main\n"
            "deb [ arch=amd64 signed-by=/k.gpg ] http://two/debian trixie main # x\n"
        )
        assert list(debian.parse_list(text)) == [
            Source("http://two/debian", ("trixie",), ("main",))
        ]


class TestTemplateNames:
    @pytest.fixture
    def addon(self, tmp_path):
        for name, text in {
            "__manifest__.py": "{}",
            "models/member.py": "a = 1",
            "tests/test_member.py": "b = 1",
            "i18n/coop_x.pot": "c",
        }.items():
            path = tmp_path / "coop_x" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    def test_what_reaches_a_database_changes_the_name(self, addon):
        before = addons.contents(["coop_x"], addon)
        (addon / "coop_x/models/member.py").write_text("a = 2")
        assert addons.contents(["coop_x"], addon) != before

    def test_a_moved_file_changes_the_name(self, addon):
        before = addons.contents(["coop_x"], addon)
        (addon / "coop_x/models/member.py").rename(addon / "coop_x/models/other.py")
        assert addons.contents(["coop_x"], addon) != before

    def test_tests_and_templates_do_not(self, addon):
        before = addons.contents(["coop_x"], addon)
        (addon / "coop_x/tests/test_member.py").write_text("b = 2")
        (addon / "coop_x/i18n/coop_x.pot").write_text("d")
        assert addons.contents(["coop_x"], addon) == before


def test_a_lock_is_exclusive(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    with paths.lock("x"), open(tmp_path / "locks/x") as handle:
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with paths.lock("x", shared=True), paths.lock("x", shared=True):
        pass


def test_a_long_cache_path_gets_a_short_socket(tmp_path):
    long = tmp_path / ("x" * 100)
    assert len(str(paths.socket_dir(long))) < 80
    assert paths.socket_dir(long) == paths.socket_dir(long)


def test_every_addon_is_in_one_group_and_bridges_to_strangers_apart():
    common, *apart = addons.groups()
    assert sorted(sum(apart, common)) == addons.ours()
    assert ["coop_training_slides"] in apart
    assert "website_slides" not in addons.resolve(common)[1]


def test_a_keyword_may_fit_no_test_of_a_group(monkeypatch):
    codes = {"coop_training_slides": testing.NO_TESTS}
    monkeypatch.setattr(
        testing, "_run_group", lambda _c, names, *_, **__: codes.get(names[0], 0)
    )
    assert testing.run_tests(None, [], "rounding") == 0
    assert testing.run_tests(None, [], "") == testing.NO_TESTS
    codes["coop_training_slides"] = 1
    assert testing.run_tests(None, [], "rounding") == 1


def test_folders_of_ours_and_of_odoo():
    ours = testing.folders(["coop_membership"])
    assert ours == ["addons/coop_membership/engine", "addons/coop_membership/tests"]
    (odoo,) = testing.folders(["account"])
    assert odoo.endswith("/odoo/addons/account/tests")


class TestOwnChecks:
    def test_a_word_of_the_machine_is_found_with_its_line(self, tmp_path):
        path = tmp_path / "notes.md"
        path.write_text("fine\nsee /secret/place/file\n")
        (found,) = linting.foreign_problems([path], {"/secret/place/"})
        assert found == f"{path}:2: /secret/place/ belongs to one machine"

    def test_part_of_a_longer_path_is_not(self, tmp_path):
        path = tmp_path / "notes.md"
        path.write_text("our/secret/place/file")
        assert not list(linting.foreign_problems([path], {"/secret/place/"}))

    def test_this_checkout_is_among_the_words(self):
        assert f"{paths.ROOT}/" in linting.private_words()


def test_help_names_every_target_of_the_makefile():
    makefile = (paths.ROOT / "Makefile").read_text()
    command = [sys.executable, paths.ROOT / "scripts/coop.py", "--help"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (targets,) = [line for line in makefile.splitlines() if line.startswith(".PHONY")]
    for target in targets.split()[1:]:
        assert f"    {target} " in output
