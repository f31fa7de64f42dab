from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.seo.metadata import cut, description, plain_text, title, with_ending

words = st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1, max_size=40)
texts = st.text(st.characters(blacklist_categories=["Cs"]))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Aviator 54", "Frames", "Optik"), "Aviator 54 | Frames | Optik"),
        (("Aviator", "", "  Optik  Lund "), "Aviator | Optik Lund"),
        (("a" * 30, "b" * 20, "c" * 20), f"{'a' * 30} | {'b' * 20}"),
        (("a" * 50, "b" * 20, "c"), "a" * 50),
        (("", ""), ""),
    ],
)
def test_titles(parts: tuple[str, ...], expected: str) -> None:
    assert title(*parts) == expected


def test_a_long_name_is_cut_after_a_word() -> None:
    name = "Rectangular reading glasses with blue light filter and spring hinges"
    assert title(name, "Optik") == "Rectangular reading glasses with blue light filter and…"


@given(st.lists(texts, max_size=4), st.integers(10, 80))
def test_titles_are_never_too_long_and_always_the_same(parts: list[str], limit: int) -> None:
    assert len(title(*parts, limit=limit)) <= limit
    assert title(*parts, limit=limit) == title(*parts, limit=limit)


@given(words, st.integers(20, 160))
def test_nothing_is_cut_inside_a_word(given_words: list[str], limit: int) -> None:
    text = " ".join(given_words)
    for made in (title(text, limit=limit), description(text, limit=limit)):
        assert len(made) <= limit
        assert made.removesuffix("…").split() == given_words[: len(made.split())]


@given(texts, st.integers(20, 160))
def test_descriptions_are_never_too_long(text: str, limit: int) -> None:
    made = description(text, limit)
    assert len(made) <= limit
    assert made == " ".join(made.split())


def test_tags_scripts_and_entities_do_not_show() -> None:
    rich = "<p>Light &amp; strong</p><script>alert(1)</script><ul><li>52&nbsp;mm</li><li>a <b>bo</b>ld</li></ul>"
    assert plain_text(rich) == "Light & strong 52 mm a bold"


def test_a_description_ends_after_a_sentence_where_enough_is_left() -> None:
    text = f"{'First sentence here ' * 5}ends. {'more words ' * 20}"
    assert description(text) == f"{'First sentence here ' * 5}ends."


def test_a_description_with_an_early_full_stop_goes_on_to_a_word() -> None:
    made = description(f"Short. {'word ' * 60}")
    assert made.endswith("word…")
    assert len(made) > 150


def test_a_decimal_point_ends_no_sentence() -> None:
    made = description(f"{'word ' * 20}weighs 12.5 {'word ' * 20}")
    assert made.endswith("word…")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * 30, "x" * 9 + "…"),
        ("眼镜" * 10, "眼镜" * 4 + "眼…"),
        ("e\u0301" * 10, "e\u0301" * 4 + "…"),  # letters with accents of their own
        ("ab, cd efgh ijkl", "ab, cd…"),
        ("ab cd, efgh ijkl", "ab cd…"),
    ],
)
def test_cutting(text: str, expected: str) -> None:
    assert cut(text, 10) == expected


def test_an_emoji_of_several_characters_is_not_torn() -> None:
    family = "👨\u200d👩\u200d👧"
    assert cut(family * 3, 9) == family + "…"


def test_an_ending_stays_and_of_a_long_one_its_end() -> None:
    assert with_ending("a word " * 10, "Red", limit=20, separator=" – ") == "a word a word… – Red"
    assert with_ending("Alba", "Havana gold and green (2)", limit=24, separator=" – ") == "Alba – …green (2)"
    assert with_ending("Alba", "x" * 40 + "7", limit=20, separator=" – ") == "Alba – …xxxxxxxx7"
