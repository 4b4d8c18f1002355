"""The figures of the line for whoever watches the house: Prometheus' text, put together when it is asked for.

Loaded only where METRICS is on. The counting itself is plain numbers in handlers/clock/sending.py.
"""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from handlers.clock.calling import Tally
from models.outbox.health import Health
from models.outbox.tables import Lane


def figures(tally: Tally, health: Health, now: datetime) -> bytes:
    """What this process did (counters) and how the line stands for all of them (gauges)."""
    registry = CollectorRegistry()
    registry.register(_Figures(tally, health, now))
    return generate_latest(registry)


class _Figures:
    """prometheus-client asks a collector for its metrics; this one has them all from two snapshots."""

    def __init__(self, tally: Tally, health: Health, now: datetime) -> None:
        self._tally, self._health, self._now = tally, health, now

    def collect(self) -> Iterator[Metric]:
        yield from self._line()
        yield from self._process()

    def _line(self) -> Iterator[Metric]:
        health = self._health
        waiting = GaugeMetricFamily(
            "echoppe_outbox_waiting", "Messages that are due and have not left", labels=["lane"]
        )
        oldest = GaugeMetricFamily(
            "echoppe_outbox_oldest_seconds", "How long the longest of them waits", labels=["lane"]
        )
        for lane in Lane:
            since = health.oldest.get(lane, self._now)
            waiting.add_metric([lane.name.lower()], health.waiting.get(lane, 0))
            oldest.add_metric([lane.name.lower()], max(0.0, (self._now - since).total_seconds()))
        yield waiting
        yield oldest
        yield GaugeMetricFamily("echoppe_outbox_in_hand", "Messages some process holds", value=health.in_hand)
        yield GaugeMetricFamily("echoppe_outbox_held_seconds", "Seconds Telegram lets us wait", value=health.held_for)
        yield GaugeMetricFamily("echoppe_outbox_failing_ratio", "Of the last 200 calls", value=health.failing)
        yield GaugeMetricFamily("echoppe_outbox_stalled", "1: something waits and nothing leaves", value=health.stalled)

    def _process(self) -> Iterator[Metric]:
        tally = self._tally
        outcomes = CounterMetricFamily("echoppe_outbox_calls", "What became of each call", labels=["state"])
        for state, count in sorted(tally.states.items()):
            outcomes.add_metric([state], count)
        yield outcomes
        yield CounterMetricFamily("echoppe_outbox_too_fast", "Answers 429", value=tally.too_fast)
        yield CounterMetricFamily("echoppe_outbox_stumbles", "Passes the database made fail", value=tally.stumbles)
        yield GaugeMetricFamily("echoppe_clock_late_seconds", "How late the last tick came", value=tally.late)
