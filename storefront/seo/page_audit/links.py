"""What a page points at: the store's own pages, pictures, stylesheets and scripts, as paths of the store."""

from __future__ import annotations

from collections.abc import Iterable

from storefront.seo.page_audit.document import Document, attribute

_LOADED = frozenset({"stylesheet", "modulepreload"})


def internal_links(document: Document, prefix: str) -> list[str]:
    """Paths that links lead to: without base path, query and fragment; sorted, each once."""
    return sorted(set(_own_paths((attribute(link, "href") for link in document.all("a")), prefix)))


def pictures(document: Document, prefix: str) -> list[str]:
    """Paths of the page's pictures in order, each once."""
    sources = (attribute(image, "src") for image in document.all("img"))
    return list(dict.fromkeys(_own_paths(sources, prefix)))


def loaded_files(document: Document, prefix: str) -> list[str]:
    """Paths of the stylesheets and scripts the page asks for, sorted, each once."""
    links = (attribute(link, "href") for link in document.all("link") if attribute(link, "rel") in _LOADED)
    scripts = (attribute(script, "src") for script in document.all("script"))
    return sorted({*_own_paths(links, prefix), *_own_paths(scripts, prefix)})


def _own_paths(addresses: Iterable[str | None], prefix: str) -> Iterable[str]:
    for address in addresses:
        path = own_path(address, prefix) if address else None
        if path:
            yield path


def own_path(address: str, prefix: str) -> str | None:
    """`("/frames/shop/?shape=round#list", "/frames")` → "/shop/"; None for what is not the store's."""
    plain = address.partition("#")[0].partition("?")[0]
    if not plain.startswith(f"{prefix}/") or plain.startswith("//"):
        return None
    return plain.removeprefix(prefix)
