"""The figures of the search on one town's judged messages, beside plain BM25 and the same list for all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from tests.bench.figures import Figure, percentile
from tests.bench.relevance.baselines import BM25, same_for_all, texts_of
from tests.bench.relevance.judged import Message, Reply
from tests.bench.relevance.metrics import does_harm, mean, ndcg, precision_of, recall, reciprocal_rank

AT = 5
WANTED, WIDEST_GAP = 85.0, 3.0
UNIT = "of 100"
BESIDE_BM25, BESIDE_SAME = "plain BM25", "the same list"

Replies = Mapping[str, Reply]
Score = Callable[[Sequence[str], Mapping[str, int]], float]
SCORES: dict[str, Score] = {
    f"nDCG@{AT}": lambda shown, grades: ndcg(shown, grades, AT),
    f"Recall@{AT}": lambda shown, grades: recall(shown, grades, AT),
    "MRR": reciprocal_rank,
}


def plain_replies(messages: Iterable[Message], town: Path) -> Replies:
    """Plain BM25: it always answers."""
    plain = BM25(texts_of(town))
    return {message.id: Reply("answer", plain.first(message.text, AT)) for message in messages}


def same_replies(messages: Sequence[Message]) -> Replies:
    best = same_for_all((message.grades for message in messages if message.can_be_answered), AT)
    return {message.id: Reply("answer", best) for message in messages}


def scored(messages: Iterable[Message], replies: Replies, score: Score) -> float:
    return 100 * mean(score(replies[one.id].shown, one.grades) for one in messages if one.can_be_answered)


def figures(name: str, town: Path, messages: list[Message], replies: Replies) -> list[Figure]:
    """All rows of one town: quality, by language, by sort, what was done, and what must not be."""
    plain = plain_replies(messages, town)
    return [
        *_quality(name, messages, replies, plain),
        *_languages(name, messages, replies, plain),
        *_sorts(name, messages, replies, plain),
        *_actions(name, messages, replies),
        *_harm(name, messages, replies, plain),
    ]


def _quality(name: str, messages: list[Message], replies: Replies, plain: Replies) -> list[Figure]:
    first, same = next(iter(SCORES)), same_replies(messages)
    ours = {label: scored(messages, replies, score) for label, score in SCORES.items()}
    rows = [
        Figure(f"{name}: {label}", ours[label], UNIT, scored(messages, plain, score), BESIDE_BM25)
        for label, score in SCORES.items()
    ]
    rows[0] = Figure(
        f"{name}: {first}", ours[first], UNIT, rows[0].baseline, BESIDE_BM25, f">= {WANTED:.0f}", ours[first] >= WANTED
    )
    return [
        *rows,
        Figure(f"{name}: {first}", ours[first], UNIT, scored(messages, same, SCORES[first]), BESIDE_SAME),
    ]


def _languages(name: str, messages: list[Message], replies: Replies, plain: Replies) -> list[Figure]:
    label, score = next(iter(SCORES.items()))
    by_language = {
        language: [one for one in messages if one.language == language]
        for language in sorted({m.language for m in messages})
    }
    rows = [
        Figure(
            f"{name}: {label} in {language}",
            scored(hers, replies, score),
            UNIT,
            scored(hers, plain, score),
            BESIDE_BM25,
        )
        for language, hers in by_language.items()
    ]
    gap = max(row.ours for row in rows) - min(row.ours for row in rows)
    return [
        *rows,
        Figure(f"{name}: language gap", gap, UNIT, aim=f"<= {WIDEST_GAP:.0f}", reached=gap <= WIDEST_GAP),
    ]


def _sorts(name: str, messages: list[Message], replies: Replies, plain: Replies) -> list[Figure]:
    label, score = next(iter(SCORES.items()))
    sorts = {sort: [one for one in messages if one.sort == sort] for sort in dict.fromkeys(m.sort for m in messages)}
    return [
        Figure(
            f"{name}: {label} {sort.replace('_', ' ')}",
            scored(hers, replies, score),
            UNIT,
            scored(hers, plain, score),
            BESIDE_BM25,
        )
        for sort, hers in sorts.items()
        if any(one.can_be_answered for one in hers)
    ]


def _actions(name: str, messages: list[Message], replies: Replies) -> list[Figure]:
    rows = []
    for action in ("clarify", "decline", "handoff"):
        found = precision_of(action, [(replies[one.id].action, one.actions) for one in messages])
        rows.append(Figure(f"{name}: {action}, rightly of {found.done}", 100 * found.precision, UNIT))
        rows.append(Figure(f"{name}: {action}, done of {found.due} due", 100 * found.recall, UNIT))
    return rows


def _harm(name: str, messages: list[Message], replies: Replies, plain: Replies) -> list[Figure]:
    refused = 100 * mean(_refused(replies[one.id]) for one in messages if one.can_be_answered)
    ours, theirs = (
        100 * mean(does_harm(said[one.id].shown, one.must_not, AT) for one in messages) for said in (replies, plain)
    )
    return [
        Figure(f"{name}: refused though it can be answered", refused, "%", aim="0", reached=not refused),
        Figure(f"{name}: shown though it must not be", ours, "%", theirs, BESIDE_BM25, "0", not ours),
    ]


def _refused(reply: Reply) -> bool:
    return reply.action in {"decline", "handoff"} or not reply.shown


def speed(name: str, times: list[float]) -> Figure:
    slowest = percentile(times, 0.95)
    return Figure(f"{name}: 95 of 100 messages", slowest, "ms", aim="<= 5", reached=slowest <= 5)
