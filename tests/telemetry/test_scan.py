"""A scan of a whole repository follows its wrappers, and searches it for what only a search can find."""

from collections.abc import Iterable, Sequence

import pytest

from waypost.cli.processes import parted, parts
from waypost.settings import Call
from waypost.telemetry import look
from waypost.telemetry.advice import is_declared, settings_of, to_be_declared
from waypost.telemetry.merging import Scan, apart, dealt
from waypost.telemetry.part import Part
from waypost.telemetry.paths import Paths
from waypost.telemetry.rounds import asking
from waypost.telemetry.scan import scan, scan_with
from waypost.telemetry.sdks import sdks


def scanned(files: dict[str, str], *calls: Call) -> Scan:
    texts = {path: text.encode() for path, text in files.items()}
    return scan(Paths(texts, texts.get, partial=False), sorted(texts), sdks(calls))


def told(found: Scan) -> list[str]:
    """Path and names of each call."""
    return [f"{site.path} {'|'.join(name.text for name in site.names) or '?'}" for site in found.sites]


TRACK = "import posthog from 'posthog-js'\n"

WRAPPERS = [
    pytest.param(
        {
            "track.ts": TRACK + "export const tellAll = (name, props) => posthog.capture(name, props)",
            "a.ts": "import {tellAll} from './track'; tellAll('a', {x: 1})",
            "b.ts": "tellAll('b')",
        },
        ["a.ts a", "track.ts ?"],
        id="function, where it is imported",
    ),
    pytest.param(
        {
            "t/track.ts": TRACK + "export function track(name) { posthog.capture(`app_${name}`) }",
            "t/index.ts": "export * from './track'",
            "a.ts": "import * as t from './t'; t.track('a')",
        },
        ["a.ts app_a", "t/track.ts app_{name}"],
        id="through an index, with a prefix",
    ),
    pytest.param(
        {
            "track.ts": TRACK
            + "export function send(name) { posthog.capture(name) }\nexport const twice = (n) => send(n)",
            "a.ts": "import {twice} from './track'; twice('a')",
        },
        ["a.ts a", "track.ts ?", "track.ts ?"],
        id="wrapper of a wrapper",
    ),
    pytest.param(
        {
            "t.ts": TRACK + "export class Analytics {\n async tellAll(data: Data) {\n"
            "  await this.tellOf({user: {id: me(), data: 'x'}, data}) }\n"
            " async tellOf({user, data}: {user: User; data: Data}) { posthog.capture(data.event, data.props) } }",
            "a.ts": "import {Analytics} from './t'\nclass A { constructor(private analytics: Analytics) {}\n"
            " f() { this.analytics.tellAll({event: 'a'}); this.analytics.tellOf({user, data: {event: 'b'}}) } }",
        },
        ["a.ts a", "a.ts b", "t.ts ?", "t.ts ?"],
        id="in an object of another object",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "function tell (name, props) { posthog.capture(name, props) }\n"
            "export default {\n  identify, // who\n  tell\n}",
            "other.js": "import posthog from 'posthog-js'\nfunction tell (it) { posthog.capture('c') }\n"
            "const all: All = { say, tell: hush }\nexport default all",
            "a.ts": "import tracks from './track'; tracks.tell('a'); other.tell('x')",
            "b.vue": "<script>\nimport Tracks from './track.ts'\nconst a = () => Tracks.tell('b')\n</script>",
            "c.ts": "import track from './other'; track.tell('x')",
        },
        ["a.ts a", "b.vue b", "other.js c", "track.ts ?"],
        id="of what a module gives as one",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "const tell = (name) => posthog.capture(name)\n"
            "const tracks = Object.freeze({ tell: tell, on: true })\nexport default tracks",
            "index.ts": "export {default as tracks} from './track'",
            "a.ts": "import all from './track'; all.tell('a')",
        },
        ["a.ts a", "track.ts ?"],
        id="of an object that a module gives",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "export default function Tell(atmosphere, name) { posthog.capture(name) }",
            "a.ts": "import Tell from './track'; Tell(it, 'a')",
        },
        ["a.ts a", "track.ts ?"],
        id="a function with a capital",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "export async function tellAll<T>(name: string) { await posthog.capture(name) }",
            "a.ts": "import {tellAll} from './track'\nasync () => { await tellAll<A>('a'); return await tellAll('b') }",
        },
        ["a.ts a", "a.ts b", "track.ts ?"],
        id="a call with types that is waited for",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "export const tellAll = (app, name, props) => posthog.capture(`a_${name}`, props)",
            "a.ts": "import {tellAll} from './track'\nfunction f(app) { const say = tellAll.bind(0, app)\n say('b') }",
            "b.ts": "import {tellAll} from './track'\nfunction f(app) { const track = tellAll.bind(null, app, 'c')\n"
            " return () => track({x: 1}) }\nconst say = (it) => it\nsay('d')",
        },
        ["a.ts a_b", "b.ts a_c", "track.ts a_{name}"],
        id="bound to some arguments",
    ),
    pytest.param(
        {
            "hook.ts": TRACK + "export const useIt = () => { const tell = (name) => posthog.capture(name)\n"
            " return {tell, on: 1} }",
            "a.tsx": "import {useIt} from './hook'\nfunction A() { const {on, tell: toAll} = useIt()\n toAll('a') }",
            "b.tsx": "import {useIt} from './other'\nfunction A() { const {tell: toAll} = useIt()\n toAll('b') }",
        },
        ["a.tsx a", "hook.ts ?"],
        id="given by a hook, under another name",
    ),
    pytest.param(
        {
            "safe.ts": TRACK + "export const action = createSafeActionClient().use(async ({next}) => next())\n"
            " .use(async ({next, metadata}) => { posthog.capture(metadata.track.event)\n return next() })",
            "a.ts": "import {action} from './safe'\naction.schema(x).metadata({name: 'n', track: {event: 'a', x: 1}})",
            "b.ts": "import {action} from './safe'\naction.metadata({name: 'n'}); other.metadata(it)",
            "c.ts": "import {action} from './safe'\nother.metadata({name: 'n', track: {event: 'c'}})",
            "trpc.ts": TRACK + "const base = t.procedure.use(({meta, next}) => { posthog.capture(meta.event) })\n"
            "base.meta({event: 'd'}).query(() => 1)",
        },
        ["a.ts a", "safe.ts ?", "trpc.ts ?", "trpc.ts d"],
        id="what a builder hands to what it uses",
    ),
    pytest.param(
        {
            "base.ts": TRACK
            + "export default abstract class Base<T> {\n constructor(id: string, private event: string, "
            "protected names: Record<string, {on: string}>) {}\n"
            " one() { posthog.capture(this.event) }\n"
            " two(key: string) { const all = this.names[key]; posthog.capture(all.on) }\n"
            " three(key: string) { posthog.capture(this.names[key].off) } }",
            "below.ts": "import Base from './base'\nexport class Below extends Base<X> {\n"
            " constructor(id: string) { const names = {x: {on: 'a'}, y: {on: 'b'}}\n super(id, 'c', names) } }\n"
            "class Other extends Another { constructor() { super(id, 'd', {z: {on: 'd'}}) } }",
            "button.ts": TRACK + "export class Button { event; constructor(page, name) { this.event = name }\n"
            " click() { posthog.capture(this.event) } }",
            "a.ts": "import {Button} from './button'\nnew Button('x', 'e'); new Other('y', 'f')",
        },
        ["a.ts e", "base.ts ?", "base.ts ?", "base.ts ?", "below.ts a|b", "below.ts c", "button.ts ?"],
        id="what a constructor keeps",
    ),
    pytest.param(
        {
            "with.ts": TRACK + "export function withIt(fn, {attempt, success}) { posthog.capture(attempt)\n"
            " fn(); posthog.capture(success) }",
            "on.ts": "import {withIt} from './with'\nexport const on = (x) => withIt(0, {attempt: x.a, success: x.b})",
            "a.ts": "import {on} from './on'; on({a: 'a', b: 'b'})",
        },
        ["a.ts a", "a.ts b", "with.ts ?", "with.ts ?"],
        id="several events through two functions",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "import info from './info.json'\n"
            "const named = (page, action) => `${info.id}_${page}:${action}`\n"
            "export function tell(props, page, action) { posthog.capture(`${page}:${action}`, props) }\n"
            "export const report = (page, action) => { const name = named(page, action)\n posthog.capture(name) }",
            "e.ts": "export const ACTIONS = {cart: {opened: 'opened'}} as const",
            "a.ts": "import {tell, report} from './track'; import {ACTIONS} from './e'\n"
            "tell({x: 1}, 'cart', 'opened'); tell({}, 'cart', ACTIONS.cart.opened); tell({}, 'cart', other)\n"
            "report('cart', x ? 'a' : 'b'); tell({}, 'cart')",
        },
        [
            "a.ts cart:opened",
            "a.ts cart:opened",
            "a.ts cart:{other}",
            "a.ts {id}_cart:a|{id}_cart:b",
            "a.ts cart:{value}",
            "track.ts {page}:{action}",
            "track.ts {id}_{page}:{action}",
        ],
        id="a name that is put together of several parameters",
    ),
    pytest.param(
        {
            "track.rb": 'class Tracker\n def self.tell(page, action:)\n  ahoy.track("#{page}.#{action}")\n end\nend',
            "a.rb": "Tracker.tell('cart', action: 'opened')",
        },
        ["a.rb cart.opened", "track.rb {page}.{action}"],
        id="ruby, of several parameters",
    ),
    pytest.param(
        {
            "Tracks.php": '<?php class Tracks { public function record_event( $name ) { $whole = "gla_{$name}";\n'
            " $this->tracks->record_event( $whole ); } }",
            "Base.php": "<?php abstract class Base { protected function record_event( $name ) {\n"
            " $this->tracks->record_event( $name ); } }",
            "A.php": "<?php class A extends Base { function f() { $this->record_event( 'a' ); } }",
        },
        ["A.php ?", "Base.php ?", "Tracks.php gla_{name}"],
        id="methods of one name that call each other",
    ),
    pytest.param(
        {
            "a.ts": TRACK + "export class A { constructor(protected event: string) {}\n"
            " go() { posthog.capture(this.event) } }",
            "b.ts": "import {A} from './a'\nclass B extends A { event = 'b'; constructor() { super('c') } }",
            "c.ts": "import {A} from './a'\nconst a = new A('d'); a.event = 'e'",
            "d.tsx": "import {A} from './a'\nconst a = new A('f'); const b = <B event='g' />",
        },
        ["a.ts ?", "d.tsx f"],
        id="what a constructor keeps, and others write over",
    ),
    pytest.param(
        {
            "base.py": "import posthog\nclass Base:\n  def __init__(self, id, event):\n    self.event = event\n"
            "  def send(self):\n    posthog.capture(self.id, self.event)\n",
            "a.py": "from base import Base\nclass Below(Base):\n  def __init__(self):\n    super().__init__(1, 'a')\n"
            "class Other(Another):\n  def __init__(self):\n    super().__init__(1, 'b')\nBase(1, event='c').send()\n",
        },
        ["a.py a", "a.py c", "base.py ?"],
        id="what a constructor of Python's keeps",
    ),
    pytest.param(
        {
            "a.ts": TRACK + "class A { constructor(private event) {}\n set(it) { this.event = it }\n"
            " send() { posthog.capture(this.event) } }\nnew A('a')",
        },
        ["a.ts ?"],
        id="what a constructor keeps, and is written over",
    ),
    pytest.param(
        {
            "b.tsx": TRACK + "export default function Step({label, event, ...rest}) {\n"
            " const click = () => { posthog.capture(event, {label}) }\n return <button onClick={click} {...rest} /> }\n"
            "export const Menu = memo((props) => <a onClick={() => posthog.capture(props.name)} />)",
            "a.tsx": "import Step, {Menu} from './b'\nenum E {A = 'd'}\nconst x = <div>\n<Step event='a' on />"
            "<Step\n\tevent={`b_${x}`}>x</Step><Menu name={c ? 'c' : E.A} /><Menu {...p} /><Step label='b'/>"
            "<Other event='c' /></div>",
            "c.tsx": "const y = <Step event='e' />",
        },
        ["a.tsx a", "a.tsx b_{x}", "a.tsx c|d", "b.tsx ?", "b.tsx ?"],
        id="a component, by what its elements give it",
    ),
    pytest.param(
        {
            "b.tsx": "import {useTracking} from './t'\nexport const Button = ({eventData, ...rest}: Props) => {\n"
            " const {trackEvent} = useTracking()\n"
            " return <button onClick={() => { if (eventData) { trackEvent(eventData) } }} {...rest} /> }",
            "a.tsx": "import {Button} from './b'\nenum E {A = 'a'}\n"
            "const x = <><Button eventData={{eventName: E.A}} /><Button eventData={{event: 'b'}} on>x</Button></>",
        },
        ["a.tsx a", "a.tsx b", "b.tsx ?"],
        id="a component, by an object that its elements give it",
    ),
    pytest.param(
        {
            "Segment.ts": "import {track} from '@amplitude/analytics-node'\nexport class SegmentAnalytics {\n"
            " async track(userId: string, event: string, props?: object) { return track(event, props) } }",
            "analytics.ts": "import {SegmentAnalytics} from './Segment'\nclass Analytics {\n"
            " private segmentAnalytics: SegmentAnalytics\n"
            " private track = (user: User, event: string) => { this.segmentAnalytics.track(user.id, event) }\n"
            " opened = (user: User) => { this.track(user, 'a') } }",
            "a.ts": "import {analytics} from './analytics'\nanalytics.opened({id: 'b'})",
        },
        ["Segment.ts ?", "analytics.ts ?", "analytics.ts a"],
        id="a class of its own that takes the name elsewhere than the SDK it is called like",
    ),
    pytest.param(
        {
            "Base.kt": "abstract class Base { fun track(name: String) { if (on) { sendEvent(name, all()) } }\n"
            " abstract fun sendEvent(name: String, props: Map<String, Any>) }",
            "Real.kt": "class Real : Base() {\n"
            " override fun sendEvent(name: String, props: Map<String, Any>) { amplitude.track(name, props) } }",
            "a.kt": 'class A { fun f() { base.track("a") } }',
        },
        ["Base.kt ?", "Real.kt ?", "a.kt a"],
        id="by a class above the one that sends",
    ),
    pytest.param(
        {
            "Menu.kt": "class Menu { private fun sendAll(view: View, name: String) { amplitude.track(name) }\n"
            ' fun f() { sendAll(v, "c") } }',
            "Gate.kt": "class Gate { fun sendAll(name: String, more: String) { amplitude.track(name) } }",
            "a.kt": 'class A { fun f() { gate.sendAll("a", "b") } }',
        },
        ["Gate.kt ?", "Menu.kt ?", "Menu.kt c", "a.kt a"],
        id="of several, not one that is private elsewhere",
    ),
    pytest.param(
        {
            "Kotlin.kt": "class Analytics { fun reportEvent(name: String) { amplitude.track(name) } }",
            "Events.kt": 'interface Events {\n object Cart {\n const val OPENED = "opened"\n }\n}',
            "A.java": 'class A { void f() { analytics.reportEvent("a"); analytics.reportEvent(Events.Cart.OPENED); } }',
            "Java.java": "class Metrics { void logMetric(String name) { amplitude.track(name); } }",
            "b.kt": 'fun f() { metrics.logMetric("b") }',
        },
        ["A.java a", "A.java opened", "Java.java ?", "Kotlin.kt ?", "b.kt b"],
        id="Java and Kotlin call each other",
    ),
    pytest.param(
        {
            "E.kt": "fun Analytics.report(name: String, step: Step) { amplitude.track(name) }",
            "a.kt": 'class A(val analytics: Analytics) { fun f() { analytics.report("a", s) } }',
        },
        ["E.kt ?", "a.kt a"],
        id="Kotlin's function of another class",
    ),
    pytest.param(
        {
            "E.kt": "fun Amplitude.reportTwice(name: String) { track(name) }",
            "a.kt": 'class A(val amplitude: Amplitude) { fun f() { amplitude.reportTwice("a") } }',
        },
        ["E.kt ?", "a.kt a"],
        id="Kotlin's function of another class, which calls one of that",
    ),
    pytest.param(
        {
            "E.cs": "static class E { public static void Report(this Analytics it, string name) {\n"
            " amplitude.Track(name); } }",
            "a.cs": 'class A { void F() { analytics.Report("a"); } }',
        },
        ["E.cs ?", "a.cs a"],
        id="C#'s function of another class",
    ),
    pytest.param(
        {
            "e.dart": "extension Reports on Analytics { void report(String name) { amplitude.logEvent(name); } }",
            "a.dart": "import 'e.dart';\nvoid f() { analytics.report('a'); }",
        },
        ["a.dart a", "e.dart ?"],
        id="Dart's function of another class",
    ),
    pytest.param(
        {
            "go/track.go": "package t\ntype segmentWriter struct{}\nfunc (s *segmentWriter) Track(m TrackMessage) {\n"
            "s.client.Enqueue(segment.Track{Event: m.Event}) }",
            "go/a.go": 'package t\nfunc f(w Writer, x Queue) { w.Track(t.TrackMessage{Event: "a"})\n'
            'm := TrackMessage{Event: "b"}\nw.Track(m)\nx.Track(Other{Event: "c"}) }',
        },
        ["go/a.go a", "go/a.go b", "go/track.go ?"],
        id="by what is made for it alone",
    ),
    pytest.param(
        {
            "Impl.kt": "class AnalyticImpl { fun report(name: String) { amplitude.track(name) } }",
            "a.kt": 'fun f() { analytics.report("a") }',
        },
        ["Impl.kt ?", "a.kt a"],
        id="by the plural of its class",
    ),
    pytest.param(
        {
            "use.ts": TRACK
            + "export const useTrack = () => { const p = f(); return (name) => p.posthog.capture(name) }",
            "a.ts": "import {useTrack} from './use'; type Send = ReturnType<typeof useTrack>\n"
            "const f = (send: ReturnType<typeof useTrack>) => { send('a') }\n"
            "const g = ({tell}: {tell: Send}) => { tell('b') }\nconst h = (other: ReturnType<typeof f>) => other('no')",
        },
        ["a.ts a", "a.ts b", "use.ts ?"],
        id="what a hook gives, handed in as a parameter",
    ),
    pytest.param(
        {
            "use.ts": TRACK + "export const useTrack = () => { const p = usePostHog();\n"
            "return useCallback(function capture(name, props) { p2.posthog.capture(name, props) }, [p]) }",
            "a.tsx": "import {useTrack} from './use'; const send = useTrack(); send('a', {x: 1}); other('b')",
        },
        ["a.tsx a", "use.ts ?"],
        id="what a hook gives",
    ),
    pytest.param(
        {
            "src/use.ts": TRACK + "const track = (c, name) => { posthog.capture(name) }\n"
            "export const useTrack = () => { const c = f(); return (name, props) => track(c, name) }",
            "src/a/a.tsx": "import {useTrack} from '~/use'; const send = useTrack(); send('a'); other('b')",
        },
        ["src/a/a.tsx a", "src/use.ts ?", "src/use.ts ?"],
        id="what a hook gives without a name",
    ),
    pytest.param(
        {
            "an.ts": TRACK + "export class Analytics { log({event, props}) { posthog.capture(event, props) } }\n"
            "export const analytics = new Analytics()",
            "a.ts": "import {analytics} from './an'; analytics.log({event: 'a', props: {}}); console.log({event: 'b'})",
        },
        ["a.ts a", "an.ts ?"],
        id="method of a class, an object taken apart",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "export function both(a, b) { posthog.capture(a); posthog.capture(b) }",
            "a.ts": "import {both} from './track'; both('a', 'b')",
        },
        ["a.ts a", "a.ts b", "track.ts ?", "track.ts ?"],
        id="two events",
    ),
    pytest.param(
        {
            "useTrack.ts": TRACK + "export function useTrack() { return (name) => posthog.capture(name) }",
            "a.ts": "import {useTrack} from './useTrack'; function A() { const track = useTrack(); track('a') }",
            "b.ts": "import {useTrack} from './useTrack'; function B() { const track = useTrack(); track('no') }"
            " function C() { const track = useParcel(); track('no') }",
        },
        ["a.ts a", "useTrack.ts ?"],
        id="hook, and a variable of the same name for something else",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "export function sendEvent(name) { posthog.capture(name) }",
            "a.ts": "import {sendEvent as log} from './track'; log('a')",
            "b.ts": "import {sendEvent as log} from './track'; function f() { const log = g(); log('no') }",
        },
        ["a.ts a", "track.ts ?"],
        id="renamed, and a variable of the new name",
    ),
    pytest.param(
        {
            "shop/track.py": "class T:\n    def _send(self, event, p=None):\n        posthog.capture(1, event, p)\n"
            "def capture_event(name, *, extra=None):\n    tracker._send(name, extra)",
            "a.py": "from shop.track import capture_event\ncapture_event('a'); capture_event(name='b', extra={'x': 1})",
        },
        ["a.py a", "a.py b", "shop/track.py ?", "shop/track.py ?"],
        id="python, by position and keyword",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "export const track = (name = 'x') => { const n = name as string; posthog.capture(n) }",
            "a.ts": "import {track} from './track'; track('a'); order.track('b')",
        },
        ["a.ts a", "track.ts ?"],
        id="a parameter under another name",
    ),
    pytest.param(
        {
            "analyst.ts": TRACK + "export default { track(name) { posthog.capture(name) } }",
            "a.ts": "import analyst from './analyst'; analyst.track('a'); other.track('b')",
        },
        ["a.ts a", "analyst.ts ?"],
        id="method of an object without a name",
    ),
    pytest.param(
        {
            "a/Tracker.kt": "class Tracker(val posthog: PostHog) {\n"
            "fun send(event: String, extra: Map<String, Any>) = posthog.capture(event, properties = extra)\n"
            'fun opened() { send("a", mapOf()) }\n}',
            "a/Cart.kt": 'class Cart(val tracker: Tracker) { fun f() { tracker.send(event = "b"); order.send("no") } }',
        },
        ["a/Cart.kt b", "a/Tracker.kt ?", "a/Tracker.kt a"],
        id="kotlin, inside its class and outside",
    ),
    pytest.param(
        {
            "a/Tracker.java": "class Tracker {\nstatic void send(String event) { posthog.capture(id, event); }\n"
            'void opened() { send("a"); }\n}',
            "b/Cart.java": 'class Cart { void f() { Tracker.send("b"); order.send("no"); } }',
        },
        ["a/Tracker.java ?", "a/Tracker.java a", "b/Cart.java b"],
        id="java",
    ),
    pytest.param(
        {
            "A/Tracker.cs": "class Tracker {\nvoid Send(string name, object p) { posthog.Capture(id, name, p); }\n"
            'void Opened() { Send("a", null); }\n}',
            "B/Cart.cs": 'class Cart { void F() { _tracker.Send(name: "b", p: null); order.Send("no"); } }',
        },
        ["A/Tracker.cs ?", "A/Tracker.cs a", "B/Cart.cs b"],
        id="csharp",
    ),
    pytest.param(
        {
            "track/track.go": "package track\nfunc Send(c posthog.Client, name string) {\n"
            "c.Enqueue(posthog.Capture{Event: name})\n}",
            "shop/cart.go": 'package shop\nimport "github.com/a/b/track"\nfunc f() { track.Send(c, "a") }',
        },
        ["shop/cart.go a", "track/track.go ?"],
        id="go, by its package",
    ),
    pytest.param(
        {
            "mark.ts": TRACK + "export class Mark { execute(kind) { posthog.capture(`mark_${kind}`) } }",
            "a.ts": "import {Mark} from './mark'; mark.execute(command); mark.execute('seen')",
        },
        ["a.ts mark_seen", "mark.ts mark_{kind}"],
        id="what sends an event besides is one only where it is known",
    ),
    pytest.param(
        {
            "track/track.go": "package track\nfunc (b *backend) enqueue(name string) {\n"
            "b.client.Enqueue(posthog.Capture{Event: name})\n}",
            "track/built.go": 'package track\nfunc (b *backend) Built() { b.enqueue("a"); q.enqueue("no") }',
            "shop/cart.go": 'package shop\nfunc (b *bus) f() { b.enqueue("no") }',
        },
        ["track/built.go a", "track/track.go ?"],
        id="go, by the receiver of its package",
    ),
    pytest.param(
        {
            "track/track.go": "package track\nfunc (p *provider) TrackUser(name string, props map[string]any) {\n"
            "p.c.Enqueue(posthog.Capture{Event: name, Properties: track.NewPropertiesFromMap(props)})\n}",
            "shop/cart.go": 'package shop\nfunc (m *m) f() { m.analytics.TrackUser("a", nil); m.other("no") }',
        },
        ["shop/cart.go a", "track/track.go ?"],
        id="go, by way of an interface",
    ),
    pytest.param(
        {
            "lib/posthog.ts": TRACK
            + "export class Wrapper { captureAction(e: Action) { this._instance?.capture(e) } }\n"
            "export enum Action { A = 'a' }",
            "a.svelte": "<script>import {Action, TOKEN} from './lib/posthog'; const posthog = inject(TOKEN)\n"
            "posthog.captureAction(Action.A)</script>",
        },
        ["a.svelte a", "lib/posthog.ts ?"],
        id="an instance that is handed in",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "export const track = (name) => posthog.capture(name)",
            "a.ts": "import {track as send} from './track'; send('a')",
            "b.py": "from c import send_it as go\ngo('b')",
            "c.py": "def send_it(event):\n    posthog.capture('id', event)",
        },
        ["a.ts a", "b.py b", "c.py ?", "track.ts ?"],
        id="imported under another name",
    ),
    pytest.param(
        {
            "track.ts": TRACK + "export function track(name) { let it = name as string; posthog.capture(it) }",
            "a.ts": "import {track} from './track'; track('a')",
        },
        ["a.ts a", "track.ts ?"],
        id="a parameter in a variable",
    ),
    pytest.param(
        {
            "js/src/track.js": TRACK + "export function track(name) { posthog.capture(name) }",
            "js/src/a/b.js": "import {track} from '.~/track'; track('a')",
            "package.json": "{}",
        },
        ["js/src/a/b.js a", "js/src/track.js ?"],
        id="by a webpack alias that looks relative",
    ),
    pytest.param(
        {
            "Log.kt": "class Wrapper(val analytics: FirebaseAnalytics) {\n"
            "fun logEvent(name: String) { analytics.logEvent(name, null) }\n}",
            "Media.kt": "class Media {\nprivate fun logEvent(action: String) { print(action) }\n"
            'fun f() { logEvent("no"); this.logEvent("no"); wrapper.logEvent("a") }\n}',
        },
        ["Log.kt ?", "Media.kt a"],
        id="a file's own function of the same name is another one",
    ),
    pytest.param(
        {
            "service.rb": "class MixpanelService\n  include Singleton\n"
            "  def run(event_name:, data: {})\n    @mixpanel.track(1, event_name, data)\n  end\nend",
            "job.rb": "class TrackJob < ApplicationJob\n  def perform(event:, properties:)\n"
            "    MixpanelService.instance.run(event_name: event, data: properties)\n  end\nend",
            "cart.rb": "TrackJob.perform_later(event: 'a', properties: {x: 1})\n"
            "TrackJob.set(wait: 1).perform_later(event: 'b', properties: {})\nOther.perform_later(event: 'no')",
        },
        ["cart.rb a", "cart.rb b", "job.rb ?", "service.rb ?"],
        id="ruby, a singleton and a job",
    ),
    pytest.param(
        {
            "job.rb": "class TrackJob\n  include Sidekiq::Job\n  def perform(event)\n"
            "    posthog.capture({event: event})\n  end\nend",
            "cart.rb": "TrackJob.perform_async('a')",
        },
        ["cart.rb a", "job.rb ?"],
        id="ruby, a job of Sidekiq",
    ),
    pytest.param(
        {
            "A.kt": "class A(val posthog: PostHog) {\nfun firePixel(p: P, more: Any) { posthog.capture(p.other) }\n}",
            "B.kt": "class B(val posthog: PostHog) {\nfun firePixel(name: String) { posthog.capture(name) }\n}",
            "C.kt": 'class C {\nfun f() { it.firePixel("a") }\n}',
            "both.ts": TRACK + "export function sendBoth(a, b) { posthog.capture(a); posthog.capture(b) }",
            "d.ts": "import {sendBoth} from './both'; sendBoth(x, 'b')",
        },
        ["A.kt ?", "B.kt ?", "C.kt a", "both.ts ?", "both.ts ?", "d.ts ?", "d.ts b"],
        id="of two functions with one name, one knows the event",
    ),
    pytest.param(
        {"a.kt": 'class A {\nfun seek(pos: Long) { posthog.capture("seek to $pos") }\nfun f() { seek(1) }\n}'},
        ["a.kt seek to {pos}"],
        id="a number is no event's name",
    ),
    pytest.param({"a.ts": TRACK + "function f(x) { posthog.capture(g(x)) }\nf('a')"}, ["a.ts ?"], id="no wrapper"),
    pytest.param(
        {
            "track.ts": TRACK + "export function track(event) { posthog.capture(event.name, event.properties) }",
            "a.ts": "import {track} from './track'; track({name: 'a'}); track(E.b); function z(e) { track(e) }\n"
            "z({name: 'c'}); const E = {b: {name: 'b', id: 'no'}}; track('no')",
        },
        ["a.ts a", "a.ts b", "a.ts ?", "a.ts c", "track.ts ?"],
        id="a field of an object",
    ),
    pytest.param(
        {
            "h.dart": "enum E { a(tag: 'no'); const E({required this.tag}); final String tag; }\n"
            "class H { static void trackEvent(E msg) => MatomoTracker.instance.trackEvent(\n"
            "eventInfo: EventInfo(category: msg.tag, action: msg.name)); }",
            "a.dart": "import 'h.dart';\nvoid f() { H.trackEvent(E.a); }",
        },
        ["a.dart a", "h.dart ?"],
        id="the name of an enum's entry",
    ),
    pytest.param(
        {
            "T.java": 'enum Ev { A("a", "no"); Ev(String key, String other) { } }\nclass Tracker {\n'
            "void one(Ev ev) { posthog.capture(id, ev.getKey()); }\n"
            "void two(Ev ev) { posthog.capture(id, ev.name()); } }",
            "C.java": "class C { void f() { tracker.one(Ev.A); tracker.two(Ev.A); } }",
        },
        ["C.java a", "C.java A", "T.java ?", "T.java ?"],
        id="java, what a getter gives and an entry's own name",
    ),
    pytest.param(
        {
            "T.cs": "enum Ev { A }\nclass Tracker { void Send(Ev ev) { posthog.Capture(id, ev.ToString()); } }",
            "C.cs": "class C { void F() { tracker.Send(Ev.A); } }",
        },
        ["C.cs A", "T.cs ?"],
        id="csharp, an entry's own name",
    ),
    pytest.param(
        {
            "T.kt": 'enum class Ev(val key: String) {\n A("a")\n}\n'
            "class Tracker {\n fun track(event: Ev) {\n posthog.capture(event.key)\n }\n}",
            "C.kt": "class C(val tracker: Tracker) {\n fun f() {\n tracker.track(Ev.A)\n }\n}",
        },
        ["C.kt a", "T.kt ?"],
        id="kotlin, a field of an enum's entry",
    ),
    pytest.param(
        {
            "T.swift": 'enum Ev: String { case a = "no"\n var name: String { switch self { case .a: return "a" } } }\n'
            "class Tracker { func send(_ event: Ev) { PostHogSDK.shared.capture(event.name) } }",
            "C.swift": "class C { func f() { tracker.send(.a) } }",
        },
        ["C.swift a", "T.swift ?"],
        id="swift, a field of an enum's case",
    ),
    pytest.param(
        {
            "T.php": "<?php enum Ev: string { case A = 'a'; }\n"
            "class Tracker { function send(Ev $ev) { PostHog::capture(['event' => $ev->value]); } }",
            "C.php": "<?php $tracker->send(Ev::A);",
        },
        ["C.php a", "T.php ?"],
        id="php, the value of an enum's case",
    ),
    pytest.param(
        {
            "track/t.go": "package track\nfunc Send(ev Event) {\n"
            "c.Enqueue(posthog.Capture{Event: ev.Name, Properties: ev.Props})\n}",
            "a.go": 'package a\nimport "github.com/a/b/track"\nfunc f() { track.Send(track.Event{Name: "a"}) }',
        },
        ["a.go a", "track/t.go ?"],
        id="go, a field of a struct",
    ),
    pytest.param(
        {
            "track/t.go": "package track\n"
            'func Opened(n int) *Event { return &Event{Name: "a", Props: map[string]any{"n": n}} }\n'
            'func Either(x bool) Event { if x { return Event{Name: "no"} }\n return Event{Name: "no"} }\n'
            "func Send(ev *Event) { c.Enqueue(posthog.Capture{Event: ev.Name, Properties: ev.Props}) }",
            "a.go": 'package a\nimport "github.com/a/b/track"\n'
            "func f() { track.Send(track.Opened(2)); track.Send(track.Either(true)); track.Send(track.Gone()) }",
        },
        ["a.go a", "a.go ?", "a.go ?", "track/t.go ?"],
        id="go, a struct that a function returns",
    ),
]


