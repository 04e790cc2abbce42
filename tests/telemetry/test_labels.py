"""What stands in a name for what is known at run time only."""

import pytest

from waypost.telemetry.languages.strings import label


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("step", "step"),
        ("this.items[0].name", "name"),
        ("getSlug()", "getSlug"),
        ("snakeCase(name)", "name"),
        ("_.snakeCase(name)", "name"),
        ('name.replacingOccurrences(of: "-", with: "_")', "name"),
        ("a.replace(/-/g, '_')", "a"),
        ("KEY.toLowerCase()", "KEY"),
        ('kind?.lowercase(Locale.ROOT) ?? "none"', "kind"),
        ("name.downcase()", "name"),
        ("_", "value"),
        ("__init", "__init"),
        ("1 + 2", "value"),
        ("", "value"),
    ],
)
def test_a_hole_is_called_after_what_fills_it(written: str, expected: str) -> None:
    assert label(written.encode()) == expected
