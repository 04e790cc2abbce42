"""Install what Waypost needs into an environment outside of the checkout; run as a script, with nothing there yet.

Prints nothing but failures; the environment's Python goes to the step's output `python`.
"""

import hashlib
import os
import secrets
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

SOURCES = ("app", "action")


def main() -> int:
    """Make the environment, unless an earlier step did; 2 where this Python is too old, 3 where that fails."""
    if sys.version_info < (3, 11):  # noqa: UP036  whoever runs the Action chooses the Python
        here = f"{sys.executable} is {sys.version.split()[0]}"
        mend = "Name another one with the input `python`, or put actions/setup-python before this step."
        print(f"::error title=Waypost::Waypost needs Python 3.11 or newer, and {here}. {mend}")
        return 2
    home = Path(__file__).resolve().parents[2]
    lock = home / "action" / "requirements.lock"
    environment = Path(os.environ["RUNNER_TEMP"]) / f"waypost-{_key(home, lock)}"
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = environment / "ready"
    if not ready.exists():
        try:
            install(environment, python, lock, home)
        except subprocess.CalledProcessError as error:
            print(f"::error title=Waypost::Waypost's packages could not be installed (exit code {error.returncode}).")
            return 3
        ready.touch()
    mark = secrets.token_hex(16)
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as outputs:
        outputs.write(f"python<<{mark}\n{python}\n{mark}\n")
    return 0


def install(environment: Path, python: Path, lock: Path, home: Path) -> None:
    """A virtual environment with the locked packages, and Waypost itself by path: nothing is built."""
    make = [sys.executable, "-I", "-m", "venv", "--clear", str(environment)]
    pip = [str(python), "-I", "-m", "pip"]
    if find_spec("pip"):  # the environment's own would take longer to make than everything else
        make.append("--without-pip")
        pip = [sys.executable, "-I", "-m", "pip", "--python", str(python)]
    subprocess.run(make, check=True)
    pip += ["--quiet", "--disable-pip-version-check", "--no-input"]
    locked = ["install", "--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(lock)]
    subprocess.run([*pip, *locked], check=True)
    paths = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", scheme="venv", vars=paths))
    (packages / "waypost.pth").write_text("".join(f"{home / source}\n" for source in SOURCES), encoding="utf-8")


def _key(home: Path, lock: Path) -> str:
    """The same for the same packages, the same Waypost and the same Python."""
    digest = hashlib.sha256(lock.read_bytes())
    digest.update(f"{home}\0{sys.executable}\0{sys.version}".encode())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
