from __future__ import annotations

from storefront.seo.page_markup import breadcrumb_markup, faq_markup, item_list_markup, website_markup


def test_breadcrumbs_count_from_one_and_the_last_may_have_no_address() -> None:
    made = breadcrumb_markup([("Home", "https://x.example/"), ("Round", None)])
    assert made is not None
    first, last = made["itemListElement"]
    assert (first["position"], first["name"], first["item"]) == (1, "Home", "https://x.example/")
    assert (last["position"], last["name"]) == (2, "Round")
    assert "item" not in last


def test_one_step_is_no_trail() -> None:
    assert breadcrumb_markup([("Home", "https://x.example/")]) is None


def test_a_list_goes_on_counting_on_its_next_page() -> None:
    made = item_list_markup(["https://x.example/a/", "https://x.example/b/"], name="Round", first_position=25)
    assert made is not None
    assert [(e["position"], e["url"][-2]) for e in made["itemListElement"]] == [(25, "a"), (26, "b")]
    assert made["numberOfItems"] == 2


def test_an_empty_list_is_nothing() -> None:
    assert item_list_markup([]) is None


def test_the_site_names_its_publisher() -> None:
    made = website_markup("Optik", "https://x.example/es/", "es", "https://x.example/#store")
    assert (made["inLanguage"], made["publisher"]) == ("es", {"@id": "https://x.example/#store"})
    assert "publisher" not in website_markup("Optik", "https://x.example/", "en")


def test_questions_are_told_with_their_answers() -> None:
    assert faq_markup([]) is None
    made = faq_markup([("Why?", "Since it <b> is.")])
    assert made == {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": "Why?", "acceptedAnswer": {"@type": "Answer", "text": "Since it <b> is."}}
        ],
    }
