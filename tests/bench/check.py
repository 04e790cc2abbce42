"""The command line: its help, and a check of a change of five files."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Measure, Tell
from tests.bench.processes import environment
from tests.bench.scene import BASE, changed
from tests.checkout.repository import Repository

RUNS = 9
FILES = 400
NEVER = ("githubkit", "fastapi", "dbos")
LOADED = f"""
import sys
from waypost.cli.main import main
main(sys.argv[1:])
print(*sorted(sys.modules.keys() & {set(NEVER)!r}), file=sys.stderr)
"""


def measures(tell: Tell) -> Iterator[Measure]:
    """Wall time of the help; processor time of a check, git included; what a check must never load."""
    tell("help")
    walls = sorted(used(["check", "--help"])[0] for _ in range(RUNS + 1))
    yield Measure(
        "`waypost check --help`", statistics.median(walls), 0.25, "s", note=f"{walls[0]:.2f}-{walls[-1]:.2f} s"
    )
    with tempfile.TemporaryDirectory() as directory:
        repo = Path(directory) / "shop"
        base, head = generated(repo)
        yield timed("`waypost check` on 5 changed files, CPU", repo, base, head, tell)
        yield loaded(repo, base, head)
    if real := os.environ.get("BENCH_REPO"):
        base, head = five_files(Path(real))
        yield timed("the same on the repository BENCH_REPO, CPU", Path(real), base, head, tell)


def timed(what: str, repo: Path, base: str, head: str, tell: Tell) -> Measure:
    """The median of some runs, after one that warms up and shows that the check looked."""
    arguments = ["check", "--repo", str(repo), "--base", base, "--head", head, "--format", "json"]
    findings = len(json.loads(run(arguments).stdout)["findings"])
    runs = []
    for number in range(RUNS):
        tell(f"check {number + 1} of {RUNS}")
        runs.append(used(arguments))
    cpus = sorted(cpu for _, cpu in runs)
    wall = statistics.median(wall for wall, _ in runs)
    files = len(git(repo, "ls-tree", "-r", "--name-only", head).splitlines())
    changed_files = len(git(repo, "diff", "--name-only", base, head).splitlines())
    note = f"{cpus[0]:.2f}-{cpus[-1]:.2f} s; {wall:.2f} s by the clock; {changed_files} of {files} files changed;"
    return Measure(what, statistics.median(cpus), 1, "s", note=f"{note} {findings} findings")


def loaded(repo: Path, base: str, head: str) -> Measure:
    """How many packages of the App's a check loads."""
    command = [sys.executable, "-c", LOADED, "check", "--repo", str(repo), "--base", base, "--head", head]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    found = done.stderr.split()
    return Measure(f"{', '.join(NEVER)} loaded by a check", len(found), 0, "packages", note=" ".join(found))


def used(arguments: list[str]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time with that of the processes it starts."""
    before, started = _children(), time.perf_counter()
    run(arguments)
    return time.perf_counter() - started, _children() - before


def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """The command line with these arguments. Raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", "waypost.cli", *arguments]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)


def generated(root: Path) -> tuple[str, str]:
    """A repository of a few hundred files, and a change of five of them; base and head."""
    repository = Repository(root)
    others = {f"lib/part{number}.py": f"def part{number}():\n    return {number}\n" * 50 for number in range(FILES)}
    base = repository.commit({**others, **BASE})
    return base, repository.commit(dict(changed(1)))


def five_files(repo: Path) -> tuple[str, str]:
    """The newest of the last commits whose change comes closest to five files; its parent and itself."""
    commits = git(repo, "rev-list", "--first-parent", "--no-commit-header", "--max-count=200", "HEAD").split()[:-1]
    sizes = {commit: len(git(repo, "diff", "--name-only", f"{commit}~1", commit).splitlines()) for commit in commits}
    head = min(commits, key=lambda commit: abs(sizes[commit] - 5))
    return f"{head}~1", head


def git(repo: Path, *words: str) -> str:
    """What git prints."""
    return subprocess.run(["git", "-C", repo, *words], capture_output=True, text=True, check=True).stdout


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
