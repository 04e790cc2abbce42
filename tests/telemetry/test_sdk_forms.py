"""Every form of a call that the source or the documentation of its SDK shows, one a row."""

import pytest

from tests.telemetry.test_calls import told
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

FORMS: dict[str, list[tuple[str, list[str]]]] = {
    "js": [
        ("const mp = useMixpanel()\nmp.track('a', {x: 1})", ["Mixpanel literal a {x: number}"]),
        ("mixpanel.track({eventName: 'a'})", ["Mixpanel literal a {}"]),
        ("$intercom?.track('a', {x: 1})", ["Intercom literal a {x: number}"]),
        ("if (window.wcTracks) library().recordEvent('a', {x: 1})", ["Tracks literal a {x: number}"]),
        (
            "import {sendTrackEvent, sendTrackingLogEvent} from '@edx/frontend-platform/analytics'\n"
            "sendTrackEvent('a', {x: 1}); sendTrackingLogEvent('b', {x: 1})",
            ["Open edX literal a {x: number}", "Open edX literal b {x: number}"],
        ),
        (
            "import {sendEnterpriseTrackEvent} from '@edx/frontend-enterprise-utils'\n"
            "sendEnterpriseTrackEvent(uuid, 'a', {x: 1}); await sendEnterpriseTrackEventWithDelay(uuid, 'b')",
            ["Open edX literal a {x: number}", "Open edX literal b {}"],
        ),
    ],
    "py": [
        (
            "from posthog import capture\ncapture('a', distinct_id='u', properties={'x': 1})",
            ["PostHog literal a {x: number}"],
        ),
        (
            "import rudderstack.analytics as rudder_analytics\nclient.track('u', 'a', {'x': 1})",
            ["RudderStack literal a {x: number}"],
        ),
        (
            "from segment.analytics.client import Client\nclient.track(user_id='u', event='a', properties={'x': 1})",
            ["Segment literal a {x: number}"],
        ),
        (
            "from customerio import analytics\nanalytics.track(user_id='u', event='a', properties={'x': 1})",
            ["Customer.io literal a {x: number}"],
        ),
        ("client.track(BaseEvent('a', user_id='u', event_properties={'x': 1}))", ["Amplitude literal a {x: number}"]),
        ("mp.import_data('k', 'u', 'a', 1234, {'x': 1})", ["Mixpanel literal a {x: number}"]),
        (
            "tracker.track_self_describing_event(SelfDescribingJson('iglu:a', {'x': 1}))",
            ["Snowplow literal iglu:a {x: number}"],
        ),
        (
            "tracker.track_unstruct_event(SelfDescribingJson('iglu:a', {'x': 1}))",
            ["Snowplow literal iglu:a {x: number}"],
        ),
        (
            "from snowplow_tracker import SelfDescribing\n"
            "tracker.track(SelfDescribing(event_json=SelfDescribingJson('iglu:a', {'x': 1})))",
            ["Snowplow literal iglu:a {x: number}"],
        ),
        ("logger.emit(event_name='a', attributes={'x': 1})", ["OpenTelemetry literal a {x: number}"]),
        (
            "track_event('a', custom_dimensions={'x': 1}) # azure.monitor.events",
            ["Application Insights literal a {x: number}"],
        ),
        (
            "from applicationinsights import TelemetryClient\ntc.track_event('a', {'x': 1})",
            ["Application Insights literal a {x: number}"],
        ),
        ("from customerio import CustomerIO\ncio.track('5', 'a', {'x': 1})", ["Customer.io literal a {x: number}"]),
        (
            "from customerio import CustomerIO\ncio.track_anonymous(anonymous_id='5', name='a', data={'x': 1})",
            ["Customer.io literal a {x: number}"],
        ),
        (
            "import newrelic.agent\nnewrelic.agent.record_custom_event('a', {'x': 1})",
            ["New Relic literal a {x: number}"],
        ),
        ("optimizely_client.track('a', 'u', {}, {'x': 1})", ["Optimizely literal a {x: number}"]),
        (
            "from splitio import get_factory\nclient.track('k', 'user', 'a', 1, {'x': 1})",
            ["Split literal a {x: number}"],
        ),
        ("statsig.log_event(StatsigEvent(user, 'a', 1, {'x': 1}))", ["Statsig literal a {x: number}"]),
        (
            "statsig.log_event(StatsigEvent(user=user, event_name='a', metadata={'x': 1}))",
            ["Statsig literal a {x: number}"],
        ),
        ("statsig.log_event(user, 'a', 1, {'x': 1})", ["Statsig literal a {x: number}"]),
        (
            "client.track(event=BaseEvent(event_type='a', event_properties={'x': 1}))",
            ["Amplitude literal a {x: number}"],
        ),
    ],
    "ts": [
        ("$posthog().capture('a', {x: 1})", ["PostHog literal a {x: number}"]),
        ("this.$mixpanel.track('a', {x: 1})", ["Mixpanel literal a {x: number}"]),
        ("this.$plausible.trackEvent('a', {props: {x: 1}})", ["Plausible literal a {x: number}"]),
        (
            "import * as amplitude from '@amplitude/node'\n"
            "client.logEvent({event_type: 'a', event_properties: {x: 1}})",
            ["Amplitude literal a {x: number}"],
        ),
        (
            "import {createInstance} from '@amplitude/analytics-browser'\nthis.instance.track('a', {x: 1})",
            ["Amplitude literal a {x: number}"],
        ),
        ("amplitude.getInstance().logEventWithTimestamp('a', {x: 1}, 123)", ["Amplitude literal a {x: number}"]),
        ("amplitude.logEventWithGroups('a', {x: 1}, {g: 'b'})", ["Amplitude literal a {x: number}"]),
        (
            "import {Analytics} from '@customerio/cdp-analytics-node'\n"
            "analytics.track({userId: u, event: 'a', properties: {x: 1}})",
            ["Customer.io literal a {x: number}"],
        ),
        ("ReactGA4.event('a', {x: 1})", ["Google Analytics literal a {x: number}"]),
        ("ReactGA.gtag('event', 'a', {x: 1}); ReactGA.gtag('set', 'b')", ["Google Analytics literal a {x: number}"]),
        (
            "const {proxy} = useScriptGoogleAnalytics(); proxy.gtag('event', 'a', {x: 1})",
            ["Google Analytics literal a {x: number}"],
        ),
        (
            "import {GoogleAnalyticsService} from 'ngx-google-analytics'\nthis.$gaService.event('a', 'c', 'l')",
            ["Google Analytics literal a {}"],
        ),
        (
            "this.$gtm.trackEvent({event: 'a', category: 'c', action: 'd'})",
            ["Google Analytics literal a {category: string}"],
        ),
        (
            "useGtm().trackEvent({event: null, category: 'c', action: 'a'})",
            ["Google Analytics literal a {category: string}"],
        ),
        (
            "import {GoogleTagManagerService} from 'angular-google-tag-manager'\n"
            "this.gtmService.pushTag({event: 'a', x: 1})",
            ["Google Analytics literal a {x: number}"],
        ),
        ("TagManager.dataLayer({dataLayer: {event: 'a', x: 1}})", ["Google Analytics literal a {x: number}"]),
        ("FirebaseAnalytics.logEvent({name: 'a', params: {x: 1}})", ["Firebase literal a {x: number}"]),
        ("window.FirebasePlugin.logEvent('a', {x: 1})", ["Firebase literal a {x: number}"]),
        ("snowplow('trackStructEvent', 'c', 'a', 'l')", ["Snowplow literal a {, …}"]),
        (
            "snowplow('trackSelfDescribingEvent', {schema: 'iglu:a', data: {x: 1}})",
            ["Snowplow literal iglu:a {x: number}"],
        ),
        ("snowplow('trackUnstructEvent', {schema: 'iglu:a', data: {x: 1}})", ["Snowplow literal iglu:a {x: number}"]),
        ("tracker.trackStructEvent('c', 'a')", ["Snowplow literal a {, …}"]),
        ("tracker.trackStructuredEvent({category: 'c', action: 'a'})", ["Snowplow literal a {category: string}"]),
        ("tracker.trackSelfDescribingEvent({schema: 'iglu:a', data: {x: 1}})", ["Snowplow literal iglu:a {x: number}"]),
        (
            "import {MatomoTracker} from 'ngx-matomo-client'\nthis.tracker.trackEvent('c', 'a', 'n')",
            ["Matomo literal a {}"],
        ),
        ("appInsights.trackEvent('a', {x: 1})", ["Application Insights literal a {x: number}"]),
        (
            "import * as appInsights from 'applicationinsights'\nclient.trackEvent({name: 'a', properties: {x: 1}})",
            ["Application Insights literal a {x: number}"],
        ),
        (
            "import * as appInsights from 'applicationinsights'\ntelemetryClient.trackEvent('a', {x: 1})",
            ["Application Insights literal a {x: number}"],
        ),
        (
            "import {useTrackEvent} from '@microsoft/applicationinsights-react-js'\nuseTrackEvent(plugin, 'a', {x: 1})",
            ["Application Insights literal a {x: number}"],
        ),
        ("reporter.sendRawTelemetryEvent('a', {x: 1})", ["VS Code literal a {x: number}"]),
        ("umami.track({name: 'a', data: {x: 1}})", ["Umami literal a {x: number}"]),
        ("umTrackEvent('a', {x: 1})", ["Umami literal a {x: number}"]),
        ("MobileCore.trackAction('a', {x: 1})", ["Adobe literal a {x: number}"]),
        (
            "import {useAnalytics} from 'use-analytics'\nconst {track} = useAnalytics(); track('a', {x: 1})",
            ["Analytics literal a {x: number}"],
        ),
        ("clarity('event', 'a'); clarity('set', 'k', 'v')", ["Clarity literal a {}"]),
        ("Clarity.event('a')", ["Clarity literal a {}"]),
        ("Countly.sendEvent({eventName: 'a', segments: {x: 1}})", ["Countly literal a {x: number}"]),
        (
            "import {TrackClient} from 'customerio-node'\nclient.track(1, {name: 'a', data: {x: 1}})",
            ["Customer.io literal a {x: number}"],
        ),
        (
            "import {TrackClient} from 'customerio-node'\ncio.trackAnonymous('x', {name: 'a', data: {x: 1}})",
            ["Customer.io literal a {x: number}"],
        ),
        ("CustomerIO.track('a', {x: 1})", ["Customer.io literal a {x: number}"]),
        ("datadogRum.addAction('a', {x: 1})", ["Datadog literal a {x: number}"]),
        ("DdRum.addAction(RumActionType.CUSTOM, 'a', {x: 1}, Date.now())", ["Datadog literal a {x: number}"]),
        ("fbq('trackCustom', 'a', {x: 1}); fbq('init', '1')", ["Facebook literal a {x: number}"]),
        ("fbq('trackSingleCustom', '1', 'a', {x: 1})", ["Facebook literal a {x: number}"]),
        ("ReactPixel.trackCustom('a', {x: 1})", ["Facebook literal a {x: number}"]),
        ("faro.api.pushEvent('a', {x: 1})", ["Grafana literal a {x: number}"]),
        (
            "import {GrowthBook} from '@growthbook/growthbook'\ngb.logEvent('a', {x: 1})",
            ["GrowthBook literal a {x: number}"],
        ),
        ("Hotjar.event('a')", ["Hotjar literal a {}"]),
        (
            "import {useIntercom} from 'react-use-intercom'\n"
            "const {trackEvent} = useIntercom(); trackEvent('a', {x: 1})",
            ["Intercom literal a {x: number}"],
        ),
        ("Intercom.logEvent('a', {x: 1})", ["Intercom literal a {x: number}"]),
        (
            "import {track} from '@iterable/web-sdk'\ntrack({eventName: 'a', dataFields: {x: 1}})",
            ["Iterable literal a {x: number}"],
        ),
        ("Iterable.trackEvent('a', {x: 1})", ["Iterable literal a {x: number}"]),
        ("Klaviyo.createEvent({name: 'a', properties: {x: 1}})", ["Klaviyo literal a {x: number}"]),
        (
            "import {init} from '@launchdarkly/node-server-sdk'\nclient.track('a', {kind: 'user'}, {x: 1})",
            ["LaunchDarkly literal a {x: number}"],
        ),
        ("useLDClient()?.track('a', {x: 1})", ["LaunchDarkly literal a {x: number}"]),
        ("LogRocket.track('a', {x: 1})", ["LogRocket literal a {x: number}"]),
        ("newrelic.addPageAction('a', {x: 1})", ["New Relic literal a {x: number}"]),
        ("newrelic.recordCustomEvent('a', {x: 1})", ["New Relic literal a {x: number}"]),
        (
            "import NewRelic from 'newrelic-react-native-agent'\nNewRelic.recordCustomEvent('t', 'a', {x: 1})",
            ["New Relic literal a {x: number}"],
        ),
        ("OneSignal.User.trackEvent('a', {x: 1})", ["OneSignal literal a {x: number}"]),
        ("window.op('track', 'a', {x: 1}); window.op('init', {})", ["OpenPanel literal a {x: number}"]),
        ("optimizelyClient.track('a', u, {}, {x: 1})", ["Optimizely literal a {x: number}"]),
        ("PendoSDK.track('a', {x: 1})", ["Pendo literal a {x: number}"]),
        ("import {Pirsch} from 'pirsch-sdk/web'\nclient.event('a', 60, {x: 1})", ["Pirsch literal a {x: number}"]),
        ("import {Pirsch} from 'pirsch-sdk'\nclient.event('a', hit, 60, {x: 1})", ["Pirsch literal a {x: number}"]),
        (
            "import {CustomEvent} from '@piwikpro/react-piwik-pro'\nCustomEvent.trackEvent('c', 'a')",
            ["Piwik PRO literal a {}"],
        ),
        ("Singular.event('a')", ["Singular literal a {}"]),
        ("Singular.eventWithArgs('a', {x: 1})", ["Singular literal a {x: number}"]),
        (
            "import {useStatsigClient} from '@statsig/react-bindings'\nclient.logEvent('a', 1, {x: 1})",
            ["Statsig literal a {x: number}"],
        ),
        (
            "import {useStatsigClient} from '@statsig/react-bindings'\n"
            "const {logEvent} = useStatsigClient(); logEvent('a', 1, {x: 1})",
            ["Statsig literal a {x: number}"],
        ),
        ("Statsig.logEventObject({user: u, eventName: 'a', metadata: {x: 1}})", ["Statsig literal a {x: number}"]),
        (
            "import {Statsig} from '@statsig/statsig-node-core'\nstatsig.logEvent(user, 'a', 1, {x: 1})",
            ["Statsig literal a {x: number}"],
        ),
        ("utag.link({tealium_event: 'a', x: 1})", ["Tealium literal a {x: number}"]),
        (
            "import ym from 'react-yandex-metrika'\nym('reachGoal', 'a', {x: 1}); ym('hit', '/b')",
            ["Yandex Metrica literal a {x: number}"],
        ),
        (
            "import {useAnalytics} from '@segment/analytics-react-native'\n"
            "const {track} = useAnalytics(); track('a', {x: 1})",
            ["Segment literal a {x: number}"],
        ),
        ("window.va?.('event', {name: 'a', data: {x: 1}})", ["Vercel literal a {x: number}"]),
        ("import {track} from 'mixpanel-browser'\ntrack('a', {x: 1})", ["Mixpanel literal a {x: number}"]),
        ("sendGAEvent({event: 'a', x: 1})", ["Google Analytics literal a {x: number}"]),
        ("sendDataToGTM({event: 'a', x: 1})", ["Google Analytics literal a {x: number}"]),
        ("gaProxy.gtag('event', 'a', {x: 1})", ["Google Analytics literal a {x: number}"]),
        (
            "import {event} from 'nextjs-google-analytics'\nevent('a', {x: 1})",
            ["Google Analytics literal a {x: number}"],
        ),
        ("window._satellite.track('a', {x: 1})", ["Adobe literal a {x: number}"]),
        (
            "import Analytics from 'appcenter-analytics'\nAnalytics.trackEvent('a', {x: 1})",
            ["App Center literal a {x: number}"],
        ),
        (
            "import {trackEvent} from 'appcenter-analytics'\ntrackEvent('a', {x: 1})",
            ["App Center literal a {x: number}"],
        ),
        ("aptrinsic('track', 'a', {x: 1}); aptrinsic('identify', {})", ["Gainsight PX literal a {x: number}"]),
        ("_kmq.push(['record', 'a', {x: 1}]); _kmq.push(['identify', 'b'])", ["Kissmetrics literal a {x: number}"]),
        ("logsnag.track({channel: 'c', event: 'a', tags: {x: 1}})", ["LogSnag literal a {x: number}"]),
        ("Moengage.track_event('a', {x: 1})", ["MoEngage literal a {x: number}"]),
        ("useTrackEvent('a', {props: {x: 1}})", ["Nuxt literal a {x: number}"]),
        ("useTrackEvent('a', {x: 1}); const track = useTrackEvent()", ["Nuxt literal a {x: number}"]),
        ("this.$userflow.track('a', {x: 1})", ["Userflow literal a {x: number}"]),
        ("window.webengage.track('a', {x: 1})", ["WebEngage literal a {x: number}"]),
    ],
    "vue": [
        (
            "<script setup>\nimport { event } from 'vue-gtag'\nevent('a', {x: 1})\n</script>",
            ["Google Analytics literal a {x: number}"],
        ),
    ],
    "go": [
        ('import "go.opentelemetry.io/otel/log"\nfunc f() { r.SetEventName("a") }', ["OpenTelemetry literal a {, …}"]),
        (
            'import "go.opentelemetry.io/otel/trace"\nfunc f() { span.AddEvent("a", trace.WithAttributes(kv)) }',
            ["OpenTelemetry literal a {, …}"],
        ),
        (
            'func f() { tracker.TrackStructEvent(sp.StructuredEvent{Category: sp.NewString("c"), '
            'Action: sp.NewString("a")}) }',
            ["Snowplow unresolved  {}"],
        ),
        (
            'import ld "github.com/launchdarkly/go-server-sdk/v7"\nfunc f() { client.TrackEvent("a", ctx) }',
            ["LaunchDarkly literal a {}"],
        ),
        (
            'import ld "github.com/launchdarkly/go-server-sdk/v7"\nfunc f() { client.TrackData("a", ctx, data) }',
            ["LaunchDarkly literal a {, …}"],
        ),
        (
            'import ld "github.com/launchdarkly/go-server-sdk/v7"\n'
            'func f() { client.TrackMetric("a", ctx, 1.5, data) }',
            ["LaunchDarkly literal a {, …}"],
        ),
        (
            'import "github.com/newrelic/go-agent/v3/newrelic"\n'
            'func f() { app.RecordCustomEvent("a", map[string]interface{}{"x": 1}) }',
            ["New Relic literal a {x: number}"],
        ),
        (
            'import "github.com/optimizely/go-sdk/v2"\n'
            'func f() { client.Track("a", user, map[string]interface{}{"x": 1}) }',
            ["Optimizely literal a {x: number}"],
        ),
        (
            'import statsig "github.com/statsig-io/go-sdk"\n'
            'func f() { statsig.LogEvent(statsig.Event{EventName: "a", User: u, '
            'Metadata: map[string]string{"x": "1"}}) }',
            ["Statsig literal a {x: string}"],
        ),
    ],
    "rb": [
        (
            "require 'rudder_analytics_sync'\nanalytics.track(user_id: 1, event: 'a', properties: {x: 1})",
            ["RudderStack literal a {x: number}"],
        ),
        (
            "t"
            "r"
            "a"
            "c"
            "k"
            "e"
            "r.track_self_describing_event(event_json: SnowplowTracker::SelfDescribingJson.new('iglu:a', "
            "{ x: 1 }))",
            ["Snowplow literal iglu:a {x: number}"],
        ),
        (
            "tracker.track_unstruct_event(event_json: SelfDescribingJson.new('iglu:a', { x: 1 }))",
            ["Snowplow literal iglu:a {x: number}"],
        ),
        ("$customerio.track_anonymous(5, 'a', {x: 1})", ["Customer.io literal a {x: number}"]),
        ("logger.on_emit(event_name: 'a', attributes: {'x' => 1})", ["OpenTelemetry literal a {x: number}"]),
        ("ld_client.track('a', context, {x: 1})", ["LaunchDarkly literal a {x: number}"]),
        (
            "# LaunchDarkly\nRails.configuration.client.track('a', context, {x: 1})",
            ["LaunchDarkly literal a {x: number}"],
        ),
        ("NewRelic::Agent.record_custom_event('a', x: 1)", ["New Relic literal a {x: number}"]),
        ("optimizely_client.track('a', user, {}, {x: 1})", ["Optimizely literal a {x: number}"]),
        (
            "event = DfE::Analytics::Event.new\n  .with_type(:a)\n  .with_data(data: {x: 1})\nlist.with_type(:b)",
            ["DfE Analytics literal a {, …}"],
        ),
        ("Statsig.log_event(user, 'a', 1, {x: 1})", ["Statsig literal a {x: number}"]),
    ],
    "php": [
        ("<?php jetpack_tracks_record_event($user, 'a', ['x' => 1]);", ["Tracks literal a {x: number}"]),
        (
            "<?php Rudder::track(['userId' => 1, 'event' => 'a', 'properties' => ['x' => 1]]);",
            ["RudderStack literal a {x: number}"],
        ),
        (
            "<?php $tracker->trackUnstructEvent(['schema' => 'iglu:a', 'data' => ['x' => 1]]);",
            ["Snowplow literal iglu:a {x: number}"],
        ),
        (
            "<?php use OpenTelemetry\\API\\Logs\\LogRecord; $logger->emit((new LogRecord('x'))->setEventName('a'));",
            ["OpenTelemetry literal a {, …}"],
        ),
        (
            "<?php use LaunchDarkly\\LDClient; $client->track('a', $context, ['x' => 1]);",
            ["LaunchDarkly literal a {x: number}"],
        ),
        ("<?php newrelic_record_custom_event('a', ['x' => 1]);", ["New Relic literal a {x: number}"]),
        ('<?php Mixpanel::getInstance("t")->track("a", array("x" => 1));', ["Mixpanel literal a {x: number}"]),
    ],
    "kt": [
        (
            'import com.segment.analytics.kotlin.core.Analytics\nclient.track("a", buildJsonObject { put("x", 1) })',
            ["Segment literal a {x: number}"],
        ),
        (
            'import com.mixpanel.android.mpmetrics.MixpanelAPI\ntracker.track("a", JSONObject().put("x", 1))',
            ["Mixpanel literal a {x: number}"],
        ),
        (
            'import com.wbrawner.plausible.android.Plausible\nPlausible.event("a", "/p", props = mapOf("x" to 1))',
            ["Plausible literal a {x: number}"],
        ),
        (
            'import com.posthog.server.PostHog\nposthog.capture("u", "a", mapOf("x" to 1))',
            ["PostHog literal a {x: number}"],
        ),
        ('mixpanel.trackWithGroups("a", mapOf("x" to 1), mapOf("g" to 2))', ["Mixpanel literal a {x: number}"]),
        (
            "import com.rudderstack.sdk.kotlin.android.Analytics\n"
            'analytics.track(name = "a", properties = buildJsonObject { put("x", 1) })',
            ["Segment literal a {x: number}"],
        ),
        (
            'import com.snowplowanalytics.snowplow.event.Structured\ntracker.track(Structured("c", "a"))',
            ["Snowplow literal a {}"],
        ),
        (
            "import com.snowplowanalytics.snowplow.event.SelfDescribing\n"
            'tracker.track(SelfDescribing("iglu:a", mapOf("x" to 1)))',
            ["Snowplow literal iglu:a {x: number}"],
        ),
        (
            "import io.opentelemetry.api.logs.Logger\n"
            'logger.logRecordBuilder().setEventName("a").setAttribute("x", 1).emit()',
            ["OpenTelemetry literal a {, …}"],
        ),
        (
            'import io.opentelemetry.api.trace.Span\nSpan.current().addEvent("a", Attributes.of(k, "v"))',
            ["OpenTelemetry literal a {, …}"],
        ),
        ('MobileCore.trackAction("a", mapOf("x" to 1))', ["Adobe literal a {x: number}"]),
        (
            'import com.microsoft.appcenter.analytics.Analytics\nAnalytics.trackEvent("a", mapOf("x" to 1))',
            ["App Center literal a {x: number}"],
        ),
        (
            "import com.datadog.android.rum.GlobalRumMonitor\n"
            'GlobalRumMonitor.get().addAction(RumActionType.TAP, "a", mapOf("x" to 1))',
            ["Datadog literal a {x: number}"],
        ),
        (
            "import com.facebook.appevents.AppEventsLogger\n"
            'AppEventsLogger.newLogger(context).logEvent("a", bundleOf("x" to 1))',
            ["Facebook literal a {x: number}"],
        ),
        (
            'import com.facebook.appevents.AppEventsLogger\nlogger.logEvent("a", 1.5, bundleOf("x" to 1))',
            ["Facebook literal a {x: number}"],
        ),
        ('IterableApi.getInstance().track("a", JSONObject().put("x", 1))', ["Iterable literal a {x: number}"]),
        ('import com.launchdarkly.sdk.android.LDClient\nLDClient.get().track("a")', ["LaunchDarkly literal a {}"]),
        (
            'import com.launchdarkly.sdk.android.LDClient\nclient.trackData("a", LDValue.of(1))',
            ["LaunchDarkly literal a {, …}"],
        ),
        ('TrackHelper.track().event("c", "a").name("n").with(tracker)', ["Matomo literal a {}"]),
        ('NewRelic.getAgent().insights().recordCustomEvent("a", mapOf("x" to 1))', ["New Relic literal a {x: number}"]),
        ('optimizelyClient.track("a", user, mapOf(), mapOf("x" to 1))', ["Optimizely literal a {x: number}"]),
        ('Statsig.logEvent("a", 1.0, mapOf("x" to 1))', ["Statsig literal a {x: number}"]),
        (
            'import com.statsig.sdk.StatsigUser\nStatsig.logEvent(user, "a", 1.0, mapOf("x" to 1))',
            ["Statsig literal a {x: number}"],
        ),
        ('Intercom.client().logEvent("a", mapOf("x" to 1))', ["Intercom literal a {x: number}"]),
        ('Klaviyo.createEvent(Event("a"))', ["Klaviyo literal a {}"]),
        ('Klaviyo.createEvent(Event(EventMetric.CUSTOM("a")))', ["Klaviyo literal a {}"]),
        ('OneSignal.User.trackEvent("a", mapOf("x" to 1))', ["OneSignal literal a {x: number}"]),
        ('Singular.event("a")', ["Singular literal a {}"]),
        (
            'MixpanelAPI.getInstance(context, token, true).track("a", JSONObject().put("x", 1))',
            ["Mixpanel literal a {x: number}"],
        ),
    ],
    "java": [
        (
            "import com.segment.analytics.Analytics;\n"
            'class A { Analytics tracker; void f() { tracker.track("a", new Properties().putValue("x", 1)); } }',
            ["Segment literal a {x: number}"],
        ),
        (
            'class A { void f() { PostHog.Companion.capture("a", null, Map.of("x", 1)); } }',
            ["PostHog literal a {x: number}"],
        ),
        ('class A { void f() { posthog.capture("u", "a", Map.of("x", 1)); } }', ["PostHog literal a {x: number}"]),
        (
            'class A { void f() { mixpanel.trackWithGroups("a", Map.of("x", 1), groups); } }',
            ["Mixpanel literal a {x: number}"],
        ),
        (
            "import io.opentelemetry.api.logs.Logger; class A { void f() { "
            'logger.logRecordBuilder().setEventName("a").emit(); } }',
            ["OpenTelemetry literal a {, …}"],
        ),
        (
            'import com.facebook.appevents.AppEventsLogger; class A { void f() { logger.logEvent("a"); } }',
            ["Facebook literal a {}"],
        ),
        (
            'class A { void f() { CustomerIO.instance().track("a", Map.of("x", 1)); } }',
            ["Customer.io literal a {x: number}"],
        ),
        (
            'import com.launchdarkly.sdk.server.LDClient; class A { void f() { client.track("a", '
            'context); client.trackData("b", context, data); client.trackMetric("c", context, data, 1.5); } }',
            ["LaunchDarkly literal a {}", "LaunchDarkly literal b {, …}", "LaunchDarkly literal c {, …}"],
        ),
        (
            "import org.matomo.sdk.extra.TrackHelper; class A { void f() { "
            'TrackHelper.track().event("c", "a").with(tracker); } }',
            ["Matomo literal a {}"],
        ),
        ('class A { void f() { MatomoRequests.event("c", "a", "n", 1.0).build(); } }', ["Matomo literal a {}"]),
        (
            'class A { void f() { NewRelic.getAgent().getInsights().recordCustomEvent("a", Map.of("x", 1)); } }',
            ["New Relic literal a {x: number}"],
        ),
        (
            'class A { void f() { optimizely.track("a", userId, attributes, Map.of("x", 1)); } }',
            ["Optimizely literal a {x: number}"],
        ),
        (
            "/* snowplow */ class A { void f() { "
            'tracker.track(SelfDescribing.builder().eventData(new SelfDescribingJson("iglu:a", '
            'Map.of("x", 1))).build()); } }',
            ["Snowplow literal iglu:a {x: number}"],
        ),
        (
            'class A { void f() { Intercom.client().logEvent("a", Map.of("x", 1)); } }',
            ["Intercom literal a {x: number}"],
        ),
        ('class A { void f() { Klaviyo.createEvent(new Event("a")); } }', ["Klaviyo literal a {}"]),
        (
            'class A { void f() { OneSignal.getUser().trackEvent("a", Map.of("x", 1)); } }',
            ["OneSignal literal a {x: number}"],
        ),
        (
            "import com.rudderstack.sdk.kotlin.android.Analytics; class A { void f() { "
            'analytics.track("a", Map.of("x", 1)); } }',
            ["RudderStack literal a {x: number}"],
        ),
        (
            'class A { void f() { MixpanelAPI.getInstance(context, token).track("a", '
            'new JSONObject().put("x", 1)); } }',
            ["Mixpanel literal a {x: number}"],
        ),
    ],
    "swift": [
        ('Answers.logCustomEvent(withName: "a", customAttributes: ["x": 1])', ["Fabric literal a {x: number}"]),
        (
            'import PlausibleSwift\ntry? plausible?.trackEvent(event: "a", path: "/p", properties: ["x": 1])',
            ["Plausible literal a {x: number}"],
        ),
        ('// Rudder\nanalytics.track(name: "a", properties: ["x": 1])', ["RudderStack literal a {x: number}"]),
        (
            'import Rudder\nRSClient.sharedInstance()?.track("a", properties: ["x": 1])',
            ["RudderStack literal a {x: number}"],
        ),
        ('tracker.track(SelfDescribing(schema: "iglu:a", payload: ["x": 1]))', ["Snowplow literal iglu:a {x: number}"]),
        (
            'Mixpanel.mainInstance().trackWithGroups(event: "a", properties: ["x": 1], groups: [:])',
            ["Mixpanel literal a {x: number}"],
        ),
        ('TelemetryManager.send("a", with: ["x": 1])', ["TelemetryDeck literal a {x: number}"]),
        ('MobileCore.track(action: "a", data: ["x": 1])', ["Adobe literal a {x: number}"]),
        (
            'import AppCenterAnalytics\nAnalytics.trackEvent("a", withProperties: ["x": 1])',
            ["App Center literal a {x: number}"],
        ),
        (
            'RUMMonitor.shared().addAction(type: .custom, name: "a", attributes: ["x": 1])',
            ["Datadog literal a {x: number}"],
        ),
        ('AppEvents.shared.logEvent(AppEvents.Name("a"), parameters: ["x": 1])', ["Facebook literal a {x: number}"]),
        (
            'AppEvents.shared.logEvent(AppEvents.Name(rawValue: "a"), parameters: ["x": 1])',
            ["Facebook literal a {x: number}"],
        ),
        ('IterableAPI.track(event: "a", dataFields: ["x": 1])', ["Iterable literal a {x: number}"]),
        (
            'import LaunchDarkly\nLDClient.get()?.track(key: "a", data: ["x": 1])',
            ["LaunchDarkly literal a {x: number}"],
        ),
        ('Statsig.logEvent("a", value: 1, metadata: ["x": 1])', ["Statsig literal a {x: number}"]),
        (
            'import OpenTelemetryApi\nlogger.logRecordBuilder().setEventName("a").emit()',
            ["OpenTelemetry literal a {, …}"],
        ),
        ('Flurry.log(eventName: "a", parameters: ["x": 1])', ["Flurry literal a {x: number}"]),
        ('Flurry.logEvent("a", withParameters: ["x": 1])', ["Flurry literal a {x: number}"]),
        ('Intercom.logEvent(withName: "a", metaData: ["x": 1])', ["Intercom literal a {x: number}"]),
        ('MParticle.sharedInstance().logEvent(MPEvent(name: "a", type: .other))', ["mParticle literal a {}"]),
        (
            'MParticle.sharedInstance().logEvent("a", eventType: .other, eventInfo: ["x": 1])',
            ["mParticle literal a {x: number}"],
        ),
        ('Singular.event("a", withArgs: ["x": 1])', ["Singular literal a {x: number}"]),
    ],
    "cs": [
        ('// Firebase\nFirebaseAnalytics.LogEvent("a", new Parameter("x", 1));', ["Firebase literal a {, …}"]),
        ('mixpanel.Track("a", id, new { X = 1 });', ["Mixpanel literal a {X: number}"]),
        ('await mixpanel.TrackAsync("a", id, new { X = 1 });', ["Mixpanel literal a {X: number}"]),
        ('mixpanel.Track("a", new { X = 1 });', ["Mixpanel literal a {X: number}"]),
        ('Activity.Current?.AddEvent(new ActivityEvent("a", tags: tags));', ["OpenTelemetry literal a {, …}"]),
        (
            'AppsFlyer.sendEvent("a", new Dictionary<string, string> { { "x", "1" } });',
            ["AppsFlyer literal a {x: string}"],
        ),
        ('await _aptabase.TrackEvent("a", new() { { "x", 1 } });', ["Aptabase literal a {x: number}"]),
        ('using LaunchDarkly.Sdk.Server;\nclient.Track("a", context, data);', ["LaunchDarkly literal a {, …}"]),
        (
            'StatsigServer.LogEvent(user, "a", 1, new Dictionary<string, string> { { "x", "1" } });',
            ["Statsig literal a {x: string}"],
        ),
        (
            'StatsigClient.LogEvent("a", 1, new Dictionary<string, string> { { "x", "1" } });',
            ["Statsig literal a {x: string}"],
        ),
        (
            "// Snowplow\n"
            'tracker.Track(new SelfDescribing().SetEventData(new SelfDescribingJson("iglu:a", '
            'new Dictionary<string, object> { { "x", 1 } })).Build());',
            ["Snowplow literal iglu:a {x: number}"],
        ),
    ],
    "dart": [
        (
            "import 'package:firebase_analytics/firebase_analytics.dart';\n"
            "void f() { analytics.logSignUp(signUpMethod: 'x'); FirebaseAnalytics.instance.logShare(); a.logLogin(); }",
            ["Firebase constant sign_up {, …}", "Firebase constant share {}"],
        ),
        ("void f() { mixpanel.trackWithGroups('a', {'x': 1}, {'g': 2}); }", ["Mixpanel literal a {x: number}"]),
        (
            "void f() { tracker.track(const SelfDescribing(schema: 'iglu:a', data: {'x': 1})); }",
            ["Snowplow literal iglu:a {x: number}"],
        ),
        (
            "void f() { Countly.recordEvent({'key': 'a', 'segmentation': {'x': 1}}); }",
            ["Countly literal a {x: number}"],
        ),
        (
            "void f() { CustomerIO.instance.track(name: 'a', properties: {'x': 1}); }",
            ["Customer.io literal a {x: number}"],
        ),
        (
            "void f() { facebookAppEvents.logEvent(name: 'a', parameters: {'x': 1}); }",
            ["Facebook literal a {x: number}"],
        ),
        (
            "void f() { Telemetrydecksdk.send('a', additionalPayload: {'x': 1}); }",
            ["TelemetryDeck literal a {x: number}"],
        ),
        ("void f() { Heap().track('a', {'x': 1}); }", ["Heap literal a {x: number}"]),
    ],
}


