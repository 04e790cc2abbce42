"""Whatever the bytes: no exception, and every span lies inside the file."""

from hypothesis import given, settings
from hypothesis import strategies as st

from waypost.finding import Span
from waypost.telemetry.calls import find_calls
from waypost.telemetry.paths import Paths
from waypost.telemetry.scan import scan
from waypost.telemetry.sdks import sdks

PATHS = st.sampled_from(["a.js", "a.ts", "a.tsx", "a.py", "a.vue", "a.svelte"])

REAL = [
    b"""import posthog from 'posthog-js'
import { other } from "../1/a"; export * from "./a"
export const track = (name, props) => posthog.capture(`x_${name}`, props); track(other.A)
export const EVENTS = { CART: { OPENED: "cart_opened" }, PAID: `paid` } as const
enum Kind { A = "kind_a", B }
export function Cart({ user, step }: Props) {
  const props = { plan: user?.plan, "n\xc3\xb6te": 1, ...rest }
  posthog.capture(EVENTS.CART.OPENED, props)
  useEffect(() => { window.analytics?.track(`step_${step}`, { a: [1], b() {} }) }, [])
  return <Button onClick={() => mixpanel.track(step ? Kind.A : "other \xf0\x9f\x99\x82")}>it's</Button>
}
""",
    b'''class Event(str, Enum):
    OPENED = "cart_opened"
def send(user, *, step=1, **more):
    """posthog.capture('no')"""
    name = f"step_{step}" if step else Event.OPENED.value
    posthog.capture(user.id, event=name, properties={"a": 1, **more})
    client.track(BaseEvent(event_type="x" "y", event_properties=dict(b=None)))
    mixpanel.track(user["id"], r"""\xc3\xa4 b""", {f"{k}": v for k, v in more})
''',
]
SCRAPS = st.sampled_from(
    [b"posthog.capture(", b"'", b'"', b"`", b"${", b"}", b")", b"(", b"{", b"\xff", b"\xf0\x9f", b"\x00", b"\r", b"\n",
     b"analytics.track({", b"<<<<<<< HEAD\n", b"\xef\xbb\xbf", b"/*", b"#", b"\\", b"<", b"=>", b"const A = ", b"..."]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Real code with pieces cut out, copied and put in."""
    source = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(source)))
        end = draw(st.integers(start, min(len(source), start + 40)))
        piece = draw(st.one_of(SCRAPS, st.just(b""), st.binary(max_size=4), st.just(source[start:end] * 2)))
        source = source[:start] + piece + source[end:]
    return source


@settings(max_examples=400, deadline=None)
@given(PATHS, st.one_of(mutated(), st.lists(st.one_of(SCRAPS, st.binary(max_size=6))).map(b"".join)))
def test_no_bytes_raise_and_spans_stay_inside(path: str, source: bytes) -> None:
    lines = source.decode("utf-8", "surrogateescape").split("\n")
    for site in find_calls(path, source, sdks()):
        inside(site.at, lines)
        inside(site.span, lines)
        for name in site.names:
            inside(name.span, lines)
            if name.inner is not None:
                inside(name.inner, lines)
                assert name.span <= name.inner


def inside(span: Span, lines: list[str]) -> None:
    assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PATHS, mutated()), min_size=1, max_size=4))
def test_no_repository_raises(files: list[tuple[str, bytes]]) -> None:
    texts = {f"{number}/{path}": source for number, (path, source) in enumerate(files)}
    texts |= {"tsconfig.json": files[0][1], "0/package.json": b'{"name": "a", "exports": {".": {".": []}}}'}
    found = scan(Paths(texts, texts.get, partial=False), sorted(texts), sdks())
    assert {site.path for site in found.sites} <= texts.keys()