@pytest.mark.parametrize(("files", "expected"), WRAPPERS)
def test_wrappers_are_followed(files: dict[str, str], expected: list[str]) -> None:
    assert told(scanned(files)) == expected


def test_a_returned_object_does_not_take_the_name_of_another_in_its_file() -> None:
    files = {
        "analytics.ts": "const analytics = Analytics({plugins: [plausible()]})\n"
        "function plausible() { return { track: ({payload}) => { window.plausible(payload.event) } } }\n"
        "export function trackEvent(name: string) { analytics.track(name) }",
        "a.ts": "import {trackEvent} from './analytics'; trackEvent('a')",
        "use.ts": TRACK + "export const useLog = () => { return { log: (name) => { posthog.capture(name) } } }",
    }
    found = scanned(files)
    assert told(found) == ["a.ts a", "analytics.ts ?", "analytics.ts ?", "use.ts ?"]
    assert [list(settings_of(it)) for it in found.wrappers if to_be_declared(it)] == [["call: trackEvent", "name: 0"]]


def test_a_number_is_no_name() -> None:
    assert scanned({"a.kt": 'class A {\nfun seek(pos: Long) { posthog.capture("to $pos") }\n}'}).wrappers == ()


def test_wrappers_are_listed_as_the_settings_take_them() -> None:
    found = scanned({"track.ts": TRACK + "export const trackEvent = (u, name, props) => posthog.capture(name, props)"})
    (wrapper,) = found.wrappers
    assert (wrapper.call, wrapper.path, wrapper.line) == ("trackEvent", "track.ts", 2)
    assert list(settings_of(wrapper)) == ["call: trackEvent", "name: 1", "properties: 2"]
    assert is_declared(wrapper, [Call("trackEvent", 1, 2)])


