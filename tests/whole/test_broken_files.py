"""A Waypost file that cannot be read keeps no pull request from its verdict, and is told of at its place."""

import pytest

from tests.whole.shop import ISSUE, OFF, Shop

BROKEN = {
    "settings, a misspelt check": (
        ".github/waypost.yml",
        "checks:\n  event-of-convention: require\n",
        ".github/waypost.yml:2:3",
        "Did you mean",
    ),
    "settings, no YAML": (".github/waypost.yml", "checks: [\n", ".github/waypost.yml:", ""),
    "settings, a list": (".github/waypost.yml", "- require\n", ".github/waypost.yml:1:1", ""),
    "settings, not UTF-8": (".github/waypost.yml", b"checks: \xff\xfe\n", ".github/waypost.yml:1", ""),
    "settings, a wrong stage": (
        ".github/waypost.yml",
        "checks:\n  event-not-in-spec: requires\n",
        ".github/waypost.yml:2",
        "require",
    ),
    "spec, a misspelt key": ("telemetry/spec.yml", "version: 1\nevnts: {}\n", "telemetry/spec.yml:2:1", "events"),
    "spec, no YAML": ("telemetry/spec.yml", "events:\n\t- x\n", "telemetry/spec.yml:", ""),
    "map, a misspelt key": ("strategy/map.yml", "objectivs: []\n", "strategy/map.yml:1:1", "objectives"),
    "map, an id twice": (
        "strategy/map.yml",
        "objectives:\n  - {id: a, title: A}\n  - {id: a, title: B}\n",
        "strategy/map.yml:3",
        "",
    ),
    "note, no YAML in front": ("research/broken.md", "---\ntitle: [\n---\nText\n", "research/broken.md:", ""),
    "note, a wrong status": ("research/broken.md", "---\nstatus: done\n---\nText\n", "research/broken.md:2", "draft"),
}


@pytest.mark.parametrize(("path", "text", "place", "mend"), BROKEN.values(), ids=BROKEN)
def test_broken_at_the_base(shop: Shop, path: str, text: str | bytes, place: str, mend: str) -> None:
    shop.house.github.push(shop.name, "main", {path: text})
    shop.pull({"a.ts": OFF})
    run = shop.run()
    assert run.conclusion == "success", "nothing that is broken fails a check"
    assert run.summary is not None
    assert "Mend these on the target branch" in run.summary
    assert place in run.summary
    assert mend in run.summary


@pytest.mark.parametrize(("path", "text", "place", "mend"), BROKEN.values(), ids=BROKEN)
def test_broken_at_the_head(shop: Shop, path: str, text: str | bytes, place: str, mend: str) -> None:
    shop.pull({"a.ts": OFF, path: text})
    run = shop.run()
    assert run.conclusion == "success"
    line = int(place.split(":")[1] or 0)
    beside = [one for review in shop.house.github.reviews(shop.name, 1) for one in review.comments]
    remarks = [(str(note["path"]), note["start_line"], str(note["message"])) for note in run.annotations]
    remarks += [(one.path, one.line, one.body) for one in beside]
    told = [remark for remark in remarks if remark[0] == path]
    assert told, "beside the line"
    assert line in (0, *(place for _, place, _ in told))
    assert any(mend in message for _, _, message in told)
    assert any(place == "a.ts" for place, _, _ in remarks), "the rest is looked at all the same"


TEMPLATE = ".github/waypost/contexts/issue.md.j2"


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{% if %}", id="no template"),
        pytest.param("{{ nothing.of.the.kind }}", id="an unknown name"),
        pytest.param("{% for a in range(10**9) %}x{% endfor %}", id="without end"),
        pytest.param("{{ ''.__class__.__mro__ }}", id="out of the sandbox"),
        pytest.param("{% include '/etc/passwd' %}", id="includes a file"),
    ],
)
def test_a_broken_template_gives_way_to_ours_and_says_where(shop: Shop, template: str) -> None:
    shop.house.github.push(shop.name, "main", {TEMPLATE: template})
    shop.issue(ISSUE)
    (said,) = shop.said()
    assert "More carts become orders" in said.body
    assert f"{TEMPLATE}:1" in said.body
    shop.pull({"a.ts": OFF})
    assert shop.run(2).conclusion == "success"


def test_a_broken_template_in_a_pull_request_is_told_of(shop: Shop) -> None:
    shop.pull({TEMPLATE: "line\n{% if %}\n"})
    assert [(one["path"], one["start_line"]) for one in shop.run().annotations] == [(TEMPLATE, 2)]
    assert shop.run().conclusion == "success"


def test_settings_that_are_too_large_are_no_settings_and_conclude(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", {".github/waypost.yml": "#" * 8_100_000})
    shop.pull({"a.ts": OFF})
    run = shop.run()
    assert run.conclusion in ("success", "neutral")
    assert run.summary is not None
    assert ".github/waypost.yml" in run.summary
