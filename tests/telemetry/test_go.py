"""Call sites in Go."""

import pytest

from tests.telemetry.test_calls import Wrapper, told
from waypost.telemetry.calls import find_calls
from waypost.telemetry.paths import Paths
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

WRAPPERS = (Wrapper("track", 0, 1), Wrapper("report.Send", 1, 2))

CALLS = [
    pytest.param(
        'client.Enqueue(posthog.Capture{DistinctId: u, Event: "a_b", Properties: posthog.NewProperties()'
        '.\n\tSet("k", v).Set("n", 1)})',
        ["PostHog literal a_b {k, n: number}"],
        id="posthog",
    ),
    pytest.param(
        's.client.Enqueue(&analytics.Track{Event: "A B", Properties: analytics.Properties{"x": []int{1}, "y": true}})',
        ["Segment literal A B {x: array, y: boolean}"],
        id="segment",
    ),
    pytest.param(
        "// github.com/rudderlabs/analytics-go\nclient.Enqueue(analytics.Track{Event: `a`})",
        ["RudderStack literal a {}"],
        id="rudderstack",
    ),
    pytest.param(
        '// amplitude\nclient.Track(amplitude.Event{EventType: "a", EventProperties: map[string]any{"x": -1.5}})',
        ["Amplitude literal a {x: number}"],
        id="amplitude",
    ),
    pytest.param(
        '// mixpanel\nmp.Track(ctx, []*mixpanel.Event{mp.NewEvent("a", "id", map[string]any{"x": nil})})',
        ["Mixpanel literal a {x: null}"],
        id="mixpanel",
    ),
    pytest.param('client.Enqueue(posthog.Identify{Event: "a"})', [], id="another-struct"),
    pytest.param('other.Track("a"); x.track("b"); Track("c")', [], id="something-else"),
    pytest.param('track("a", map[string]any{"x": 1, k: 2})', ["track literal a {x: number, …}"], id="unknown-key"),
    pytest.param(
        'track("a", map[string]any{Key: map[string]any{}})', ["track literal a {key: object}"], id="constant-key"
    ),
    pytest.param('track("a", props)', ["track literal a {, …}"], id="unknown-properties"),
    pytest.param('track("a", makeProps())', ["track literal a {, …}"], id="made-elsewhere"),
    pytest.param('track("a", more.Set("k", "v"))', ["track literal a {k: string, …}"], id="on-top-of-something"),
    pytest.param('track("a", args...)', ["track literal a {, …}"], id="spread"),
    pytest.param("track(args...)", ["track unresolved  {, …}"], id="nothing-but-a-spread"),
    pytest.param("track(Opened)", ["track constant opened {}"], id="constant"),
    pytest.param("track(string(Paid), nil)", ["track constant paid {}"], id="converted-constant"),
    pytest.param("track(Wrapped)", ["track constant wrapped {}"], id="constant-of-a-type"),
    pytest.param("track(Again)", ["track unresolved  {}"], id="repeated-constant"),
    pytest.param("track(pkg.Opened)", ["track unresolved  {}"], id="of-another-package"),
    pytest.param('track(Prefix + "_b"); track("a" + x)', ["track constant p_b {}", "track pattern a{x} {}"], id="sum"),
    pytest.param('track(fmt.Sprintf("a_%s_%d%%", Prefix, s.n))', ["track pattern a_p_{n}% {}"], id="formatted"),
    pytest.param('track(fmt.Sprintf(layout, "x"))', ["track unresolved  {}"], id="unknown-format"),
    pytest.param('event := "a"\n\ttrack(event)', ["track constant a {}"], id="local"),
    pytest.param(
        'event := "a"\n\tif x {\n\t\tevent = "b"\n\t}\n\ttrack(event)', ["track constant a|b {}"], id="changed"
    ),
    pytest.param(
        'var e string\n\tswitch {\n\tcase x: e = "a"\n\tdefault: e = "b"\n\t}\n\ttrack(e)',
        ["track constant a|b {}"],
        id="set-later",
    ),
    pytest.param(
        'a := "a"\n\ttrack(a)\n\ta = "b"\n\tc := "c"\n\tset(&c)\n\ttrack(c)\n\td, e := "d", "e"\n\td = "x"\n\ttrack(d)',
        ["track unresolved  {}"] * 3,
        id="changed-between",
    ),
    pytest.param('event, err := f()\n\ttrack(event, "b")', ["track unresolved  {, …}"], id="one-of-two-results"),
    pytest.param("track(p)", ["track unresolved  {}"], id="parameter"),
    pytest.param(
        'for _, Opened := range xs { track(Opened) }\n\tfunc(Paid string) { track(Paid) }("x")',
        ["track unresolved  {}"] * 2,
        id="shadowed",
    ),
    pytest.param(
        r'track("it\"s \u0041\x42"); track(`a\n`)', ['track literal it"s AB {}', r"track literal a\n {}"], id="escapes"
    ),
    pytest.param(
        'report.Send(ctx, "a", map[string]any{"x": f() == 1})', ["report.Send literal a {x: boolean}"], id="method"
    ),
    pytest.param(
        '// track("a")\n\t/* track("b") */ s := "track(`c`)"; t := `track("d")`', [], id="comments-and-strings"
    ),
    pytest.param("f(track); x := track; go func() {}()", [], id="no-call"),
    pytest.param("track(42); track(nil); track(func() {}); track(map[string]any{})", [], id="what-no-name-can-be"),
]

FILE = """package x

type Event string

const (
	Opened Event = "opened"
	Paid   Event = "paid"
	Again
	Prefix       = "p"
	Wrapped      = Event("wrapped")
	Key          = "key"
)

func track(event Event, props ...any) {{}}

func (s *Server) f(p string) {{
	{}
}}
"""


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_calls(code: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls("a.go", FILE.format(code).encode(), sdks(WRAPPERS))] == expected


TRACKED = """package a
import segment "gopkg.in/segmentio/analytics-go.v3"
type tracked interface { event() string }
func (c *Client) Track(it %s) error {
	return c.Enqueue(segment.Track{Event: string(it.event())})
}
func f(c *Client) {
	c.Track(opened(1))
}
"""


@pytest.mark.parametrize(("kind", "expected"), [("tracked", ["Segment"]), ("string", [])])
def test_what_is_given_may_tell_the_name_by_a_method(kind: str, expected: list[str]) -> None:
    texts = {"a.go": (TRACKED % kind).encode()}
    found = scan(Paths(texts, texts.get, partial=False), ["a.go"], sdks())
    assert [(site.sdk, site.names) for site in found.sites if site.at.line > 7] == [(sdk, ()) for sdk in expected]