FIELDS = [
    pytest.param(
        "T.java", "void send(Ev e) { posthog.capture(id, e.name()); }", ["name: 0", "take: constant"], id="own"
    ),
    pytest.param("T.java", "void send(Ev e) { posthog.capture(id, e.getKey()); }", ["name: 0.key"], id="getter"),
    pytest.param(
        "T.swift",
        "func send(_ e: Ev) { PostHogSDK.shared.capture(e.stat.rawValue) }",
        ["name: 0.stat/rawValue", "type: Ev"],
        id="of a field",
    ),
]


@pytest.mark.parametrize(("path", "method", "expected"), FIELDS)
def test_wrappers_say_what_of_an_object_they_send(path: str, method: str, expected: list[str]) -> None:
    (wrapper,) = scanned({path: f"class Tracker {{ {method} }}"}).wrappers
    assert list(settings_of(wrapper)) == ["call: Tracker.send", *expected]


def test_a_method_and_a_function_of_one_name_are_told_apart() -> None:
    found = scanned(
        {
            "track.py": "class T:\n    def capture_event(self, name, props=None):\n"
            "        posthog.capture(1, name, props)\n"
            "def capture_event(name, instance, extra=None):\n    one.capture_event(name, extra)\n",
            "a.py": "from track import capture_event\ncapture_event('a', self, {'k': 1})\n",
        }
    )
    assert [site.properties for site in found.sites if site.path == "a.py"] == [(("k", "number"),)]


