"""The convention is read out of names, the spec out of calls; what people wrote in it stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waypost.finding import Span
from waypost.telemetry.call_site import CallSite, Name
from waypost.telemetry.inference import infer
from waypost.telemetry.inferring import propose
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.spec import read_specs

AT = Span(1, 1, 1, 1)
OBJECTS = ["cart", "order", "plan", "coupon", "address", "invoice", "profile", "report", "team", "page"]


def site(name: str, path: str = "web/a.ts", *properties: tuple[str, str | None]) -> CallSite:
    return CallSite(
        path, AT, AT, "PostHog", (Name(name, Resolution.LITERAL, path, AT, None),), Resolution.LITERAL, properties
    )


def proposed(sites: list[CallSite], files: dict[str, bytes] | None = None) -> tuple[dict[str, str], list[str]]:
    found = propose(sites, files or {})
    return {path: text.decode() for path, text in found.files.items()}, [*found.evidence, *found.done]


@pytest.mark.parametrize(
    ("names", "told", "off"),
    [
        pytest.param([f"{it}_opened" for it in OBJECTS], "`object_action`, snake_case, past tense", [], id="past"),
        pytest.param(
            [f"{it}Opened" for it in OBJECTS], "`objectAction`, camelCase, past tense", [], id="with no separator"
        ),
        pytest.param([f"{it}_open" for it in OBJECTS], "`object_action`, snake_case, present tense", [], id="present"),
        pytest.param(
            [f"{it.title()} Viewed" for it in OBJECTS], "`object action`, Title Case, past tense", [], id="title"
        ),
        pytest.param(
            [f"clicked{it.title()}" for it in OBJECTS], "`actionObject`, camelCase, past tense", [], id="verb-first"
        ),
        pytest.param(
            [f"shop:{it}_viewed" for it in OBJECTS],
            "`category:object_action`, snake_case, past tense",
            [],
            id="category",
        ),
        pytest.param(
            [f"shop:{it}:add" for it in OBJECTS], "`category:subject:action`, snake_case", [], id="three-groups"
        ),
        pytest.param([f"shop.{it}" for it in OBJECTS], "dot.case", [], id="dots"),
        pytest.param(
            [*(f"{it}_opened" for it in OBJECTS), "cartClosed", "team_banner"],
            "`object_action`, snake_case, past tense",
            ["cartClosed"],
            id="one-is-not",
        ),
        pytest.param([f"{it}_box" for it in OBJECTS], "snake_case", [], id="no-verbs"),
        pytest.param(
            [*(f"{it}_opened" for it in OBJECTS[:5]), *(f"{it}_close" for it in OBJECTS[5:])],
            "`object_action`, snake_case",
            [],
            id="tenses-mixed",
        ),
    ],
)
def test_a_convention_is_read_out_of_names(names: list[str], told: str, off: list[str]) -> None:
    found = infer(names)
    assert found is not None
    assert (str(found), list(found.others)) == (told, off)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([f"{it}_opened" for it in OBJECTS[:7]], id="too-few"),
        pytest.param(
            [*(f"{it}_opened" for it in OBJECTS[:5]), *(f"{it}Opened" for it in OBJECTS[5:])], id="half-and-half"
        ),
        pytest.param(OBJECTS, id="single-words"),
        pytest.param([f"$my_{it}" for it in OBJECTS], id="vendors-own"),
        pytest.param([], id="none"),
    ],
)
def test_thin_evidence_makes_no_convention(names: list[str]) -> None:
    assert infer(names) is None


WEB = [
    *(site(f"{it}_opened") for it in OBJECTS),
    site("cart_opened", "web/b.ts", ("plan", "string"), ("sum", "number")),
]
SPEC = """\
# Read from the code by `waypost telemetry infer`. It is yours: edit what you like, it is kept.
version: 1
convention:
  # 90 % of 11 names in all of the code are `object_action`, snake_case, past tense; 1 is not.
  template: "{object}_{action}"
  case: snake_case
  slots: {action: {tense: past}}
