"""Functions whose name says that they send events, where nothing else does."""

import pytest

from tests.telemetry.test_calls import told
from tests.telemetry.test_scan import scanned
from tests.telemetry.test_scan import told as names
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

ALONE = [
    pytest.param("ts", "trackEvent('a', {x: 1})", ["trackEvent literal a {x: number, …}"], id="telling"),
    pytest.param(
        "ts",
        "x.y().sendTelemetryEvent({event: 'a', properties: {x: 1}})",
        ["sendTelemetryEvent literal a {x: number, …}"],
        id="an object",
    ),
    pytest.param("ts", "trackEvent(given)", ["trackEvent unresolved  {, …}"], id="telling, unknown"),
    pytest.param("ts", "trackEvent('category', 'action')", ["trackEvent unresolved  {, …}"], id="one of two texts"),
    pytest.param(
        "ts",
        "captureEvent('a'); captureEvent(e); Sentry.captureEvent('b')",
        ["captureEvent literal a {, …}"],
        id="alone, a text",
    ),
    pytest.param(
        "ts",
        "telemetry.track('a'); this.$telemetry.capture('b'); useTelemetry().track('c'); c.track('d')",
        ["track literal a {, …}", "capture literal b {, …}", "track literal c {, …}"],
        id="of a tracker",
    ),
    pytest.param(
        "ts",
        "Analytics.handleEvent('a', {x: 1}); Analytics.handleEvent(e); telemetry.reportEvent('b'); x.handleEvent('c')",
        ["handleEvent literal a {x: number, …}", "reportEvent literal b {, …}"],
        id="what a tracker does about an event",
    ),
    pytest.param(
        "ts",
        "props.recordEvent('a', {x: 1}); this.props.recordEvent('b'); props.recordEvent(e); queue.recordEvent('c')",
        ["recordEvent literal a {x: number, …}", "recordEvent literal b {, …}"],
        id="what a component is handed",
    ),
    pytest.param(
        "ts",
        "import {useTelemetry} from 'x'\nconst {capture} = useTelemetry()\ncapture('a'); capture(e)",
        ["capture literal a {, …}"],
        id="in a file that speaks of it",
    ),
    pytest.param(
        "ts",
        "import {Events} from 'x'\ntelemetry.track(Events.OPENED)",
        ["track unresolved  {, …}"],
        id="a constant of a package",
    ),
    pytest.param(
        "py",
        "self.telemetry_client.capture(StartEvent(x=1))\nself.telemetry_client.capture(Screen(1))\n"
        "self.bus.capture(StartEvent())",
        ["capture unresolved  {, …}"],
        id="an object that is called an event",
    ),
    pytest.param(
        "ts",
        "// telemetry\nclass A { constructor(given) { this.track = given }\n"
        " f() { this.track('error'); this.track('cart_opened'); track('opened') } }",
        ["track unresolved  {, …}", "track literal cart_opened {, …}", "track literal opened {, …}"],
        id="what an object was given may complete a small word",
    ),
    pytest.param("ts", "class T { trackEvent(name) { post(name) } }", [], id="a definition"),
    pytest.param(
        "py",
        "send_telemetry('a', user, properties={'x': 1})\nsend(telemetry)",
        ["send_telemetry literal a {x: number, …}"],
        id="python",
    ),
    pytest.param(
        "py",
        "def go(analytics):\n    analytics.event('a', x=1)\n    analytics.event(given)\n    other.event('b')",
        ["event literal a {, …}"],
        id="an event of a tracker",
    ),
    pytest.param(
        "rb",
        "Analytics.track(current_user, event: 'a', properties: { x: 1 })",
        ["track literal a {x: number, …}"],
        id="by a keyword",
    ),
    pytest.param(
        "rb",
        "class Analytics\n  def opened\n    track(event: 'a')\n    track('b')\n  end\nend",
        ["track literal a {, …}"],
        id="by a keyword, a class's own",
    ),
    pytest.param(
        "rb",
        "record_event(flash, 'a', x: 1)\ntrack_event(current_user.id, 'b')",
        ["record_event literal a {x: number, …}", "track_event literal b {, …}"],
        id="behind whose event it is",
    ),
    pytest.param(
        "ts",
        "trackEvent(customer.uuid, 'a', {x: 1}); trackEvent(eventId, 'label'); trackEvent(shown, 'label')",
        ["trackEvent literal a {x: number, …}", "trackEvent unresolved  {, …}", "trackEvent unresolved  {, …}"],
        id="behind an id, but not that of an event",
    ),
    pytest.param(
        "rb",
        "track_event 'a', x: 1\nevent_logger.track(:b)\nafter_action :track_event",
        ["track_event literal a {x: number, …}", "track literal b {, …}"],
        id="ruby",
    ),
    pytest.param(
        "rb", "class Rack::Attack\n  # for analytics\n  track('logins/ip', limit: 5)\nend", [], id="a class's own"
    ),
    pytest.param(
        "php",
        "<?php $telemetry_system->record_event( 'a', [ 'x' => 1 ] ); $x->record_event( 'b' );",
        ["record_event literal a {x: number, …}"],
        id="php",
    ),
    pytest.param(
        "php",
        "<?php class Tracks { function f() { self::record_event( 'a_b', [ 'x' => 1 ] ); $this->record_event($b); } }",
        ["record_event literal a_b {x: number, …}"],
        id="php, a class's own in a file that speaks of it",
    ),
]