def test_properties_are_those_of_what_a_function_hands_on_to_a_declared_one() -> None:
    files = {
        "t.ts": "export class Analytics {\n tellAll(data: Data) { this.tellOf({user: me(), data}) }\n"
        " tellOf({user, data}: Given) { post(data.event, data.props) } }",
        "a.ts": "import {Analytics} from './t'\nclass A { constructor(private analytics: Analytics) {}\n"
        " f() { this.analytics.tellAll({event: 'a', props: {x: 1}}); this.analytics.tellAll({event: 'b', props}) } }",
    }
    found = scanned(files, Call(call="tellOf", name="0.data/event", properties="0.data/props")).sites
    here = [site for site in found if site.path == "a.ts"]
    assert [(site.names[0].text, site.properties, site.open) for site in here] == [
        ("a", (("x", "number"),), False),
        ("b", (), True),
    ]


def test_a_declared_call_sends_the_field_that_its_function_does() -> None:
    files = {
        "h.dart": "enum E { a(tag: 'no'); const E({required this.tag}); final String tag; }\n"
        "class H { static void go(E e) => posthog.capture(eventName: e.name, properties: {'tag': e.tag}); }",
        "a.dart": "import 'h.dart';\nvoid f() { H.go(E.a); H.go(x); goOn(E.a); }\nvoid goOn(E one) => H.go(one);",
    }
    found = scanned(files, Call(call="H.go", name=0))
    assert [(site.sdk, [name.text for name in site.names]) for site in found.sites if site.path == "a.dart"] == [
        ("H.go", ["a"]),
        ("H.go", []),
        ("H.go", ["a"]),
        ("H.go", []),
    ]
    assert [list(settings_of(it)) for it in found.wrappers if it.signature.name == "goOn"] == [
        ["call: goOn", "name: 0.name"]
    ]


