"""Members of Python's `StrEnum` that get their value from their own name."""

import pytest

from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

STANDARD = "from enum import StrEnum, auto\n"
WAYS = [
    pytest.param(STANDARD, "StrEnum", "CART_Opened = auto()", ["cart_opened"], id="its own name"),
    pytest.param(
        "from enum import (\n  auto,\n  StrEnum,\n)\n",
        "StrEnum",
        "CART_Opened = auto()",
        ["cart_opened"],
        id="imported among others",
    ),
    pytest.param("import enum\n", "enum.StrEnum", "CART_Opened = enum.auto()", ["cart_opened"], id="of the module"),
    pytest.param("@unique\n".join([STANDARD, ""]), "StrEnum", "CART_Opened = auto()", ["cart_opened"], id="decorated"),
    pytest.param(STANDARD, "StrEnum", "CART_Opened = 'x'", ["x"], id="written"),
    pytest.param(STANDARD, "StrEnum", "CART_Opened = auto(1)", [], id="something else"),
    pytest.param("from strenum import StrEnum\n", "StrEnum", "CART_Opened = auto()", [], id="a package's"),
    pytest.param("class StrEnum(str, Enum): pass\n", "StrEnum", "CART_Opened = auto()", [], id="a team's own"),
    pytest.param("from enum import Enum, auto\n", "str, Enum", "CART_Opened = auto()", [], id="of texts, by number"),
    pytest.param(STANDARD, "Base, StrEnum", "CART_Opened = auto()", [], id="with another class above"),
    pytest.param(STANDARD, "StrEnum", "CART_Opened = auto()\n  CART_Opened = auto()", [], id="twice"),
    pytest.param(
        STANDARD, "StrEnum", "CART_Opened = auto()\n  def _generate_next_value_(*given): ...", [], id="its own way"
    ),
]


@pytest.mark.parametrize(("before", "above", "member", "expected"), WAYS)
def test_a_member_may_be_named_by_itself(before: str, above: str, member: str, expected: list[str]) -> None:
    source = f"{before}class E({above}):\n  {member}\n\nposthog.capture('u', E.CART_Opened)\n"
    found = [name.text for site in find_calls("a.py", source.encode(), sdks()) for name in site.names]
    assert found == expected
