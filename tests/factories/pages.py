"""Sample pages of every type, made by hand in the shape of `storefront/rendering/contract.py`.

`sample_pages("es")` gives one PageView per page type and, where they matter, its bare cases: a product without photos,
sizes or reviews, an empty listing, a listing in the middle of many. Texts that look like code or markup are among
the names, so that whatever is not escaped shows.
"""

from __future__ import annotations

from typing import Any, cast, get_args

from markupsafe import Markup

from storefront.rendering import contract as c

WIDTHS = (320, 768, 1024, 1600)
SHAPES = ["round", "rectangle", "cat-eye", "panto", "aviator", "wayfarer", "square", "oval", "geometric", "browline"]
COLOURS = [("Black", "#1d1d1f"), ("Havana", "#7b4a21"), ("Crystal", None), ("Petrol", "#16505c"), ("Gold", "#c9a24b")]
FACES = ["oval", "round", "square", "oblong", "heart", "diamond", "triangle"]
NAMES = ["Dolce & Gabbana Ø5", "Alba", "O'Neill <b>Boards</b>", "{{ 7*7 }}", "Faro", "Lumen", "نظارة", "Ribera"]
FRAMES = 30


def picture(number: int, *, alpha: bool = True) -> c.Picture:
    base, end = f"/images/frame-{number % 10}", "png" if alpha else "jpeg"
    return {
        "sources": [{"type": "image/webp", "srcset": ", ".join(f"{base}/{w}.webp {w}w" for w in WIDTHS)}],
        "src": f"{base}/768.{end}",
        "srcset": ", ".join(f"{base}/{w}.{end} {w}w" for w in WIDTHS),
        "width": 1600,
        "height": 800,
        "alt": f"Frame {number}, front view",
        "placeholder_class": "p0",
        "has_alpha": alpha,
    }


def price(number: int) -> c.Price:
    amount = f"{89 + number * 7}.00"
    reduced = number % 5 == 3
    return {
        "amount": amount,
        "currency": "EUR",
        "text": f"€{amount}",
        "compare_at_text": f"€{int(amount[:-3]) + 40}.00" if reduced else None,
        "is_from": number % 4 == 1,
    }


def card(number: int, prefix: str = "") -> c.Card:
    return {
        "id": f"frame-{number}",
        "url": f"{prefix}/products/frame-{number}/",
        "name": f"{NAMES[number % len(NAMES)]} {number}",
        "brand": "Atelier & Co" if number % 3 else None,
        "price": price(number),
        "picture": None if number % 9 == 7 else picture(number, alpha=number % 2 == 0),
        "swatches": [{"name": name, "hex": colour} for name, colour in COLOURS[: number % 5 + 1]],
        "size_text": f"{46 + number % 12}□{16 + number % 6}-145",
        "shape": SHAPES[number % 10],
        "shape_label": SHAPES[number % 10].title(),
        "in_stock": number % 11 != 5,
        "is_reduced": number % 5 == 3,
        "rating_text": "4.5" if number % 4 == 0 else None,
        "rating_count": 12 if number % 4 == 0 else 0,
    }


def choices(values: list[str], url: str | None = None) -> list[c.FacetChoice]:
    return [
        {"value": value, "label": value.title(), "count": FRAMES - 2 * i, "hex": None, "url": url and f"{url}{value}"}
        for i, value in enumerate(values)
    ]


def _choice_facet(key: str, label: str, among: list[c.FacetChoice]) -> c.Facet:
    return {
        "key": key,
        "label": label,
        "kind": "choice",
        "choices": among,
        "minimum": None,
        "maximum": None,
        "unit": None,
    }


def _range_facet(key: str, label: str, low: float, high: float, unit: str) -> c.Facet:
    return {"key": key, "label": label, "kind": "range", "choices": [], "minimum": low, "maximum": high, "unit": unit}


