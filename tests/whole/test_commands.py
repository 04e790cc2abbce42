"""Commands over the whole way: acknowledged by a reaction, explained in the one comment, never by a new one."""

from tests.whole.shop import OFF, Shop
from waypost.jobs.inbox import State


def test_an_unknown_command_gets_a_reaction_and_a_line(shop: Shop) -> None:
    shop.pull({"a.ts": OFF})
    said = shop.say("/waypost aply", author="ann")
    assert shop.reacted(said) == ["confused"]
    (ours,) = shop.said()
    assert ours.body.startswith("- To ann: There is no `/waypost aply`.")
    assert "One suggestion" in ours.body


def test_what_is_taken_back_is_no_longer_answered(shop: Shop) -> None:
    number = shop.issue("People leave.")
    assert shop.said(number) == []
    said = shop.say("/waypost whatever", number)
    assert len(shop.said(number)) == 1
    shop.house.github.edit_comment(said, "Never mind.")
    shop.house.deliver()
    assert shop.reacted(said) == []
    assert [comment.folded for comment in shop.said(number)] == ["resolved"]


def test_a_deleted_comment_is_no_longer_answered(shop: Shop) -> None:
    number = shop.issue("People leave.")
    said = shop.say("/waypost whatever", number)
    shop.house.github.delete_comment(said)
    shop.house.deliver()
    assert [comment.folded for comment in shop.said(number)] == ["resolved"]


def test_comments_without_a_command_cost_nothing(shop: Shop) -> None:
    number = shop.issue("People leave.")
    mark = len(shop.house.github.requests)
    shop.say("Is that so?", number)
    shop.say("/waypost whatever", number, author="renovate[bot]")
    assert shop.house.requests(mark) == []
    row = shop.house.row(shop.house.newest)
    assert row is not None and row.state is State.IGNORED


def test_an_edit_by_somebody_else_is_no_command(shop: Shop) -> None:
    number = shop.issue("People leave.")
    said = shop.say("Good idea", number, author="ann")
    shop.house.github.edit_comment(said, "/waypost whatever", author="mallory")
    shop.house.deliver()
    assert shop.reacted(said) == []
    assert shop.said(number) == []


def test_in_a_long_conversation_the_last_hundred_are_heard(shop: Shop) -> None:
    number = shop.issue("People leave.")
    for turn in range(250):
        shop.house.github.comment(shop.name, number, f"Well, {turn}")
    shop.house.deliver()
    mark = len(shop.house.github.requests)
    said = shop.say("/waypost whatever", number)
    assert shop.reacted(said) == ["confused"]
    asked = [seen.label for seen in shop.house.requests(mark)]
    assert len(asked) <= 7, asked
