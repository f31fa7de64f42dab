"""What templates are given: plain dicts of text, numbers and lists, never objects.

One content contract for every theme. `Markup` marks text that was sanitised or serialised by us; everything else is
escaped by Jinja. Addresses are ready to use in href (base path included); `…_text` is written for the page's locale.
A template gets one variable, `page` (PageView), and the functions `t(key, **values)` (the theme's locale texts) and
`asset(name)` (a theme asset's hashed address) and `sizes(place)` (the `sizes` of a picture, from theme.toml).
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from markupsafe import Markup

PageType = Literal[
    "home",
    "category",
    "brand",
    "brands",
    "facet",
    "collection",
    "product",
    "search",
    "face_shape_guide",
    "size_guide",
    "cart",
    "checkout",
    "compare",
    "wishlist",
    "offline",
    "policy",
    "about",
    "contact",
    "not_found",
]


class Link(TypedDict):
    label: str
    url: str


class NavigationItem(TypedDict):
    label: str
    url: str
    children: list[Link]


class LanguageLink(TypedDict):
    code: str  # "es"
    label: str  # "Español"
    url: str
    current: bool


class PictureSource(TypedDict):
    type: str  # "image/avif"
    srcset: str  # "/images/…/320.avif 320w, …"


class Picture(TypedDict):
    """Everything for one <picture>: `<source type srcset sizes>` per source, then the <img>."""

    sources: list[PictureSource]  # best format first, the fallback format is in src/srcset
    src: str
    srcset: str
    width: int
    height: int
    alt: str
    placeholder_class: str  # a class in page.inline_css: the photo's colour, for the first eight its blurred picture
    has_alpha: bool


class Price(TypedDict):
    amount: str  # "149.00", a plain number for markup and data attributes
    currency: str  # "EUR"
    text: str  # "€149.00"
    compare_at_text: str | None  # the former price, when reduced
    is_from: bool  # variants differ: show "from"


class LensChoice(TypedDict):
    """What a customer may ask for with a product: a kind of lens. Its price is the shop's to confirm."""

    id: str
    label: str
    note: str


class Question(TypedDict):
    """One of a guide's questions; the markup says the same."""

    question: str
    answer: str


class Swatch(TypedDict):
    name: str
    hex: str | None


class Card(TypedDict):
    """A product in a listing."""

    id: str
    url: str
    name: str
    brand: str | None
    price: Price
    picture: Picture | None  # None: show the theme's own placeholder
    swatches: list[Swatch]
    size_text: str | None  # "52□18-145"
    shape: str | None  # "cat-eye", for the outline in a photo's place
    shape_label: str | None
    in_stock: bool
    is_reduced: bool
    rating_text: str | None  # "4.5"
    rating_count: int


class FacetChoice(TypedDict):
    value: str
    label: str
    count: int
    hex: str | None  # for colours
    url: str | None  # a real page that shows just these (brand, sub-category), when there is one


class Facet(TypedDict):
    """kind "choice": tick boxes. kind "range": two numbers from minimum to maximum, in `unit` ("mm" or a currency)."""

    key: str  # "shape" "colour" "material" "brand" "gender" "lens_width" "bridge" "temple" "price"
    label: str
    kind: Literal["choice", "range"]
    choices: list[FacetChoice]
    minimum: float | None
    maximum: float | None
    unit: str | None


class PageLink(TypedDict):
    number: int
    url: str
    current: bool


class Pagination(TypedDict):
    number: int
    count: int
    previous_url: str | None
    next_url: str | None
    pages: list[PageLink]


class Listing(TypedDict):
    title: str
    intro: Markup
    cards: list[Card]
    total: int
    total_text: str  # "128 frames"
    facets: list[Facet]  # counts over the whole listing, not this page
    pagination: Pagination
    subcategories: list[FacetChoice]
    scope_key: str  # what the search index is narrowed to: "category:sunglasses shape:round", "collection:a,b", ""


class Specification(TypedDict):
    label: str
    value: str


