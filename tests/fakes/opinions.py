"""What citizens say of the counter, in memory."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from domain.errors import DomainError, ErrorCode
from domain.municipality.texts import Language
from domain.opinions import MOST_BY_NETWORK, Answer


@dataclass
class FakeOpinions:
    """Counts by language and answer."""

    counts: Counter[tuple[Language, str]] = field(default_factory=Counter)
    networks: Counter[str] = field(default_factory=Counter)

    async def count(self, language: Language, answers: Collection[Answer], network: str) -> None:
        """Count one person's answers."""
        if self.networks[network] == MOST_BY_NETWORK:
            raise DomainError(ErrorCode.TOO_MANY_FROM_NETWORK, wait_seconds=600)
        self.networks[network] += 1
        self.counts.update((language, answer.value) for answer in set(answers))

    async def counted(self) -> Mapping[str, int]:
        """Return how often each answer was given."""
        totals = Counter[str]()
        for (_, answer), count in self.counts.items():
            totals[answer] += count
        return dict(totals)