@pytest.mark.parametrize(
    ("suffix", "source", "expected"),
    [
        pytest.param(suffix, source, expected, id=f"{suffix}-{source[:60]}")
        for suffix, rows in FORMS.items()
        for source, expected in rows
    ],
)
def test_form(suffix: str, source: str, expected: list[str]) -> None:
    assert [told(site) for site in find_calls(f"a.{suffix}", source.encode(), sdks())] == expected


@pytest.mark.parametrize(
    ("suffix", "source"),
    [
        ("ts", "event('a'); client.event('a'); op('init', {}); link({a: 1}); gb.logEvent('a')"),
        ("ts", "client.track('a'); logEvent('a'); fbq('track', 'PageView'); iterator.next({action: 'a'}); va('b', {})"),
        ("py", "capture('a'); client.track('u', 'a'); app.record_custom_event('a', {})"),
        ("go", 'func f() { r.SetEventName("a"); client.Track("a", x); client.LogEvent(Event{EventName: "a"}) }'),
        ("rb", "client.track('a', x); events.create(event_name: 'a'); create event_name: 'a'"),
        ("php", "<?php $client->track('a', $x); $r->setEventName('a');"),
        (
            "kt",
            'client.track("a"); logger.logEvent("a"); x.event("c", "a"); r.setEventName("a")',
        ),
        (
            "java",
            'class A { void f() { client.track("a"); logger.logEvent("a"); x.event("c", "a"); r.setEventName("a"); } }',
        ),
        ("swift", 'client.track(key: "a"); alert.addAction(name: "a"); r.setEventName("a")'),
        ("cs", 'client.Track("a", x);'),
        ("dart", "void f() { client.send('a'); tracker.track(name: 'a'); }"),
    ],
)
def test_everyday_names_need_evidence(suffix: str, source: str) -> None:
    assert [told(site) for site in find_calls(f"a.{suffix}", source.encode(), sdks())] == []
