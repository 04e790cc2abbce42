"""Every published convention can be written down: names that fit it, and what it would make of others."""

from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.telemetry.casing import Case
from waypost.telemetry.shape import Spec
from waypost.telemetry.spec import read_spec

POSTHOG = """\
convention:
  template: "{category}[_{version}]:{object}_{action}"
  case: snake_case
  slots:
    version: {pattern: "v[0-9]+"}
    action:
      tense: present
      one_of: [click, submit, create, view, add, invite, update, delete, remove, start, end, cancel, fail, send]
      synonyms: {view: [see, show], delete: [destroy]}
  properties: {case: snake_case, booleans_start_with: [is, has], times_end_with: [date, timestamp]}
"""
SEGMENT = """\
convention:
  template: "{object} {action}"
  case: Title Case
  slots: {action: {tense: past}}
  properties: {case: snake_case}
"""
SUPABASE = """\
convention:
  template: "{object}_{verb}"
  case: snake_case
  exempt: ["*_exposed"]
  slots:
    verb:
      tense: past
      one_of: [opened, clicked, submitted, created, removed, updated, intended, evaluated, added, enabled, disabled,
        copied, failed, converted, closed, completed, applied, sent, moved, exported]
      synonyms: {updated: [saved]}
  properties: {case: camelCase}
"""
GITLAB = """\
convention:
  template: "{action}_{target}[_{where}]"
  case: snake_case
  slots:
    action: {tense: present}
    where: {pattern: "(?:on|in|at|from|for|when|after|before|while)_[a-z0-9_]+"}
"""
AUTOMATTIC = """\
convention:
  template: "{source}_{context}_{action}"
  case: snake_case
  slots: {source: {one_of: [wcadmin, wpcom, jetpack, calypso]}, action: {tense: present}}
"""
ACCOIL = """\
convention: {template: "{object}_{action}", case: Title_Snake_Case, slots: {action: {tense: past}}}
"""
PYPI = """\
convention: {template: "{source}[:{subject}][:{sub}]:{action}", case: snake_case}
"""
LANGFUSE = """\
convention: {template: "{resource}:{action}", case: snake_case}
"""
OPEN_EDX = """\
convention:
  template: "openedx.paragon.{module}.{descriptor}.{action}"
  case: snake_case
  slots: {action: {tense: past}}
"""
ARTSY = """\
convention: {template: "{action}{object}", case: camelCase, slots: {action: {tense: past}}}
"""
MATRIX = """\
convention: {case: PascalCase}
"""
OTEL = """\
convention: {template: "{namespace}.{name}", case: snake_case, slots: {namespace: {case: dot.case}}}
"""
GLEAN = """\
convention:
  template: "{category}.{name}"
  case: snake_case
  slots: {category: {case: dot.case, max_length: 40}, name: {max_length: 30}}
"""


@dataclass(frozen=True)
class Row:
    """A convention with names that fit, and others with half a sentence of why not and what they should be."""

    yaml: str
    fitting: list[str]
    others: dict[str, tuple[str, str | None]] = field(default_factory=dict)


