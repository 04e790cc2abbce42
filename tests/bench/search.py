"""The index of research notes: time to match an issue, memory, and time to take one changed note in."""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Measure, Tell
from tests.bench.processes import environment
from waypost.library import Index, large
from waypost.research.matching import suggestions
from waypost.research.question import question

SIZES = ((10_000, 50.0), (100_000, 1_000.0))
"""Notes, and the milliseconds within which 95 of 100 questions should be answered."""
ASKED = 200
CHANGED = 25
WORDS = 30_000
BATCH = 2_000


def measures(tell: Tell) -> Iterator[Measure]:
    """Match and update in a process of their own, so that its memory is that of the index alone."""
    with tempfile.TemporaryDirectory() as folder:
        for size, goal in SIZES:
            file = Path(folder, f"{size}.sqlite3")
            seconds = build(file, size, tell)
            tell(f"asking {size:,} notes")
            found = asked(file)
            note = f"median {found['median']:.0f} ms, slowest {found['slowest']:.0f} ms, {found['cpu']:.0f} ms of CPU;"
            note += f" built in {seconds:.0f} s, {file.stat().st_size / 1e6:.0f} MB on disk"
            yield Measure(f"match at {size:,} notes, 95 % within", found["p95"], goal, "ms", note=note)
            yield Measure(f"memory of that process, {size:,} notes", found["memory"], 300, "MB")
            note = f"slowest of {CHANGED}: {found['slowest update']:.0f} ms"
            yield Measure(f"one note changed at {size:,}, median", found["update"], 100, "ms", note=note)
        if large.installed():
            tell(f"asking {size:,} notes by tantivy")
            found = asked(file, "tantivy")
            note = f"{found['cpu']:.0f} ms of CPU, {found['memory']:.0f} MB, one note changed {found['update']:.0f} ms"
            yield Measure(f"match at {size:,} notes by tantivy, 95 % within", found["p95"], goal, "ms", note=note)


def build(file: Path, size: int, tell: Tell) -> float:
    """An index of made-up notes; the seconds it took."""
    started, index, chance = time.perf_counter(), Index(file), random.Random(size)
    for first in range(0, size, BATCH):
        tell(f"building {first:,} of {size:,}")
        index.update((f"research/{number}.md", str(number), made_up(chance)) for number in range(first, first + BATCH))
    index.close()
    return time.perf_counter() - started


def made_up(chance: random.Random) -> bytes:
    """A note of about 200 words, some of them common and most of them rare, as in language (Zipf)."""
    findings = "\n".join(f"  - {sentence(chance, 14)}" for _ in range(3))
    body = " ".join(sentence(chance, 15) for _ in range(9))
    title = sentence(chance, 6).rstrip(".")
    return f"---\ntitle: {title}\ndate: 2025-01-01\nfindings:\n{findings}\n---\n{body}\n".encode()


def sentence(chance: random.Random, length: int) -> str:
    """Words whose frequency falls with their rank."""
    words = (f"w{int(WORDS ** chance.random())}x" for _ in range(length))
    return " ".join(words).capitalize() + "."


def asked(file: Path, *by: str) -> dict[str, float]:
    """The figures of a process that opens the index, asks, and changes notes."""
    command = [sys.executable, "-m", "tests.bench.search", str(file), *by]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Ask the index that is named, and print the figures as JSON."""
    index, chance = Index(Path(sys.argv[1])), random.Random(7)
    if "tantivy" in sys.argv:
        large.FROM = 0
        index.prepare()
        index.close()
        index = Index(Path(sys.argv[1]))
        index.prepare()
    spent = time.process_time()
    times = sorted(_timed(lambda: _ask(index, chance)) for _ in range(ASKED))
    spent = (time.process_time() - spent) * 1_000 / ASKED
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    updates = sorted(_timed(lambda: _change(index, chance)) for _ in range(CHANGED))
    found = {
        "median": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "slowest": times[-1],
        "cpu": spent,
        "memory": memory,
        "update": updates[len(updates) // 2],
        "slowest update": updates[-1],
    }
    print(json.dumps(found))


def _ask(index: Index, chance: random.Random) -> None:
    title, body = sentence(chance, 8), " ".join(sentence(chance, 15) for _ in range(5))
    suggestions(index.match(question(title, body)), None)


def _change(index: Index, chance: random.Random) -> None:
    index.update([(f"research/{chance.randrange(10_000)}.md", "new", made_up(chance))])


def _timed(doing: object) -> float:
    started = time.perf_counter()
    assert callable(doing)
    doing()
    return (time.perf_counter() - started) * 1_000


if __name__ == "__main__":
    main()
