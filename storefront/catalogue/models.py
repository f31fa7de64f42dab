"""What an optician sells. Lengths are millimetres, weights grams, prices Decimal with an ISO 4217 currency.

Texts without a language are in the store's default locale; `translations` hold the others, keyed by locale ("es").
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _ascending(limits: tuple[float, ...]) -> tuple[float, ...]:
    if list(limits) != sorted(set(limits)):
        raise ValueError("each limit must be greater than the one before")
    return limits


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=120)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Locale = Annotated[str, Field(pattern=r"^[a-z]{2}(?:-[A-Z]{2})?$")]
HexColour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Millimetres = Annotated[float, Field(gt=0, le=300)]
WidthLimits = Annotated[tuple[Millimetres, ...], Field(min_length=2, max_length=4), AfterValidator(_ascending)]
# Its path is written into stylesheets and headers as well: nothing that could end an address there.
BaseUrl = Annotated[
    str, Field(pattern=r"""^(?:https?://[^\s/?#"'<>()\\\x00-\x1f]+(?:/[^\s?#"'<>()\\\x00-\x1f]*)?)?$""")
]
Price = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=3)]

FrameShape = Literal[
    "aviator",
    "browline",
    "butterfly",
    "cat-eye",
    "geometric",
    "oval",
    "panto",
    "rectangle",
    "round",
    "square",
    "wayfarer",
]
View = Literal["front", "angle", "side", "back", "detail", "worn", "other"]
Units = Literal["mm", "inch", "both"]
Background = Literal["transparent", "white", "other", "unknown"]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class FrameSize(Record):
    """Boxed system (ISO 8624): lens width A, bridge DBL, temple length; frame width is measured, never A + DBL + A."""

    lens_width_mm: Millimetres | None = None
    bridge_mm: Millimetres | None = None
    temple_mm: Millimetres | None = None
    lens_height_mm: Millimetres | None = None
    frame_width_mm: Millimetres | None = None


class Colour(Record):
    """A colour as sold ("Havana gold"), and the family customers filter by ("brown")."""

    name: str = Field(max_length=120)
    family: str | None = Field(default=None, max_length=40)
    hex: HexColour | None = None
    translations: dict[Locale, str] = {}


class Media(Record):
    """A photo: an https address, or a path below the folder the catalogue was imported from."""

    id: str = Field(max_length=200)
    source: str = Field(max_length=2000)
    view: View = "other"
    background: Background = "unknown"
    alt: str | None = Field(default=None, max_length=500)


class Variant(Record):
    """One thing that can be bought: a colour, a size, an option."""

    id: str = Field(max_length=200)
    sku: str | None = Field(default=None, max_length=120)
    gtin: str | None = Field(default=None, pattern=r"^\d{8,14}$")
    colour: Colour | None = None
    lens_colour: str | None = Field(default=None, max_length=120)
    lens_colour_translations: dict[Locale, str] = {}
    size: FrameSize | None = None
    options: dict[str, str] = {}
    price: Price | None = None
    compare_at_price: Price | None = None
    in_stock: bool = True
    stock_quantity: int | None = Field(default=None, ge=0)
    media_ids: list[str] = []
    checkout_ref: str | None = Field(default=None, max_length=500)  # Shopify's variant id, or a payment link


class Review(Record):
    id: str = Field(max_length=200)
    author: str = Field(max_length=120)
    rating: int = Field(ge=1, le=5)
    title: str | None = Field(default=None, max_length=200)
    body: str = Field(default="", max_length=5000)
    locale: Locale | None = None
    date: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")


class ProductTexts(Record):
    """A product's texts in one further locale; None falls back to the default locale."""

    name: str | None = None
    description: str | None = None
    summary: str | None = None


