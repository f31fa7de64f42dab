from __future__ import annotations

from pathlib import Path

import pytest

from storefront.rendering.style_use import Words, words_of
from storefront.rendering.themes import load_theme
from tests.factories.themes import write_theme


def words(folder: Path, **changes: str) -> Words:
    return words_of(load_theme("plain", write_theme(folder, **changes)), "home")


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ('<p class="card wide">', "card"),
        ('<p id="main">', "main"),
        ("<p class=\"{{ 'is-out' if x }}\">", "is-out"),
        ('<p class="icon-{{ name }}">', "icon-cart"),
        ("<p class=\"{{ 'icon-' ~ name }}\">", "icon-cart"),
        ('<p class="block__{{ part }}">', "block__title"),
        ('<p class="{{ kind }}-row">', "product-row"),
    ],
)
def test_a_class_in_a_template_is_known(tmp_path: Path, source: str, used: str) -> None:
    known = words(tmp_path, **{"templates/page.html": source})

    assert known.know(used)
    assert not known.know("somewhere-else")
    assert not known.know("ro")


@pytest.mark.parametrize(
    ("script", "used"),
    [
        ("item.classList.add('is-closed')", "is-closed"),
        ("item.className = `chip-${kind}`", "chip-shape"),
        ("item.className = 'chip-' + kind", "chip-shape"),
        ("item.className = `${kind}-chip`", "shape-chip"),
    ],
)
def test_a_class_in_a_script_is_known_wherever_it_is_imported(tmp_path: Path, script: str, used: str) -> None:
    changes = {
        "templates/page.html": "{{ asset('main.js') }}",
        "assets/main.js": "import { add } from './parts/other.js'; const later = () => import('./later.js');",
        "assets/parts/other.js": "import '../cart.js'; export const add = 1;",
        "assets/cart.js": script,
        "assets/later.js": "item.classList.add('is-late')",
    }
    known = words(tmp_path, **changes)

    assert known.know(used)
    assert known.know("is-late")


def test_what_a_template_draws_on_counts_and_nothing_else(tmp_path: Path) -> None:
    changes = {
        "templates/page.html": (
            "{% extends 'frame.html' %}{% from '_cards.html' import cards %}{%- include \"_x.html\" -%}"
        ),
        "templates/frame.html": '<p class="from-frame">',
        "templates/_cards.html": '<p class="from-cards">{% import "_deep.html" as deep %}',
        "templates/_deep.html": '<p class="from-deep">',
        "templates/_x.html": '<p class="from-x">{% include "page.html" %}',
        "templates/other.html": '<p class="from-other">',
        "assets/cart.js": "x.className = 'from-cart'",
    }
    known = words(tmp_path, **changes)

    assert all(known.know(f"from-{place}") for place in ("frame", "cards", "deep", "x"))
    assert not known.know("from-other")
    assert not known.know("from-cart"), "no page loads this script"
