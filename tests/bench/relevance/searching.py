"""The figures of the search on one town's judged messages, beside plain BM25 and the same list for all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figure, percentile
from tests.bench.relevance.baselines import BM25, same_for_all, texts_of
from tests.bench.relevance.judged import Message, Reply
from tests.bench.relevance.metrics import does_harm, mean, ndcg, precision_of, recall, reciprocal_rank

AT = 5
WANTED, WIDEST_GAP, SLOWEST = 85.0, 3.0, 5.0
UNIT = "of 100"
BESIDE_BM25, BESIDE_SAME = "plain BM25", "the same list"

Replies = Mapping[str, Reply]
Score = Callable[[Sequence[str], Mapping[str, int]], float]


def first_five(shown: Sequence[str], grades: Mapping[str, int]) -> float:
    return ndcg(shown, grades, AT)


def best_found(shown: Sequence[str], grades: Mapping[str, int]) -> float:
    return recall(shown, grades, AT)


@dataclass(frozen=True)
class Searched:
    """What one town's search said to every judged message, and what plain BM25 would have said."""

    name: str
    messages: Sequence[Message]
    replies: Replies
    plain: Replies

    def figures(self) -> list[Figure]:
        return [*self._quality(), *self._languages(), *self._sorts(), *self._actions(), *self._harm()]

    def _score(self, replies: Replies, score: Score = first_five, **only: str) -> float:
        asked = [one for one in self.messages if all(getattr(one, key) == value for key, value in only.items())]
        return 100 * mean(score(replies[one.id].shown, one.grades) for one in asked if one.can_be_answered)

    def _row(self, what: str, score: Score = first_five, **only: str) -> Figure:
        ours, plain = (self._score(replies, score, **only) for replies in (self.replies, self.plain))
        return Figure(f"{self.name}: {what}", ours, UNIT, plain, BESIDE_BM25)

    def _quality(self) -> list[Figure]:
        what, ours = f"{self.name}: nDCG@{AT}", self._score(self.replies)
        same = same_for_all((one.grades for one in self.messages if one.can_be_answered), AT)
        for_all = self._score({one.id: Reply("answer", same) for one in self.messages})
        plain = self._score(self.plain)
        return [
            Figure(what, ours, UNIT, plain, BESIDE_BM25, f">= {WANTED:.0f}", ours >= WANTED),
            Figure(what, ours, UNIT, for_all, BESIDE_SAME),
            self._row(f"Recall@{AT}", best_found),
            self._row("MRR", reciprocal_rank),
        ]

    def _languages(self) -> list[Figure]:
        languages = sorted({one.language for one in self.messages})
        rows = [self._row(f"nDCG@{AT} in {language}", language=language) for language in languages]
        gap = max(row.ours for row in rows) - min(row.ours for row in rows)
        widest = f"<= {WIDEST_GAP:.0f}"
        return [*rows, Figure(f"{self.name}: language gap", gap, UNIT, aim=widest, reached=gap <= WIDEST_GAP)]

    def _sorts(self) -> list[Figure]:
        sorts = dict.fromkeys(one.sort for one in self.messages if one.can_be_answered)
        return [self._row(f"nDCG@{AT}, {sort.replace('_', ' ')}", sort=sort) for sort in sorts]

    def _actions(self) -> list[Figure]:
        rows = []
        for action in ("clarify", "decline", "handoff"):
            found = precision_of(action, [(self.replies[one.id].action, one.actions) for one in self.messages])
            rows.append(Figure(f"{self.name}: {action}, right of {found.done} done", 100 * found.precision, UNIT))
            rows.append(Figure(f"{self.name}: {action}, done of {found.due} due", 100 * found.recall, UNIT))
        return rows

    def _harm(self) -> list[Figure]:
        answerable = [one for one in self.messages if one.can_be_answered]
        refused = 100 * mean(_refused(self.replies[one.id]) for one in answerable)
        ours, plain = (
            100 * mean(does_harm(said[one.id].shown, one.must_not, AT) for one in self.messages)
            for said in (self.replies, self.plain)
        )
        return [
            Figure(f"{self.name}: refused, though it can be answered", refused, "%", aim="0", reached=not refused),
            Figure(f"{self.name}: shown, though it must not be", ours, "%", plain, BESIDE_BM25, "0", not ours),
        ]


def _refused(reply: Reply) -> bool:
    return reply.action in {"decline", "handoff"} or not reply.shown


def plain_replies(messages: Sequence[Message], town: Path) -> Replies:
    """Plain BM25: it always answers."""
    plain = BM25(texts_of(town))
    return {message.id: Reply("answer", plain.first(message.text, AT)) for message in messages}


def pace(name: str, times: list[float]) -> Figure:
    slow = percentile(times, 0.95)
    return Figure(f"{name}: 95 of 100 messages", slow, "ms", aim=f"<= {SLOWEST:.0f} ms", reached=slow <= SLOWEST)