@pytest.mark.parametrize(("suffix", "source", "expected"), ALONE)
def test_what_is_called_so_sends_an_event(suffix: str, source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls(f"a.{suffix}", source.encode(), sdks())] == expected


HANDED_IN = [
    pytest.param("(get, {a, track, log: {info}}) => { track('a') }", ["a {, …}"], id="among others"),
    pytest.param(
        "const open = () => (dispatch, get, {track}) => { track('a', {x: 1}) }", ["a {x: number, …}"], id="thunk"
    ),
    pytest.param("function f({track = noop, id}) { on(() => track('a', props)) }", ["a {, …}"], id="prop"),
    pytest.param("function f(track: TrackFunction) { track(`a`) }", ["a {, …}"], id="a type that tells"),
    pytest.param("function f({track}) { track('a', () => ({x: 1})) }", ["a {, …}"], id="properties made later"),
    pytest.param("function f({capture}: Props) { capture('a') }", ["a {, …}"], id="capture"),
    pytest.param("function f(track) { track('a') }", [], id="anything"),
    pytest.param("function f(track: Audio) { track('a') }", [], id="another type"),
    pytest.param("function f({track}) { track(name, {x: 1}) }", [], id="no text"),
    pytest.param("function f({track}) { track('a', async () => OK) }", [], id="a function behind the name"),
    pytest.param("function f({track}) { const g = (track) => track('a') }", [], id="shadowed"),
    pytest.param("function f({track}) { const track = other; track('a') }", [], id="another one in it"),
    pytest.param("const {track} = audio; track('a')", [], id="of anything"),
    pytest.param("function f({to: track}) { track('a') }", [], id="called otherwise"),
    pytest.param("function track(x) {}\ntrack('a')", [], id="of the file"),
    pytest.param("function f({track}) { player.track('a') }", [], id="of something else"),
]


@pytest.mark.parametrize(("source", "expected"), HANDED_IN)
def test_what_a_function_is_handed_sends_an_event(source: str, expected: list[str]) -> None:
    found = [told(site) for site in find_calls("a.ts", source.encode(), sdks())]
    assert found == [f"{'capture' if 'capture' in source else 'track'} literal {it}" for it in expected]