FIELD_OF_AN_EVENT = [
    pytest.param(
        {
            "e.kt": 'interface Ev { val key: String }\nclass Opened(val a: Int) : Ev { override val key = "a" }',
            "m.kt": "class Model(val manager: Manager) {\n fun tellEvent(event: Ev) {\n manager.sendAway(event)\n }\n}",
            "s.kt": "class Screen(val model: Model) {\n fun f() {\n model.tellEvent(Opened(a = 1))\n }\n}",
        },
        "key",
        ["name: event.key"],
        ["m.kt ?", "s.kt a"],
        id="kotlin, as the type that it is of",
    ),
    pytest.param(
        {
            "m.ts": "export function tellEvent(event: Ev) { sendAway(event) }",
            "s.ts": "import {tellEvent} from './m'\ntellEvent({key: 'a'}); tellEvent('b'); tellEvent(other())",
        },
        "key",
        ["name: 0.key"],
        ["m.ts ?", "s.ts a", "s.ts ?"],
        id="typescript, and a text has no such field",
    ),
    pytest.param(
        {
            "m.ts": "export function tellEvent(key: Ev) { sendAway(key) }",
            "s.ts": "import {tellEvent} from './m'\ntellEvent({event: 'a', key: 'b'})",
        },
        "event",
        ["name: 0.event"],
        ["m.ts ?", "s.ts a"],
        id="typescript, the other way round",
    ),
    pytest.param(
        {"m.ts": "export function tellEvent(given: Ev) { sendAway(given.value) }"},
        "key",
        ["name: 0.value"],
        ["m.ts ?"],
        id="what is read already is the value itself",
    ),
]