class Product(Record):
    """A product with its variants; `id` is the source's own and unique in the store.

    `description` may hold rich text; it is sanitised where it is rendered. `price` is the lowest a variant may
    fall back to. `category_ids` run from most to least important; the first is the one breadcrumbs show. `changed_on`
    is the day (UTC) since when the store has it as it is.
    """

    id: str = Field(min_length=1, max_length=200)
    slug: Slug
    name: str = Field(min_length=1, max_length=300)
    brand_id: str | None = None
    category_ids: list[str] = []
    kind: Literal["glasses", "sunglasses", "contact-lenses", "accessory", "other"] = "glasses"
    summary: str | None = Field(default=None, max_length=1000)
    description: str = Field(default="", max_length=100_000)
    translations: dict[Locale, ProductTexts] = {}
    price: Price
    compare_at_price: Price | None = None
    currency: Currency
    shape: FrameShape | None = None
    material: str | None = Field(default=None, max_length=80)
    rim: Literal["full", "half", "rimless"] | None = None
    gender: Literal["women", "men", "unisex", "kids"] | None = None
    polarised: bool | None = None
    lens_type: str | None = Field(default=None, max_length=120)
    size: FrameSize | None = None
    weight_g: float | None = Field(default=None, gt=0, le=5000)
    gtin: str | None = Field(default=None, pattern=r"^\d{8,14}$")
    mpn: str | None = Field(default=None, max_length=120)
    in_stock: bool = True
    variants: list[Variant] = []
    media: list[Media] = []
    reviews: list[Review] = []
    tags: list[str] = []
    featured: bool = False
    quality_score: float | None = Field(default=None, ge=0, le=1)
    changed_on: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")


# Noted by the store itself when a product's content changes; no source sets it, and it is no part of the content.
NOTED: frozenset[str] = frozenset({"changed_on"})


class Brand(Record):
    id: str = Field(min_length=1, max_length=200)
    slug: Slug
    name: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=20_000)
    translations: dict[Locale, str] = {}  # of the description


class CategoryTexts(Record):
    name: str | None = None
    description: str | None = None


class Category(Record):
    """A node of the category tree; `parent_id` None is the top."""

    id: str = Field(min_length=1, max_length=200)
    slug: Slug
    name: str = Field(min_length=1, max_length=200)
    parent_id: str | None = None
    position: int = 0
    description: str = Field(default="", max_length=20_000)
    translations: dict[Locale, CategoryTexts] = {}


class PolicyTexts(Record):
    title: str = Field(max_length=200)
    body: str = Field(max_length=100_000)


class Policy(PolicyTexts):
    """A page of the shop's terms. `kind` decides what structured data may say about it."""

    kind: Literal["shipping", "returns", "privacy", "terms", "imprint"]
    slug: Slug
    translations: dict[Locale, PolicyTexts] = {}


def _with_own_slugs(policies: list[Policy]) -> list[Policy]:
    """Two pages at one address can't be built."""
    slugs = [policy.slug for policy in policies]
    twice = next((slug for slug in slugs if slugs.count(slug) > 1), None)
    if twice is not None:
        raise ValueError(f"two policies have the slug {twice!r}")
    return policies


class ReturnTerms(Record):
    """For MerchantReturnPolicy."""

    country: str = Field(pattern=r"^[A-Z]{2}$")
    days: int = Field(ge=0, le=3650)
    free: bool = True


class ShippingTerms(Record):
    """For OfferShippingDetails; days are business days."""

    country: str = Field(pattern=r"^[A-Z]{2}$")
    price: Decimal = Field(ge=0, max_digits=12, decimal_places=3)
    handling_days_min: int = 0
    handling_days_max: int = 1
    transit_days_min: int = 1
    transit_days_max: int = 5


class Address(Record):
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = Field(default="", pattern=r"^(?:[A-Z]{2})?$")


class CollectionTexts(Record):
    name: str | None = None
    description: str | None = None


class Collection(Record):
    """A landing page for products named one by one, or for all that fit every one of `where`.

    `where` goes by facet ("shape", "colour", "material", "brand", "gender", "kind") and by "tag" and "category";
    a product fits an entry with any of its values.
    """

    slug: Slug
    name: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=20_000)
    product_ids: list[str] = []
    where: dict[str, list[str]] = {}
    picture: Media | None = None
    translations: dict[Locale, CollectionTexts] = {}


class HomeSectionTexts(Record):
    title: str | None = None
    body: str | None = None
    link_label: str | None = None


