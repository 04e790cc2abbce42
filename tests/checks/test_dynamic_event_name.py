"""A name put together at run time gets one name and a property."""

import pytest

from tests.checks.changes import handbook, settles, told

NAME = "dynamic-event-name"


@pytest.mark.parametrize(
    ("path", "source", "message", "after"),
    [
        pytest.param(
            "a.ts",
            "posthog.capture(`cart_page_${step}`, { a: 1 })",
            "Send `cart_page` with `step` as a property: `cart_page_{step}` is an event of its own for each value.",
            'posthog.capture("cart_page", { step, a: 1 })',
            id="at-the-end",
        ),
        pytest.param(
            "a.ts",
            "posthog.capture(`${tab.id}_page_opened`, {})",
            "Send `page_opened` with `id` as a property: `{id}_page_opened` is",
            'posthog.capture("page_opened", { id: tab.id })',
            id="in-front",
        ),
        pytest.param(
            "a.ts",
            "posthog.capture(`tab:${id}:opened`, {\n  a: 1,\n})",
            "Send `tab:opened` with `id` as a property:",
            'posthog.capture("tab:opened", { id,\n  a: 1,\n})',
            id="in-the-middle",
        ),
        pytest.param(
            "a.py",
            "posthog.capture(u, f'cart_page_{cart.kind}', {'a': 1})",
            "Send `cart_page` with `kind` as a property:",
            'posthog.capture(u, "cart_page", {"kind": cart.kind, \'a\': 1})',
            id="python",
        ),
        pytest.param(
            "a.ts",
            "posthog.capture(`tab_page_${id}_${step()}`, { a })",
            "Send `tab_page` with `id` and `step` as properties:",
            None,
            id="two-values",
        ),
        pytest.param(
            "a.ts",
            "posthog.capture(`tab_page_${id}`)",
            "Send `tab_page` with `id` as a property:",
            None,
            id="no-record",
        ),
        pytest.param(
            "a.ts", "posthog.capture(`tab_page_${id}`, { id: 3 })", "Send `tab_page` with", None, id="key-is-taken"
        ),
        pytest.param("a.ts", "posthog.capture('tab_page_' + id, { a })", "Send `tab_page` with", None, id="joined"),
    ],
)
def test_one_name_is_offered(path: str, source: str, message: str, after: str | None) -> None:
    (finding,) = told(NAME, {path: source})
    assert finding.message.startswith(message)
    assert (settles(finding, {path: source})[path] if finding.fix else None) == after


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("posthog.capture(`${area}:${name}`, {})", id="wrapper"),
        pytest.param("posthog.capture(`cart_page_${step}`) // old", id="there-before"),
        pytest.param("const A = 'cart';\nposthog.capture(`${A}_opened`)", id="constant"),
        pytest.param("posthog.capture(name)", id="unknown"),
        pytest.param("posthog.capture(`menu_${open ? 'opened' : 'closed'}`)", id="all-values-are-written"),
    ],
)
def test_all_else_is_left_alone(source: str) -> None:
    assert told(NAME, {"a.ts": source}) == ()


def test_the_name_is_one_that_the_convention_knows() -> None:
    book = handbook(
        "convention: {template: '{object}_{action}', case: snake_case, slots: {action: {one_of: [opened]}}}"
    )
    (finding,) = told(NAME, {"a.ts": "posthog.capture(`cart_page_${step}`, {})"}, book)
    assert finding.message.startswith("Send one name with `step` as a property:")
    (finding,) = told(NAME, {"a.ts": "posthog.capture(`cart_${step}_opened`, {})"}, book)
    assert finding.message.startswith("Send `cart_opened` with `step`")


def test_a_word_alone_is_no_name_to_offer() -> None:
    (finding,) = told(NAME, {"a.ts": "posthog.capture(`cli.${command}`, {})"})
    assert finding.message == (
        "Send one name with `command` as a property: `cli.{command}` is an event of its own for each value."
    )
