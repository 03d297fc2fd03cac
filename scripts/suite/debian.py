"""Odoo, a browser and fonts from the machine's own Debian mirror."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .console import Fail, run, say
from .paths import CACHE, lock

# Odoo 19 is packaged in Debian sid alone. Beside it come the packages whose
# files Odoo's tree links to.
FROM_SID = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
)
# sid's newer packages of these no longer hold the files that Odoo links to.
FROM_OWN_RELEASE = ("fonts-font-awesome", "fonts-inconsolata")

# Left out of Debian's package, yet listed in mail's manifest: without the file
# the back office logs an error in the browser and every tour fails.
STUB = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"

# Program -> Debian package that brings it.
SYSTEM_PROGRAMS = {"chromium": "chromium", "wkhtmltopdf": "wkhtmltopdf"}

BY_HAND = (
    "Get the source of Odoo 19.0 Community in another way (git, nightly archive) "
    "and set ODOO_HOME to its folder."
)


@dataclass(frozen=True)
class Source:
    """One entry of apt's source lists."""

    uri: str
    suites: tuple[str, ...]
    components: tuple[str, ...]


def parse_deb822(text: str) -> Iterator[Source]:
    """Read a `.sources` file.

    >>> list(parse_deb822("# ours\\nTypes: deb\\nURIs: http://mirror/debian\\n"
    ...                   "Suites: trixie trixie-updates\\nComponents: main\\n"))
    [Source(uri='http://mirror/debian', suites=('trixie', 'trixie-updates'), \
components=('main',))]
    """
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for stanza in "\n".join(lines).split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in stanza.splitlines():
            if line[:1].isspace():
                fields[name] = fields.get(name, "") + " " + line.strip()
            elif ":" in line:
                name, _, value = line.partition(":")
                name = name.strip().lower()
                fields[name] = value.strip()
        if "deb" not in fields.get("types", "").split():
            continue
        if fields.get("enabled", "yes").lower() in ("no", "false", "0"):
            continue
        for uri in fields.get("uris", "").split():
            yield Source(
                uri,
                tuple(fields.get("suites", "").split()),
                tuple(fields.get("components", "").split()),
            )


def parse_list(text: str) -> Iterator[Source]:
    """Read a `.list` file.

    >>> list(parse_list("deb [arch=amd64 signed-by=/k] http://m/debian sid main"))
    [Source(uri='http://m/debian', suites=('sid',), components=('main',))]
    """
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if not words or words[0] != "deb":
            continue
        words = words[1:]
        if words and words[0].startswith("["):
            while words and not words[0].endswith("]"):
                words = words[1:]
            words = words[1:]
        if len(words) >= 3:
            yield Source(words[0], (words[1],), tuple(words[2:]))


def choose_mirror(sources: list[Source], codename: str) -> str | None:
    """Return the mirror of the machine's own release (no security, no third party).

    >>> choose_mirror([Source("http://m/security", ("trixie-security",), ("main",)),
    ...                Source("http://m/debian", ("trixie",), ("main",))], "trixie")
    'http://m/debian'
    """
    names = {codename, "stable", "testing", "sid", "unstable"}
    for source in sources:
        if "main" in source.components and names.intersection(source.suites):
            return source.uri.rstrip("/")
    return None


def apt_sources() -> list[Source]:
    """Return every entry of this machine's apt configuration."""
    etc = Path("/etc/apt")
    sources: list[Source] = []
    for path in sorted(etc.glob("sources.list.d/*.sources")):
        sources += parse_deb822(path.read_text())
    for path in [etc / "sources.list", *sorted(etc.glob("sources.list.d/*.list"))]:
        if path.exists():
            sources += parse_list(path.read_text())
    return sources


def own_mirror() -> tuple[str, str]:
    """Return the mirror in the machine's apt configuration, and its release."""
    for program in ("apt-get", "dpkg-deb"):
        if not shutil.which(program):
            raise Fail(f"This machine has no {program}: it is not Debian.", BY_HAND)
    release = {}
    for line in Path("/etc/os-release").read_text().splitlines():
        name, _, value = line.partition("=")
        release[name] = value.strip('"')
    if release.get("ID") != "debian":
        raise Fail(
            f"Odoo 19 is packaged by Debian, and this is {release.get('NAME')}.",
            BY_HAND,
        )
    codename = release.get("VERSION_CODENAME", "sid")
    mirror = choose_mirror(apt_sources(), codename)
    if not mirror:
        raise Fail("No Debian mirror stands in this machine's apt sources.", BY_HAND)
    return mirror, codename