class Measure(TypedDict):
    key: str  # "lens_width" "bridge" "temple" "lens_height" "frame_width"
    label: str
    value_mm: float
    text: str  # "52 mm", or in the store's unit: "2.05 in", "52 mm (2.05 in)"
    drawn_text: str  # the same in one unit, for drawings, where room is scarce


class Size(TypedDict):
    marking: str | None  # "52□18-145"
    width_class_label: str | None  # "Medium"
    measures: list[Measure]


class VariantView(TypedDict):
    id: str
    name: str  # "Havana gold, 52□18-145"; "" for the only variant
    sku: str | None
    gtin: str | None
    swatch: Swatch | None
    options: list[Specification]  # size, colour, lens … as label and value
    price: Price
    in_stock: bool
    availability_text: str
    pictures: list[int]  # indexes into gallery
    size: Size | None
    checkout_ref: str | None  # what the checkout elsewhere knows this variant by: Shopify's id, a payment link


class GalleryPicture(TypedDict):
    picture: Picture
    view_label: str  # "Front view"
    large_url: str  # the largest file, for zoom


class ReviewView(TypedDict):
    author: str
    rating: int
    title: str | None
    body: str
    date: str | None  # ISO
    date_text: str | None
    lang: str | None


class Rating(TypedDict):
    value: str  # "4.5"
    count: int
    text: str  # "4.5 of 5, 12 reviews"


class FaceShapeAdvice(TypedDict):
    shape: str  # "round"
    label: str
    score: float
    score_label: str  # "Goes very well" …
    reasons: list[str]


class ProductContent(TypedDict):
    id: str
    name: str
    brand: Link | None
    summary: str
    description: Markup
    price: Price
    in_stock: bool
    availability_text: str
    is_reduced: bool
    gallery: list[GalleryPicture]
    variants: list[VariantView]  # at least one
    specifications: list[Specification]
    shape: str | None  # "panto": which outline is drawn
    size: Size | None
    face_shapes: list[FaceShapeAdvice]
    rating: Rating | None
    reviews: list[ReviewView]
    related: list[Card]
    tags: list[str]
    shipping_text: str | None
    returns_text: str | None
    price_file: str  # address of the JSON that says what it costs now, see price_files.py
    lens_choices: list[LensChoice]
    gift_note: bool  # whether the shop takes a note to the person who gets it


class CategoryTile(TypedDict):
    name: str
    url: str
    picture: Picture | None
    count_text: str


class Hero(TypedDict):
    title: str
    text: str
    picture: Picture | None
    link: Link


HomeSectionKind = Literal[
    "hero", "featured", "categories", "brands", "shapes", "guides", "recent", "about", "collection", "text"
]


class HomeSection(TypedDict):
    """One section of the start page, in the tenant's order. `kind` decides what is in it and which component shows it.

    hero, featured, categories, brands, shapes, guides, recent, about: from the fields of HomeContent.
    collection: `cards` and `link` of one collection. text: `title` and `body`, with `link` if the tenant gave one.
    """

    kind: HomeSectionKind
    title: str  # the tenant's, "" for the theme's own words
    body: Markup
    cards: list[Card]
    link: Link | None


class HomeContent(TypedDict):
    sections: list[HomeSection]
    hero: Hero
    featured: list[Card]
    categories: list[CategoryTile]
    brands: list[Link]
    shapes: list[FacetChoice]
    about: Markup


class BrandsContent(TypedDict):
    title: str
    brands: list[FacetChoice]


class BrandContent(TypedDict):
    name: str
    description: Markup
    listing: Listing


class CategoryContent(TypedDict):
    name: str
    listing: Listing


class CollectionContent(TypedDict):
    """A landing page for a choice of products: "Frames for round faces", "New this spring"."""

    name: str
    description: Markup
    picture: Picture | None
    listing: Listing


class FacetContent(TypedDict):
    """A listing narrowed to one value of a facet, where the store's settings say that deserves a page of its own."""

    name: str  # "Round glasses"
    facet_key: str
    facet_value: str
    parent: Link  # the listing it narrows
    listing: Listing


class CompareContent(TypedDict):
    """Frames side by side, all drawn at one scale; the page's script fills it with what this browser remembers."""

    most: int  # four


