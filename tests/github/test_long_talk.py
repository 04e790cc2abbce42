"""However long a conversation is, little of it is read, in little time, and the last words count."""

import time

from tests.github.conftest import REPOSITORY, GitHub
from tests.standin.entities import Comment
from waypost import commands
from waypost.github import read

MANY = 2_000


async def test_thousands_of_comments(github: GitHub) -> None:
    state = github.standin.state
    issue = github.standin.open_issue(REPOSITORY, "Carts", "Objective: conversion")
    people = [state.user(f"person-{number}") for number in range(50)]
    body = "/waypost context\n\n" + "> /waypost objective x\n" * 500
    now = state.now()
    issue.comments.extend(
        Comment(state.next_id(), issue, people[number % 50], body if number % 100 > 90 else "Well.", now, now)
        for number in range(MANY)
    )
    github.standin.comment(REPOSITORY, issue.number, "/waypost objective conversion", author="ann")
    mark, started = github.mark, time.process_time()
    facts, shown = await read.issue(github.client, REPOSITORY, issue.number)
    given = commands.given(facts.talk)
    spent = time.process_time() - started
    assert not shown.complete
    assert len(facts.talk.remarks) == 9 + 9 + 1
    assert (given[-1].name, given[-1].author) == ("objective", "ann")
    assert len(github.since(mark)) <= MANY // 100 + 3, (
        "ours is looked for to the end, once, and then known to be missing"
    )
    assert spent < 10