def keyring() -> Path:
    """Return Debian's archive keys, which apt checks the packages against."""
    for suffix in ("gpg", "pgp"):
        path = Path(f"/usr/share/keyrings/debian-archive-keyring.{suffix}")
        if path.exists():
            return path
    raise Fail(
        "Debian's archive keys are missing.",
        "As root: apt-get install debian-archive-keyring",
    )


def odoo_home() -> Path:
    """Return the folder that holds the `odoo` package, downloading it once."""
    given = os.environ.get("ODOO_HOME")
    if given:
        home = Path(given).resolve()
        if not (home / "odoo" / "release.py").exists():
            raise Fail(
                f"ODOO_HOME={given} holds no odoo/release.py.",
                "Set it to the top folder of an Odoo 19.0 source tree.",
            )
        return home
    prefix = CACHE / "odoo"
    home = prefix / "usr/lib/python3/dist-packages"
    with lock("odoo"):
        if not (prefix / "complete").exists():
            _download(prefix)
    return home


def _download(prefix: Path) -> None:
    mirror, codename = own_mirror()
    work = CACHE / "apt"
    if prefix.exists():
        shutil.rmtree(prefix)  # left by a download that was cut short
    for folder in ("sources", "lists/partial", "cache/archives/partial", "debs"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    stanza = "Types: deb\nURIs: {}\nSuites: {}\nComponents: main\nSigned-By: {}\n"
    (work / "sources/odoo.sources").write_text(
        "\n".join(
            stanza.format(mirror, suite, keyring()) for suite in ("sid", codename)
        )
    )
    options = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": work / "sources",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::State::lists": work / "lists",
        "Dir::Cache": work / "cache",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        # apt would drop to its own user, which cannot write in this cache.
        "APT::Sandbox::User": pwd.getpwuid(os.getuid()).pw_name,
    }
    apt = ["apt-get"]
    for name, value in options.items():
        apt += ["-o", f"{name}={value}"]
    say("Downloading Odoo 19 from this machine's Debian mirror (130 MB) ...")
    log = CACHE / "logs/odoo-download.log"
    # apt-get update ends well even when no list could be fetched.
    run(
        [*apt, "-o", "APT::Update::Error-Mode=any", "update"],
        what="Reading the package lists",
        log=log,
    )
    names = [f"{name}/sid" for name in FROM_SID]
    names += [f"{name}/{codename}" for name in FROM_OWN_RELEASE]
    run(
        [*apt, "download", *names],
        what="Downloading Odoo 19",
        log=log,
        cwd=work / "debs",
    )
    say("Unpacking Odoo 19 ...")
    for deb in sorted((work / "debs").glob("*.deb")):
        run(["dpkg-deb", "-x", deb, prefix], what=f"Unpacking {deb.name}")
    home = prefix / "usr/lib/python3/dist-packages"
    # pip would read Odoo's own requirements here, and compile half of them.
    for info in home.glob("odoo*.egg-info"):
        shutil.rmtree(info) if info.is_dir() else info.unlink()
    # A second copy of every addon, which Odoo would put on its path.
    shutil.rmtree(home / "addons", ignore_errors=True)
    stub = home / "odoo" / STUB
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.write_text("// Not part of Debian's package: background blur is off.\n")
    version = next((work / "debs").glob("odoo-19_*.deb")).name.split("_")[1]
    shutil.rmtree(work)
    (prefix / "complete").write_text(version + "\n")


def odoo_version() -> str:
    """Return what stands for the Odoo in use in the names of templates."""
    if os.environ.get("ODOO_HOME"):
        return str(odoo_home())
    odoo_home()
    return (CACHE / "odoo/complete").read_text().strip()


def system_programs() -> None:
    """Install the browser and the PDF printer where we may, name them where not."""
    missing = [name for name in SYSTEM_PROGRAMS if not shutil.which(name)]
    if not missing:
        return
    packages = [SYSTEM_PROGRAMS[name] for name in missing] + ["fonts-dejavu-core"]
    command = "apt-get install " + " ".join(packages)
    if os.getuid() or not shutil.which("apt-get"):
        say(
            f"Not here: {', '.join(missing)} (browser tests and PDF reports need "
            f"them). As root: {command}"
        )
        return
    with lock("apt"):
        missing = [name for name in SYSTEM_PROGRAMS if not shutil.which(name)]
        if not missing:
            return
        say(f"Installing {', '.join(missing)} ...")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        log = CACHE / "logs/apt-install.log"
        waiting = ["-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3"]
        # A third party's broken source must not stop ours: install tells.
        subprocess.run(
            ["apt-get", *waiting, "update"],
            env=env,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        run(
            [
                "apt-get",
                *waiting,
                "install",
                "-y",
                "--no-install-recommends",
                *packages,
            ],
            what=command,
            env=env,
            log=log,
        )