@pytest.mark.parametrize(("files", "field", "settings", "expected"), FIELD_OF_AN_EVENT)
def test_what_is_passed_on_to_a_declared_call_goes_by_its_field(
    files: dict[str, str], field: str, settings: list[str], expected: list[str]
) -> None:
    found = scanned(files, Call(call="sendAway", name=f"0.{field}"))
    assert [list(settings_of(it)) for it in found.wrappers] == [["call: tellEvent", *settings]]
    assert told(found) == expected


SWIFT = {
    "Event.swift": "struct Event { let stat: Stat\n let properties: [String: Any] }\n"
    'enum Stat: String { case edited = "cart_edited"\n case shown = "cart_shown" }\n'
    "extension Event { enum Cart {\n"
    'static func edited(a: Int) -> Event { Event(stat: .edited, properties: ["x": a]) }\n'
    "static func shown() -> Event { Event(stat: .shown, properties: [:]) } } }\n"
    "protocol Analytics { func track(event: Event)\n func track(_ stat: Stat, with: [String: Any]?) }\n"
    "class Real: Analytics { func track(_ stat: Stat, with: [String: Any]?) { track(stat.rawValue, all(with)) }\n"
    "func track(event: Event) { track(event.stat, with: event.properties) }\n"
    "func track(_ name: String, _ more: [String: Any]) { PostHogSDK.shared.capture(name, properties: more) } }",
    "Model.swift": "class Model { let analytics: Analytics\n"
    "func trackRange(_ event: Event) { analytics.track(event: event) }\n"
    'func f() { analytics.track(event: .Cart.shown()); analytics.track(.shown, with: ["y": 1]) } }',
    "View.swift": "struct View { func f() { model.trackRange(.Cart.edited(a: 1)) } }",
}