def facets() -> list[c.Facet]:
    colours: list[c.FacetChoice] = [
        {"value": name.lower(), "label": name, "count": 9, "hex": colour, "url": None} for name, colour in COLOURS
    ]
    return [
        _choice_facet("shape", "Shape", choices(SHAPES)),
        _choice_facet("colour", "Colour", colours),
        _choice_facet("material", "Material", choices(["acetate", "metal", "titanium"])),
        _choice_facet("brand", "Brand", choices(["atelier-co"])),
        _range_facet("lens_width", "Lens width", 46, 57, "mm"),
        _range_facet("price", "Price", 89, 292, "EUR"),
    ]


def listing(title: str, scope: str, prefix: str, *, page: int = 1, empty: bool = False) -> c.Listing:
    numbers = [] if empty else range(1, 25)
    path = f"{prefix}/shop/glasses/"
    pages: list[c.PageLink] = [{"number": n, "url": f"{path}page-{n}/", "current": n == page} for n in (1, 2, 3, 9)]
    return {
        "title": title,
        "intro": Markup("<p>Acetate and titanium, <em>light</em> on the nose.</p>"),
        "cards": [card(n, prefix) for n in numbers],
        "total": len(numbers),
        "total_text": f"{len(numbers)} frames",
        "facets": [] if empty else facets(),
        "pagination": {
            "number": page,
            "count": 1 if empty else 9,
            "previous_url": None if page == 1 else path,
            "next_url": f"{path}page-{page + 1}/",
            "pages": [] if empty else pages,
        },
        "subcategories": [] if empty else choices(["women", "men", "kids"], path),
        "scope_key": scope,
    }


def search(prefix: str) -> c.SearchContent:
    return {
        "facets": facets(),
        "total": FRAMES,
        "total_text": f"{FRAMES} frames",
        "cards": [card(number, prefix) for number in range(1, 25)],
        "all_products": {"label": "All products", "url": f"{prefix}/shop/"},
    }


def size(lens: int = 52) -> c.Size:
    measures = [("lens_width", "Lens width", lens), ("bridge", "Bridge", 18), ("temple", "Temple length", 145)]
    measures += [("lens_height", "Lens height", 44), ("frame_width", "Frame width", 138)]
    return {
        "marking": f"{lens}□18-145",
        "width_class_label": "Medium",
        "measures": [
            {"key": k, "label": label, "value_mm": mm, "text": f"{mm} mm", "drawn_text": f"{mm} mm"}
            for k, label, mm in measures
        ],
    }


def variant(number: int) -> c.VariantView:
    name, colour = COLOURS[number]
    return {
        "id": f"v{number}",
        "name": f"{name}, {50 + number}□18-145",
        "sku": f"SKU-{number}",
        "gtin": None,
        "swatch": {"name": name, "hex": colour},
        "options": [{"label": "Colour", "value": name}],
        "price": price(number + 2) | {"is_from": False},
        "in_stock": number != 2,
        "availability_text": "In stock" if number != 2 else "Out of stock",
        "pictures": [number % 4],
        "size": size(50 + number),
        "checkout_ref": None,
    }


