from __future__ import annotations

from storefront.rendering.head_texts import HeadTexts


def test_a_title_that_is_taken_gets_what_tells_the_page_apart() -> None:
    heads = HeadTexts()
    assert heads.title("Rivera", "Lumen", apart="Havana") == "Rivera | Lumen"
    assert heads.title("Rivera", "Lumen", apart="Black") == "Rivera | Lumen – Black"
    assert heads.title("Rivera", "Lumen", apart="Black") == "Rivera | Lumen – Black (2)"
    assert heads.title("Rivera", "Lumen") == "Rivera | Lumen (2)"


def test_titles_stay_within_60_characters_and_descriptions_within_160() -> None:
    heads = HeadTexts()
    titles = [
        heads.title("A frame with a very long name that goes on and on", "Lumen", apart="Havana") for _ in range(30)
    ]
    assert len(set(titles)) == 30
    assert max(map(len, titles)) <= 60
    told = [heads.description("word " * 80, apart=f"No. {number % 3}") for number in range(30)]
    assert len(set(told)) == 30
    assert max(map(len, told)) <= 160


def test_a_description_is_plain_text() -> None:
    assert HeadTexts().description("<p>Light &amp; <b>strong</b>.</p>", apart="x") == "Light & strong."


def test_a_title_may_read_like_a_description() -> None:
    heads = HeadTexts()
    assert heads.title("Contact") == heads.description("Contact", apart="x") == "Contact"


def test_numbers_are_given_in_order_whatever_comes_between() -> None:
    heads = HeadTexts()
    asked = [
        ("Round", "Black"),
        ("Round", "Havana"),
        ("Round", "Black"),
        ("Panto", ""),
        ("Panto", ""),
        ("Round", "Black"),
    ]
    assert [heads.title(name, apart=apart) for name, apart in asked] == [
        "Round",
        "Round – Havana",
        "Round – Black",
        "Panto",
        "Panto (2)",
        "Round – Black (2)",
    ]


def test_a_number_that_another_text_has_taken_is_passed_over() -> None:
    heads = HeadTexts()
    taken = ["Round", "Round (2)", "Round (3)"]
    assert [heads.title(text) for text in taken] == taken
    assert [heads.title("Round") for _ in range(2)] == ["Round (4)", "Round (5)"]


def test_a_description_of_markup_alone_is_none() -> None:
    """Catalogues have "<p></p>" where there is nothing to say."""
    heads = HeadTexts()
    assert heads.description("<p></p><img src=x>", otherwise="Alba") == "Alba"
    assert heads.description("<p> </p>", otherwise="Alba", apart="Havana") == "Alba – Havana"
