"""An object that a file makes of a function or class of its own is a list of constants like any other."""

import pytest

from tests.telemetry.test_meant import POSTHOG, certain

USE = POSTHOG + "import D from './d'\nposthog.capture(D.OPENED)"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("function Dict() { this.OPENED = 'a_b'; this.CLOSED = 'x' }\nexport default new Dict()", ["a_b"]),
        ("function Dict() { this.OPENED = 'a_b' }\nconst d = new Dict()\nexport default d", ["a_b"]),
        (
            "function Dict() { this.OPENED = 'a_b'; this.set = (x) => { this.OPENED = x } }\nexport default new Dict()",
            [],
        ),
        ("function Dict() { if (x) { this.OPENED = 'a_b' } }\nexport default new Dict()", []),
        ("function Dict() { this.OPENED = 'a_b' }\nconst d = new Dict()\nd.OPENED = f()\nexport default d", []),
        ("class Dict { OPENED = 'a_b'; other() {} }\nexport default new Dict()", ["a_b"]),
        ("export class Dict { readonly OPENED = 'a_b' }\nconst d = new Dict()\nexport default d", ["a_b"]),
        ("class Dict { constructor() { this.OPENED = 'a_b' } }\nexport default new Dict()", ["a_b"]),
        ("class Dict { OPENED = 'a_b'; constructor() { this.OPENED = f() } }\nexport default new Dict()", []),
        ("class Dict { OPENED = 'a_b'; set(x) { this.OPENED = x } }\nexport default new Dict()", []),
        ("class Dict { static OPENED = 'a_b' }\nexport default new Dict()", []),
        ("class Dict { OPENED = 'a_b' }\nexport default new Dict(given)", []),
        ("class Dict { OPENED = 'a_b' }\nexport default new Other()", []),
    ],
)
def test_fields_of_what_a_file_makes(text: str, found: list[str]) -> None:
    assert certain({"d.ts": text, "a.ts": USE}) == found
