"""What is around an issue or pull request is read in few requests, and nothing that its readers may not see."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.github.conftest import REPOSITORY, Clock, GitHub
from waypost.facts import IssueFacts
from waypost.github import read
from waypost.github.bases import Bases
from waypost.github.fellows import Fellows
from waypost.github.homes import Homes
from waypost.handlers.surroundings import MOVED, on_it
from waypost.jobs.ledger import Ledger
from waypost.moving import moved

MAP = """\
destination: There.
objectives:
  - {id: conversion, title: More orders, public: true, product_lines: [secret]}
  - {id: layoffs, title: Fewer of us}
product_lines: [{id: secret, title: Secret line}]
"""
DECISION = "# Decided in secret\n\nAbout conversion.\n"
HOME = {"strategy/map.yml": MAP, "strategy/decisions/0001-x.md": DECISION}
NAMED = {".github/waypost.yml": "strategy: {repository: plans}\n"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known from another test."""
    monkeypatch.setattr(read, "_bases", Bases())
    monkeypatch.setattr(read, "_homes", Homes())


async def facts_of(github: GitHub, repository: str = REPOSITORY, body: str = "x") -> IssueFacts:
    number = github.standin.open_issue(repository, "An issue", body).number
    facts, _ = await read.issue(github.client, repository, number)
    return facts


async def test_the_parent_of_an_issue(github: GitHub) -> None:
    parent = github.standin.open_issue(REPOSITORY, "All of it", "Objective: conversion").number
    github.standin.label(REPOSITORY, parent, "epic")
    child = github.standin.open_issue(REPOSITORY, "A part").number
    github.standin.set_parent(REPOSITORY, child, parent)
    facts, _ = await read.issue(github.client, REPOSITORY, child)
    found = facts.around.parent
    assert found is not None
    assert (found.number, found.title, found.labels, found.url) == (
        parent,
        "All of it",
        ("epic",),
        f"/acme/shop/issues/{parent}",
    )


async def test_the_issues_that_a_pull_request_closes(github: GitHub) -> None:
    issue = github.standin.open_issue(REPOSITORY, "Slow", "Objective: conversion").number
    github.standin.push(REPOSITORY, "work", {"src/app.ts": "faster()\n"})
    pull = github.standin.open_pull_request(REPOSITORY, "work", body=f"Fixes #{issue}, see #99")
    github.standin.label(REPOSITORY, pull.number, "speed")
    head, base = pull.head_sha, github.standin.repository(REPOSITORY).git.branch("main")
    assert base
    facts, _ = await read.pull_request(github.client, REPOSITORY, pull.number, head, base, lambda path: False)
    assert [one.title for one in facts.around.linked] == ["Slow"]
    assert (facts.labels, facts.author_association) == (("speed",), "NONE")


async def test_a_parent_that_the_readers_may_not_see_is_as_good_as_not_there(github: GitHub) -> None:
    github.standin.add_repository("acme/plans", HOME, private=True)
    secret = github.standin.open_issue("acme/plans", "The secret plan", "Objective: conversion").number
    child = github.standin.open_issue(REPOSITORY, "A part").number
    github.standin.set_parent(REPOSITORY, child, secret, "acme/plans")
    facts, _ = await read.issue(github.client, REPOSITORY, child)
    assert facts.around.parent is None


# --- The map of an organisation.


def organised(github: GitHub, own: Mapping[str, str], organisation: Mapping[str, str], private_home: bool) -> None:
    github.standin.add_repository("acme/plans", HOME, private=private_home)
    github.standin.add_repository("acme/.github", {"README.md": "x", **organisation})
    github.standin.push(REPOSITORY, "main", {"README.md": "# New\n", **own})


@pytest.mark.parametrize(
    ("own", "organisation", "private", "private_home", "seen"),
    [
        pytest.param(NAMED, {}, False, False, ["conversion", "layoffs"], id="open map"),
        pytest.param({}, NAMED, False, False, ["conversion", "layoffs"], id="named by the organisation"),
        pytest.param({}, NAMED, False, True, ["conversion"], id="closed map, open repository"),
        pytest.param({}, NAMED, True, True, ["conversion", "layoffs"], id="both closed"),
        pytest.param(NAMED, {}, True, True, ["conversion"], id="closed, and named by the repository alone"),
    ],
)
async def test_a_map_elsewhere_is_seen_by_those_who_may(
    github: GitHub,
    own: Mapping[str, str],
    organisation: Mapping[str, str],
    private: bool,
    private_home: bool,
    seen: list[str],
) -> None:
    organised(github, own, organisation, private_home)
    github.standin.repository(REPOSITORY).private = private
    facts = await facts_of(github)
    book = facts.handbook
    assert book.map is not None
    assert [objective.id for objective in book.map.objectives] == seen
    whole = len(seen) == 2
    assert (book.map.destination, bool(book.map.product_lines), bool(book.decisions)) == (
        ("There.", True, True) if whole else ("", False, False)
    )
    assert book.map_home == "acme/plans"


async def test_a_map_elsewhere_takes_no_request_once_it_is_known(github: GitHub) -> None:
    organised(github, {}, NAMED, False)
    await facts_of(github)
    mark = github.mark
    facts = await facts_of(github)
    assert facts.handbook.map is not None
    assert len(github.since(mark)) == 1


