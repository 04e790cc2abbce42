"""Constants of SDKs that stand for events everybody knows: `FirebaseAnalytics.Event.LOGIN` is `login`."""

from collections.abc import Iterable, Iterator, Sequence

from waypost.patterns import late
from waypost.telemetry.languages import Import

_WORDS = """
    ad_impression add_payment_info add_shipping_info add_to_cart add_to_wishlist app_open begin_checkout
    campaign_details checkout_progress earn_virtual_currency ecommerce_purchase generate_lead join_group
    level_end level_start level_up login post_score present_offer purchase purchase_refund refund
    remove_from_cart screen_view search select_content select_item select_promotion set_checkout_option share
    sign_up spend_virtual_currency tutorial_begin tutorial_complete unlock_achievement view_cart view_item
    view_item_list view_promotion view_search_results
"""
_EVENTS = frozenset(_WORDS.split())
"""Firebase's: each of its constants is called like the event."""
_OF_JVM = "com.google.firebase.analytics.FirebaseAnalytics.Event."
_OF_SWIFT = "AnalyticsEvent"
_JVM = frozenset({"kotlin", "java"})
WITH_CONSTANTS = _JVM | {"swift"}
"""Families of languages in which an SDK has some."""
_WORD = late(r"(?<!^)[A-Z]")


def event_of(path: Sequence[str], family: str, source: bytes, imports: Iterable[Import]) -> str | None:
    """The event that a dotted name stands for as an SDK has it; None for any other name."""
    name = ""
    if family in _JVM and b"com.google.firebase.analytics" in source:
        found = (full[len(_OF_JVM) :] for full in _written_out(path, imports) if full.startswith(_OF_JVM))
        name = next(found, "").lower()
    elif family == "swift" and len(path) == 1 and path[0].startswith(_OF_SWIFT) and b"import Firebase" in source:
        name = _WORD.sub(r"_\g<0>", path[0][len(_OF_SWIFT) :]).lower()
    return name if name in _EVENTS else None


def _written_out(path: Sequence[str], imports: Iterable[Import]) -> Iterator[str]:
    """A dotted name with the package that its first part is imported from."""
    yield ".".join(path)
    for it in imports:
        if it.local == path[0] and it.name is not None:
            yield ".".join((it.module, it.name, *path[1:]))
