"""Names are judged by the convention, and the suggestion is the name that fits and says the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.telemetry.casing import Case, words
from waypost.telemetry.naming import Convention, infer, recognise
from waypost.telemetry.slots import Slot

SAME = {
    Case.SNAKE: "api_key_created",
    Case.KEBAB: "api-key-created",
    Case.CAMEL: "apiKeyCreated",
    Case.PASCAL: "APIKeyCreated",
    Case.TITLE: "API Key Created",
    Case.SENTENCE: "API key created",
    Case.LOWER: "api key created",
    Case.SCREAMING: "API_KEY_CREATED",
    Case.TITLE_SNAKE: "API_Key_Created",
    Case.DOTTED: "api.key.created",
}


@pytest.mark.parametrize("case", Case)
def test_each_casing_fits_its_own_and_only_its_own(case: Case) -> None:
    for other, name in SAME.items():
        fits = Convention(case=case).fits(name)
        # Words with dots between them are groups to other casings, and a name of acronyms only is in Title_Snake_Case.
        both = other is Case.DOTTED or case is Case.DOTTED or (case, other) == (Case.TITLE_SNAKE, Case.SCREAMING)
        assert fits == (other is case) or both, (case, name)


@pytest.mark.parametrize("case", [case for case in Case if case is not Case.DOTTED])
def test_each_casing_is_recognised(case: Case) -> None:
    assert recognise(SAME[case]) is case


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("checkoutStarted", ("checkout", "Started"), id="camel"),
        pytest.param("APIKeyCreated", ("API", "Key", "Created"), id="acronym"),
        pytest.param("GitHub Connected", ("GitHub", "Connected"), id="brand"),
        pytest.param("2FA enabled", ("2FA", "enabled"), id="digits"),
        pytest.param("area:object_action", ("area", "object", "action"), id="groups"),
        pytest.param("  ", (), id="none"),
        pytest.param("größe geändert", ("größe", "geändert"), id="letters-beyond-ascii"),
    ],
)
def test_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


SLOTS = Convention(
    "{category}:{object}_{action}",
    Case.SNAKE,
    {"action": Slot(one_of=("created", "deleted"), synonyms={"created": ("made", "added")})},
)


@pytest.mark.parametrize(
    ("convention", "name", "problem", "suggestion"),
    [
        pytest.param(Convention(case=Case.SNAKE), "cart_opened", None, "cart_opened", id="fits"),
        pytest.param(Convention(case=Case.SNAKE), "cart", None, "cart", id="one-word"),
        pytest.param(Convention(case=Case.SNAKE), "shop:cart_opened", None, "shop:cart_opened", id="groups"),
        pytest.param(
            Convention(case=Case.SNAKE),
            "cartOpened",
            "it is camelCase, the convention is snake_case",
            "cart_opened",
            id="casing",
        ),
        pytest.param(
            Convention(case=Case.TITLE),
            "github_connected: api key",
            "the convention is Title Case",
            "Github Connected: Api Key",
            id="groups-keep-their-separator",
        ),
        pytest.param(Convention(case=Case.SENTENCE), "AWS account: API key added", None, None, id="acronyms-stay"),
        pytest.param(Convention(case=Case.SNAKE), "größe Ändern", "the convention is snake_case", None, id="not-ascii"),
        pytest.param(Convention(case=Case.SNAKE), "!?", "the convention is snake_case", None, id="no-words"),
        pytest.param(SLOTS, "shop:cart_created", None, "shop:cart_created", id="slots"),
        pytest.param(
            SLOTS,
            "shop:big_cart_made",
            "`made` is none of the values for `action`: `created`, `deleted`",
            "shop:big_cart_created",
            id="synonym",
        ),
        pytest.param(
            SLOTS,
            "Shop: Cart Added",
            "it is Title Case, the convention is snake_case",
            "shop:cart_created",
            id="casing-and-synonym",
        ),
        pytest.param(
            SLOTS,
            "shopBigCartCreated",
            "it is camelCase, the convention is snake_case",
            None,
            id="two-ways-to-part-it",
        ),
        pytest.param(
            SLOTS,
            "shop:cart_kicked",
            "`kicked` is none of the values for `action`: `created`, `deleted`",
            None,
            id="unlisted",
        ),
        pytest.param(SLOTS, "cart", "the convention is `{category}:{object}_{action}`", None, id="slots-are-missing"),
        pytest.param(
            Convention("{object} {action}", Case.TITLE, {"action": Slot(one_of=("created",))}),
            "cart_created",
            "it is snake_case, the convention is Title Case",
            "Cart Created",
            id="lists-follow-the-casing",
        ),
        pytest.param(
            Convention("{action}{object}", Case.CAMEL),
            "click_buy_button",
            "it is snake_case, the convention is camelCase",
            "clickBuyButton",
            id="no-separator",
        ),
        pytest.param(
            Convention("{area}.{object}-{action}", Case.KEBAB, {"area": Slot(case=Case.PASCAL)}),
            "shop.cart-opened",
            "the convention is `{area}.{object}-{action}`",
            "Shop.cart-opened",
            id="casing-of-a-slot",
        ),
        pytest.param(
            Convention("app_{object}_{action}", Case.SNAKE),
            "cart",
            "the convention is `app_{object}_{action}`",
            None,
            id="prefix",
        ),
        pytest.param(
            Convention(case=Case.DOTTED),
            "mem0._addMemory",
            "the convention is dot.case",
            "mem0.add_memory",
            id="dots-stay",
        ),
        pytest.param(Convention(), "anything at all\n", None, None, id="no-convention"),
    ],
)
def test_judgement(convention: Convention, name: str, problem: str | None, suggestion: str | None) -> None:
    assert convention.problem(name) == problem
    if problem is not None or suggestion is not None:
        assert convention.suggest(name) == suggestion


CONVENTIONS = st.one_of(st.builds(Convention, case=st.sampled_from(Case)), st.just(SLOTS))


@given(CONVENTIONS, st.one_of(st.text(), st.from_regex(r"[A-Za-z:_ .\-0-9]{1,30}", fullmatch=True)))
def test_a_suggestion_always_fits(convention: Convention, name: str) -> None:
    suggestion = convention.suggest(name)
    assert suggestion is None or convention.problem(suggestion) is None
    assert convention.fits(name) == (convention.problem(name) is None)


@pytest.mark.parametrize("case", [case for case in Case if case is not Case.DOTTED])
def test_a_casing_is_inferred_from_enough_names(case: Case) -> None:
    names = [Convention(case=case).suggest(f"thing {chr(97 + number)}x opened") or "" for number in range(9)]
    found = infer([*names, "notLike_the others"])
    assert found is not None
    assert (found.convention.case, found.fitting, found.total) == (case, 9, 10)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([f"a_{letter}" for letter in "abcdefg"], id="seven-names"),
        pytest.param(["a_b"] * 20, id="one-name-often"),
        pytest.param([letter * 3 for letter in "abcdefghij"], id="single-words-fit-many-casings"),
        pytest.param([f"a_{letter}" for letter in "abcdefgh"] + ["aB"], id="under-nine-in-ten"),
        pytest.param([f"$a_{letter}" for letter in "abcdefghij"], id="vendors-own"),
        pytest.param([], id="none"),
    ],
)
def test_thin_evidence_is_none(names: list[str]) -> None:
    assert infer(names) is None


def test_dotted_names_are_inferred() -> None:
    found = infer([f"mem0.{letter}" for letter in "abcdefgh"])
    assert found is not None
    assert found.convention.case is Case.DOTTED


def test_the_longest_lists_a_spec_may_hold_still_judge(capfd: pytest.CaptureFixture[str]) -> None:
    values = tuple(f"{number}{'x' * 96}" for number in range(100, 600))
    slots = {name: Slot(one_of=values) for name in "abcdef"}
    convention = Convention("{a}-{b}-{c}-{d}-{e}-{f}", Case.SNAKE, slots)
    assert convention.fits("-".join([values[0]] * 6))
    assert not convention.fits("-".join([values[0]] * 5 + ["no"]))
    assert capfd.readouterr().err == ""


def test_names_beyond_ascii_are_judged_without_noise(capfd: pytest.CaptureFixture[str]) -> None:
    for case in Case:
        convention = Convention(case=case)
        for number in range(300):
            convention.problem(f"größe {chr(0x4E00 + number)} {'é' * 40}: x{number}")
    assert capfd.readouterr().err == ""
