"""The fonts of one store: its @font-face rules, its custom properties, the files to publish.

They are not preloaded: stand-ins of the same measures show the text at once, and the first picture needs the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storefront.catalogue.models import StoreConfiguration
from storefront.errors import UnknownFont
from storefront.rendering.assets import Asset, hashed_asset
from storefront.rendering.font_library import Face, Family, font_library, perhaps_meant
from storefront.rendering.themes import Theme


@dataclass(frozen=True, slots=True)
class StoreFonts:
    """`css` stands in every page."""

    css: str
    assets: tuple[Asset, ...]


def check_fonts(configuration: StoreConfiguration) -> None:
    """Raises UnknownFont with what was perhaps meant."""
    for field in ("heading_font", "body_font"):
        name = getattr(configuration, field)
        if name and name not in font_library():
            raise UnknownFont(f"The store's {field} is {name!r}: there is no such font.", remedy=perhaps_meant(name))


def store_fonts(theme: Theme, configuration: StoreConfiguration, prefix: str) -> StoreFonts:
    """What the shop chose, else what the theme does; "" is the font that the theme's own styles name.

    `prefix` is the path of the store's public address. A family that is not known any more is as good as none.
    """
    names = {
        "heading": configuration.heading_font or theme.fonts.get("heading", ""),
        "body": configuration.body_font or theme.fonts.get("body", ""),
    }
    chosen = {part: font_library()[name] for part, name in names.items() if name in font_library()}
    families = list(dict.fromkeys(chosen.values()))
    assets = {face.file: hashed_asset(face.file, face.read()) for family in families for face in family.faces}
    rules = [_family_rules(family, assets, prefix) for family in families]
    return StoreFonts(
        css="".join(rules) + _properties(chosen),
        assets=tuple(assets.values()),
    )


def _family_rules(family: Family, assets: Mapping[str, Asset], prefix: str) -> str:
    faces = (_face_rule(family, face, prefix + assets[face.file].path) for face in family.faces)
    local = ",".join(f'local("{name}")' for name in family.stand_ins)
    stand_in = (
        f'@font-face{{font-family:"{_stand_in(family)}";src:{local};size-adjust:{family.size_adjust}%;'
        f"ascent-override:{family.ascent}%;descent-override:{family.descent}%;line-gap-override:0%}}"
    )
    return "".join(faces) + stand_in


def _face_rule(family: Family, face: Face, address: str) -> str:
    return (
        f'@font-face{{font-family:"{family.name}";font-style:{face.style};font-weight:{family.weights};'
        f'font-display:swap;src:url("{address}") format("woff2");unicode-range:{face.letters}}}'
    )


def _properties(chosen: Mapping[str, Family]) -> str:
    """`:root` with --font-heading, --font-body; nothing where the theme's own fonts are to stay."""
    stacks = (
        f'--font-{part}:"{family.name}","{_stand_in(family)}",{family.generic}' for part, family in chosen.items()
    )
    return f":root{{{';'.join(stacks)}}}" if chosen else ""


def _stand_in(family: Family) -> str:
    return f"{family.name} stand-in"
