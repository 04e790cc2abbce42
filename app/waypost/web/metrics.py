"""Figures about the service for Prometheus, in a registry of its own; lower rooms report through plain callbacks."""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60, 300)


class _Depth(Collector):
    """Reads how many deliveries are in which state when somebody looks, not before."""

    def __init__(self, counts: Callable[[], Mapping[str, int]]) -> None:
        self._counts = counts

    def collect(self) -> list[GaugeMetricFamily]:
        family = GaugeMetricFamily("waypost_deliveries", "Deliveries in the inbox by state.", labels=["state"])
        for state, count in self._counts().items():
            family.add_metric([state], count)
        return [family]

    def describe(self) -> list[GaugeMetricFamily]:
        return []


class Metrics:
    """The counters; hand its methods to whoever has something to report. All of them may be called from any thread."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._accepted = self._counter("accepted", "Deliveries stored durably, by event.", "event")
        self._refused = self._counter("refused", "Requests to the webhook that were not accepted, by reason.", "reason")
        self._tries = self._counter("tries", "What came of deliveries, by event and result.", "event", "result")
        self._requests = self._counter("github_requests", "Requests to GitHub, by status.", "status")
        self._seconds = Histogram(
            "waypost_job_seconds", "How long jobs took.", ["event"], buckets=_SECONDS, registry=self.registry
        )

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"waypost_{name}", text, labels, registry=self.registry)

    def accepted(self, event: str) -> None:
        """A delivery is on disk."""
        self._accepted.labels(event).inc()

    def refused(self, reason: str) -> None:
        """A request was turned away, or its event is none we handle."""
        self._refused.labels(reason).inc()

    def tried(self, event: str, result: str, seconds: float) -> None:
        """A delivery was handled, postponed, superseded, ignored, failed, buried, or could not be read."""
        self._tries.labels(event, result).inc()
        if seconds:
            self._seconds.labels(event).observe(seconds)

    def requested(self, status: int | str) -> None:
        """GitHub answered a request with this status, or with none (then say what happened in a word)."""
        self._requests.labels(str(status)).inc()

    def watch(self, counts: Callable[[], Mapping[str, int]]) -> None:
        """Show how many deliveries are in which state; asked at every scrape."""
        self.registry.register(_Depth(counts))

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)