ROWS = {
    "posthog": Row(
        POSTHOG,
        [
            "account_settings:forgot_password_button_click",
            "registration_v2:sign_up_button_click",
            "signup_flow:page_view",
        ],
        {
            "account_settings:password_button_clicked": (
                "`clicked` is none of the values for `action`",
                "account_settings:password_button_click",
            ),
            "Signup Flow: Pricing Page Seen": (
                "it is Title Case, the convention is snake_case",
                "signup_flow:pricing_page_view",
            ),
            "registrationV2:signUpButtonClick": (
                "it is camelCase, the convention is snake_case",
                "registration_v2:sign_up_button_click",
            ),
            "page_view": ("the convention is `{category}[_{version}]:{object}_{action}`", None),
            "signup_flow:click_pricing_button": ("`button` is none of the values", "signup_flow:pricing_button_click"),
        },
    ),
    "segment": Row(
        SEGMENT,
        ["Product Viewed", "Order Completed", "User Signed Up", "API Key Created", "Article Shared"],
        {
            "product_viewed": ("it is snake_case, the convention is Title Case", "Product Viewed"),
            "View Product": ("`View` is `action`, which comes last", "Product Viewed"),
            "Product View": ("`View` is present tense, `action` is past tense", "Product Viewed"),
            "Viewed Product": ("`Viewed` is `action`, which comes last", "Product Viewed"),
            "Order": ("the convention is `{object} {action}`", None),
            "SIGN_UP_FORM_CLICKED": ("it is SCREAMING_SNAKE_CASE", "Sign Up Form Clicked"),
            "Removed Merge Request": ("`Request` is present tense, `action` is past tense", "Merge Request Removed"),
            "Signed Up User": ("`Signed` is `action`, which comes last", "User Signed Up"),
        },
    ),
    "supabase": Row(
        SUPABASE,
        ["product_card_clicked", "sql_query_submitted", "table_quickstart_exposed", "welcome_email_sent"],
        {
            "click_product_card": ("`card` is none of the values for `verb`", "product_card_clicked"),
            "productCardClicked": ("it is camelCase, the convention is snake_case", "product_card_clicked"),
            "database_saved": ("`saved` is none of the values", "database_updated"),
            "sidebar_appeared": ("`appeared` is none of the values", None),
            "copy_button": ("`button` is none of the values", None),
        },
    ),
    "gitlab": Row(
        GITLAB,
        [
            "click_previous_blame_on_blob_page",
            "create_ci_build",
            "view_merge_request_in_search_results",
            "request_duo_chat_response",
        ],
        {
            "created_ci_build": ("`created` is past tense, `action` is present tense", "create_ci_build"),
            "ci_build_created": ("`created` is `action`, which comes first", "create_ci_build"),
            "clickRunPipeline": ("it is camelCase, the convention is snake_case", "click_run_pipeline"),
        },
    ),
    "automattic": Row(
        AUTOMATTIC,
        ["wcadmin_orders_view", "jetpack_backup_start", "calypso_signup_step_submit"],
        {
            "wcadmin_orders_viewed": ("`viewed` is past tense, `action` is present tense", "wcadmin_orders_view"),
            "wcadminOrdersView": ("it is camelCase, the convention is snake_case", "wcadmin_orders_view"),
            "woo_orders_view": ("`woo` is none of the values for `source`", None),
        },
    ),
    "accoil": Row(
        ACCOIL,
        ["Report_Created", "Api_Key_Deleted", "API_Key_Deleted"],
        {
            "report created": ("it is lower case, the convention is Title_Snake_Case", "Report_Created"),
            "Report_Create": ("`Create` is present tense, `action` is past tense", "Report_Created"),
        },
    ),
    "pypi": Row(
        PYPI,
        ["account:login:success", "project:release:file:remove", "project:create", "account:api_token:added"],
        {
            "account.login.success": ("the convention is", "account:login:success"),
            "Account:API Token:Added": ("it is Title Case, the convention is snake_case", "account:api_token:added"),
            "login": ("the convention is", None),
            "a:b:c:d:e": ("the convention is", None),
        },
    ),
    "langfuse": Row(
        LANGFUSE,
        ["sign_in:button_click", "trace_detail:publish_button_click"],
        {
            "signIn:buttonClick": ("it is camelCase, the convention is snake_case", "sign_in:button_click"),
            "sign_in/button_click": ("the convention is `{resource}:{action}`", "sign_in:button_click"),
        },
    ),
    "open-edx": Row(
        OPEN_EDX,
        ["openedx.paragon.datatable.column_filter.applied"],
        {
            "openedx.paragon.datatable.column_filter.apply": (
                "`apply` is present tense, `action` is past tense",
                "openedx.paragon.datatable.column_filter.applied",
            ),
            "edx.datatable.filter.applied": ("the convention is", None),
        },
    ),
    "artsy": Row(
        ARTSY,
        ["clickedMainArtworkGrid", "addedToCollection", "sentConversationMessage"],
        {
            "ClickedMainArtworkGrid": ("it is PascalCase, the convention is camelCase", "clickedMainArtworkGrid"),
            "clickMainArtworkGrid": ("`click` is present tense, `action` is past tense", "clickedMainArtworkGrid"),
            "mainArtworkGridClicked": ("`Clicked` is `action`, which comes first", "clickedMainArtworkGrid"),
            "AccountSubmitCart": ("it is PascalCase, the convention is camelCase", None),
        },
    ),
    "matrix": Row(
        MATRIX,
        ["CallStarted", "UnauthenticatedError", "Composer"],
        {"call_started": ("it is snake_case, the convention is PascalCase", "CallStarted")},
    ),
    "otel": Row(
        OTEL,
        ["browser.web_vital", "gen_ai.client.inference.operation.details"],
        {
            "browserWebVital": ("", None),
            "gen_ai.client.OperationDetails": (
                "the convention is `{namespace}.{name}`",
                "gen_ai.client.operation_details",
            ),
            "web_vital": ("the convention is `{namespace}.{name}`", "web.vital"),
        },
    ),
    "glean": Row(
        GLEAN,
        ["events.app_opened", "browser.search.in_content", f"{'c' * 40}.{'n' * 30}"],
        {
            "historyPanel.openedItem": ("the convention is `{category}.{name}`", "history_panel.opened_item"),
            f"events.{'n' * 31}": ("`name` has 31 characters, the convention allows 30", None),
            f"{'c' * 41}.opened": ("`category` has 41 characters, the convention allows 40", None),
        },
    ),
}