events:
  address_opened: {}
  cartClosed: {}
  cart_opened:
    properties:
      plan: {type: string}
      sum: {type: number}
  coupon_opened: {}
  invoice_opened: {}
  order_opened: {}
  page_opened: {}
  plan_opened: {}
  profile_opened: {}
  report_opened: {}
  team_opened: {}
# Names from before the convention: nobody is asked to change them. The list may only get shorter.
legacy:
  - cartClosed
"""


def test_a_spec_is_written_with_its_evidence() -> None:
    files, told = proposed([*WEB, site("cartClosed")])
    assert files == {"telemetry/spec.yml": SPEC}
    assert told == [
        "90 % of 11 names in all of the code are `object_action`, snake_case, past tense; 1 is not.",
        "telemetry/spec.yml: 11 events added.",
        "telemetry/spec.yml: the convention added, `object_action`, snake_case, past tense.",
        "telemetry/spec.yml: 1 name that does not fit is legacy.",
    ]
    spec, problems = read_specs({"telemetry/spec.yml": SPEC.encode()})
    assert problems == ()
    assert spec is not None
    assert spec.naming is not None


def test_a_part_of_the_code_with_its_own_convention_is_an_exception() -> None:
    web = [site(f"{it}_{verb}", "web/shop/a.ts") for it in OBJECTS for verb in ("opened", "closed", "sent")]
    ios = [site(f"{it.title()} Viewed", "ios/A.swift") for it in OBJECTS]
    files, told = proposed([*web, *ios])
    text = files["telemetry/spec.yml"]
    assert told[:3] == [
        "75 % of 40 names in all of the code are `object_action`, snake_case, past tense; 10 are not.",
        "100 % of 30 names in `web/shop/` are `object_action`, snake_case, past tense.",
        "100 % of 10 names in `ios/` are `object action`, Title Case, past tense.",
    ]
    assert (
        '    - {paths: [ios/], template: "{object} {action}", case: Title Case, slots: {action: {tense: past}}}' in text
    )
    assert "legacy" not in text
    spec, problems = read_specs({"telemetry/spec.yml": text.encode()})
    assert problems == ()
    assert spec is not None
    judge = spec.naming_at("ios/b/C.swift")
    assert judge is not None
    assert judge.fits("Cart Viewed")


OWN = """\
# ours
version: 1
convention: {case: snake_case}   # decided in May
events:
  "cart_opened":      # the cart
    description: 'Somebody opens it.'
legacy: [OldOne, cartClosed, "Gone Now"]  # to be renamed
"""


def test_what_people_wrote_stays() -> None:
    sites = [site("cart_opened"), site("cartClosed"), site("order_paid"), site("OldTwo")]
    files, told = proposed(sites, {"telemetry/spec.yml": OWN.encode()})
    assert files == {
        "telemetry/spec.yml": OWN.replace('legacy: [OldOne, cartClosed, "Gone Now"]', "legacy: [cartClosed]").replace(
            "Somebody opens it.'\n", "Somebody opens it.'\n  OldTwo: {}\n  order_paid: {}\n"
        )
    }
    assert told[1:] == [
        "telemetry/spec.yml: 2 events added.",
        "telemetry/spec.yml: the legacy list is 2 names shorter.",
    ]


PROPERTIES = """\
events:
  # the cart
  cart_opened:
    owner: shop     # ours
    properties:
      plan: {type: 'string', required: true}  # kept
      # the last one
  order_paid: {}
  "team made": {description: "A team."}
  old: {status: deprecated}
