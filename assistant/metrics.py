"""Figures for Prometheus, in a registry of our own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.voice.figures import VoiceFigures

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What the server counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "concierge_requests", "Requests by route and status.", ("route", "status"), registry=self.registry
        )
        self.turns = Histogram(
            "concierge_turn_seconds",
            "A turn over the request-response route.",
            buckets=(0.005, 0.01, 0.015, 0.025, 0.04, 0.1, 0.25, 1, 5, 30, 60),
            registry=self.registry,
        )
        self.sockets = Gauge("concierge_live_readers", "Open WebSockets and event streams.", registry=self.registry)
        self.sessions = Gauge("concierge_sandbox_sessions", "Running sessions of the sandbox, by what they do.", ("state",), registry=self.registry)
        self.pushes = Counter("concierge_push_messages", "Push messages to devices, by what became of them.", ("outcome",), registry=self.registry)
        self.voice = VoiceFigures(self.registry)
        self.loaded = Gauge("concierge_conversations_loaded", "Conversations in memory.", registry=self.registry)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