def the_spec(yaml: str) -> Spec:
    spec, problems = read_spec(yaml.encode())
    assert problems == ()
    assert spec is not None
    return spec


@pytest.mark.parametrize("row", [pytest.param(row, id=who) for who, row in ROWS.items()])
def test_a_published_convention_can_be_written_down(row: Row) -> None:
    convention = the_spec(row.yaml).naming
    assert convention is not None
    assert {name: convention.problem(name) for name in row.fitting} == dict.fromkeys(row.fitting)
    for name, (reason, suggestion) in row.others.items():
        assert (convention.problem(name) or "fits").startswith(reason), name
        assert convention.problem(name) is not None, name
        assert convention.suggest(name) == suggestion, name


@pytest.mark.parametrize(
    ("yaml", "name", "kind", "problem", "suggestion"),
    [
        pytest.param(POSTHOG, "is_trial", "boolean", None, "is_trial", id="boolean"),
        pytest.param(
            POSTHOG,
            "trial",
            "boolean",
            "it is true or false, and such names begin with `is`, `has`",
            "is_trial",
            id="boolean-without-a-prefix",
        ),
        pytest.param(POSTHOG, "trial", "string", None, "trial", id="no-boolean"),
        pytest.param(
            POSTHOG,
            "created_at",
            "string",
            "it is a moment, and such names end with `date`, `timestamp`",
            None,
            id="moment",
        ),
        pytest.param(
            POSTHOG, "planTier", None, "it is camelCase, the convention is snake_case", "plan_tier", id="casing"
        ),
        pytest.param(
            SUPABASE, "plan_tier", None, "it is snake_case, the convention is camelCase", "planTier", id="camel"
        ),
        pytest.param(
            "convention: {vendors: [ga4], properties: {case: snake_case}}",
            "user_id",
            None,
            "Google Analytics keeps `user_id` for itself",
            None,
            id="vendor",
        ),
        pytest.param(
            "convention: {properties: {case: camelCase, booleans_start_with: [is], times_end_with: [at]}}",
            "createdDate",
            None,
            "it is a moment, and such names end with `at`",
            "createdAt",
            id="one-ending",
        ),
    ],
)
def test_properties_have_a_convention(
    yaml: str, name: str, kind: str | None, problem: str | None, suggestion: str | None
) -> None:
    convention = the_spec(yaml).property_naming_at("a.ts")
    assert convention.problem(name, kind) == problem
    assert convention.suggest(name, kind) == suggestion


@pytest.mark.parametrize(
    ("vendor", "name", "problem"),
    [
        pytest.param("ga4", "session_start", "Google Analytics keeps `session_start` for itself", id="reserved"),
        pytest.param("ga4", "ga_thing", "Google Analytics keeps names that begin with `ga_` for itself", id="prefix"),
        pytest.param(
            "ga4", "a:b", "Google Analytics takes only letters, digits and underscores, a letter first", id="signs"
        ),
        pytest.param("ga4", "größe_gewählt", None, id="letters-of-any-language"),
        pytest.param("ga4", "ad_impression", "Google Analytics keeps `ad_impression` for itself", id="web"),
        pytest.param("firebase", "ad_impression", None, id="an-app-may-tell-of-its-ads"),
        pytest.param("firebase", "app_uninstall", "Firebase keeps `app_uninstall` for itself", id="app"),
        pytest.param("firebase", "a" * 41, "it has 41 characters, Firebase takes 40", id="long"),
        pytest.param("firebase", "a" * 40, None, id="long-enough"),
        pytest.param(
            "amplitude", "[Amplitude] Thing", "Amplitude keeps names that begin with `[Amplitude]` for itself", id="own"
        ),
        pytest.param("mixpanel", "Any thing: goes!", None, id="text"),
    ],
)
def test_limits_of_vendors_hold(vendor: str, name: str, problem: str | None) -> None:
    convention = the_spec(f"convention: {{vendors: [{vendor}]}}").naming
    assert convention is not None
    assert convention.problem(name) == problem