def test_event_objects_go_through_functions_of_their_type() -> None:
    calls = (Call(call="analytics.track", name=0, properties="with"), Call(call="analytics.track", name="event"))
    found = scanned(SWIFT, *calls)
    assert [
        (site.sdk, [name.text for name in site.names], site.properties, site.open)
        for site in found.sites
        if site.path in ("Model.swift", "View.swift") and site.names
    ] == [
        ("analytics.track", ["cart_shown"], (), False),
        ("analytics.track", ["cart_shown"], (("y", "number"),), False),
        ("analytics.track", ["cart_edited"], (("x", None),), False),
    ]


def test_what_cannot_be_looked_at_is_said() -> None:
    found = scanned({"a.js": "{" * 20_000 + "posthog.capture('a')" + "}" * 20_000, "b.js": "posthog.capture('b')"})
    assert told(found) == ["b.js b"]
    assert [(it.path, it.reason) for it in found.unread] == [("a.js", "its code is nested too deep")]


def test_a_wrapper_that_adds_properties_leaves_the_others_open() -> None:
    found = scanned(
        {
            "a.kt": "fun sendAll(name: String, more: Map<String, Any>) = posthog.capture(name, properties = more)\n"
            "fun sendSome(name: String, more: Map<String, Any>) =\n"
            '    posthog.capture(name, properties = more + mapOf("x" to 1))\n'
            "fun sendNone(name: String) = posthog.capture(name)\n"
            'fun f() { sendAll("a", mapOf("y" to 1)); sendSome("b", mapOf("y" to 1)); sendNone("c") }',
        }
    )
    seen = [(name.text, [key for key, _ in site.properties], site.open) for site in found.sites for name in site.names]
    assert seen == [("a", ["y"], False), ("b", ["y"], True), ("c", [], False)]


MIXED = [
    pytest.param(
        "data = {'v': 1}\n    data.update(extra)\n    posthog.capture(1, name, data)", ["k"], True, id="put in"
    ),
    pytest.param("posthog.capture(1, name, {'v': 1, **(extra or {})})", ["k"], True, id="spread"),
    pytest.param("posthog.capture(1, name, {'v': 1, 'extra': extra})", [], True, id="a value of its own"),
    pytest.param("posthog.capture(1, name, {'v': extra.get('v')})", [], True, id="a part of it"),
    pytest.param("posthog.capture(1, name, {**extra, **options})", [], True, id="several"),
    pytest.param("log(**extra)\n    posthog.capture(1, name)", [], False, id="not sent"),
]


@pytest.mark.parametrize(("body", "keys", "more"), MIXED)
def test_a_wrapper_hands_on_keys_that_it_mixes_with_its_own(body: str, keys: list[str], more: bool) -> None:
    found = scanned(
        {
            "track.py": f"def capture_event(name, extra=None, options=None):\n    {body}\n",
            "a.py": "from track import capture_event\ncapture_event('a', {'k': 1}, {'o': 1})\n",
        }
    )
    (site,) = [site for site in found.sites if site.path == "a.py"]
    assert ([key for key, _ in site.properties], site.open) == (keys, more)


SIZES = [
    pytest.param([{"a": 9, "b": 1}, {}], [["a"], ["b"]], id="what one half alone has found"),
    pytest.param([{"a": 5, "b": 3}, {"c": 3, "d": 2}], [["a", "b"], ["c", "d"]], id="what each has found"),
    pytest.param([{"a": 5, "b": 3}, {"c": 2}], [["a"], ["b", "c"]], id="what is too much for one"),
    pytest.param([{"a": 6, "b": 3, "c": 2, "d": 2}, {}], [["b", "c", "d"], ["a"]], id="the largest first"),
    pytest.param([{"a": 2, "b": 1}], [["a", "b"]], id="one shard has all"),
    pytest.param([{}, {}], [[], []], id="nothing"),
]


@pytest.mark.parametrize(("sizes", "shares"), SIZES)
def test_files_are_dealt_out_by_their_size(sizes: list[dict[str, int]], shares: list[list[str]]) -> None:
    assert [list(share) for share in dealt(sizes)] == shares


def test_parts_of_a_scan_tell_each_call_once_and_search_before_they_follow() -> None:
    texts = {
        "Event.swift": b"extension Pixel { enum Event { case a, b } }\nextension Pixel.Event {\n"
        b'  var name: String { switch self { case .a: return "x"\n case .b: return "y" } } }',
        "Pixel.swift": b"class Pixel {\n  static func fire(_ pixel: Event) { PostHogSDK.shared.capture(pixel.name) }\n"
        b"  func both(_ one: Event) { Pixel.fire(one); PostHogSDK.shared.capture(one.name) }\n"
        b"  func again() { both(.a) }\n}",
        "a.swift": b"Pixel.fire(.a)\nextension Pixel: Equatable {}",
        "b.swift": b"Pixel.fire(.b)",
    }
    known = sdks((Call(call="Pixel.fire", name=0),))
    halves = list(texts)[:2], list(texts)[2:]
    parts = [Part(Paths(texts, texts.get, partial=False), halves, known, number=number) for number in range(2)]
    result = scan_with(asking(*parts))
    found = [(site.path, site.at, [name.text for name in site.names]) for site in result.sites]
    assert len({(path, at) for path, at, _ in found}) == len(found)
    assert [names for path, _, names in found if path in ("a.swift", "b.swift")] == [["x"], ["y"]]


LOADS = [
    pytest.param({"javascript": 50, "java": 40, "python": 10}, [], ["javascript", "java", "python"], id="even"),
    pytest.param({"javascript": 90, "go": 10}, ["javascript"], ["go"], id="one that is most of it"),
    pytest.param({"swift": 70}, ["swift"], [], id="nothing else"),
    pytest.param({"java": 58, "swift": 37, "go": 5}, [], ["java", "swift", "go"], id="a little to wait for"),
    pytest.param({"java": 70, "go": 30}, ["java", "go"], [], id="too much to wait for"),
    pytest.param({"java": 70, "go": 20, "php": 10}, ["java"], ["go", "php"], id="the others are even then"),
    pytest.param({"java": 0, "go": 0}, [], ["go", "java"], id="nothing but names that tell"),
    pytest.param({}, [], [], id="nothing"),
]


@pytest.mark.parametrize(("sizes", "shared", "alone"), LOADS)
def test_a_part_has_languages_to_itself_where_all_have_about_as_much_then(
    sizes: dict[str, int], shared: list[str], alone: list[str]
) -> None:
    assert apart(sizes, 2) == (shared, alone)
    assert apart(sizes, 1) == ([], [*shared, *alone])


APART = {
    "track.ts": b"import posthog from 'posthog-js'\nexport const track = (name) => posthog.capture(name)\n",
    "a.ts": b"import {track} from './track'\ntrack('web_opened')\n",
    "Analytics.kt": b"object Analytics { fun report(name: String) { PostHog.capture(name) } }",
    "A.java": b'class A { void f() { Analytics.report("app_opened"); } }',
    "log.py": b"import posthog\ndef report(name):\n    posthog.capture('id', name)\nreport('job_done')\n",
    "a.go": b'package a\nfunc f() { trackEvent("cli_started") }\n',
}


