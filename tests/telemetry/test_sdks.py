"""Calls as the documentation of their SDK shows them; more SDKs are in the tables of each language."""

import pytest

from tests.telemetry.test_calls import told
from waypost.settings import Call
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

JAVASCRIPT = [
    ("this._segment?.track({userId: u, event: 'a', properties: {x: 1}})", "Segment literal a {x: number}"),
    ("segment.track('a', {x: 1})", "Segment literal a {x: number}"),
    ("mixpanel.track_with_groups('a', {x: 1}, {g: 'b'})", "Mixpanel literal a {x: number}"),
    ("mixpanel.trackWithGroups('a', {x: 1}, {g: 'b'})", "Mixpanel literal a {x: number}"),
    ("reporter.sendDangerousTelemetryEvent('a', {x})", "VS Code literal a {x}"),
    ("reporter.sendDangerousTelemetryErrorEvent('a', {x})", "VS Code literal a {x}"),
    ("import * as vscode from 'vscode'\nlogger.logUsage('a', {x})", "VS Code literal a {x}"),
    ("ahoy.track('a', {x: 1})", "Ahoy literal a {x: number}"),
    ("import {record} from 'aws-amplify/analytics'\nrecord({name: 'a', attributes: {x}})", "Amplify literal a {x}"),
    (
        "import {Analytics} from 'aws-amplify'\nAnalytics.record({name: 'a', attributes: {x}})",
        "Amplify literal a {x}",
    ),
    ("Appcues.track('a', {x: 1})", "Appcues literal a {x: number}"),
    ("appsFlyer.logEvent('a', {x: 1}, ok, bad)", "AppsFlyer literal a {x: number}"),
    ("import {trackEvent} from '@aptabase/web'\ntrackEvent('a', {x: 1})", "Aptabase literal a {x: number}"),
    (
        "import {useAnalytics} from '@backstage/core-plugin-api'\nanalytics.captureEvent('a', 'b', {attributes: {x}})",
        "Backstage literal a {x}",
    ),
    ("braze.logCustomEvent('a', {x: 1})", "Braze literal a {x: number}"),
    ("clevertap.event.push('a', {x: 1})", "CleverTap literal a {x: number}"),
    ("CleverTap.recordEvent('a', {x: 1})", "CleverTap literal a {x: number}"),
    ("Countly.add_event({key: 'a', count: 1, segmentation: {x: 1}})", "Countly literal a {x: number}"),
    ("Countly.q.push(['add_event', {key: 'a', segmentation: {x: 1}}])", "Countly literal a {x: number}"),
    ("Countly.events.recordEvent('a', {x: 1}, 1)", "Countly literal a {x: number}"),
    ("_cio.track('a', {x: 1})", "Customer.io literal a {x: number}"),
    (
        "import {TrackClient} from 'customerio-node'\ncio.track(1, {name: 'a', data: {x: 1}})",
        "Customer.io literal a {x: number}",
    ),
    ("fathom.trackEvent('a', {_value: 100})", "Fathom literal a {}"),
    ("import {trackEvent} from 'fathom-client'\ntrackEvent('a')", "Fathom literal a {}"),
    ("FullStory.event('a', {x: 1})", "FullStory literal a {x: number}"),
    ("window.FS.event('a', {x: 1})", "FullStory literal a {x: number}"),
    ("FS('trackEvent', {name: 'a', properties: {x: 1}})", "FullStory literal a {x: number}"),
    ("FullStory('trackEvent', {name: 'a', properties: {x: 1}})", "FullStory literal a {x: number}"),
    (
        "import {reportInteraction} from '@grafana/runtime'\nreportInteraction('a', {x: 1})",
        "Grafana literal a {x: number}",
    ),
    ("hj('event', 'a'); hj('stateChange', '/b')", "Hotjar literal a {}"),
    (
        "_hsq.push(['trackCustomBehavioralEvent', {name: 'a', properties: {x: 1}}]); _hsq.push(['identify', {}])",
        "HubSpot literal a {x: number}",
    ),
    ("Intercom('trackEvent', 'a', {x: 1}); Intercom('boot', {})", "Intercom literal a {x: number}"),
    (
        "import {trackEvent} from '@intercom/messenger-js-sdk'\ntrackEvent('a', {x: 1})",
        "Intercom literal a {x: number}",
    ),
    ("klaviyo.track('a', {x: 1})", "Klaviyo literal a {x: number}"),
    ("_learnq.push(['track', 'a', {x: 1}])", "Klaviyo literal a {x: number}"),
    ("ldClient.track('a', {x: 1}, 5)", "LaunchDarkly literal a {x: number}"),
    (
        "import * as ld from '@launchdarkly/node-server-sdk'\nldClient.track('a', {kind: 'user'}, {x: 1})",
        "LaunchDarkly literal a {x: number}",
    ),
    ("mParticle.logEvent('a', mParticle.EventType.Other, {x: 1})", "mParticle literal a {x: number}"),
    ("import {OpenPanel} from '@openpanel/web'\nop.track('a', {x: 1})", "OpenPanel literal a {x: number}"),
    ("window.pendo.track('a', {x: 1})", "Pendo literal a {x: number}"),
    ("pirsch('a', {duration: 1, meta: {x: 1}})", "Pirsch literal a {x: number}"),
    (
        "import {useTracking} from 'react-tracking'\nconst {trackEvent} = f(); trackEvent({action: 'a', x: 1})",
        "React Tracking literal a {x: number}",
    ),
    (
        "import track from 'react-tracking'\nthis.props.tracking.trackEvent({event: 'a', x: 1})",
        "React Tracking literal a {x: number}",
    ),
    ("window.sa_event('a', {x: 1})", "Simple Analytics literal a {x: number}"),
    (
        "import Statsig from 'statsig-node'\nStatsig.logEvent({userID: u}, 'a', 1, {x: 1})",
        "Statsig literal a {x: number}",
    ),
    ("statsig.logEvent('a', 1, {x: 1})", "Statsig literal a {x: number}"),
    ("statsigClient.logEvent({eventName: 'a', value: 1, metadata: {x: 1}})", "Statsig literal a {x: number}"),
    (
        "import TelemetryDeck from '@telemetrydeck/sdk'\ntd.signal('a', {x: 1})",
        "TelemetryDeck literal a {x: number}",
    ),
    ("import {recordEvent} from '@woocommerce/tracks'\nrecordEvent('a', {x: 1})", "Tracks literal a {x: number}"),
    (
        "import {queueRecordEvent} from '@woocommerce/tracks'\nqueueRecordEvent('a', {x: 1})",
        "Tracks literal a {x: number}",
    ),
    ("window.wcTracks.recordEvent('a', {x: 1})", "Tracks literal a {x: number}"),
    ("recordTracksEvent('a', {x: 1})", "Tracks literal a {x: number}"),
    ("this.props.recordTracksEvent('a', {x: 1})", "Tracks literal a {x: number}"),
    ("window._tkq.push(['recordEvent', 'a', {x: 1}])", "Tracks literal a {x: number}"),
    ("userpilot.track('a', {x: 1})", "Userpilot literal a {x: number}"),
    ("woopra.track('a', {x: 1})", "Woopra literal a {x: number}"),
    ("ym(123, 'reachGoal', 'a', {x: 1}); ym(123, 'hit', '/b')", "Yandex Metrica literal a {x: number}"),
]
OTHERS = [
    (
        "py",
        "from azure.monitor.events.extension import track_event\ntrack_event('a', {'x': 1})",
        "Application Insights",
    ),
    ("py", "from customerio import CustomerIO\ncio.track(customer_id='5', name='a', data={'x': 1})", "Customer.io"),
    ("py", "ldclient.get().track('a', context, data={'x': 1})", "LaunchDarkly"),
    ("py", "from eventtracking import tracker\ntracker.emit('a', {'x': 1})", "Open edX"),
    ("rb", "$customerio.track(5, 'a', {x: 1})", "Customer.io"),
    ("php", "<?php $this->tracking->record_user_event('a', ['x' => 1]);", "Tracks"),
    ("kt", 'rudderClient.track("a", mapOf("x" to 1))', "RudderStack"),
    ("kt", 'Analytics.with(context).track("a", mapOf("x" to 1))', "Segment"),
    (
        "kt",
        'client.enqueue(\n TrackMessage\n  .builder("a")\n  .userId(u)\n  .properties(mapOf("x" to 1)),\n)',
        "Segment",
    ),
    ("kt", 'val fa: FirebaseAnalytics = f()\nfun g() { fa.logEvent("a", bundleOf("x" to 1)) }', "Firebase"),
    ("kt", 'AppMetrica.reportEvent("a", mapOf("x" to 1))', "AppMetrica"),
    ("kt", 'Heap.track("a", mapOf("x" to 1))', "Heap"),
    ("kt", 'AppsFlyerLib.getInstance().logEvent(context, "a", mapOf("x" to 1))', "AppsFlyer"),
    ("kt", 'Aptabase.instance.trackEvent("a", mapOf("x" to 1))', "Aptabase"),
    ("kt", 'Braze.getInstance(context).logCustomEvent("a", mapOf("x" to 1))', "Braze"),
    ("kt", 'clevertapDefaultInstance?.pushEvent("a", mapOf("x" to 1))', "CleverTap"),
    ("kt", 'Countly.sharedInstance().events().recordEvent("a", mapOf("x" to 1))', "Countly"),
    ("kt", 'CustomerIO.instance().track(name = "a", properties = mapOf("x" to 1))', "Customer.io"),
    ("kt", 'FlurryAgent.logEvent("a", mapOf("x" to 1))', "Flurry"),
    ("kt", 'TelemetryDeck.signal("a", mapOf("x" to 1))', "TelemetryDeck"),
    ("swift", 'YMMYandexMetrica.reportEvent("a", parameters: ["x": 1]) { e in print(e) }', "AppMetrica"),
    ("swift", 'AppMetrica.reportEvent(name: "a", parameters: ["x": 1])', "AppMetrica"),
    (
        "swift",
        "import Amplitude\nclass A { let instance: Amplitude\n"
        'func f() { self.instance.logEvent("a", withEventProperties: ["x": 1]) } }',
        "Amplitude",
    ),
    ("swift", 'AppsFlyerLib.shared().logEvent("a", withValues: ["x": 1])', "AppsFlyer"),
    ("swift", 'Aptabase.shared.trackEvent("a", with: ["x": 1])', "Aptabase"),
    ("swift", 'AppDelegate.braze?.logCustomEvent(name: "a", properties: ["x": 1])', "Braze"),
    ("swift", 'CleverTap.sharedInstance()?.recordEvent("a", withProps: ["x": 1])', "CleverTap"),
    ("swift", 'Countly.sharedInstance().recordEvent("a", segmentation: ["x": 1])', "Countly"),
    ("swift", 'CustomerIO.shared.track(name: "a", properties: ["x": 1])', "Customer.io"),
    (
        "java",
        "import com.microsoft.applicationinsights.TelemetryClient;\n"
        'class A { void f() { telemetry.trackEvent("a", Map.of("x", 1), null); } }',
        "Application Insights",
    ),
    (
        "java",
        'class A { TelemetryClient client; void f() { client.trackEvent("a", Map.of("x", 1), null); } }',
        "Application Insights",
    ),
    ("java", 'class A { FirebaseAnalytics fa; void f() { fa.logEvent("a", Map.of("x", 1)); } }', "Firebase"),
    ("java", 'class A { void f() { YandexMetrica.reportEvent("a", Map.of("x", 1)); } }', "AppMetrica"),
    (
        "cs",
        "using Microsoft.ApplicationInsights;\n"
        'class A { void F() { _client.TrackEvent("a", new Dictionary<string, object> { ["x"] = 1 }); } }',
        "Application Insights",
    ),
    ("java", 'class A { void f() { AppsFlyerLib.getInstance().logEvent(c, "a", Map.of("x", 1)); } }', "AppsFlyer"),
    ("java", 'class A { void f() { Braze.getInstance(c).logCustomEvent("a", Map.of("x", 1)); } }', "Braze"),
    ("java", 'class A { void f() { cleverTapAPI.pushEvent("a", Map.of("x", 1)); } }', "CleverTap"),
    (
        "java",
        'class A { void f() { Countly.sharedInstance().events().recordEvent("a", Map.of("x", 1)); } }',
        "Countly",
    ),
    ("java", 'class A { void f() { FlurryAgent.logEvent("a", Map.of("x", 1)); } }', "Flurry"),
    ("java", 'class A { void f() { Heap.track("a", Map.of("x", 1)); } }', "Heap"),
    (
        "dart",
        "class A { late FirebaseAnalytics _instance;\n"
        "void f() { _instance.logEvent(name: 'a', parameters: {'x': 1}); } }",
        "Firebase",
    ),
    ("dart", "void f() { AppMetrica.reportEventWithMap('a', {'x': 1}); }", "AppMetrica"),
    ("dart", "void f() { appsflyerSdk.logEvent('a', {'x': 1}); }", "AppsFlyer"),
    ("dart", "void f() { Aptabase.instance.trackEvent('a', {'x': 1}); }", "Aptabase"),
    ("dart", "void f() { braze.logCustomEvent('a', properties: {'x': 1}); }", "Braze"),
    ("dart", "void f() { CleverTapPlugin.recordEvent('a', {'x': 1}); }", "CleverTap"),
    ("dart", "void f() { Countly.instance.events.recordEvent('a', {'x': 1}, 1); }", "Countly"),
]
NONE = (
    "record({name: 'a'}); op.track('a'); td.signal('a'); FS.read('a')\n"
    "queue.push(['track', 'a']); client.logEvent('a'); x.signal('a')"
)


