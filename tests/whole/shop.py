"""A repository on the stand-in that Waypost looks after, what is in it, and what it shows."""

import re
from dataclasses import dataclass

from tests.standin.entities import CheckRun, Comment, Installation
from tests.standin.git import Files
from tests.whole.house import House

SPEC = "version: 1\nconvention:\n  case: snake_case\nevents:\n  cart_opened:\n    description: A cart is there.\n"
MAP = "destination: Buying is easy.\nobjectives:\n  - id: conversion\n    title: More carts become orders\n"
NOTE = """---
title: Why people leave
date: 2026-06-18
status: published
findings:
  - text: Nobody likes to give a phone number.
---

Eleven people bought something while we watched.
"""
FILES = {
    "README.md": "# Shop\n",
    "telemetry/spec.yml": SPEC,
    "strategy/map.yml": MAP,
    "research/2026-06-leaving.md": NOTE,
}
REQUIRE = "checks:\n  event-off-convention: require\n"
ISSUE = "People leave.\n\nObjective: conversion\nResearch: 2026-06-leaving\n"


def calls(*events: str) -> str:
    """A TypeScript file that sends these events, one a line."""
    return "".join(f'posthog.capture("{event}");\n' for event in events)


GOOD = calls("cart_opened")
OFF = calls("Cart Opened")
"""Off the convention; the suggested name is in the spec."""
WORSE = calls("Cart Opened", "cartClosed")


@dataclass
class Shop:
    """`name` is the repository's full name."""

    house: House
    name: str
    installation: Installation

    def pull(self, files: Files, branch: str = "work", **more: object) -> int:
        """Open a pull request that changes these files, and have it answered; its number."""
        self.house.github.push(self.name, branch, files)
        number = self.house.github.open_pull_request(self.name, branch, **more).number  # type: ignore[arg-type]
        self.house.deliver()
        return number

    def push(self, files: Files, branch: str = "work") -> None:
        """Push to the pull request, and have it answered."""
        self.house.github.push(self.name, branch, files)
        self.house.deliver()

    def issue(self, body: str = ISSUE) -> int:
        """Open an issue, and have it answered; its number."""
        number = self.house.github.open_issue(self.name, "People leave", body).number
        self.house.deliver()
        return number

    def say(self, body: str, number: int = 1, author: str = "octocat") -> Comment:
        """Have somebody comment a moment later, and have it answered."""
        self.house.github.pass_time(seconds=1)
        said = self.house.github.comment(self.name, number, body, author=author)
        self.house.deliver()
        return said

    def reacted(self, said: Comment) -> list[str]:
        """Our reactions to a comment."""
        return [reaction.content for reaction in said.reactions if reaction.author.login == "waypost[bot]"]

    def head(self, number: int = 1) -> str:
        """The head of a pull request."""
        return self.house.github.repository(self.name).issues[number].head_sha

    def runs(self, number: int = 1) -> list[CheckRun]:
        """The check runs on the head of a pull request."""
        return self.house.github.check_runs(self.name, self.head(number))

    def run(self, number: int = 1) -> CheckRun:
        """The one check run on the head of a pull request, concluded."""
        (run,) = self.runs(number)
        assert run.status == "completed"
        return run

    def said(self, number: int = 1) -> list[Comment]:
        """Our comments on an issue or pull request."""
        return [
            found for found in self.house.github.comments(self.name, number) if found.author.login == "waypost[bot]"
        ]

    def shows(self, number: int = 1) -> tuple[object, ...]:
        """All that is shown on a pull request: its one check run, and our comments, whatever the repository's name."""
        run = self.run(number)
        remarks = [tuple(sorted(remark.items())) for remark in run.annotations]
        comments = [(self._anywhere(comment.body), comment.folded) for comment in self.said(number)]
        return run.conclusion, run.title, run.summary, remarks, comments

    def _anywhere(self, body: str) -> str:
        return re.sub(r"<!-- waypost:comment \w+ -->", "", body.replace(self.name, "acme/shop"))
