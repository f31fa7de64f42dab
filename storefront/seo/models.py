"""What the seo stage knows of a store, and what it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from storefront.seo.addresses import absolute_address, prefix_of
from storefront.seo.feeds.seller import Seller


@dataclass(frozen=True, slots=True)
class Icon:
    """A picture for home screens. `sizes` as in the web manifest: "any" or "192x192"."""

    path: str
    content_type: str
    sizes: str = "any"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One store as a whole. Paths are the store's own ("/search/"), without the path of `base_url`."""

    name: str
    base_url: str  # "https://shop.example" or "https://shop.example/frames"; "" when there is no public address yet
    default_locale: str
    locales: tuple[str, ...]
    descriptions: dict[str, str] = field(default_factory=dict)  # locale → plain text
    theme_colour: str = "#ffffff"
    background_colour: str = "#ffffff"
    icons: tuple[Icon, ...] = ()
    service_worker: bool = True  # False: the kill switch, browsers give up the worker they have
    seller: Seller = field(default_factory=Seller)
    palettes: dict[str, dict[str, str]] = field(default_factory=dict)  # "light", "dark" → colours by name
    missing_texts: dict[str, list[str]] = field(default_factory=dict)  # locale → keys that it has no words for

    def absolute(self, path: str) -> str:
        """The public address of a path of the store."""
        return absolute_address(self.base_url, path)

    @property
    def prefix(self) -> str:
        """The path of `base_url` without a final slash: "" or "/frames"."""
        return prefix_of(self.base_url)

    def home(self, locale: str) -> str:
        """The path of a locale's start page: "/" or "/es/"."""
        return "/" if locale == self.default_locale else f"/{locale}/"

    def to_dict(self) -> dict[str, Any]:
        """For JSON: `SiteFacts.from_dict(orjson.loads(orjson.dumps(facts.to_dict()))) == facts`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SiteFacts:
        icons = tuple(Icon(**icon) for icon in data.get("icons", ()))
        seller = Seller.from_dict(data["seller"]) if "seller" in data else Seller()
        return cls(**{**data, "locales": tuple(data["locales"]), "icons": icons, "seller": seller})


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """What the stage left: its manifest shard, the report card, and the findings in words."""

    manifest_key: str
    report_key: str
    errors: list[str]
    warnings: list[str]