@pytest.mark.parametrize(("source", "expected"), JAVASCRIPT, ids=[expected for _, expected in JAVASCRIPT])
def test_javascript(source: str, expected: str) -> None:
    assert [told(site) for site in find_calls("a.ts", source.encode(), sdks())] == [expected]


@pytest.mark.parametrize(("suffix", "source", "sdk"), OTHERS, ids=[f"{suffix}-{sdk}" for suffix, _, sdk in OTHERS])
def test_other_languages(suffix: str, source: str, sdk: str) -> None:
    found = [told(site) for site in find_calls(f"a.{suffix}", source.encode(), sdks())]
    assert found == [f"{sdk} literal a {{x: number}}"]


def test_calls_with_everyday_names_need_evidence() -> None:
    assert [told(site) for site in find_calls("a.ts", NONE.encode(), sdks())] == []


@pytest.mark.parametrize(
    ("call", "path", "source"),
    [
        pytest.param("tracker?.zip", "a.ts", "tracker?.zip('a'); tracker.zip('b')", id="optional"),
        pytest.param("tracker!.zip", "a.ts", "tracker!.zip('a'); tracker.zip('b')", id="asserted"),
        pytest.param("this.#zip", "a.ts", "class A { b() { this.#zip('a'); this.#zip('b') } }", id="private"),
        pytest.param("#zip", "a.ts", "class A { b() { this.#zip('a'); this.#zip('b') } }", id="private-alone"),
        pytest.param("@tracker&.zip", "a.rb", "@tracker&.zip('a')\n@tracker.zip('b')", id="ruby"),
        pytest.param("Acme\\Tracker::zip", "a.php", "<?php Tracker::zip('a'); \\Acme\\Tracker::zip('b');", id="php"),
        pytest.param(
            "$this->tracker->zip", "a.php", "<?php $this->tracker->zip('a'); $this->tracker?->zip('b');", id="->"
        ),
    ],
)
def test_a_call_is_declared_as_it_stands_in_the_code(call: str, path: str, source: str) -> None:
    found = find_calls(path, source.encode(), sdks((Call(call=call),)))
    assert [name.text for site in found for name in site.names] == ["a", "b"]