def product(prefix: str) -> c.ProductContent:
    advice: list[c.FaceShapeAdvice] = [
        {
            "shape": shape,
            "label": f"{shape.title()} face",
            "score": score,
            "score_label": "Goes very well" if score > 0.7 else "Goes well",
            "reasons": ["Straight lines stand against round cheeks."],
        }
        for shape, score in [("round", 0.92), ("oval", 0.8), ("heart", 0.61)]
    ]
    reviews: list[c.ReviewView] = [
        {
            "author": f"Reader {n}",
            "rating": 5 - n % 2,
            "title": "Light & sturdy" if n else None,
            "body": "I forget that I wear them.",
            "date": "2026-03-01" if n else None,
            "date_text": "1 March 2026" if n else None,
            "lang": "es" if n == 2 else None,
        }
        for n in range(3)
    ]
    return {
        "id": "frame-1",
        "name": "Alba <b>Uno</b>",
        "brand": {"label": "Atelier & Co", "url": f"{prefix}/brands/atelier-co/"},
        "summary": "A panto of Italian acetate, cut from one plate and polished by hand.",
        "description": Markup("<p>Made for <strong>long days</strong>.</p><ul><li>Five-barrel hinges</li></ul>"),
        "price": price(2),
        "in_stock": True,
        "availability_text": "In stock",
        "is_reduced": False,
        "gallery": [
            {"picture": picture(n, alpha=n % 2 == 0), "view_label": label, "large_url": f"/images/frame-{n}/1600.webp"}
            for n, label in enumerate(["Front view", "Angled view", "Side view", "Detail"])
        ],
        "variants": [variant(n) for n in range(4)],
        "shape": "panto",
        "specifications": [{"label": "Material", "value": "Acetate"}, {"label": "Weight", "value": "24 g"}],
        "size": size(),
        "face_shapes": advice,
        "rating": {"value": "4.5", "count": 12, "text": "4.5 of 5, 12 reviews"},
        "reviews": reviews,
        "related": [card(n, prefix) for n in (4, 6, 8, 10)],
        "tags": ["new"],
        "shipping_text": "Delivery in 2–5 working days, €4.90",
        "returns_text": "Free returns within 30 days",
        "price_file": "/prices/frame-1.json",
        "lens_choices": [{"id": "single-vision", "label": "Single vision", "note": "For one distance"}],
        "gift_note": True,
    }


def bare_product(prefix: str) -> c.ProductContent:
    """Name and price alone, as a poor catalogue has it."""
    only = variant(0) | {"name": "", "sku": None, "swatch": None, "options": [], "pictures": [], "size": None}
    nothing: dict[str, Any] = {
        "brand": None, "summary": "", "description": Markup(""), "gallery": [], "specifications": [], "size": None,
        "shape": None, "face_shapes": [], "rating": None, "reviews": [], "related": [], "tags": [],
        "shipping_text": None, "returns_text": None, "in_stock": False, "availability_text": "Out of stock",
    }  # fmt: skip
    out = only | {"in_stock": False, "availability_text": "Out of stock"}
    return cast(c.ProductContent, {**product(prefix), **nothing, "id": "frame-2", "name": "Bare", "variants": [out]})


def _shape_guide(shape: str, prefix: str) -> c.ShapeGuide:
    return {
        "shape": shape,
        "label": f"{shape.title()} face",
        "description": "As wide at the cheeks as it is long.",
        "recommended": choices(["rectangle", "square", "geometric"], f"{prefix}/search/?shape="),
        "avoid": ["Round"],
        "reasons": ["A frame that contrasts with the face."],
        "cards": [card(n, prefix) for n in (2, 4)] if shape == "round" else [],
    }


def section(kind: c.HomeSectionKind, **changes: Any) -> c.HomeSection:
    """A section as the engine makes it where the tenant said nothing of their own."""
    plain = {"kind": kind, "title": "", "body": Markup(""), "cards": [], "link": None}
    return cast(c.HomeSection, {**plain, **changes})


