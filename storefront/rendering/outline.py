"""The store in large, and how a page's input is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storefront.catalogue.models import StoreConfiguration
from storefront.imaging.models import MediaFacts
from storefront.rendering.addresses import NOT_FOUND, Addresses
from storefront.rendering.brand_shelf import ShelfBrand
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.collections import Collections
from storefront.rendering.contract import PageType
from storefront.rendering.head_texts import HeadTexts
from storefront.rendering.locale_texts import LocaleTexts
from storefront.rendering.plan_files import PageInput
from storefront.rendering.survey import Survey

Step = tuple[str, tuple[str, ...]]  # a breadcrumb: label and the parts of its path


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything page inputs are made from. `words` and `heads` go by locale.

    `pictures` are the shop's own that can be shown (its logo, its collections'), by source.
    """

    configuration: StoreConfiguration
    addresses: Addresses
    tree: CategoryTree
    brands: Mapping[str, ShelfBrand]
    survey: Survey
    words: Mapping[str, LocaleTexts]
    heads: Mapping[str, HeadTexts]
    collections: Collections = field(default_factory=Collections)
    pictures: Mapping[str, MediaFacts] = field(default_factory=dict)

    def page(
        self,
        page_type: PageType,
        locale: str,
        parts: tuple[str, ...],
        *,
        label: str,
        above: Sequence[Step] = (),
        title: Sequence[str] = (),
        description: str,
        apart: str = "",
        data: dict[str, Any] | None = None,
        problems: list[str] | None = None,
    ) -> PageInput:
        """One page in one locale. `label` names it in breadcrumbs, `apart` tells it from pages that read alike."""
        heads, store_name = self.heads[locale], self.configuration.store_name
        path = self.addresses.path(locale, *parts)
        steps = [(self.words[locale]("page.home"), self.addresses.path(locale))]
        steps += [(name, self.addresses.path(locale, *step)) for name, step in above]
        return PageInput(
            type=page_type,
            locale=locale,
            path=path,
            alternates=self.addresses.versions(*parts),
            trail=[*steps, (label, path)] if parts else steps,
            title=heads.title(*(title or (label, store_name)), apart=apart),
            description=heads.description(description, otherwise=label, apart=apart or label),
            data=data or {},
            problems=problems or [],
        )

    def not_found(self) -> PageInput:
        """The one page of its kind, in the default locale: servers know a single error page."""
        locale = self.configuration.default_locale
        words = self.words[locale]
        return PageInput(
            type="not_found",
            locale=locale,
            path=NOT_FOUND,
            alternates={locale: NOT_FOUND},
            trail=[(words("page.not_found"), NOT_FOUND)],
            title=self.heads[locale].title(words("page.not_found"), self.configuration.store_name),
            description=self.heads[locale].description(words("meta.not_found")),
        )
