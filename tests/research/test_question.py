"""What an issue asks, without what templates, tools and logs wrote."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.research.question import question
from waypost.research.words import terms

FORM = """\
### Is your feature request related to a problem?

Parents phone the clinic because nothing confirms their answer.

### Browser and version

Firefox 128 on Windows

### Screenshots

_No response_

- [ ] I have read the code of conduct
<!-- Describe the cancellation policy -->

```
Traceback (most recent call last):
  File "app/cancel.py", line 3
```
2026-01-01T10:00:00 ERROR cancellation failed
    at Object.cancel (cancel.js:12:4)
See https://example.com/cancel/policy and `src/cancel/policy.ts`
"""


def test_only_what_the_author_says_is_asked() -> None:
    asked = question("[Feature]: Confirm consent by mail", FORM)
    assert set(asked.title) == set(terms("confirm consent by mail"))
    assert set(terms("parents phone clinic nothing confirms answer")) <= set(asked.body)
    assert not {"firefox", "cancel", "policy", "windows", "traceback"} & set(asked.terms)
    assert not set(terms("cancellation policy conduct")) & set(asked.terms)


@pytest.mark.parametrize("title", ["", "Crash", "Fix it", "Help needed", "!!! ???"])
def test_three_words_are_no_ground(title: str) -> None:
    assert not question(title, "").askable


@pytest.mark.parametrize(
    "body",
    [
        "a" * 60_000,
        "[" * 60_000,
        "{% " * 20_000,
        "a(" * 30_000,
        "a@" * 30_000,
        "<!--" * 15_000,
        "a/" * 30_000,
        "![" * 30_000,
    ],
    ids=["a", "brackets", "template", "call", "mail", "comment", "path", "image"],
)
def test_a_hostile_body_takes_little_time(body: str) -> None:
    before = time.process_time()
    question(body[:300], body)
    assert time.process_time() - before < 1


@given(st.text())
def test_terms_hold_nothing_but_words(text: str) -> None:
    for term in terms(text):
        assert term
        assert not set(term) & set(" \"'*():^+-")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bookings", "booking"),
        ("cancelled", "cancelling"),
        ("reminders", "reminding"),
        ("Café", "cafe"),
        ("policies", "policy"),
        ("eligibility", "eligible"),
        ("ＦＵＬＬ", "full"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []
