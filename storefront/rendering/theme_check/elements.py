"""Single elements: pictures with words and measures, links and fields with names, nothing that browsers refuse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from storefront.rendering.theme_check.findings import Finding, meant, nearest, place
from storefront.rendering.theme_check.markup import VALUE, Markup, Tag
from storefront.rendering.theme_check.vocabulary import ARIA, ATTRIBUTES, ELEMENTS, OUTDATED

Told = Iterator[tuple[int, str, str, str]]  # offset, rule, what, remedy
_SWALLOWED = re.compile(r"[<>]|\s[\w-]+=$")  # markup within a value: its end is missing
_SLIP = 0.8  # as near as that is a slip, further away a name of somebody's own
_IN_SVG = (
    "svg",
    "g",
    "path",
    "circle",
    "rect",
    "text",
    "use",
    "line",
    "symbol",
    "image",
    "tspan",
    "ellipse",
    "polygon",
)
_FETCHING = {"img": "src", "script": "src", "iframe": "src", "source": "srcset", "video": "src"}
_HIDDEN_FIELDS = ("hidden", "submit", "button", "reset", "image")
_CHECKOUTS = ("https://cdn.snipcart.com/",)  # the security policy knows them
_OWN_POLICY = "The page's security policy refuses it."


def check_elements(file: str, markup: Markup) -> Iterator[Finding]:
    for tag in markup.tags:
        if tag.closes:
            continue
        for check in _CHECKS:
            for offset, rule, what, remedy in check(tag):
                yield Finding(file, *place(markup.source, offset), rule, what, remedy)
    for offset in markup.unfinished[:1]:
        what = "This tag has no end."
        yield Finding(file, *place(markup.source, offset), "quotes", what, "Look for a quotation mark or a > there.")
    yield from _nameless(file, markup)


def _known(tag: Tag) -> Told:
    if tag.name in OUTDATED:
        yield tag.start, "unknown-element", f"<{tag.name}> is out of use.", "Use a class and a style."
    elif VALUE not in tag.name and "{" not in tag.name and tag.name not in ELEMENTS and "-" not in tag.name:
        yield tag.start, "unknown-element", f"There is no element <{tag.name}>.", meant(tag.name, ELEMENTS)


def _attributes(tag: Tag) -> Told:
    for name, attribute in tag.attributes.items():
        if name.startswith("aria-"):
            if name not in ARIA:
                yield attribute.offset, "unknown-attribute", f"There is no attribute {name}.", meant(name, ARIA)
        elif name not in ATTRIBUTES and not name.startswith(("data-", "on")) and tag.name not in _IN_SVG:
            near = nearest(name, ATTRIBUTES, _SLIP)
            if near:
                yield attribute.offset, "unknown-attribute", f"There is no attribute {name}.", f"Did you mean {near!r}?"


def _quotes(tag: Tag) -> Told:
    for attribute in tag.attributes.values():
        if _SWALLOWED.search(attribute.value):
            remedy = "Close the value where it ends."
            yield attribute.offset, "quotes", "A quotation mark is missing.", remedy
            return


def _refused(tag: Tag) -> Told:
    for name, attribute in tag.attributes.items():
        if name == "style":
            yield (
                attribute.offset,
                "inline-style",
                f"A style attribute. {_OWN_POLICY}",
                "Write a class.",
            )
        if name.startswith("on"):
            yield attribute.offset, "inline-handler", f"{name}=. {_OWN_POLICY}", "Listen for the event in a script."
        if attribute.value.strip().lower().startswith("javascript:"):
            yield (
                attribute.offset,
                "inline-script",
                f"A javascript: address. {_OWN_POLICY}",
                "Use a button.",
            )
    if tag.name == "script" and "src" not in tag.attributes and tag.value("type") != "application/ld+json":
        yield (
            tag.start,
            "inline-script",
            f"A script within the page. {_OWN_POLICY}",
            "Put it into assets/.",
        )


def _foreign(tag: Tag) -> Told:
    address = tag.value(_FETCHING.get(tag.name, "")) or (tag.value("href") if tag.name == "link" else None) or ""
    if address.startswith(_CHECKOUTS):
        return
    if address.startswith(("http:", "https:", "//")):
        offset = tag.start
        yield (
            offset,
            "foreign-file",
            f"{address} is fetched from elsewhere. {_OWN_POLICY}",
            "Put the file into assets/.",
        )
    elif tag.name in _FETCHING and address and VALUE not in address:
        yield tag.start, "fixed-address", f"{address!r} is no address of the store's.", "Use asset() or the page's own."


def _picture(tag: Tag) -> Told:
    if tag.name != "img" or tag.is_filled:
        return
    if "alt" not in tag.attributes:
        yield tag.start, "no-alt", "<img> has no alt.", 'Say what it shows, or alt="" when it only decorates.'
    missing = [name for name in ("width", "height") if name not in tag.attributes]
    if missing:
        remedy = "Without it the page jumps when the picture comes."
        yield tag.start, "no-size", f"<img> has no {' and no '.join(missing)}.", remedy


def _link(tag: Tag) -> Told:
    if tag.name != "a":
        return
    href = tag.value("href")
    if href in ("", "#"):
        yield (
            tag.attributes["href"].offset,
            "empty-link",
            "This link leads nowhere.",
            "Give it an address, or use a button.",
        )
    if tag.written("target") == "_blank" and "noopener" not in (tag.value("rel") or ""):
        yield (
            tag.attributes["target"].offset,
            "opener",
            'target="_blank" without rel="noopener".',
            'Add rel="noopener".',
        )


def _page(tag: Tag) -> Told:
    if tag.name == "html" and "lang" not in tag.attributes:
        yield tag.start, "no-language", "<html> has no lang.", 'Write <html lang="{{ page.locale }}">.'
    if tag.name == "html" and tag.written("lang"):
        yield tag.start, "no-language", "The language is always the same.", 'Write <html lang="{{ page.locale }}">.'
    content = (tag.value("content") or "").replace(" ", "")
    if tag.value("name") == "viewport" and ("user-scalable=no" in content or "maximum-scale=1" in content):
        yield tag.start, "no-zoom", "Customers can't enlarge the page.", "Leave out user-scalable and maximum-scale."


def _order(tag: Tag) -> Told:
    index = tag.written("tabindex") or "0"
    if index.isdigit() and int(index) > 0:
        remedy = 'Use tabindex="0" and the order of the page.'
        yield tag.attributes["tabindex"].offset, "tab-order", "A tabindex above 0 leads keyboards astray.", remedy


_CHECKS: tuple[Callable[[Tag], Told], ...] = (
    _known,
    _quotes,
    _attributes,
    _refused,
    _foreign,
    _picture,
    _link,
    _page,
    _order,
)


def _nameless(file: str, markup: Markup) -> Iterator[Finding]:
    """Links, buttons and fields that a screen reader could only call link, button and field."""
    labelled = {tag.value("for") for tag in markup.tags if tag.name == "label"}
    opened: list[Tag] = []
    for number, tag in enumerate(markup.tags):
        if tag.closes:
            while opened and opened.pop().name != tag.name:
                pass
            continue
        if not any(one.name == "template" for one in opened) and not _has_name(markup, number, tag, labelled, opened):
            what = f"<{tag.name}> has no words."
            yield Finding(file, *place(markup.source, tag.start), "no-name", what, "Give it a text or an aria-label.")
        if tag.opens:
            opened.append(tag)


def _has_name(markup: Markup, number: int, tag: Tag, labelled: set[str | None], opened: list[Tag]) -> bool:
    if tag.is_filled or {"aria-label", "aria-labelledby", "title"} & set(tag.attributes):
        return True
    if tag.name in ("a", "button"):
        return _says_something(markup, number, tag)
    if tag.name in ("select", "textarea") or (tag.name == "input" and tag.value("type") not in _HIDDEN_FIELDS):
        return tag.value("id") in labelled - {None} or any(one.name == "label" for one in opened)
    return True


def _says_something(markup: Markup, number: int, tag: Tag) -> bool:
    """Words, something filled in, or a picture with words, up to the end of the element."""
    for other in markup.tags[number + 1 :]:
        if other.closes and other.name == tag.name:
            return bool(markup.text_between(tag.end, other.start).strip())
        if other.value("alt") or other.value("aria-label"):
            return True
    return True
