"""A variable of a package is no constant where another file of the package writes to it."""

import pytest

from tests.telemetry.test_meant import GO, certain

USED = "func f() { c.Enqueue(posthog.Capture{Event: %s}) }\n"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('func init() { Opened = "x" }', []),
        ('func init() { Opened += "x" }', []),
        ("func init() { Opened, err = g() }", []),
        ("func init() { flag.StringVar(&Opened, x) }", []),
        ('func init() { Opened := "x"; Opened = "y" }', ["a_b"]),
        ('func g(Opened string) { Opened = "x"; h(&Opened) }', ["a_b"]),
        ('func g() { x.Opened = "x"; if Opened == "x" { } }', ["a_b"]),
        ('// Opened = "x"\nvar s = `Opened = "x"`', ["a_b"]),
    ],
)
def test_what_go_writes_to_in_another_file_of_the_package_is_not_known(written: str, found: list[str]) -> None:
    variable, other = 'var Opened = "a_b"\n', f"package a\n{written}\n"
    assert certain({"p/a.go": GO + variable + USED % "Opened", "p/b.go": other}) == found
    assert certain({"p/a.go": GO + USED % "Opened", "p/b.go": other, "p/c.go": "package a\n" + variable}) == found


@pytest.mark.parametrize(("written", "found"), [("E.A", []), ("E.B", ["a_b"]), ("E", []), ("o.E.A", ["a_b"])])
def test_a_field_that_go_writes_to_in_another_file_is_not_known(written: str, found: list[str]) -> None:
    text = GO + 'var E = Events{A: "a_b"}\n' + USED % "E.A"
    assert certain({"p/a.go": text, "p/b.go": f'package a\nfunc init() {{ {written} = "x" }}\n'}) == found


def test_a_constant_of_go_is_one_whatever_other_files_call_so() -> None:
    text = GO + 'const Opened = "a_b"\n' + USED % "Opened"
    assert certain({"p/a.go": text, "p/b.go": 'package a\nfunc g() { Opened = "x" }\n'}) == ["a_b"]


def test_tests_may_write_to_it() -> None:
    text = GO + 'var Opened = "a_b"\n' + USED % "Opened"
    assert certain({"p/a.go": text, "p/b_test.go": 'package a\nfunc g() { Opened = "x" }\n'}) == ["a_b"]