class SearchContent(TypedDict):
    facets: list[Facet]
    total: int
    total_text: str
    cards: list[Card]  # the first products, until something is asked for
    all_products: Link | None  # where the others are


class ShapeGuide(TypedDict):
    shape: str
    label: str
    description: str
    recommended: list[FacetChoice]  # frame shapes, with a link to the search page
    avoid: list[str]
    reasons: list[str]
    cards: list[Card]


class FaceShapeGuideContent(TypedDict):
    shapes: list[ShapeGuide]
    questions: list[Question]


class WidthClass(TypedDict):
    label: str
    range_text: str
    count: int
    url: str


class SizeGuideContent(TypedDict):
    example: Size
    width_classes: list[WidthClass]
    questions: list[Question]


class Delivery(TypedDict):
    """What delivery to a country costs and how long it takes, in words."""

    country: str
    text: str


class CheckoutContent(TypedDict):
    """How the cart is handed over. "contact": the shop has no address to send an order to.

    email: a mail is written. link: a page elsewhere. shopify: a cart permalink of the shop at `action_url`. snipcart:
    its own cart, from attributes. stripe: a payment link for each variant. post: a form to `action_url`, each line with
    the signed price from its price file.
    """

    mode: Literal["email", "link", "contact", "shopify", "snipcart", "stripe", "post"]
    action_url: str  # mailto: address or https address; "" for "contact", "snipcart" and "stripe"
    key: str  # Snipcart's public one, "" elsewhere
    countries: list[str]
    deliveries: list[Delivery]


class PolicyContent(TypedDict):
    title: str
    body: Markup
    others: list[Link]


class AboutContent(TypedDict):
    title: str
    body: Markup


class ContactContent(TypedDict):
    email: str
    phone: str
    phone_url: str  # "tel:+34…"
    address_lines: list[str]
    opening_hours: list[str]


class NotFoundContent(TypedDict):
    links: list[Link]


class Meta(TypedDict):
    title: str  # ≤ 60
    description: str  # ≤ 160
    canonical: str | None  # absolute; None on pages that are not indexable
    robots: str | None  # "noindex" or None
    alternates: list[LanguageLink]  # absolute addresses, itself and x-default (code "x-default") included
    og_type: str
    og_image: str | None  # absolute
    og_image_width: int | None
    og_image_height: int | None
    og_image_alt: str
    og_locale: str  # "en_US"
    content_security_policy: str  # for <meta http-equiv>
    preload: Picture | None  # the picture to preload, if the page's largest paint is a known photo


class Urls(TypedDict):
    """The store's fixed pages in this locale."""

    home: str
    search: str
    cart: str
    checkout: str
    brands: str
    size_guide: str
    face_shape_guide: str
    about: str
    contact: str
    compare: str
    wishlist: str
    manifest: str
    service_worker: str
    search_index: str  # the JSON that names the search's shards
    icon: str
    theme_colour: str  # of the browser around the page: the background's
    theme_colour_dark: str  # the same on a dark screen; "" where there is one for all


class Site(TypedDict):
    """The same on every page of a locale."""

    name: str
    logo: Picture | None  # in place of the name in the header; its alt text is the name
    tagline: str
    description: str
    navigation: list[NavigationItem]
    policies: list[Link]
    urls: Urls
    email: str
    phone: str
    phone_url: str  # "tel:+34…"; "" without a number
    address_lines: list[str]
    opening_hours: list[str]
    currency: str
    country: str
    face_shapes_enabled: bool
    year: NotRequired[int]  # never the clock: left out


class PageView(TypedDict):
    type: PageType
    locale: str  # "en"
    direction: Literal["ltr", "rtl"]
    path: str
    meta: Meta
    structured_data: list[Markup]  # JSON, ready for <script type="application/ld+json">
    inline_css: Markup  # for one <style> in the head: the page type's critical styles; its hash is in the policy
    stylesheet: str | None  # address of the page type's other styles, linked where its first screen ends
    languages: list[LanguageLink]  # for the switch, relative addresses
    breadcrumbs: list[Link]  # from home to this page; the last one's url is ""
    site: Site
    content: Any  # the …Content of the page's type
