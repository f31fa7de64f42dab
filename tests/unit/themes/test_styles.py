"""What every theme's styles keep to: the engine's colours, both directions of writing, nothing unused."""

from __future__ import annotations

import re

from tests.unit.themes.every_theme import THEMES, every_theme

SHARED = "assets/css/"
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-)?(?:left|right)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)
RAW_TEXT_COLOUR = re.compile(r"(?<![\w-])color:\s*(?:#|rgb|hsl|white|black)", re.IGNORECASE)


def styles(theme: str) -> str:
    """All of a theme's stylesheets, without comments."""
    loaded = THEMES[theme]
    texts = [loaded.assets[file].decode() for files in loaded.styles.values() for file in files]
    return re.sub(r"/\*.*?\*/", "", "\n".join(texts), flags=re.DOTALL)


@every_theme
def test_every_stylesheet_is_named_once(theme: str) -> None:
    loaded = THEMES[theme]
    named = [file for files in loaded.styles.values() for file in files]
    assert sorted(named) == sorted(file for file in loaded.assets if file.endswith(".css"))


@every_theme
def test_styles_fetch_nothing_from_elsewhere(theme: str) -> None:
    assert not re.search(r"@import|url\(\s*[\"']?(?:https?:|//)", styles(theme))


@every_theme
def test_every_class_in_the_styles_is_used(theme: str) -> None:
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", styles(theme))))
    scripts = [data.decode() for file, data in THEMES[theme].assets.items() if file.endswith(".js")]
    written = " ".join([*THEMES[theme].sources.values(), *scripts])
    words, starts = set(re.findall(r"[\w-]+", written)), tuple(set(re.findall(r"([\w-]+-)\{\{", written)))
    assert {name for name in classes - words if not name.startswith(starts)} == set()


@every_theme
def test_words_have_the_stores_colours(theme: str) -> None:
    """A colour of the theme's own would not follow the shop's palette, nor the dark."""
    assert RAW_TEXT_COLOUR.findall(styles(theme)) == []


@every_theme
def test_styles_follow_the_direction_of_writing(theme: str) -> None:
    either_way = re.sub(r"[^{}]*\[dir=rtl\][^{}]*\{[^}]*\}", "", styles(theme))
    assert PHYSICAL.findall(either_way) == []


@every_theme
def test_what_a_visitor_asked_their_device_for_is_kept(theme: str) -> None:
    for wish in ("prefers-reduced-motion: reduce", "forced-colors: active", "@media print"):
        assert wish in styles(theme)