SCOPED = """\
convention:
  case: snake_case
  max_length: 20
  exceptions:
    - {paths: [apps/ios/], because: The app is older., case: camelCase, properties: {case: camelCase}}
    - {paths: ["**/legacy/**", "*.vue"]}
"""


def test_a_part_of_the_code_may_have_other_rules() -> None:
    spec = the_spec(SCOPED)
    judges = {path: spec.naming_at(path) for path in ("web/a.ts", "apps/ios/b/C.swift", "web/legacy/a.ts", "App.vue")}
    fits = {path: judge.fits("cartOpened") if judge else "any" for path, judge in judges.items()}
    assert fits == {"web/a.ts": False, "apps/ios/b/C.swift": True, "web/legacy/a.ts": "any", "App.vue": "any"}
    assert spec.property_naming_at("apps/ios/b.swift").problem("planTier") is None
    assert spec.naming_at("a") == spec.naming
    assert spec.naming is not None
    assert spec.naming.problem("a_name_that_is_too_long") == "it has 23 characters, the convention allows 20"


@pytest.mark.parametrize(
    ("yaml", "problem"),
    [
        pytest.param("{template: '{a}[_{b}'}", "1:14: `{a}[_{b}` is no template. Write slots in braces", id="half"),
        pytest.param(
            "{template: '{a}[_b]'}", "1:14: `{a}[_b]` is no template. Put a slot into each pair", id="no-slot"
        ),
        pytest.param(
            "{template: '" + "{a}" * 9 + "'}", "1:14: `" + "{a}" * 9 + "` is no template. Write up to 8", id="many"
        ),
        pytest.param(
            "{template: '{a}', slots: {a: {pattern: '(a+'}}}",
            "1:43: `(a+` is no regular expression that RE2 takes: `missing ): (a+`.",
            id="no-pattern",
        ),
        pytest.param(
            "{template: '{a}', slots: {a: {pattern: '(?=a)'}}}",
            "1:43: `(?=a)` is no regular expression that RE2 takes",
            id="look-ahead",
        ),
        pytest.param(
            "{template: '{a}', slots: {a: {one_of: [click], tense: past}}}",
            "1:52: `click` is present tense, and `tense` says past.",
            id="tense-of-a-list",
        ),
        pytest.param("{vendors: [ga5]}", "1:24: `ga5` is not possible here. Write one of", id="vendor"),
        pytest.param(
            "{exceptions: [{case: camelCase}]}", "1:27: `paths` is missing here. Add `paths:`.", id="everywhere"
        ),
        pytest.param("{exceptions: [{paths: [a], template: x}]}", "1:40: `x` is no template.", id="area"),
    ],
)
def test_faults_of_a_convention_are_told_with_place_and_mend(yaml: str, problem: str) -> None:
    spec, (first, *_) = read_spec(f"convention: {yaml}".encode())
    assert str(first).startswith(f"telemetry/spec.yml:{problem}")
    assert spec is not None


def test_a_pattern_that_would_hang_another_engine_does_not() -> None:
    convention = the_spec("convention: {template: '{a}', slots: {a: {pattern: '(a+)+$'}}}").naming
    assert convention is not None
    assert not convention.fits("a" * 400 + "!")
    assert convention.fits("a" * 400)


TEXTS = st.text(max_size=40) | st.from_regex(r"[{}\[\]a-c_:]{0,30}", fullmatch=True)


@given(TEXTS, TEXTS, st.sampled_from(Case), st.sampled_from(["present", "past"]), TEXTS)
def test_whatever_is_written_as_a_convention_judges_or_is_a_problem(
    template: str, name: str, case: Case, tense: str, pattern: str
) -> None:
    slots = {"a": {"tense": tense}, "b": {"pattern": pattern}}
    raw = {"convention": {"template": template, "case": case, "slots": slots}}
    spec, problems = read_spec(msgspec.json.encode(raw))
    convention = spec.naming if spec is not None else None
    assert convention is not None or problems
    if convention is not None:
        suggestion = convention.suggest(name)
        assert suggestion is None or convention.problem(suggestion) is None
        assert convention.fits(name) == (convention.problem(name) is None)
