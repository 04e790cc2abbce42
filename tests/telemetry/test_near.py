"""A name that says the same as a declared one is found, one that only looks like it is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.telemetry.near import Declared, near


@pytest.mark.parametrize(
    ("name", "declared", "reason"),
    [
        pytest.param("cartOpened", "cart_opened", "the words are the same", id="casing"),
        pytest.param("order_canceled", "order_cancelled", "only `canceled` is `cancelled` there", id="spelling"),
        pytest.param("color_chosen", "colour_chosen", "only `color` is `colour` there", id="british"),
        pytest.param("cart_open", "cart_opened", "only `open` is `opened` there", id="tense"),
        pytest.param("coupon_loaded", "coupons_loaded", "only `coupon` is `coupons` there", id="number"),
        pytest.param("category_viewed", "categories_viewed", "only `category` is `categories` there", id="ies"),
        pytest.param("payment_failure", "payment_failed", "only `failure` is `failed` there", id="noun"),
        pytest.param("user_signup_shown", "user_sign_up_shown", "the letters are the same", id="joined"),
        pytest.param(
            "click_save_button", "save_button_clicked", "the words are the same in another order", id="verb-first"
        ),
        pytest.param("list_sorting_used", "sorting_list_used", "the words are the same in another order", id="swapped"),
        pytest.param("checkout_strated", "checkout_started", "`strated` looks like a slip of `started`", id="slip"),
        pytest.param(
            "subscribtion_paused", "subscription_paused", "`subscribtion` looks like a slip", id="slip-in-a-noun"
        ),
    ],
)
def test_what_says_the_same_is_found(name: str, declared: str, reason: str) -> None:
    found = near(name, ["unlike_this_one", declared])
    assert found is not None
    assert found.name == declared
    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        pytest.param("login_failed", "login_fetched", id="other-verbs"),
        pytest.param("order_opened", "order_closed", id="opposites"),
        pytest.param("item_loading", "item_loaded", id="begun-and-done"),
        pytest.param("step_1_viewed", "step_2_viewed", id="numbers"),
        pytest.param("page_hidden", "page_viewed", id="verbs"),
        pytest.param("video_started", "video_starred", id="one-letter-apart"),
        pytest.param("email_menu_email_tapped", "email_menu_tapped", id="a-word-more"),
        pytest.param("review_product_loaded", "reviews_products_loaded", id="two-numbers"),
        pytest.param("login_jetpack_setup_flow", "jetpack_setup_login_flow", id="a-noun-elsewhere"),
        pytest.param("form_sent", "from_sent", id="short-words"),
        pytest.param("cart", "carts", id="one-word"),
        pytest.param("cart_opened", "cart_opened", id="itself"),
    ],
)
def test_what_only_looks_alike_is_not(name: str, declared: str) -> None:
    assert near(name, [declared]) is None


def test_a_word_that_others_use_is_no_slip() -> None:
    assert near("detail_pages_seen", ["detain_pages_seen"]) is not None
    assert near("detail_pages_seen", ["detain_pages_seen", "detail_menu_seen"]) is None


def test_the_closest_of_several_is_found() -> None:
    found = near("Reviews Loaded", ["review_loaded", "reviews_loaded"])
    assert found is not None
    assert found.name == "reviews_loaded"


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=5))
def test_any_text_is_compared(name: str, declared: list[str]) -> None:
    found = near(name, declared)
    assert found is None or (found.name in declared and name not in declared)


def test_many_declared_names_are_compared_in_a_moment() -> None:
    declared = Declared(f"area{number % 90}_thing_{number}_opened" for number in range(5_000))
    start = time.process_time()
    for number in range(300):
        declared.near(f"area{number}_thing_{number}_open")
    assert time.process_time() - start < 1
