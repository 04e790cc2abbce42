"""Call sites in Ruby."""

import pytest

from tests.telemetry.test_calls import Wrapper, told
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

WRAPPERS = (Wrapper("track_event", 0, 1), Wrapper("Tracking.event", "name", "with"))

CALLS = [
    pytest.param(
        "posthog.capture({distinct_id: 'x', event: 'a_b', properties: {x: 1, 'y' => nil, \"z\": [1]}})",
        ["PostHog literal a_b {x: number, y: null, z: array}"],
        id="posthog",
    ),
    pytest.param("$posthog&.capture(event: 'a', distinct_id: u)", ["PostHog literal a {}"], id="global-and-safe-call"),
    pytest.param("PostHog.capture distinct_id: u, event: 'a'", ["PostHog literal a {}"], id="without-brackets"),
    pytest.param("Analytics.track(\n  user_id: 1,\n  # why\n  event: 'A B')", ["Segment literal A B {}"], id="segment"),
    pytest.param(
        "Segment::Analytics.new(write_key: k).track(user_id: 1, event: 'a', properties: props)",
        ["Segment literal a {, …}"],
        id="segment-new",
    ),
    pytest.param(
        "@analytics.track(user_id:, event:, properties:)", ["Segment unresolved  {, …}"], id="names-of-variables"
    ),
    pytest.param("ahoy.track 'Viewed', title: 't', **more", ["Ahoy literal Viewed {title: string, …}"], id="ahoy"),
    pytest.param("current_visit.ahoy.track('a') if x", ["Ahoy literal a {}"], id="ahoy-with-a-condition"),
    pytest.param(
        "require 'mixpanel-ruby'\nt = Mixpanel::Tracker.new(k)\n@tracker.track(u, 'a', {'x' => true})",
        ["Mixpanel literal a {x: boolean}"],
        id="mixpanel",
    ),
    pytest.param(
        "AmplitudeAPI.track(AmplitudeAPI::Event.new(user_id: 1, event_type: 'a', event_properties: {x: {}}))",
        ["Amplitude literal a {x: object}"],
        id="amplitude",
    ),
    pytest.param("span.add_event('a', attributes: {'x' => 1.5})", ["OpenTelemetry literal a {x: number}"], id="otel"),
    pytest.param(
        "track_event(:signed_up, plan: 'free')", ["track_event literal signed_up {plan: string}"], id="symbol"
    ),
    pytest.param("Tracking.event name: 'a', with: {x: 1}", ["Tracking.event literal a {x: number}"], id="keywords"),
    pytest.param(
        "track_event('a', *rest); track_event(*rest)",
        ["track_event literal a {, …}", "track_event unresolved  {, …}"],
        id="spread",
    ),
    pytest.param("track_event('a', {x: 1}.merge(y: 2))", ["track_event literal a {x: number, y: number}"], id="merge"),
    pytest.param("track_event('a', base.merge(y: 2))", ["track_event literal a {y: number, …}"], id="merge-unknown"),
    pytest.param(
        "K = 'k'\ntrack_event('a', {K => 1, k => 2})", ["track_event literal a {k: number, …}"], id="computed-key"
    ),
    pytest.param("A = 'a'.freeze\ntrack_event(A)", ["track_event constant a {}"], id="constant"),
    pytest.param(
        "module E\n  A = 'a'\n  class B\n    C = 'c'\n  end\nend\ntrack_event(E::A); track_event(::E::B::C)",
        ["track_event constant a {}", "track_event constant c {}"],
        id="constants-of-modules",
    ),
    pytest.param(
        "E = {a: 'x', 'b' => 'y'}.freeze\ntrack_event(E[:a]); track_event E['b']; track_event(E.fetch(:a))",
        ["track_event constant x {}", "track_event constant y {}", "track_event constant x {}"],
        id="hash-of-constants",
    ),
    pytest.param("class X\n  A = 'a'\n  def f = track_event(A)\nend", ["track_event constant a {}"], id="in-its-class"),
    pytest.param('P = "a"\ntrack_event("#{P}_#{step}_c")', ["track_event pattern a_{step}_c {}"], id="interpolation"),
    pytest.param("track_event('a_' + step.to_s)", ["track_event pattern a_{step} {}"], id="concatenation"),
    pytest.param("track_event('a_' 'b')", ["track_event constant a_b {}"], id="adjacent"),
    pytest.param(
        "track_event(format('a_%<x>s', x)); track_event(format('a_%s', y))",
        ["track_event unresolved  {}", "track_event pattern a_{y} {}"],
        id="format",
    ),
    pytest.param("track_event(x ? 'a' : 'b')", ["track_event literal a|b {}"], id="conditional"),
    pytest.param("track_event(x || 'b')", ["track_event unresolved b {}"], id="or"),
    pytest.param(
        "def f(x)\n  n = case x\n      when 1 then 'a'\n"
        "      when 2\n        y\n        'b'\n      else 'c' end\n  track_event n\nend",
        ["track_event constant a|b|c {}"],
        id="case",
    ),
    pytest.param("n = if x then 'a' elsif y then 'b' end\ntrack_event(n)", ["track_event constant a|b {}"], id="if"),
    pytest.param(
        "def f\n  if x\n    n = 'a'\n  else\n    n = 'b'\n  end\n  track_event(n)\nend",
        ["track_event constant a|b {}"],
        id="one-of-several",
    ),
    pytest.param(
        "def f\n  n = 'a'\n  xs.each { |x| n = 'b' if x\n track_event(n) }\nend\nys.each { m = 'c'\n track_event(m) }",
        ["track_event unresolved  {}", "track_event constant c {}"],
        id="variable-of-the-method-in-a-block",
    ),
    pytest.param("n = 'a'\nn = 'b' if x\ntrack_event(n)", ["track_event constant a|b {}"], id="assigned-twice"),
    pytest.param("n = 'a'\nn << 'b'\nn += 'c'\ntrack_event(n)", ["track_event unresolved  {}"], id="added-to"),
    pytest.param(
        "n = 'a'\nxs.each { n = 'b' }\ntrack_event(n)", ["track_event constant a|b {}"], id="assigned-in-a-block"
    ),
    pytest.param("n = 'a'\nxs.each { |n| track_event(n) }", ["track_event unresolved  {}"], id="parameter-of-a-block"),
    pytest.param("n = 'a'\ndef f(n = 'b')\n track_event(n)\nend", ["track_event unresolved  {}"], id="parameter"),
    pytest.param("track_event(<<~X)\n  a\nX", ["track_event unresolved  {}"], id="heredoc"),
    pytest.param(
        "track_event(%q(it's), 1); track_event('it\\'s'); track_event(\"\\u0041\")",
        ["track_event literal it's {, …}", "track_event literal it's {}", "track_event literal A {}"],
        id="quotes",
    ),
    pytest.param("track_event(1); track_event({}); track_event(->{ 1 })", [], id="what-no-name-can-be"),
    pytest.param("x = \"#{track_event('a')}\"", ["track_event literal a {}"], id="inside-a-string"),
    pytest.param(
        "# track_event('a')\nx = \"track_event('b')\"\n=begin\ntrack_event('c')\n=end\n__END__\ntrack_event('d')",
        [],
        id="comments-and-strings",
    ),
    pytest.param(
        "def track_event(name)\nend\ndef self.track_event(name = 'a')\nend\nalias track_event x\n"
        "f(&:track_event)\ntrack_event\ny.track_event = 'a'\ntrack_event_x('a')",
        [],
        id="no-call",
    ),
    pytest.param("posthog.capture('a'); order.track('a'); capture(event: 'a'); track user: 1", [], id="something-else"),
]


@pytest.mark.parametrize(("source", "expected"), CALLS)
def test_ruby(source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls("app/a.rb", source.encode(), sdks(WRAPPERS))] == expected


def test_a_symbol_offers_no_edit_that_fits_strings_only() -> None:
    symbol, text = find_calls("a.rb", b"track_event(:a)\ntrack_event('b')", sdks(WRAPPERS))
    assert symbol.names[0].inner is None
    assert text.names[0].inner is not None