DEFINED = [
    pytest.param(
        {
            "t.ts": "export const sendEventTelemetry = async ({event, eventData = {}}: Sent) => {\n"
            "  await post(URL, {event, eventData})\n}",
            "a.ts": "import {sendEventTelemetry} from './t'\nsendEventTelemetry({event: 'a', eventData: {x: 1}})",
        },
        ["a.ts a"],
        id="an object taken apart",
    ),
    pytest.param(
        {
            "t.ts": "export function trackEvent(category: string, eventName: string) { post(category, eventName) }",
            "a.ts": "import {trackEvent} from './t'\ntrackEvent('category', 'a')",
        },
        ["a.ts a"],
        id="the parameter that is called so",
    ),
    pytest.param(
        {
            "t.ts": "class TelemetryClient { trackEvent(category: string, event: string) { post(event) } }\n"
            "const client = new TelemetryClient()\nexport default client",
            "a.ts": "import TelemetryClient from './t'\nTelemetryClient.trackEvent('boards', 'a', {x: 1})",
        },
        ["a.ts a"],
        id="the parameter of a client that is called like an SDK's",
    ),
    pytest.param(
        {
            "t.ts": "export function trackEvent(event: string) {\n"
            "  if (!event.startsWith('x_')) event = 'x_' + event; post(event) }",
            "a.ts": "import {trackEvent} from './t'\ntrackEvent('a')",
        },
        ["a.ts ?"],
        id="one that is written to",
    ),
    pytest.param(
        {"a.ts": "const trackEvent = (kind: 'mail' | 'page') => post(kind === 'mail' ? 'A' : 'B')\ntrackEvent('mail')"},
        [],
        id="a function that makes the name itself",
    ),
    pytest.param(
        {"a.ts": "const trackEvent = useStore((store) => store.trackEvent)\ntrackEvent('a')"},
        ["a.ts a"],
        id="taken out of a store",
    ),
    pytest.param(
        {
            "b/telemetry.ts": "export class Telemetry { sendEvent<T>(name: T, ...args: Args[T]) { post(name, args) } }",
            "d/telemetry.ts": "export class TelemetryContext { sendEvent(detail: Params) { dispatch(detail) } }",
            "a.ts": "container.telemetry.sendEvent('a', {x: 1})",
        },
        ["a.ts a"],
        id="the one that takes as much",
    ),
    pytest.param(
        {
            "b/telemetry.ts": "export class Telemetry { capture(event: Event) { post(event.event) } }",
            "c/telemetry.ts": "export class SdkTelemetry { capture(input: Input) { dispatch(input) } }",
            "a.ts": "telemetry.capture({event: 'a', properties: {x: 1}}); telemetry.capture({name: 'b', data: {}})\n"
            "telemetry.capture({name: 'no'}); telemetry.capture({event})",
        },
        ["a.ts a", "a.ts b"],
        id="one of which takes a whole, by an object that says which is the event",
    ),
    pytest.param(
        {
            "t.ts": "export function trackEvent(...given: unknown[]) {}",
            "a.ts": "import {trackEvent} from './t'\ntrackEvent({eventName: 'a'})",
        },
        ["a.ts a"],
        id="one that takes whatever it is given",
    ),
    pytest.param(
        {
            "T.php": "<?php class Analytics { function track(string $event) {\n"
            "  \\Segment::track(['event' => 'pre ' . $event]); } }",
            "a.php": "<?php $this->container->getAnalytics()->track('a');",
        },
        ["T.php pre {event}", "a.php pre a"],
        id="as the only function of that name sends it",
    ),
    pytest.param(
        {
            "t.ts": "import posthog from 'posthog-js'\nexport const createStore = () => ({\n"
            "  trackEvent: (name, props) => { posthog.capture(name, props) } })",
            "a.ts": "import {useRoot} from 'root'\nconst [one, trackEvent] = useRoot((it) => [it.one, it.trackEvent])\n"
            "trackEvent('a', {x: 1})",
        },
        ["a.ts a", "t.ts ?"],
        id="of an object",
    ),
]


@pytest.mark.parametrize(("files", "expected"), DEFINED)
def test_its_definition_tells_where_the_name_is(files: dict[str, str], expected: list[str]) -> None:
    assert names(scanned(files)) == expected