def test_languages_that_never_call_each_other_are_scanned_apart_and_told_as_one() -> None:
    paths, files = Paths(APART, APART.get, partial=False), (list(APART)[::2], list(APART)[1::2])
    parts = [Part(paths, files, sdks(), number=number, turns=range(number, 9, 2)) for number in range(2)]
    found = scan_with(asking(*parts), evident=True)
    whole = scan(paths, APART, sdks(), evident=True)
    names = {name.text for site in whole.sites for name in site.names}
    assert names == {"web_opened", "app_opened", "job_done", "cli_started"}
    assert (found.sites, found.evidence) == (whole.sites, whole.evidence)
    assert {it.key for it in found.wrappers} == {it.key for it in whole.wrappers}


def test_processes_take_languages_from_each_other() -> None:
    paths = Paths(APART, APART.get, partial=False)

    def part(files: Sequence[Sequence[str]], number: int, turns: Iterable[int]) -> Part:
        return Part(paths, files, sdks(), number=number, turns=turns)

    with parts(list(APART), part) as ask:
        assert scan_with(ask).sites == scan(paths, APART, sdks()).sites


USER = "const USER = 'user_1', OPENED = 'cart_opened';\nimport * as amplitude from '@amplitude/analytics-node';\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "class Ampli { track(user, event) { this.client.log(event) } opened(user) { this.track(user, make()) } }\n"
            "new Ampli().opened(USER);",
            [],
            id="method",
        ),
        pytest.param("function track(user, event) { send(event) }\ntrack(USER, OPENED)", [], id="function"),
        pytest.param(
            "function track(user, event) { amplitude.track(event, {user}) }\ntrack(USER, OPENED)",
            ["cart_opened"],
            id="wrapper",
        ),
        pytest.param("function track(event) { send(event) }\ntrack('cart_opened')", ["cart_opened"], id="literal"),
        pytest.param(
            "class A { track(user, event) {} }\ntrack(OPENED)", ["cart_opened"], id="method-of-something-else"
        ),
    ],
)
def test_a_function_of_the_same_file_is_no_function_of_an_sdk(text: str, names: list[str]) -> None:
    texts = {"a.ts": (USER + text).encode()}
    sites = scan(Paths(texts, texts.get, partial=False), ["a.ts"], sdks(())).sites
    assert [name.text for site in sites for name in site.names] == names


def test_a_declared_call_means_the_overload_that_takes_as_many() -> None:
    logger = (
        "static class Logger {\n"
        " public static void SendAll(Event ev) { SendAll(ev.Kind, ev.Bag); }\n"
        " public static void SendAll(Kind kind, Key key, string v) {\n"
        " Sink.SendAll(kind.ToString(), key.ToString(), v); }\n"
        " public static void SendAll(Kind kind) { SendAll(kind, null); }\n"
        " public static void SendAll(Kind kind, IDictionary<Key, string> bag) { Sink.SendAll(kind.ToString(), bag); } }"
    )
    calls = "class A { void F() { Logger.SendAll(Kind.One, Key.A, v); Logger.SendAll(Kind.Two); } }"
    files = {"Logger.cs": logger, "Kind.cs": "enum Kind { One, Two }\nenum Key { A }", "a.cs": calls}
    found = told(scanned(files, Call(call="SendAll", name=0, properties=1)))
    assert [line for line in found if line.startswith("a.cs")] == ["a.cs One", "a.cs Two"]


def test_what_gives_a_constants_name_is_no_name() -> None:
    logger = "class Logger { public static void SendAll(Kind kind) { telemetry.TrackEvent(kind.ToString()); } }"
    calls = "const Kind Mine = Kind.One; void F() { Logger.SendAll(Mine.ToString()); Logger.SendAll(Kind.Two); }"
    found = told(scanned({"Logger.cs": logger, "Kind.cs": "enum Kind { One, Two }", "a.cs": f"class A {{ {calls} }}"}))
    assert "a.cs ToString()" not in found
    assert "a.cs Two" in found


LABELLED = {
    "Stat.swift": 'enum Stat: String { case opened = "cart_opened", paid = "cart_paid" }',
    "Event.swift": "struct Event { let stat: Stat\n let properties: [String: Any] }\n"
    "extension Event { enum Cart { static func opened(by: Int) -> Event {\n"
    ' Event(stat: .opened, properties: ["by": by]) } } }',
    "Analytics.swift": "extension Analytics {\n"
    " func track(event: Event) { track(event.stat, properties: event.properties) }\n"
    " func track(_ stat: Stat) { track(stat, properties: nil) }\n"
    " func track(_ stat: Stat, properties: [String: Any]?) {\n"
    "  PostHogSDK.shared.capture(stat.rawValue, properties: properties) } }",
    "View.swift": "func f() { analytics.track(event: .Cart.opened(by: 1)); analytics.track(.paid) }",
}


def test_an_overload_with_a_label_is_no_other_one_and_a_field_tells_the_type_that_is_left_out() -> None:
    assert [line for line in told(scanned(LABELLED)) if line.startswith("View")] == [
        "View.swift cart_opened",
        "View.swift cart_paid",
    ]


PARTS = [
    pytest.param(["a.ts", "b.ts", "c.ts", "d.ts", "e.py", "f.go"], [["a.ts", "c.ts", "e.py"], ["b.ts", "d.ts", "f.go"]],
                 id="what most is written in is read by both"),
    pytest.param(["a.py", "b.ts", "c.py", "d.ts", "e.go", "f.go", "g.cs", "h.cs"],
                 [["a.py", "c.py", "e.go", "f.go"], ["b.ts", "d.ts", "g.cs", "h.cs"]], id="languages stay together"),
    pytest.param([], [[], []], id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("paths", "parts"), PARTS)
def test_each_process_reads_few_languages(paths: list[str], parts: list[list[str]]) -> None:
    assert parted(paths, 2) == parts


def test_a_caller_that_is_nested_too_deep_is_left_out() -> None:
    deep = "[" * 2_500 + "track('b')" + "]" * 2_500
    found = scanned(
        {
            "track.ts": "import posthog from 'posthog-js'\nexport const track = (name) => posthog.capture(name)\n",
            "a.ts": "import {track} from './track'\ntrack('a')\n",
            "b.ts": f"import {{track}} from './track'\nconst x = {deep}\n",
        }
    )
    assert [name.text for site in found.sites for name in site.names] == ["a"]
    assert [(it.path, it.reason) for it in found.unread] == [("b.ts", "its code is nested too deep")]


def test_nothing_is_told_of_a_file_with_too_many_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those either that were looked at first, for the wrapper that they make."""
    monkeypatch.setattr(look, "MAX_CALLS", 20)
    many = "".join(f"posthog.capture('e{number}')\n" for number in range(30))
    found = scanned({"a.ts": f"import posthog from 'posthog-js'\nconst t = (name) => posthog.capture(name)\n{many}"})
    assert (found.sites, [it.reason for it in found.unread]) == ((), [look.TOO_MANY])
