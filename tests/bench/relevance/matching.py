"""The figures of the matching on one town's judged profiles, beside the same list for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.figures import Figure
from tests.bench.relevance.baselines import same_for_all
from tests.bench.relevance.judged import Profile, Reply
from tests.bench.relevance.metrics import does_harm, mean, ndcg

AT = 8
WANTED = 85.0
UNIT, BESIDE = "of 100", "the same list"


@dataclass(frozen=True)
class Matched:
    """What one town's matching shows to every judged profile."""

    name: str
    profiles: Sequence[Profile]
    replies: Mapping[str, Reply]

    def figures(self) -> list[Figure]:
        ours, for_all = 100 * self._score(), 100 * self._score(same_for_all((one.grades for one in self.profiles), AT))
        harm, of_all = 100 * self._harm(), 100 * self._harm(same_for_all((one.grades for one in self.profiles), AT))
        return [
            Figure(f"{self.name}: nDCG@{AT}", ours, UNIT, for_all, BESIDE, f">= {WANTED:.0f}", ours >= WANTED),
            Figure(f"{self.name}: shown, though it must not be", harm, "%", of_all, BESIDE, "0", not harm),
        ]

    def _score(self, same: Sequence[str] | None = None) -> float:
        return mean(ndcg(self._shown(one, same), one.grades, AT) for one in self.profiles)

    def _harm(self, same: Sequence[str] | None = None) -> float:
        return mean(does_harm(self._shown(one, same), one.must_not, AT) for one in self.profiles)

    def _shown(self, profile: Profile, same: Sequence[str] | None) -> Sequence[str]:
        return self.replies[profile.id].shown if same is None else same