def home(prefix: str, *, bare: bool = False) -> c.HomeContent:
    link: c.Link = {"label": "See all frames", "url": f"{prefix}/shop/"}
    text = "Frames by independent makers, measured to the millimetre."
    tiles: list[c.CategoryTile] = [
        {"name": name, "url": f"{prefix}/shop/{name.lower()}/", "picture": photo, "count_text": "30 frames"}
        for name, photo in [("Glasses", picture(1, alpha=False)), ("Sunglasses", picture(2)), ("Kids", None)]
    ]
    if bare:
        hero: c.Hero = {"title": "Optician", "text": text, "picture": None, "link": link}
        return {
            "sections": [section(kind) for kind in ("featured", "categories", "shapes", "brands", "about")],
            "hero": hero,
            "featured": [],
            "categories": [],
            "brands": [],
            "shapes": [],
            "about": Markup(""),
        }
    return {
        "hero": {"title": "Glasses that fit, in true size", "text": text, "picture": picture(0), "link": link},
        "sections": [
            *(section(kind) for kind in get_args(c.HomeSectionKind)),
            section("collection", title="For round faces", cards=[card(n, prefix) for n in (2, 4)], link=link),
            section("text", title="Our workshop", body=Markup("<p>Every frame is adjusted by hand.</p>"), link=link),
        ],
        "featured": [card(n, prefix) for n in range(1, 9)],
        "categories": tiles,
        "brands": [{"label": f"Maker {n}", "url": f"{prefix}/brands/atelier-co/"} for n in range(6)],
        "shapes": choices(SHAPES, f"{prefix}/search/?shape="),
        "about": Markup("<p>Two opticians, one workshop, since 1987.</p>"),
    }


def site(prefix: str) -> c.Site:
    fixed = ["search", "cart", "checkout", "brands", "size-guide", "face-shape-guide", "about", "contact", "compare"]
    fixed += ["wishlist"]
    urls: dict[str, str] = {name.replace("-", "_"): f"{prefix}/{name}/" for name in fixed}
    urls |= {"home": f"{prefix}/", "manifest": "/site.webmanifest", "service_worker": "/service-worker.js"}
    urls |= {
        "search_index": "/search/index.json",
        "icon": "/icon.svg",
        "theme_colour": "#ffffff",
        "theme_colour_dark": "#101418",
    }
    children: list[c.Link] = [{"label": n, "url": f"{prefix}/shop/glasses/"} for n in ("Women", "Men", "Kids")]
    return {
        "name": "Óptica Ribera",
        "logo": None,
        "tagline": "Independent opticians by the river",
        "description": "Glasses and sunglasses in true size.",
        "navigation": [
            {"label": "Glasses", "url": f"{prefix}/shop/glasses/", "children": children},
            {"label": "Sunglasses", "url": f"{prefix}/shop/sunglasses/", "children": []},
            {"label": "Brands", "url": f"{prefix}/brands/", "children": []},
        ],
        "policies": [{"label": "Delivery", "url": f"{prefix}/policies/shipping/"}],
        "urls": cast(c.Urls, urls),
        "email": "hello@optician.example",
        "phone": "+34 (600) 000 000",
        "phone_url": "tel:+34600000000",
        "address_lines": ["Calle del Río 1", "28001 Madrid"],
        "opening_hours": ["Mo–Fr 10:00–19:00"],
        "currency": "EUR",
        "country": "ES",
        "face_shapes_enabled": True,
    }