"""


def test_what_events_send_besides_is_added() -> None:
    sites = [
        site("cart_opened", "web/a.ts", ("plan", "string"), ("Plan", None), ("total", "number")),
        site("cart_opened", "web/b.ts", ("total", "null"), ("is new", "boolean")),
        site("order_paid", "web/a.ts", ("total", "number")),
        site("team made", "web/a.ts", ("size", None)),
        site("old", "web/a.ts", ("size", None)),
        site("left", "web/a.ts", ("x" * 501, None)),
    ]
    files, told = proposed(sites, {"telemetry/spec.yml": PROPERTIES.encode()})
    last = "      # the last one\n"
    added = '      total: {type: [number, "null"]}\n      is new: {type: boolean}\n'
    after = PROPERTIES.replace(last, last + added)
    after = after.replace("order_paid: {}", "order_paid: {properties: {total: {type: number}}}")
    after = after.replace('"A team."', '"A team.", properties: {size: {}}')
    assert files == {"telemetry/spec.yml": f"{after}  left: {{}}\n"}
    assert told[1:] == [
        "telemetry/spec.yml: 4 properties of 3 events added.",
        "Left out, since the spec has it in another writing: `Plan of cart_opened`.",
        "telemetry/spec.yml: 1 event added.",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("legacy:\n  - A  # a\n  - B\nversion: 1\n", "legacy:\n  - B\nversion: 1\n", id="block"),
        pytest.param("legacy:\n  - A\nversion: 1\n", "version: 1\n", id="all"),
        pytest.param("legacy: [A]\n", "", id="all-in-brackets"),
        pytest.param("legacy: [B, A]\n", "legacy: [B]\n", id="last"),
        pytest.param("legacy: [A, B, A2, B2]\n", "legacy: [B, B2]\n", id="several"),
        pytest.param("legacy:\n- B\n- A\n", "legacy:\n- B\n", id="end"),
    ],
)
def test_the_ratchet_only_gets_shorter(before: str, after: str) -> None:
    text = f"convention: {{case: snake_case}}\nevents: {{B: {{}}, B2: {{}}, C: {{}}}}\n{before}"
    files, _ = proposed([site("B"), site("B2"), site("C")], {"telemetry/spec.yml": text.encode()})
    assert files == {"telemetry/spec.yml": text.removesuffix(before) + after}


def test_tests_and_what_is_put_together_at_run_time_make_no_events() -> None:
    dynamic = CallSite(
        "a.ts", AT, AT, "PostHog", (Name("step_{n}", Resolution.PATTERN, "a.ts", AT, None),), Resolution.PATTERN
    )
    files, _ = proposed([site("only_tested", "web/tests/a.ts"), dynamic, site("$pageview"), site("kept")])
    assert "kept: {}" in files["telemetry/spec.yml"]
    assert files["telemetry/spec.yml"].count("{}") == 1


def test_new_events_of_a_folder_of_files_go_to_their_kin() -> None:
    before = {
        "telemetry/spec/cart.yml": b"events:\n  cart_opened: {}\n",
        "telemetry/spec/order.yml": b"events:\n  order_paid: {}\n",
    }
    files, _ = proposed([site("order_sent"), site("cart_closed")], before)
    assert files == {
        "telemetry/spec/cart.yml": "events:\n  cart_opened: {}\n  cart_closed: {}\n",
        "telemetry/spec/order.yml": "events:\n  order_paid: {}\n  order_sent: {}\n",
    }


NAMES = st.from_regex(r"[a-zA-Z:_ .]{1,12}|[\w\W]{1,5}", fullmatch=True)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.one_of(NAMES, st.sampled_from(["cart_opened", "order_paid"])), NAMES), max_size=12),
    st.sampled_from(["", SPEC, OWN, PROPERTIES, PROPERTIES.replace("\n", "\r\n"), "version: 1\n"]),
)
def test_to_infer_twice_changes_nothing_more(names: list[tuple[str, str]], text: str) -> None:
    before = {"telemetry/spec.yml": text.encode()} if text else {}
    sites = [site(name, "web/a.ts", (key, "string")) for name, key in names]
    once = {**before, **propose(sites, before).files}
    _, problems = read_specs(once)
    assert problems == ()
    assert propose(sites, once).files == {}
