"""What a command has to load before it can begin: most of what a small repository waits for."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout.repository import Repository

CODE = {
    "a.ts": "posthog.capture('a', {x: 1})",
    "b.py": "posthog.capture('id', 'b')",
    "c.kt": 'fun f() { PostHog.capture("c") }',
}
ALWAYS = {
    "argparse": "a plain command line is read without it",
    "gettext": "",
    "pathlib": "paths are text until something is to be kept or written",
    "urllib": "",
    "shutil": "with all kinds of archives",
    "lzma": "",
    "importlib.resources": "grammars would look for queries with it",
    "tempfile": "",
    "random": "",
    "dataclasses": "we have our own",
    "inspect": "",
    "ruamel": "nothing is YAML here",
    "msgspec": "",
    "jinja2": "",
    "jsonschema_rs": "",
    "hashlib": "nothing is kept",
    "pickle": "one process is enough",
    "waypost.settings": "there are none",
    "waypost.checks": "",
    "waypost.rendering": "",
}
GIT = {"subprocess": "git is not asked where there is no repository", "signal": "", "locale": "", "selectors": ""}


@pytest.mark.parametrize("repository", [True, False], ids=["with git", "without"])
def test_a_scan_loads_nothing_that_it_does_not_need(repository: bool, tmp_path: Path) -> None:
    folder = Repository(tmp_path / "shop").root if repository else tmp_path / "shop"
    for name, text in CODE.items():
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    found, loaded = ran(["telemetry", "scan", str(folder), "--format", "json", "--no-cache"])
    assert [name in found for name in ('"a"', '"b"', '"c"')] == [True] * 3
    assert loaded & (ALWAYS.keys() | (set() if repository else GIT.keys())) == set()


COMPILING = """
import re, re._compiler, sys
modules, compile = set(), re._compiler.compile
def compiled(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_globals["__name__"].startswith("re"):
        frame = frame.f_back
    if frame.f_code.co_name == "<module>":
        modules.add(frame.f_globals["__name__"])
    return compile(pattern, flags)
re._compiler.compile = compiled
"""
"""Tells the modules that compile a pattern whether it is asked or not."""


def test_patterns_are_compiled_when_they_are_asked(tmp_path: Path) -> None:
    Repository(tmp_path / "shop").commit({**CODE})
    _, modules = ran(["telemetry", "scan", str(tmp_path / "shop"), "--no-cache"], COMPILING, "*modules")
    assert "json.decoder" in modules
    ours = [name for name in modules if name.startswith("waypost.")]
    assert not ours, "take `late` of `waypost.patterns` for what is compiled at import"


def ran(arguments: list[str], before: str = "", told: str = "*sys.modules") -> tuple[str, set[str]]:
    """What the command prints, and what is loaded in the end."""
    program = (
        f"import sys\n{before}\nfrom waypost.cli.main import main\nmain(sys.argv[1:])\n"
        f"print('loaded', {told}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True, text=True)
    return done.stdout, set(done.stderr.splitlines()[-1].split()[1:])