def page(kind: c.PageType, path: str, content: Any, locale: str, preload: c.Picture | None = None) -> c.PageView:
    prefix = "" if locale == "en" else f"/{locale}"
    here, host = f"{prefix}{path}", "https://shop.example"
    labels = {"en": "English", "es": "Español"}
    languages: list[c.LanguageLink] = [
        {"code": code, "label": label, "url": path if code == "en" else f"/{code}{path}", "current": code == locale}
        for code, label in labels.items()
    ]
    hidden = kind in ("search", "cart", "checkout", "compare", "wishlist", "offline", "not_found")
    alternates = [other | {"url": host + other["url"]} for other in languages]
    alternates.append({"code": "x-default", "label": "", "url": host + path, "current": False})
    policy = (
        "default-src 'none'; script-src 'self'; "
        "style-src 'self' 'sha256-qWUEWnhEBbiuJbCzTn8JNnvdH0TF65chozAIVvt3RN8='; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; object-src 'none'"
    )
    return {
        "type": kind,
        "locale": locale,
        "direction": "ltr",
        "path": here,
        "meta": {
            "title": f"{kind} {path} | {labels[locale]}",
            "description": f'The page "{kind}" at {here}, for looking at.',
            "canonical": None if hidden else host + here,
            "robots": "noindex" if hidden else None,
            "alternates": [] if hidden else alternates,
            "og_type": "product" if kind == "product" else "website",
            "og_image": f"{host}/images/frame-0/1024.jpeg" if kind == "product" else None,
            "og_image_width": 1024 if kind == "product" else None,
            "og_image_height": 640 if kind == "product" else None,
            "og_image_alt": "A frame" if kind == "product" else "",
            "og_locale": {"en": "en_US", "es": "es_ES"}[locale],
            "content_security_policy": policy,
            "preload": preload,
        },
        "structured_data": [Markup('{"@context":"https://schema.org","@type":"WebPage","name":"A page"}')],
        "inline_css": Markup(".p0{background-color:#eeeeec}"),
        "stylesheet": None,
        "languages": languages,
        "breadcrumbs": [] if kind == "home" else [{"label": "Home", "url": f"{prefix}/"}, {"label": kind, "url": ""}],
        "site": site(prefix),
        "content": content,
    }


def sample_checkouts() -> dict[str, c.CheckoutContent]:
    """Every way of checking out, by the path of its page."""
    nothing: dict[str, Any] = {"key": "", "countries": [], "deliveries": []}
    deliveries: list[c.Delivery] = [{"country": "España", "text": "Delivery to España: €4.90, 2–5 working days"}]
    at_home: dict[str, Any] = {"key": "", "countries": ["España", "Portugal"], "deliveries": deliveries}
    made: dict[str, Any] = {
        "/checkout/": {"mode": "email", "action_url": "mailto:hello@optician.example", **at_home},
        "/checkout-link/": {"mode": "link", "action_url": "https://pay.example/cart?shop=1", **nothing},
        "/checkout-contact/": {"mode": "contact", "action_url": "", **nothing},
        "/checkout-shopify/": {"mode": "shopify", "action_url": "https://optician.myshopify.example", **nothing},
        "/checkout-stripe/": {"mode": "stripe", "action_url": "", **nothing},
        "/checkout-post/": {"mode": "post", "action_url": "https://orders.example/new", **at_home},
        "/checkout-snipcart/": {"mode": "snipcart", "action_url": "", **nothing, "key": "public-key"},
    }
    return cast(dict[str, c.CheckoutContent], made)


