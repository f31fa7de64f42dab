"""Which of the catalogue's photos can be shown: what the fetch stage found out about each, by source."""

from __future__ import annotations

from collections.abc import Iterable

from storefront.catalogue.models import Media, Product
from storefront.imaging.models import ImageWork, MediaFacts, MediaOutcome
from storefront.imaging.variants import card_of, variants_of


class Photos:
    """Facts by source. Sources with the same content share one record, so that memory grows with photos alone."""

    def __init__(self) -> None:
        self._facts: dict[str, MediaFacts] = {}
        self._by_digest: dict[str, MediaFacts] = {}
        self._problems: dict[str, str] = {}

    def learn(self, outcomes: Iterable[MediaOutcome]) -> None:
        for outcome in outcomes:
            if outcome.facts is None:
                self._problems[outcome.source] = " ".join(filter(None, [outcome.problem, outcome.remedy]))
            else:
                shared = self._by_digest.setdefault(outcome.facts.source_digest, outcome.facts)
                self._facts[outcome.source] = shared

    def usable(self, media: Iterable[Media]) -> list[tuple[Media, MediaFacts]]:
        """The photos that can be shown, in the merchant's order; the first is the product's main one."""
        return [(one, facts) for one in media if (facts := self._facts.get(one.source))]

    def by_source(self, media: Iterable[Media]) -> dict[str, MediaFacts]:
        """The pictures that can be shown."""
        return {one.source: facts for one, facts in self.usable(media)}

    def problems_of(self, product: Product) -> list[str]:
        """What to tell about photos that fell out, in words."""
        lost = [one.source for one in product.media if one.source not in self._facts]
        return [f"{product.id}: the photo {source} is left out: {self._reason(source)}" for source in lost]

    def _reason(self, source: str) -> str:
        return self._problems.get(source, "It was not fetched.")


def image_work(facts: MediaFacts, card_ground: str | None = None) -> ImageWork:
    """All files to be made of a photo; with a ground the card that networks show as well."""
    cards = [card_of(facts, card_ground)] if card_ground else []
    return ImageWork(facts.source_digest, facts.has_alpha, [*variants_of(facts), *cards])
