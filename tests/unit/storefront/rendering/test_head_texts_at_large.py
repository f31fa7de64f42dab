"""Titles and descriptions over a large store, in several scripts: within their limits, no two alike, words whole."""

from __future__ import annotations

from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storefront.rendering.head_texts import HeadTexts

PRODUCTS = 10_000
OTHERS = ("|", "–", "…")

# What shops call their frames: names that look like markup, that are written from right to left, that are very long.
NAMES = (
    "Dolce & Gabbana DG3258",
    "O'Neill Shore",
    "Ørgreen Halo",
    "<b>Bold</b>",
    "{{ 7*7 }}",
    "משקפי שמש קלאסיים",
    "نظارات شمسية مستديرة",
    "Montura rectangular de acetato reciclado con bisagras remachadas y varillas flexibles para el día a día",
    "👓 Retro 👩‍👩‍👧 family",
    "Rivera",
)
SPANISH = (
    "Una montura ligera de titanio, con plaquetas regulables y varillas flexibles, pensada para quien lleva las gafas "
    "todo el día y no quiere notarlas. La talla {} le va bien a una cara mediana, y el puente apoya sin apretar."
)


def names() -> list[str]:
    return list(islice(cycle(NAMES), PRODUCTS))


def test_ten_thousand_titles() -> None:
    heads = HeadTexts()
    made = [heads.title(name, "Lumen", "Óptica Ribera", apart=f"Negro {n % 40}") for n, name in enumerate(names())]
    assert len(set(made)) == PRODUCTS
    assert max(map(len, made)) <= 60
    for title, name in zip(made[: 4 * len(NAMES)], names(), strict=False):
        assert_whole(title, f"{name} Lumen Óptica Ribera {' '.join(f'Negro {n}' for n in range(40))}")


def test_ten_thousand_descriptions() -> None:
    heads = HeadTexts()
    made = [heads.description(SPANISH.format(n % 3), apart=f"Negro {n % 40}") for n in range(PRODUCTS)]
    assert len(set(made)) == PRODUCTS
    assert max(map(len, made)) <= 160
    assert_whole(made[0], SPANISH.format(0))


words = st.lists(
    st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Nd", "So"]), min_size=1, max_size=20),
    min_size=1,
    max_size=25,
)


@settings(deadline=None, max_examples=200)
@given(name=words, store=words, apart=words)
def test_whatever_the_words_are_they_stay_whole(name: list[str], store: list[str], apart: list[str]) -> None:
    heads, told = HeadTexts(), [" ".join(part) for part in (name, store, apart)]
    made = [heads.title(told[0], told[1], apart=told[2]) for _ in range(3)]
    assert len(set(made)) == 3
    assert max(map(len, made)) <= 60
    for title in made:
        assert_whole(title, " ".join(told))


@pytest.mark.parametrize("name", NAMES)
def test_names_come_out_as_they_are_written(name: str) -> None:
    assert HeadTexts().title(name, "Lumen").startswith(name[:40])


def assert_whole(text: str, source: str) -> None:
    """Every word is one of the source's, but for numbers in brackets and signs between the parts."""
    known = set(source.split())
    for word in text.split():
        plain = word.strip("…")
        numbered = plain.startswith("(") and plain.endswith(")") and plain[1:-1].isdigit()
        whole = plain in known or any(one.rstrip(",;:–-|/(") == plain for one in known)
        assert whole or numbered or plain in ("", *OTHERS), (word, text)