def test_a_function_with_an_event_of_its_own_takes_no_name() -> None:
    files = {
        "t.ts": "export const sendEventTelemetry = ({event}) => post({event})",
        "a.ts": "import {sendEventTelemetry} from './t'\n"
        "const sendTelemetry = useCallback((action) => sendEventTelemetry({event: 'a', data: {action}}), [])\n"
        "sendTelemetry('closed')",
    }
    assert names(scanned(files)) == ["a.ts a"]


def test_a_function_of_the_file_is_not_the_method_of_another() -> None:
    files = {"a.ts": "const trackEvent = (kind) => {\n  Shop.trackEvent('a', {kind})\n}\ntrackEvent('mail')"}
    assert names(scanned(files)) == ["a.ts a"]


def test_what_a_wrapper_calls_by_its_own_name_is_the_sdk() -> None:
    ruby = (
        "class MixpanelEventTracker\n  def initialize\n    @tracker = Mixpanel::Tracker.new(TOKEN)\n  end\n"
        '  def track(event_type, attributes = {})\n    id = "device-#{attributes[:id]}"\n'
        "    @tracker.track(id, event_type, attributes)\n  end\nend\n"
    )
    files = {"t.rb": ruby, "a.rb": "event_tracker = MixpanelEventTracker.new\nevent_tracker.track('a', {})"}
    assert names(scanned(files)) == ["a.rb a", "t.rb ?"]


CHANGED = [
    pytest.param("t.ts", "export const trackEvent = (event) => post('app_' + event)", id="put behind a text"),
    pytest.param("t.ts", "export const trackEvent = (event) => post(`app_${event}`)", id="in a template"),
    pytest.param("t.ts", "export const trackEvent = (event) => post(IDS[event])", id="looked up"),
    pytest.param("t.ts", "export const trackEvent = (event) => post(event.toLowerCase())", id="in other letters"),
]


@pytest.mark.parametrize(("path", "text"), CHANGED)
def test_a_name_that_its_definition_changes_is_not_known(path: str, text: str) -> None:
    assert names(scanned({path: text, "a.ts": "import {trackEvent} from './t'\ntrackEvent('a')"})) == ["a.ts ?"]


def test_what_it_tells_people_changes_nothing() -> None:
    text = "export const trackEvent = (event) => {\n  console.log(`sent ${event}`)\n  post({event})\n}"
    assert names(scanned({"t.ts": text, "a.ts": "import {trackEvent} from './t'\ntrackEvent('a')"})) == ["a.ts a"]


def test_a_function_around_it_is_followed() -> None:
    files = {
        "w.ts": "import {trackEvent} from 'pkg'\nexport const clicked = (name) => trackEvent(`click_${name}`)",
        "a.ts": "import {clicked} from './w'\nclicked('a')",
    }
    assert names(scanned(files)) == ["a.ts click_a", "w.ts click_{name}"]


def test_what_a_second_reading_adds_is_nowhere() -> None:
    source = b"analytics.track({0{\x00"
    assert all(site.span.column <= len(source) + 1 for site in find_calls("a.py", source, sdks()))


def test_an_sdk_goes_before_it() -> None:
    found = find_calls("a.ts", b"import {trackEvent} from 'fathom-client'\ntrackEvent('a')", sdks())
    assert [site.sdk for site in found] == ["Fathom"]


