"""Waypost's own templates are found in the source tree and in an installed wheel."""

import shutil
import subprocess
import sys
from pathlib import Path

import waypost
from waypost.rendering import SOURCES


def test_templates_are_found_beside_the_installed_package(tmp_path: Path) -> None:
    package = Path(waypost.__file__).parent
    installed = tmp_path / "site" / "waypost"
    shutil.copytree(package, installed, ignore=shutil.ignore_patterns("__pycache__", "templates"))
    for name, source in SOURCES.items():
        place = installed / "templates" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(source, "utf-8")
    script = f"import sys; sys.path.insert(0, {str(installed.parent)!r}); from waypost import rendering as r; "
    script += "print(r.__file__, *r.SOURCES, sep='\\n')"
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=tmp_path)
    where, *names = run.stdout.split()
    assert where.startswith(str(installed))
    assert names == list(SOURCES)
