"""A pull request from a fork may ask for anything; the verdict comes from the base, and nothing of the fork is run."""

from tests.whole.shop import ISSUE, OFF, REQUIRE, Shop

CANARY = "canary {{ 6 * 7 }} of the fork"
SETTINGS = ".github/waypost.yml"


def from_fork(shop: Shop, files: dict[str, str]) -> int:
    github = shop.house.github
    stranger = f"stranger-of-{shop.name.partition('/')[0]}"
    fork = github.fork(shop.name, stranger).full_name
    github.push(fork, "theirs", files, author=stranger)
    number = github.open_pull_request(shop.name, "theirs", author=stranger, from_fork=fork).number
    shop.house.deliver()
    return number


def test_a_fork_cannot_switch_a_check_off(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", {SETTINGS: REQUIRE})
    number = from_fork(shop, {"a.ts": OFF, SETTINGS: "checks:\n  event-off-convention: off\n"})
    assert shop.run(number).conclusion == "failure"
    (said,) = shop.said(number)
    assert "**Preview.**" in said.body
    assert "The check would then no longer fail." in said.body
    assert "The verdict of this pull request comes from the files on its target branch." in said.body


def test_a_fork_cannot_make_a_check_fail(shop: Shop) -> None:
    number = from_fork(shop, {"a.ts": OFF, SETTINGS: REQUIRE})
    assert shop.run(number).conclusion == "success"
    assert "The check would then fail." in shop.said(number)[0].body


def test_a_fork_cannot_have_its_spec_count(shop: Shop) -> None:
    spec = "version: 1\nconvention:\n  case: Title Case\nevents:\n  Cart Opened: {}\n"
    number = from_fork(shop, {"a.ts": OFF, "telemetry/spec.yml": spec})
    (review,) = shop.house.github.reviews(shop.name, number)
    assert [remark.path for remark in review.comments] == ["a.ts"]
    assert "**Preview.**" in shop.said(number)[0].body


def test_a_template_of_a_fork_is_never_rendered(shop: Shop) -> None:
    number = from_fork(shop, {"a.ts": OFF, ".github/waypost/contexts/issue.md.j2": CANARY})
    shop.house.github.edit_issue(shop.name, number, body=ISSUE)
    shop.house.deliver()
    shop.issue(ISSUE)
    everything = "".join(
        [comment.body for one in (number, 2) for comment in shop.said(one)]
        + [f"{run.title}{run.summary}{run.text}{run.annotations}" for run in shop.house.github.check_runs(shop.name)]
    )
    assert "More carts become orders" in everything
    assert "canary" not in everything


def test_a_settled_fork_is_looked_at_again_when_somebody_asks(shop: Shop) -> None:
    """GitHub names no pull requests in the check runs of forks."""
    number = from_fork(shop, {"a.ts": OFF})
    shop.house.github.rerequest(shop.run(number))
    shop.house.deliver()
    first, second = shop.runs(number)
    assert (first.summary, first.annotations) == (second.summary, second.annotations)
    assert len(shop.said(number)) == 1