class HomeSection(Record):
    """A section of the start page. `collection` names one by slug; `title`, `body` stand in for the theme's words."""

    kind: Literal[
        "hero", "featured", "categories", "brands", "shapes", "guides", "recent", "about", "collection", "text"
    ]
    title: str = Field(default="", max_length=200)
    body: str = Field(default="", max_length=20_000)
    collection: Slug | None = None
    link_label: str = Field(default="", max_length=120)
    link_path: str = Field(default="", pattern=r"^(?:/(?:[^\s/\\][^\s]*)?)?$", max_length=500)  # of this store
    translations: dict[Locale, HomeSectionTexts] = {}


HOME_SECTIONS: tuple[HomeSection, ...] = tuple(
    HomeSection(kind=kind)
    for kind in ("hero", "featured", "categories", "shapes", "guides", "recent", "brands", "about")
)


class LensChoice(Record):
    """A kind of lens a customer can ask for with a frame; its price is the shop's to confirm."""

    id: Slug
    label: str = Field(min_length=1, max_length=120)
    note: str = Field(default="", max_length=300)
    translations: dict[Locale, str] = {}  # of the label
    note_translations: dict[Locale, str] = {}


class StoreTexts(Record):
    store_description: str | None = None
    site_title: str | None = None
    site_description: str | None = None
    about: str | None = None


class StoreConfiguration(Record):
    """One store's settings (B3). `base_url` is the public address pages are made for, with a path if need be."""

    store_id: str
    store_name: str = Field(min_length=1, max_length=120)
    store_description: str = Field(default="", max_length=2000)
    contact_email: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=60)
    address: Address = Address()
    opening_hours: list[str] = []
    about: str = Field(default="", max_length=100_000)
    theme: str = "modern-minimal"
    primary_color: HexColour = "#2563eb"
    secondary_color: HexColour = "#ffffff"
    products_per_page: int = Field(default=24, ge=1, le=200)
    featured_products_count: int = Field(default=8, ge=0, le=48)
    enable_face_shape_filter: bool = True
    site_title: str = Field(default="", max_length=200)
    site_description: str = Field(default="", max_length=500)
    base_url: BaseUrl = ""
    default_locale: Locale = "en"
    locales: list[Locale] = ["en"]
    country: str = Field(default="US", pattern=r"^[A-Z]{2}$")
    currency: Currency = "USD"
    policies: Annotated[list[Policy], AfterValidator(_with_own_slugs)] = []
    returns: ReturnTerms | None = None
    shipping: list[ShippingTerms] = []
    checkout: Literal["email", "link", "shopify", "snipcart", "stripe", "post"] = "email"
    checkout_url: str = Field(default="", pattern=r"^(?:https://\S+)?$")
    deployment_platforms: list[str] = ["local"]
    background_color: HexColour = "#ffffff"
    dark_mode: Literal["auto", "off"] = "auto"
    heading_font: str = Field(default="", max_length=60)  # one of the engine's font families; "" is the theme's choice
    body_font: str = Field(default="", max_length=60)
    logo: Media | None = None
    home_sections: list[HomeSection] = list(HOME_SECTIONS)
    collections: list[Collection] = []
    facet_pages: list[Literal["shape", "colour", "material", "gender"]] = ["shape"]  # the rest is not linked
    facet_page_min_products: int = Field(default=3, ge=1, le=1000)
    units: Units = "mm"
    width_limits_mm: WidthLimits = (125, 130, 135, 140)  # where frames stop being narrow, medium …: fitting/sizes.py
    lens_choices: list[LensChoice] = []
    gift_notes: bool = False
    snipcart_key: str = Field(default="", max_length=200)  # the public one
    service_worker: bool = True  # False is the kill switch: browsers give up the worker they have
    quarantine_limit_percent: float = Field(default=100, ge=0, le=100)
    min_quality_score: float = Field(default=0, ge=0, le=1)
    translations: dict[Locale, StoreTexts] = {}

    @property
    def pictures(self) -> list[Media]:
        """The shop's own: its logo, its collections' pictures."""
        return [one for one in (self.logo, *(collection.picture for collection in self.collections)) if one]


class FaceShapeScore(Record):
    """How a frame goes with a face shape: 0 to 1, with the reasons in words (message keys of the theme's locales)."""

    shape: str
    score: float = Field(ge=0, le=1)
    reasons: list[str] = []


class FaceShapeCompatibility(Record):
    product_id: str
    scores: list[FaceShapeScore]
