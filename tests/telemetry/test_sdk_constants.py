"""Constants of SDKs that stand for an event."""

import pytest

from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

PACKAGE = "com.google.firebase.analytics"
CONSTANTS = [
    pytest.param(
        "a.kt",
        f"import {PACKAGE}.FirebaseAnalytics\nfirebaseAnalytics.logEvent(FirebaseAnalytics.Event.SELECT_CONTENT, null)",
        "select_content",
        id="kotlin",
    ),
    pytest.param(
        "A.java",
        f"import {PACKAGE}.FirebaseAnalytics.Event;\n"
        "class A { void f() { firebaseAnalytics.logEvent(Event.LOGIN, null); } }",
        "login",
        id="java, the class within",
    ),
    pytest.param(
        "a.kt",
        f"val tracker = {PACKAGE}.FirebaseAnalytics()\n"
        f"firebaseAnalytics.logEvent({PACKAGE}.FirebaseAnalytics.Event.SHARE, null)",
        "share",
        id="with its package",
    ),
    pytest.param(
        "A.swift",
        "import FirebaseAnalytics\nAnalytics.logEvent(AnalyticsEventAddToCart, parameters: nil)",
        "add_to_cart",
        id="swift",
    ),
    pytest.param(
        "A.swift", "Analytics.logEvent(AnalyticsEventAddToCart, parameters: nil)", "", id="swift, nobody says whose"
    ),
    pytest.param(
        "A.swift",
        'import Firebase\nlet AnalyticsEventLogin = "own"\nAnalytics.logEvent(AnalyticsEventLogin, parameters: nil)',
        "own",
        id="one's own",
    ),
    pytest.param(
        "a.kt",
        f"import {PACKAGE}.ktx.logEvent\nimport com.acme.FirebaseAnalytics\n"
        "firebaseAnalytics.logEvent(FirebaseAnalytics.Event.LOGIN, null)",
        "",
        id="of another class",
    ),
    pytest.param(
        "a.kt",
        f"import {PACKAGE}.FirebaseAnalytics\nfirebaseAnalytics.logEvent(FirebaseAnalytics.Event.OTHER, null)",
        "",
        id="one that nobody knows",
    ),
    pytest.param(
        "a.kt",
        f"import {PACKAGE}.FirebaseAnalytics\nfirebaseAnalytics.logEvent(FirebaseAnalytics.Param.SEARCH_TERM, null)",
        "",
        id="no event",
    ),
]


@pytest.mark.parametrize(("path", "source", "expected"), CONSTANTS)
def test_a_constant_of_an_sdk_is_the_event_that_it_stands_for(path: str, source: str, expected: str) -> None:
    sites = find_calls(path, source.encode(), sdks())
    assert ["|".join(name.text for name in site.names) for site in sites] == [expected]
