from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from storefront.rendering.sanitise import ALLOWED, WITH_HEADINGS, rich_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("", ""),
        ("  \n ", ""),
        ("Dolce & Gabbana", "<p>Dolce &amp; Gabbana</p>"),
        ("O'Neill &amp; Sons", "<p>O&#39;Neill &amp; Sons</p>"),
        ("{{ 7*7 }}", "<p>{{ 7*7 }}</p>"),
        ("a < b > c", "<p>a &lt; b &gt; c</p>"),
        ("One.\nTwo.\r\n\r\nThree.", "<p>One.<br>Two.</p><p>Three.</p>"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
        ("<p>A <strong>b</strong> <em>c</em><br>d</p>", "<p>A <strong>b</strong> <em>c</em><br>d</p>"),
        ("<ul><li>One</li></ul><ol><li>Two</li></ol>", "<ul><li>One</li></ul><ol><li>Two</li></ol>"),
        ("Text <b>bold</b>", "<p>Text <strong>bold</strong></p>"),
        ("<div>A</div><div>B</div>", "<p>A</p><p>B</p>"),
        ("<H2 class=x>Title</H2><i>it</i>", "<p>Title</p><em>it</em>"),
        ("<p>&nbsp;</p><p>x</p><p><br></p>", "<p>x</p>"),
        ('<p style="color:red" onclick="x()">a</p>', "<p>a</p>"),
        ('<a href="javascript:x()">link</a>', "<p>link</p>"),
        ("<img src=x onerror=alert(1)>", ""),
        ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
        ("<style>p{}</style><p>x</p>", "<p>x</p>"),
        ("<!-- note --><p>x</p>", "<p>x</p>"),
        ("<p>unclosed", "<p>unclosed</p>"),
        ("<svg><script>alert(1)</script></svg>ok", "<p>ok</p>"),
    ],
)
def test_rich_text_is_what_the_policy_lets_through(written: str, shown: str) -> None:
    assert str(rich_text(written)) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<h1>A</h1><p>x</p><h2>B</h2><h4>C</h4>", "<h2>A</h2><p>x</p><h3>B</h3><h3>C</h3>"),
        ("<h3 class=x>A</h3><h2>B</h2><H4>C</H4>", "<h2>A</h2><h2>B</h2><h3>C</h3>"),
        ("<h2></h2>Text <b>bold</b>", "<p>Text <strong>bold</strong></p>"),
        ("<h2 onclick=x()>A<script>x()</script></h2>", "<h2>A</h2>"),
        ("No chapters", "<p>No chapters</p>"),
    ],
)
def test_long_texts_keep_their_headings_below_the_pages_own(written: str, shown: str) -> None:
    assert str(rich_text(written, headings=True)) == shown


def test_it_is_marked_as_safe_by_type() -> None:
    assert isinstance(rich_text("a & b"), Markup)


_PIECES = [
    "<",
    ">",
    "</",
    "/>",
    "p",
    "h2",
    "script",
    "svg",
    "math",
    "style",
    "title",
    "mi",
    "x",
    "onload=",
    '"',
    "'",
    "=",
    "javascript:",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&lt;",
    "&",
    "#x6A;",
    "href",
    "alert(1)",
    "noscript",
]
_HOSTILE = st.lists(st.sampled_from([*_PIECES, " ", "\n", "\x00"]), max_size=25).map("".join)


@given(_HOSTILE | st.text(max_size=60))
def test_no_tag_but_the_allowed_and_no_attribute_gets_through(text: str) -> None:
    for shown, allowed in ((rich_text(text), ALLOWED), (rich_text(text, headings=True), WITH_HEADINGS)):
        for tag in re.findall(r"<[^>]*>?", shown):
            assert re.fullmatch(r"</?(\w+)>", tag), tag
            assert tag.strip("</>") in allowed


def test_markup_nested_without_end_is_shown_as_text() -> None:
    """Cleaning it would take minutes: time goes with the square of its depth."""
    assert rich_text("<ul><li><x>" * 9_000 + "Round & light<b") == "<p>Round &amp; light</p>"
    assert rich_text("<div>" * 101 + "One.\n\nTwo.") == "<p>One.</p><p>Two.</p>"
    assert "<strong>" in rich_text("<b>" * 100 + "One")
