"""Every command is written down, says what it wants, and takes its own example."""

import pytest

from waypost.cli.main import main
from waypost.commands import COMMANDS, PULL_REQUEST, Command, Permission, judged
from waypost.facts import LONG_AGO


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_explained(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    kind = COMMANDS[name]
    assert main(["explain", "commands"]) == 0
    assert kind.usage.startswith(f"/waypost {name}")
    assert f"- `{kind.usage}`\n  {kind.about[0].upper()}" in capsys.readouterr().out


def given(name: str, argument: str, author: str, permission: Permission, place: str = "pull request") -> str:
    command = Command("1-a", name, argument, author, "NONE", 1, "IC_1", LONG_AGO)
    (found,) = judged([command], place, "ann", {author: permission})  # type: ignore[arg-type]
    return found.refused


REFUSED = {
    "a writer applies": ("apply", "", "bob", Permission.WRITE, ""),
    "an administrator applies": ("apply", "", "bob", Permission.ADMIN, ""),
    "a reader does not": ("apply", "", "bob", Permission.READ, "`/waypost apply` needs write permission"),
    "nobody knows what he may": ("apply", "", "bob", Permission.UNKNOWN, "`/waypost apply` needs write permission"),
    "apply knows no such choice": ("apply", "all", "bob", Permission.WRITE, "There is no `all` to apply."),
    "the author answers": ("answer", "cost: Sales", "Ann", Permission.READ, ""),
    "somebody else does not": ("answer", "cost: Sales", "bob", Permission.READ, "`/waypost answer` needs write"),
    "a hold says why": ("hold", "", "bob", Permission.WRITE, "It needs a reason. Write `/waypost hold because"),
    "support needs nothing": ("support", "", "bob", Permission.NONE, ""),
}  # fmt: skip


@pytest.mark.parametrize(("name", "argument", "author", "permission", "why"), REFUSED.values(), ids=REFUSED)
def test_who_may(name: str, argument: str, author: str, permission: Permission, why: str) -> None:
    refused = given(name, argument, author, permission)
    assert refused.startswith(why) and bool(refused) == bool(why)


@pytest.mark.parametrize("name", [name for name, kind in COMMANDS.items() if kind.places == PULL_REQUEST])
def test_on_an_issue_it_says_where_it_belongs(name: str) -> None:
    assert "belongs on a pull request." in given(name, "", "bob", Permission.WRITE, "issue")