async def test_a_map_elsewhere_is_read_anew_once_it_changed(github: GitHub) -> None:
    organised(github, {}, NAMED, False)
    await facts_of(github)
    github.standin.push("acme/plans", "main", {"strategy/map.yml": "objectives: [{id: new, title: New}]\n"})
    facts = await facts_of(github)
    assert facts.handbook.map is not None
    assert [objective.id for objective in facts.handbook.map.objectives] == ["new"]


async def test_a_map_of_its_own_goes_first(github: GitHub) -> None:
    organised(github, {**NAMED, "strategy/map.yml": "destination: Mine.\n"}, {}, False)
    facts = await facts_of(github)
    assert facts.handbook.map is not None and facts.handbook.map.destination == "Mine."
    assert facts.handbook.map_home == ""


async def test_templates_of_the_organisation(github: GitHub) -> None:
    organised(github, {}, {".github/waypost/contexts/bug.md.j2": "Hello"}, False)
    facts = await facts_of(github)
    assert [template.name for template in facts.handbook.templates] == ["bug.md.j2"]


async def test_the_type_is_asked_for_only_where_a_template_wants_it(github: GitHub) -> None:
    organised(github, {".github/waypost/contexts/bug.md.j2": "---\ntypes: [Bug]\n---\nHello"}, {}, False)
    mark = github.mark
    await facts_of(github)
    assert sum("/issues/" in label for label in github.since(mark)) == 1


# --- Work on the same objective.


async def test_open_work_on_the_same_objective(github: GitHub, clock: Clock) -> None:
    standin = github.standin
    standin.push(REPOSITORY, "main", HOME)
    first = standin.open_issue(REPOSITORY, "By line", "Objective: conversion").number
    standin.open_issue(REPOSITORY, "Mentions it", "conversion is nice")
    closed = standin.open_issue(REPOSITORY, "Closed", "Objective: conversion").number
    standin.close_issue(REPOSITORY, closed)
    labelled = standin.open_issue(REPOSITORY, "By label").number
    standin.label(REPOSITORY, labelled, "objective: conversion")
    standin.push(REPOSITORY, "work", {"src/app.ts": "faster()\n"})
    pull = standin.open_pull_request(REPOSITORY, "work", title="A pull request", body="Objective: conversion").number

    facts, _ = await read.issue(github.client, REPOSITORY, first)
    the_map = facts.handbook.map
    assert the_map is not None

    def counts(title: str, body: str, labels: tuple[str, ...]) -> bool:
        assert the_map is not None
        return on_it(REPOSITORY, the_map, "conversion", title, body, labels)

    fellows = Fellows()
    mark = github.mark
    found = await fellows.on(github.client, REPOSITORY, "conversion", counts, clock())
    assert [(one.number, one.url) for one in found] == [
        (pull, f"/acme/shop/pull/{pull}"),
        (labelled, f"/acme/shop/issues/{labelled}"),
        (first, f"/acme/shop/issues/{first}"),
    ]
    await fellows.on(github.client, REPOSITORY, "conversion", counts, clock() + timedelta(minutes=9))
    assert len(github.since(mark)) == 1
    await fellows.on(github.client, REPOSITORY, "conversion", counts, clock() + timedelta(minutes=11))
    assert len(github.since(mark)) == 2


async def test_an_objective_with_a_long_id_is_searched_for_as_well(github: GitHub, clock: Clock) -> None:
    name = "an-objective-with-an-id-that-hardly-anybody-would-write-" + "x" * 44
    number = github.standin.open_issue(REPOSITORY, "By label").number
    github.standin.label(REPOSITORY, number, name)
    found = await Fellows().on(github.client, REPOSITORY, name, lambda *_: True, clock())
    assert [one.number for one in found] == [number]


# --- The map moved.


async def test_a_crowd_is_looked_at_at_a_pace(github: GitHub, clock: Clock) -> None:
    before = github.standin.push(REPOSITORY, "main", HOME)
    numbers = [github.standin.open_issue(REPOSITORY, f"Work {n}", "Objective: conversion").number for n in range(130)]
    github.standin.open_issue(REPOSITORY, "Other", "Objective: layoffs")
    github.standin.push(REPOSITORY, "main", {"strategy/map.yml": MAP.replace("More orders", "Fewer refunds")})
    ledger, mark = Ledger(), github.mark
    await moved(github.client, ledger, REPOSITORY, 1, before, clock())
    assert len(github.since(mark)) == 7
    (record,) = [record for record in await ledger.records(REPOSITORY, 0) if record.kind == MOVED]
    assert record.value["numbers"] == numbers
    for minute in (1, 2):
        due = await ledger.due(clock() + timedelta(minutes=minute, seconds=-0.5), crowd=1_000)
        assert len(due) == 60 * minute
    mark = github.mark
    await moved(github.client, ledger, REPOSITORY, 1, before, clock())
    assert len(github.since(mark)) == 1
    assert len(await ledger.due(clock() + timedelta(hours=1), crowd=30)) == 30
    await ledger.close()
