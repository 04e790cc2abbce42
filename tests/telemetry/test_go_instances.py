"""Go: a method with a short name is known to be a wrapper's by the declared type of what it is called on."""

import pytest

from tests.telemetry.test_meant import certain

HOME = (
    'package an\nimport "github.com/posthog/posthog-go"\n'
    "type Service struct { client posthog.Client }\n"
    "type Analytics interface {\n\tClose()\n"
    "\tCapture(user string, event string, props map[string]interface{}) error\n}\n"
    "type Camera interface {\n\tCapture(path string) error\n}\n"
    "func FromContext(ctx context.Context) *Service { return nil }\n"
    "func New(key string) (*Service, error) { return nil, nil }\n"
    "func (s *Service) Capture(user string, event string, props map[string]interface{}) error {\n"
    "\treturn s.client.Enqueue(posthog.Capture{DistinctId: user, Event: event})\n}\n"
)
CALLER = 'package b\nimport "github.com/x/y/an"\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('type H struct {\n\tstats an.Analytics\n}\nfunc (h *H) f() { h.stats.Capture(u, "a", nil) }', ["a"]),
        ('type H struct {\n\tstats *an.Service `x`\n}\nfunc (h *H) f() { h.stats.Capture(u, "a", nil) }', ["a"]),
        ('func f(stats an.Analytics) { stats.Capture(u, "a", nil) }', ["a"]),
        ('func f(ctx C) { an.FromContext(ctx).Capture(u, "a", nil) }', ["a"]),
        ('func f(ctx C) { if it := an.FromContext(ctx); it != nil { it.Capture(u, "a", nil) } }', ["a"]),
        ('func f() { it, err := an.New(key); it.Capture(u, "a", nil) }', ["a"]),
        ('func f() { it := &an.Service{}; it.Capture(u, "a", nil) }', ["a"]),
        ('func f() { it := an.FromContext(x); it = other(); it.Capture(u, "no", nil) }', []),
        ('type H struct {\n\tstats an.Camera\n}\nfunc (h *H) f() { h.stats.Capture("no") }', []),
        ('type H struct {\n\tstats *Other\n}\nfunc (h *H) f() { h.stats.Capture(u, "no", nil) }', []),
        (
            "type H struct {\n\tstats an.Analytics\n}\ntype G struct {\n\tstats *Other\n}\n"
            'func (g *G) f() { g.stats.Capture(u, "no", nil) }',
            [],
        ),
        ('func f() { it.Capture(u, "no", nil) }', []),
    ],
)
def test_what_a_method_is_called_on(text: str, found: list[str]) -> None:
    assert certain({"an/s.go": HOME, "b/b.go": CALLER + text}) == found


def test_a_field_may_be_declared_in_another_file_of_the_package() -> None:
    files = {
        "an/s.go": HOME,
        "b/b.go": CALLER + "type H struct {\n\tstats an.Analytics\n}",
        "b/c.go": 'package b\nfunc (h *H) f() { h.stats.Capture(u, "a", nil) }',
    }
    assert certain(files) == ["a"]