def sample_pages(locale: str) -> list[c.PageView]:
    """Every page type at least once; addresses are unique within the locale."""
    at = "" if locale == "en" else f"/{locale}"
    brand: c.BrandContent = {
        "name": "Atelier & Co",
        "description": Markup("<p>Acetate since 1987.</p>"),
        "listing": listing("Atelier & Co", "brand:atelier-co", at),
    }
    contact: c.ContactContent = {
        "email": "hello@optician.example",
        "phone": "+34 (600) 000 000",
        "phone_url": "tel:+34600000000",
        "address_lines": ["Calle del Río 1", "28001 Madrid"],
        "opening_hours": ["Mo–Fr 10:00–19:00", "Sa 10:00–14:00"],
    }
    widths: list[c.WidthClass] = [
        {"label": label, "range_text": text, "count": 7, "url": f"{at}/search/?lens_width=46-50"}
        for label, text in [("Narrow", "up to 129 mm"), ("Medium", "130–139 mm"), ("Wide", "from 140 mm")]
    ]
    policy: c.PolicyContent = {
        "title": "Delivery",
        "body": Markup("<p>We send on working days.</p>"),
        "others": [{"label": "Returns", "url": f"{at}/policies/shipping/"}],
    }
    glasses: c.Link = {"label": "Glasses", "url": f"{at}/shop/glasses/"}
    round_frames: c.FacetContent = {
        "name": "Round glasses",
        "facet_key": "shape",
        "facet_value": "round",
        "parent": glasses,
        "listing": listing("Round glasses", "category:glasses shape:round", at),
    }
    spring: c.CollectionContent = {
        "name": "New this spring",
        "description": Markup("<p>Light frames for long days.</p>"),
        "picture": picture(3, alpha=False),
        "listing": listing("New this spring", "collection:spring", at),
    }
    checkouts = sample_checkouts()
    first = card(1, at)["picture"]
    made: list[tuple[c.PageType, str, Any, c.Picture | None]] = [
        ("home", "/", home(at), picture(0)),
        ("home", "/bare/", home(at, bare=True), None),
        ("category", "/shop/glasses/", {"name": "Glasses", "listing": listing("Glasses", "", at)}, first),
        ("category", "/shop/glasses/page-2/", {"name": "Glasses", "listing": listing("Glasses", "", at, page=2)}, None),
        ("category", "/shop/empty/", {"name": "Empty", "listing": listing("Empty", "", at, empty=True)}, None),
        ("brand", "/brands/atelier-co/", brand, first),
        ("facet", "/shop/glasses/shape/round/", round_frames, first),
        ("collection", "/collections/spring/", spring, picture(3, alpha=False)),
        ("brands", "/brands/", {"title": "Brands", "brands": choices(["atelier-co"], f"{at}/brands/")}, None),
        ("product", "/products/frame-1/", product(at), picture(0)),
        ("product", "/products/frame-2/", bare_product(at), None),
        ("search", "/search/", search(at), None),
        (
            "face_shape_guide",
            "/face-shape-guide/",
            {"shapes": [_shape_guide(s, at) for s in FACES], "questions": []},
            None,
        ),
        ("size_guide", "/size-guide/", {"example": size(), "width_classes": widths, "questions": []}, None),
        ("cart", "/cart/", {}, None),
        ("compare", "/compare/", {"most": 4}, None),
        ("wishlist", "/wishlist/", {}, None),
        ("offline", "/offline/", {}, None),
        *(("checkout", path, content, None) for path, content in checkouts.items()),
        ("policy", "/policies/shipping/", policy, None),
        ("about", "/about/", {"title": "About us", "body": Markup("<p>Two opticians.</p>")}, None),
        ("contact", "/contact/", contact, None),
        ("not_found", "/404.html", {"links": [{"label": "Glasses", "url": f"{at}/shop/glasses/"}]}, None),
    ]
    return [page(kind, path, content, locale, photo) for kind, path, content, photo in made]


def sample_index(locale: str) -> dict[str, list[dict[str, Any]]]:
    """The search index of the sample frames, as the engine writes it."""
    prefix = "" if locale == "en" else f"/{locale}"
    return {"products": [_indexed(card(n, prefix), n) for n in range(1, FRAMES + 1)]}


def _indexed(c_: c.Card, number: int) -> dict[str, Any]:
    photo = c_["picture"]
    return {
        "i": c_["id"], "u": c_["url"], "n": c_["name"], "b": c_["brand"], "p": float(c_["price"]["amount"]),
        "t": c_["price"]["text"], "r": c_["price"]["compare_at_text"], "f": int(c_["price"]["is_from"]),
        "s": int(c_["in_stock"]), "z": c_["size_text"], "c": [[s["name"], s["hex"]] for s in c_["swatches"]],
        "m": photo and [photo["src"], photo["sources"][0]["srcset"], 1600, 800, "#eeeeec"],
        "x": {
            "shape": [SHAPES[number % 10]], "colour": [s["name"].lower() for s in c_["swatches"]],
            "material": ["acetate"], "brand": ["atelier-co"] if c_["brand"] else [], "lens_width": [46 + number % 12],
            "category": ["glasses"],
        },
        "k": f"{c_['name']} {c_['brand'] or ''} {c_['shape_label']}".lower(),
    }  # fmt: skip
