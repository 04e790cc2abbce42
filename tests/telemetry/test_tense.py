"""Verbs are told in the past as names have them, behind what it happened to."""

import pytest

from waypost.telemetry.tense import Tense, base, tense, written


@pytest.mark.parametrize(
    ("verb", "past"),
    [
        ("show", "shown"),
        ("see", "seen"),
        ("hide", "hidden"),
        ("take", "taken"),
        ("click", "clicked"),
        ("send", "sent"),
        ("set", "set"),
    ],
)
def test_the_past_stands_behind_an_object(verb: str, past: str) -> None:
    assert written(verb, Tense.PAST) == past
    assert written(past, Tense.PRESENT) == verb


@pytest.mark.parametrize(("form", "verb"), [("showed", "show"), ("saw", "see"), ("took", "take"), ("hid", "hide")])
def test_other_forms_are_past_too(form: str, verb: str) -> None:
    assert (base(form), tense(form)) == (verb, Tense.PAST)
