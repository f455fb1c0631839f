"""Metrics: how the server does, in Prometheus's form; numbers and names of ours, never text."""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


@dataclass(frozen=True, slots=True)
class Metrics:
    """What is counted. Each server has a registry of its own."""

    registry: CollectorRegistry
    requests: Counter
    answers: Counter
    ruptures: Counter
    refused: Counter
    handoffs: Counter
    failures: Counter
    hooks: Counter
    unlogged: Counter
    reading: Histogram
    waiting: Gauge

    def page(self) -> bytes:
        """The page that Prometheus reads."""
        return generate_latest(self.registry)


def made() -> Metrics:
    """Metrics at zero."""
    registry = CollectorRegistry()

    def counter(name: str, what: str, *labels: str) -> Counter:
        return Counter(f"reknit_{name}", what, labels, registry=registry)

    return Metrics(
        registry,
        counter("requests", "Requests answered.", "path", "status"),
        counter("answers", "Chat answers, by step and by whose words.", "step", "by"),
        counter("ruptures", "User messages read as a rupture.", "rupture"),
        counter("refused_answers", "Answers of the model that were not shown."),
        counter("handoffs", "Turns that pointed to a person.", "kind"),
        counter("upstream_failures", "Requests that the model did not answer.", "status"),
        counter("hooks", "Calls of the operator's hook.", "outcome"),
        counter("unlogged", "Turns that the log could not take."),
        Histogram(
            "reknit_added_seconds",
            "Time from a request to the words of the answer, without the model's own.",
            buckets=SECONDS,
            registry=registry,
        ),
        Gauge("reknit_waiting", "Requests that wait to be read.", registry=registry),
    )
