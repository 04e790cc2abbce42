"""Every check is registered, explained, and does what its example says."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.checks.changes import added, before, fixed, handbook, patched
from waypost import checks
from waypost.change import Around, Change
from waypost.cli.main import main
from waypost.finding import Stage

DOCS = Path(__file__).parents[2] / "docs" / "checks.md"
FILES = {
    path.stem.replace("_", "-"): path
    for path in Path(checks.__file__).parent.glob("*.py")
    if path.stem
    not in (
        "__init__",
        "allowed",
        "declared",
        "dual_send",
        "keeping",
        "literals",
        "looking",
        "misspelt",
        "notes",
        "once",
        "sent",
    )
}


@dataclass(frozen=True)
class Example:
    """What the fenced blocks of a check's documentation promise."""

    files: dict[str, str]
    patches: dict[str, str]
    message: str
    fixed: str | None


def example(name: str) -> Example:
    found = re.findall(r"```(\w+) ?(\S*)\n(.*?)```", checks.explain(name), re.DOTALL)
    patches = {place: text for kind, place, text in found if kind == "diff"}
    blocks = [(place, text) for kind, place, text in found if kind != "diff"]
    files = {place: text for place, text in blocks if place not in ("", "fixed")}
    by_kind = {place or "text": text for place, text in blocks if place in ("", "fixed")}
    return Example(files, patches, by_kind["text"].strip(), by_kind.get("fixed"))


def test_every_check_file_is_registered() -> None:
    assert set(FILES) == set(checks.CHECKS)


@pytest.mark.parametrize("name", checks.CHECKS)
def test_every_check_is_explained(name: str) -> None:
    text = checks.explain(name)
    for heading in ("**The flaw.**", "**Why it matters.**", "**How to settle it.**", "**Example.**"):
        assert heading in text


def test_the_docs_are_what_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert capsys.readouterr().out == DOCS.read_text("utf-8"), "waypost explain > docs/checks.md"


@pytest.mark.parametrize("name", checks.CHECKS)
def test_every_check_has_its_own_tests(name: str) -> None:
    path = Path(__file__).with_name(f"test_{name.replace('-', '_')}.py")
    assert "pytest.param(" in path.read_text("utf-8")


@pytest.mark.parametrize("name", checks.CHECKS)
def test_the_example_is_true(name: str) -> None:
    told = example(name)
    spec = told.files.pop("telemetry/spec.yml", None)
    if "telemetry/spec.yml" in told.patches:
        spec = before(told.patches["telemetry/spec.yml"])
    change = Change("a" * 40, "b" * 40, (*added(told.files).files, *patched(told.patches).files))
    book = handbook(spec)
    change = replace(change, around=Around(unmentioned=frozenset(checks.leaving(change, book))))
    findings = [found for found in checks.run(change, book).findings if found.check == name]
    assert [found.message for found in findings] == [told.message]
    if told.fixed is not None:
        results = fixed(findings[0], {**told.files, "telemetry/spec.yml": spec or ""})
        assert told.fixed in results.values()


def test_explaining_an_unknown_check_is_an_error() -> None:
    with pytest.raises(KeyError):
        checks.explain("no-such-check")


@pytest.mark.parametrize("stage", list(Stage))
def test_findings_carry_the_stage_of_the_settings(stage: Stage) -> None:
    spec = "convention: {case: snake_case}"
    settings = f"checks: {{event-off-convention: {stage}}}"
    change = added({"a.ts": "posthog.capture('cartOpened')"})
    verdict = checks.run(change, handbook(spec, settings))
    assert [finding.stage for finding in verdict.findings] == ([] if stage is Stage.OFF else [stage])
    assert verdict.failed == (stage is Stage.REQUIRE)
    assert len(verdict.spoken) == (stage in (Stage.ADVISE, Stage.REQUIRE))


def test_findings_come_in_order_of_place_and_unread_files_are_told() -> None:
    change = added(
        {"b.ts": "mixpanel.track('oneTwo');\nmixpanel.track('twoThree')", "a.ts": "mixpanel.track('zZ')"}, "c.ts"
    )
    verdict = checks.run(change, handbook("convention: {case: snake_case}"))
    assert [(found.path, found.span.line) for found in verdict.findings] == [("a.ts", 1), ("b.ts", 1), ("b.ts", 2)]
    assert [unread.path for unread in verdict.unread] == ["c.ts"]


@pytest.mark.parametrize(
    ("path", "missed"),
    [
        pytest.param("web/a.ts", True, id="code"),
        pytest.param("telemetry/spec.yml", False, id="own-file-which-a-finding-tells"),
        pytest.param("logo.png", False, id="picture"),
        pytest.param("package-lock.json", False, id="generated"),
    ],
)
def test_only_what_would_have_been_looked_at_is_missed(path: str, missed: bool) -> None:
    verdict = checks.run(added({}, unread=path), handbook())
    assert [unread.path for unread in verdict.unread] == ([path] if missed else [])
