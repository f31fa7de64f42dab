from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.seo.json_ld import json_ld, node, schema

texts = st.text(st.characters(blacklist_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser gives it
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.dictionaries(texts, values, max_size=4))
def test_a_node_comes_back_as_it_was(content: dict[str, object]) -> None:
    told = json.loads(json_ld(content))
    assert told == {"@context": "https://schema.org", "@graph": [content]}


@given(texts)
def test_no_character_that_html_reads_is_left(text: str) -> None:
    assert not set(json_ld({"name": text})) & set("<>&\u2028\u2029")


def test_a_hostile_name_does_not_end_the_script() -> None:
    name = "</script><script>alert(1)</script><!-- & ]]>"
    page = _Scripts()
    page.feed(f'<script type="application/ld+json">{json_ld(node("Product", name=name))}</script>')
    assert page.tags == ["script"]
    assert json.loads(page.text)["@graph"][0]["name"] == name


def test_properties_without_a_value_are_left_out_but_zero_and_false_stay() -> None:
    assert node("Thing", a=None, b="", c=[], d={}, e=0, f=False) == {"@type": "Thing", "e": 0, "f": False}


@pytest.mark.parametrize("value", ["None", "null", " NaN ", "undefined", "[object Object]"])
def test_what_programs_write_for_nothing_is_left_out(value: str) -> None:
    assert node("Thing", name=value, color="Nonesuch") == {"@type": "Thing", "color": "Nonesuch"}


def test_several_nodes_share_one_graph() -> None:
    assert [n["@type"] for n in json.loads(json_ld(node("A"), node("B")))["@graph"]] == ["A", "B"]


def test_schema_address() -> None:
    assert schema("InStock") == "https://schema.org/InStock"
