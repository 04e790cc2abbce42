"""Call sites in PHP."""

import pytest

from tests.telemetry.test_calls import Wrapper, told
from tests.telemetry.test_scan import scanned
from tests.telemetry.test_scan import told as of_scan
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

WRAPPERS = (Wrapper("track_event", 0, 1), Wrapper("Tracking::event", "name", "with"))

CALLS = [
    pytest.param(
        "PostHog::capture(['distinctId' => $u, 'event' => 'a_b', 'properties' => ['x' => 1, \"y\" => null]]);",
        ["PostHog literal a_b {x: number, y: null}"],
        id="posthog",
    ),
    pytest.param(
        "\\PostHog\\PostHog::capture(array('event' => 'a', 'properties' => array('x' => [1], ...$r)));",
        ["PostHog literal a {x: array, …}"],
        id="posthog-qualified",
    ),
    pytest.param("Segment::track([\n  'event' => 'A B', // why\n]);", ["Segment literal A B {}"], id="segment"),
    pytest.param("$this->mixpanel?->track('a', ['x' => true]);", ["Mixpanel literal a {x: boolean}"], id="mixpanel"),
    pytest.param("use Mixpanel;\n$mp->track('a');", ["Mixpanel literal a {}"], id="mixpanel-short"),
    pytest.param("Amplitude::getInstance()->logEvent('a');", ["Amplitude literal a {}"], id="amplitude"),
    pytest.param("WC_Tracks::record_event( 'a', [ 'x' => 1.5 ] );", ["Tracks literal a {x: number}"], id="tracks"),
    pytest.param("$t->doTrackEvent('category', 'a');", ["Matomo literal a {}"], id="matomo"),
    pytest.param("$span->addEvent('a', ['x' => 's']);", ["OpenTelemetry literal a {x: string}"], id="otel"),
    pytest.param(
        "Tracking::event(name: 'a', with: ['x' => 1]);", ["Tracking::event literal a {x: number}"], id="named"
    ),
    pytest.param(
        "track_event('a', ...$r); track_event(...$r);",
        ["track_event literal a {, …}", "track_event unresolved  {, …}"],
        id="spread",
    ),
    pytest.param("track_event('a', $p);", ["track_event literal a {, …}"], id="properties-unknown"),
    pytest.param(
        "track_event('a', []); track_event('a', [1, 2]);",
        ["track_event literal a {}", "track_event literal a {, …}"],
        id="lists",
    ),
    pytest.param(
        "track_event('a', array_merge(['x' => 1], ['y' => 's'])); track_event('a', ['x' => 1] + $more);",
        ["track_event literal a {x: number, y: string}", "track_event literal a {x: number, …}"],
        id="merged",
    ),
    pytest.param("track_event('a', compact('x', 'y'));", ["track_event literal a {x, y}"], id="compact"),
    pytest.param(
        "class C { const K = 'k'; function f() { track_event('a', [self::K => 1, $k => 2]); } }",
        ["track_event literal a {k: number, …}"],
        id="computed-key",
    ),
    pytest.param(
        "const A = 'a'; define('B', \"b\");\ntrack_event(A); track_event(\\B);",
        ["track_event constant a {}", "track_event constant b {}"],
        id="constant",
    ),
    pytest.param(
        "class E { public const A = 'a', B = self::A; }\ntrack_event(E::A); track_event(\\App\\E::B);",
        ["track_event constant a {}"] * 2,
        id="class-constant",
    ),
    pytest.param(
        "interface I { const A = 'a'; } trait T { const B = 'b'; }\ntrack_event(I::A); track_event(T::B);",
        ["track_event constant a {}", "track_event constant b {}"],
        id="interface-and-trait",
    ),
    pytest.param(
        "enum E: string { case A = 'a'; case B = 'b'; }\ntrack_event(E::A->value); track_event(E::B);",
        ["track_event constant a {}", "track_event constant b {}"],
        id="enum",
    ),
    pytest.param(
        "class C { const A = 'a'; function f() { track_event(self::A); track_event(static::A); } }",
        ["track_event constant a {}", "track_event constant a {}"],
        id="self-and-static",
    ),
    pytest.param(
        "class C { const A = 'a'; function f() { track_event(self::A); track_event(static::A); } }\n"
        "class D extends C { const A = 'b'; }",
        ["track_event constant a {}", "track_event unresolved  {}"],
        id="static-of-two-classes",
    ),
    pytest.param(
        "final class C { const A = 'a'; function f() { track_event(static::A); } }",
        ["track_event constant a {}"],
        id="static-of-a-final-class",
    ),
    pytest.param("namespace X { const A = 'a'; track_event(A); }", ["track_event constant a {}"], id="namespace"),
    pytest.param(
        "const P = 'p';\ntrack_event(P . '_a_' . $this->step); track_event(\"a_{$x->y}_$z\");",
        ["track_event pattern p_a_{step} {}", "track_event pattern a_{y}_{z} {}"],
        id="patterns",
    ),
    pytest.param(
        "track_event(sprintf('a_%s_%d', $x, $y)); track_event(sprintf('a_%2$s', $x, $y));",
        ["track_event pattern a_{x}_{y} {}", "track_event pattern a_{y} {}"],
        id="sprintf",
    ),
    pytest.param(
        "track_event($x ? 'a' : 'b'); track_event($x ?: 'c');",
        ["track_event literal a|b {}", "track_event unresolved c {}"],
        id="conditional",
    ),
    pytest.param(
        "track_event(match ($x) { 1, 2 => 'a', default => throw new E });", ["track_event literal a {}"], id="match"
    ),
    pytest.param(
        "$n = $x ?? 'b';\n$m = 'a';\nfunction f() { $m = 'c'; track_event($m); }\ntrack_event($m); track_event($n);",
        ["track_event constant c {}", "track_event constant a {}", "track_event unresolved b {}"],
        id="variables",
    ),
    pytest.param("function f($n = 'a') { track_event($n); }", ["track_event unresolved  {}"], id="parameter"),
    pytest.param("foreach ($ns as $n) { track_event($n); }", ["track_event unresolved  {}"], id="loop-variable"),
    pytest.param(
        "$n = false;\n$n = 'a';\nif ($x) { $n = ''; $n = 'b'; } elseif ($y) { $n = C; }\n"
        "track_event($n);\nconst C = 'c';",
        ["track_event constant a|b|c {}"],
        id="one-of-several",
    ),
    pytest.param(
        "if ($x) { $n = 'a'; f($n); } else { $n = 'b'; }\ntrack_event($n); "
        "$m = 'a'; if ($x) { $m = g(); }\ntrack_event($m);",
        ["track_event unresolved  {}", "track_event unresolved a {}"],
        id="used-in-between-or-half-known",
    ),
    pytest.param(
        "$n = 'a'; if ($x) { $n = 'b'; }\ntrack_event($n);", ["track_event constant a|b {}"], id="assigned-twice"
    ),
    pytest.param("$n = 'a'; $n .= 'b';\ntrack_event($n);", ["track_event unresolved  {}"], id="added-to"),
    pytest.param(
        "$n = 'a'; $f = function () use (&$n) { $n = 'b'; };\ntrack_event($n);",
        ["track_event unresolved  {}"],
        id="bound-by-reference",
    ),
    pytest.param(
        "$n = 'a'; $f = function () use ($n) { track_event($n); }; $g = fn($n) => track_event($n);",
        ["track_event constant a {}", "track_event unresolved  {}"],
        id="closures",
    ),
    pytest.param(
        "track_event('it\\'s'); track_event(\"\\u{41}\\x42\\$\");",
        ["track_event literal it's {}", "track_event literal AB$ {}"],
        id="escapes",
    ),
    pytest.param("track_event(<<<X\na\nX);", ["track_event unresolved  {}"], id="heredoc"),
    pytest.param(
        "track_event(1); track_event(['a' => 1]); track_event(fn() => 1); track_event();", [], id="what-no-name-can-be"
    ),
    pytest.param("$s = \"{$this->track_event('a')}\";", ["track_event literal a {}"], id="inside-a-string"),
    pytest.param(
        "// track_event('a')\n# track_event('b')\n/* track_event('c') */ $s = \"track_event('d')\"; ?>\n"
        "<b>track_event('e')</b>",
        [],
        id="comments-strings-and-html",
    ),
    pytest.param(
        "function track_event($a) {} class C { function track_event($a) {} } $f = track_event(...);\n"
        "new track_event('a'); add_action('track_event', 'x'); $x->track_event = 1; track_event_x('a');",
        [],
        id="no-call",
    ),
    pytest.param("$order->track('a'); track('b'); capture(['event' => 'c']);", [], id="something-else"),
]


@pytest.mark.parametrize(("source", "expected"), CALLS)
def test_php(source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls("a.php", f"<?php\n{source}".encode(), sdks(WRAPPERS))] == expected


STATIC = "<?php class C { const A = 'a'; function f() { WC_Tracks::record_event(static::A); } }"


@pytest.mark.parametrize(
    ("other", "found"),
    [
        pytest.param("class D extends C { const A = 'd'; }", "?", id="overridden"),
        pytest.param("class D extends E { final const string A = 'd'; }", "?", id="overridden further below"),
        pytest.param("class D extends Other { const A = 'd'; }", "a", id="of another class"),
        pytest.param("class D extends C { const B = 'd'; }", "a", id="another constant"),
    ],
)
def test_a_constant_of_a_class_below_is_another_one(other: str, found: str) -> None:
    files = {"C.php": STATIC, "D.php": f"<?php {other}", "E.php": "<?php class E extends C {}"}
    assert of_scan(scanned(files)) == [f"C.php {found}"]
