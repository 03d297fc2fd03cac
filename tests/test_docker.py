"""The files of docker/ name nothing that does not exist.

No container engine runs here: this is what can be checked without one.
"""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
DOCKER = ROOT / "docker"
# What the official image of Odoo listens on: pages, and the websocket.
ODOO_PORTS = {"8069", "8072"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DOCKER / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def dockerfile():
    text = (DOCKER / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and line[0] != "#"]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def copied(dockerfile):
    """Return where each file of the image comes from."""
    pairs = [value.split() for word, value in dockerfile if word == "COPY"]
    return {target: ROOT / source for source, target in pairs}


def test_image_is_the_official_one(dockerfile):
    assert dockerfile[0] == ("FROM", "odoo:19.0")
    # Installing needs root, serving must not have it.
    assert [value for word, value in dockerfile if word == "USER"][-1] == "odoo"


def test_image_copies_what_exists(dockerfile):
    for source in copied(dockerfile).values():
        assert source.exists(), source


def test_image_installs_pinned_requirements_that_it_copied(dockerfile):
    (pip,) = [value for word, value in dockerfile if "pip3 install" in value]
    path = copied(dockerfile)[re.search(r"-r\s+(\S+)", pip)[1]]
    for line in path.read_text().splitlines():
        assert re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line), line


def test_build_context_and_dockerfile(compose):
    build = compose["services"]["web"]["build"]
    assert (DOCKER / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()


def test_mounts_exist_or_are_declared(compose):
    made_by_hand = {"./backups"}  # docker/README.md says how
    for name, service in compose["services"].items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert source in made_by_hand or (DOCKER / source).exists(), name
            else:
                assert source in compose["volumes"], name


def test_dependencies_and_secrets_are_declared(compose):
    for name, service in compose["services"].items():
        assert set(service.get("depends_on", [])) <= set(compose["services"]), name
        assert set(service.get("secrets", [])) <= set(compose["secrets"]), name


def test_every_secret_is_explained_and_kept_out_of_git(compose):
    readme = (DOCKER / "README.md").read_text()
    for secret in compose["secrets"].values():
        assert "docker/" + secret["file"].removeprefix("./") in readme
    assert "/docker/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_lasting_services_have_a_health_check(compose):
    for name, service in compose["services"].items():
        if "tools" not in service.get("profiles", []):
            assert service["healthcheck"]["test"], name


def test_scheduled_work_runs_once(compose):
    commands = {name: compose["services"][name]["command"] for name in ("web", "cron")}
    assert "--max-cron-threads=0" in commands["web"]
    assert {"--max-cron-threads=1", "--no-http"} <= set(commands["cron"])


def test_installed_addons_exist(compose):
    for addon in compose["services"]["install"]["environment"]["ADDONS"].split(","):
        assert (ROOT / "addons" / addon / "__manifest__.py").is_file(), addon


def test_scripts_that_services_run_are_in_the_image_or_mounted(compose, dockerfile):
    for name, service in compose["services"].items():
        mounts = {volume.split(":")[1] for volume in service.get("volumes", [])}
        for word in service.get("command", []):
            if word.endswith(".sh"):
                assert word in mounts | set(copied(dockerfile)), (name, word)


def test_configuration_names_paths_of_the_image(compose, dockerfile):
    conf = dict(
        line.split(" = ")
        for line in (DOCKER / "odoo.conf").read_text().splitlines()
        if " = " in line
    )
    assert conf["addons_path"] in copied(dockerfile)
    targets = {v.split(":")[1] for v in compose["services"]["web"]["volumes"]}
    assert conf["data_dir"] in targets
    for script in ("backup.sh", "restore.sh"):
        assert f" {conf['db_name']}\n" in (DOCKER / script).read_text()


def test_proxy_reaches_services_at_their_ports(compose):
    conf = (DOCKER / "nginx.conf").read_text()
    upstreams = re.findall(r"server ([\w-]+):(\d+);", conf)
    assert {port for _name, port in upstreams} == ODOO_PORTS
    assert {name for name, _port in upstreams} <= set(compose["services"])
    published = {port.split(":")[1] for port in compose["services"]["nginx"]["ports"]}
    assert set(re.findall(r"listen (\d+)", conf)) == published
    for name in re.findall(r"/run/secrets/(\w+)", conf):
        assert name in compose["services"]["nginx"]["secrets"]


def test_proxy_compresses_and_passes_the_websocket():
    conf = (DOCKER / "nginx.conf").read_text()
    assert re.search(r"^\s*gzip\s+on;", conf, re.M)
    assert "location /websocket" in conf and "proxy_pass http://websocket" in conf


def test_shell_scripts_read():
    """Every script stops at its first error."""
    for path in DOCKER.glob("*.sh"):
        assert "\nset -euo pipefail\n" in path.read_text(), path.name
