"""What the getter of an enum of Java's gives is what its entries are read by."""

import pytest

from tests.telemetry.test_meant import certain

EVENT = """package a;
public class Analytics {
  public enum Navigation {
    HOME("Home"), CART("Cart");
    private final String screenName;
    Navigation(String screenName) { this.screenName = screenName; }
    public String getValue() { return %s; }
  }
  public enum Action {
    OPENED("Opened")%s;
    private final String action;
    Action(String action) { this.action = action; }
    public String getValue() { return this.action; }
  }
}
"""
CALLS = """package a;
import com.mixpanel.android.mpmetrics.MixpanelAPI;
class Calls {
  MixpanelAPI mixpanel;
  void track(Analytics.Navigation event) { mixpanel.track(event.getValue()); }
  void log(Analytics.Action event) { mixpanel.track(event.getValue()); }
  void f() { track(Analytics.Navigation.CART); log(Analytics.Action.OPENED);
    mixpanel.track(Analytics.Navigation.HOME.getValue()); }
}
"""


@pytest.mark.parametrize(
    ("value", "body", "found"),
    [
        ("screenName", "", ["Cart", "Opened", "Home"]),
        ('"Screen: " + screenName', "", ["Screen: Cart", "Opened", "Screen: Home"]),
        ('"same"', "", ["same", "Opened", "same"]),
        ("screenName.trim()", "", ["Opened"]),
        ('"Screen: " + screenName.trim()', "", ["Opened"]),
        ("screenName", ' { public String getValue() { return "other"; } }', ["Cart", "Home"]),
    ],
)
def test_an_entry_is_read_by_the_getter_of_its_enum(value: str, body: str, found: list[str]) -> None:
    assert certain({"a/Analytics.java": EVENT % (value, body), "a/Calls.java": CALLS}) == found


@pytest.mark.parametrize(
    ("access", "found"), [("private final", ["x_a"]), ("final", []), ("public final", [])], ids=lambda it: str(it)
)
def test_a_field_that_others_can_read_may_be_meant_by_the_name_of_its_getter(access: str, found: list[str]) -> None:
    text = (
        'package a;\nimport com.mixpanel.android.mpmetrics.MixpanelAPI;\nenum E {\n  A("a");\n'
        f"  {access} String key;\n  E(String key) {{ this.key = key; }}\n"
        '  public String getKey() { return "x_" + key; }\n}\n'
        "class C { MixpanelAPI mixpanel; void f() { mixpanel.track(E.A.getKey()); } }"
    )
    assert certain({"a/E.java": text}) == found
