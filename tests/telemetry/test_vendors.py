"""Calls of every vendor's SDK, as its documentation has them."""

import pytest

from tests.telemetry.test_calls import told
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

JAVASCRIPT = [
    ("posthog.captureImmediate({distinctId: u, event: 'a', properties: {x: 1}})", "PostHog literal a {x: number}"),
    ("rudderanalytics.track('a', {x: 1})", "RudderStack literal a {x: number}"),
    ("import A from '@rudderstack/rudder-sdk-node'; client.track({event: 'a'})", "RudderStack literal a {}"),
    ("mixpanel.track_links('#nav a', 'a', {x: 1})", "Mixpanel literal a {x: number}"),
    ("gtag('event', 'a', {x: 1}); gtag('config', 'b'); gtag('set', {c: 1})", "Google Analytics literal a {x: number}"),
    ("window.dataLayer.push({event: 'a', x: 1}); dataLayer.push({ecommerce: null})",
     "Google Analytics literal a {x: number}"),
    ("sendGAEvent('event', 'a', {x: 1})", "Google Analytics literal a {x: number}"),
    ("this.$gtag.event('a', {x: 1})", "Google Analytics literal a {x: number}"),
    ("import {logEvent} from 'firebase/analytics'; logEvent(analytics, 'a', {x: 1})", "Firebase literal a {x: number}"),
    ("await analytics().logEvent('a', {x: 1})", "Firebase literal a {x: number}"),
    ("trackStructEvent({category: 'c', action: 'a'})", "Snowplow literal a {category: string}"),
    ("trackSelfDescribingEvent({event: {schema: 'iglu:com.acme/a/jsonschema/1-0-0', data: {x: 1}}})",
     "Snowplow literal iglu:com.acme/a/jsonschema/1-0-0 {x: number}"),
    ("snowplow('trackStructEvent', {category: 'c', action: 'a'}); snowplow('newTracker', 'x')",
     "Snowplow literal a {category: string}"),
    ("heap.track('a', {x: 1})", "Heap literal a {x: number}"),
    ("plausible('a', {props: {x: 1}})", "Plausible literal a {x: number}"),
    ("_paq.push(['trackEvent', 'c', 'a', 'n']); _paq.push(['trackPageView']); _paq.push(f)", "Matomo literal a {}"),
    ("import {useMatomo} from '@datapunt/matomo-tracker-react'; trackEvent({category: 'c', action: 'a'})",
     "Matomo literal a {category: string}"),
    ("span.addEvent('a', {x: 1}); calendar.addEvent('b')", "OpenTelemetry literal a {x: number}"),
    ("logger.emit({eventName: 'a', attributes: {x: 1}}); logger.emit('b')", "OpenTelemetry literal a {x: number}"),
    ("appInsights.trackEvent({name: 'a', properties: {x: 1}})", "Application Insights literal a {x: number}"),
    ("getReporter().sendTelemetryEvent('a', {x: 1})", "VS Code literal a {x: number}"),
    ("import {track} from '@vercel/analytics'; track('a', {x: 1})", "Vercel literal a {x: number}"),
    ("Sentry.addBreadcrumb({category: 'a', message: 'b'}); Sentry.captureEvent('c')", None),
]  # fmt: skip

PYTHON = [
    ("rudder_analytics.track('u', 'a', {'x': 1})", "RudderStack literal a {x: number}"),
    ("tracker.track_struct_event('c', 'a')", "Snowplow literal a {}"),
    (
        "from snowplow_tracker import StructuredEvent\nStructuredEvent(category='c', action='a')",
        "Snowplow literal a {}",
    ),
    ("heap.track('u', 'a', {'x': 1})", "Heap literal a {x: number}"),
    ("trace.get_current_span().add_event('a', {'x': 1})", "OpenTelemetry literal a {x: number}"),
    ("logger.emit(Event(name='a', attributes={'x': 1}))", "OpenTelemetry literal a {x: number}"),
    ("sentry_sdk.add_breadcrumb(category='a')", None),
]


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [*(("a.ts", *row) for row in JAVASCRIPT), *(("a.py", *row) for row in PYTHON)],
)
def test_vendors(path: str, source: str, expected: str | None) -> None:
    assert [told(site) for site in find_calls(path, source.encode(), sdks())] == ([expected] if expected else [])