APPS = [
    pytest.param(
        "a.kt",
        'class T { fun f() { trackEvent("a", mapOf("x" to 1)); it.trackEvent(given); telemetry.track("b") } }',
        ["trackEvent literal a {x: number, …}", "trackEvent unresolved  {, …}", "track literal b {, …}"],
        id="kotlin",
    ),
    pytest.param(
        "A.swift",
        'func f() { trackEvent("a", x); Analytics.shared.track(event: "b"); telemetry.capture("c") }',
        ["trackEvent literal a {, …}", "track literal b {, …}", "capture literal c {, …}"],
        id="swift",
    ),
    pytest.param(
        "A.java",
        'class T { void f() { this.trackEvent("a"); getAnalytics().logEvent("b", x); sendTelemetry("c"); } }',
        ["trackEvent literal a {, …}", "logEvent literal b {, …}", "sendTelemetry literal c {, …}"],
        id="java",
    ),
    pytest.param(
        "A.java",
        'class T { void f() { AnalyticsClient.getInstance().logEvent("a", x); Log.getInstance().logEvent("b"); } }',
        ["logEvent literal a {, …}"],
        id="the one that there is",
    ),
    pytest.param(
        "A.cs",
        'class T { void F() { TrackEvent("a"); _telemetry.Track("b"); await _eventTracker.SendEvent("c"); } }',
        ["TrackEvent literal a {, …}", "Track literal b {, …}", "SendEvent literal c {, …}"],
        id="csharp",
    ),
    pytest.param(
        "a.go",
        'package a\nfunc f() {\n\ttrackEvent("a")\n\ttel.SendTelemetry("b", m)\n\ts.analytics.Track("c")\n}',
        ["trackEvent literal a {, …}", "SendTelemetry literal b {, …}", "Track literal c {, …}"],
        id="go",
    ),
    pytest.param(
        "a.dart",
        "void f() { trackEvent('a'); analyticsService.logEvent('b', x); }",
        ["trackEvent literal a {, …}", "logEvent literal b {, …}"],
        id="dart",
    ),
    pytest.param(
        "a.dart",
        "void f() { trackEvent(category: 'a', action: 'click', label: 'a'); trackEvent(event: 'b', action: 'c'); }",
        ["trackEvent unresolved  {, …}", "trackEvent literal b {, …}"],
        id="an action of a category",
    ),
    pytest.param(
        "a.go",
        'package a\nimport "acme.com/telemetry"\nfunc f() {\n\ttelemetry.SendEvent(client, telemetry.Opened, "")\n'
        "\ttelemetry.SendEvent(client, opened)\n}",
        ["SendEvent unresolved  {, …}"],
        id="a constant of a package of others",
    ),
    pytest.param(
        "A.cs",
        "class AnalyticsService : IAnalyticsService { public void Track(string trackIdentifier) => Write(1);\n"
        'void F(IAnalyticsService analyticsService) { analyticsService.Track("a"); } }',
        ["Track literal a {, …}"],
        id="what is tracked",
    ),
    pytest.param(
        "a.kt",
        'fun f() { sendTelemetry(given); telemetry.track(given); track("a"); logger.logEvent("a"); captureEvent("a")\n'
        '  eventLogger.logEvent("a"); metrics.recordEvent("a"); activityTracker.track("a"); Timing.track("a") }',
        [],
        id="everyday names",
    ),
    pytest.param(
        "src/test/a/ATest.kt", 'fun f() { verify { it.trackEvent(any()) }; telemetry.track("a") }', [], id="a test"
    ),
    pytest.param("AppTests/AppTests.swift", 'func f() { trackEvent("a") }', [], id="another test"),
    pytest.param("a.kt", "fun trackEvent(name: String) { post(name) }", [], id="a definition"),
]


@pytest.mark.parametrize(("path", "source", "expected"), APPS)
def test_what_is_called_so_in_apps(path: str, source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls(path, source.encode(), sdks())] == expected


def test_a_wrapper_that_nothing_but_a_name_tells_of_is_not_followed_into_tests() -> None:
    files = {
        "a/Sender.kt": "package a\nclass Sender {\n  fun say(name: String) { remote.trackEvent(name) }\n}",
        "a/B.kt": 'package a\nfun f(sender: Sender) { sender.say("a") }',
        "a/test/BTest.kt": 'package a\nfun f(sender: Sender) { verify { sender.say("no") } }',
    }
    assert names(scanned(files)) == ["a/B.kt a", "a/Sender.kt ?"]
