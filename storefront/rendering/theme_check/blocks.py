"""Jinja's statements as they open and close: where a template can't be read, which statement is at fault.

Jinja itself tells where it gave up, which for a forgotten {% endif %} is the end of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storefront.rendering.theme_check.findings import Finding, meant, place

STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)(.*?)[-+]?%\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_PAIRED = ("if", "for", "block", "macro", "call", "filter", "with", "raw", "autoescape", "set")
_SINGLE = ("extends", "include", "import", "from", "do")
_BETWEEN = ("else", "elif")
_WORDS = (*_PAIRED, *_SINGLE, *_BETWEEN, *(f"end{one}" for one in _PAIRED))


@dataclass(frozen=True, slots=True)
class Statement:
    word: str
    rest: str
    start: int
    end: int

    @property
    def opens(self) -> bool:
        return self.word in _PAIRED and not (self.word == "set" and "=" in self.rest)


def statements(text: str) -> Iterator[Statement]:
    """The statements of a template, those in comments left out."""
    plain = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for found in STATEMENT.finditer(plain):
        yield Statement(found[1], found[2].strip(), found.start(), found.end())


def unbalanced(file: str, text: str) -> Finding | None:
    """The first statement that does not fit, if one does not."""
    opened: list[Statement] = []
    for one in statements(text):
        if one.word not in _WORDS:
            return _finding(file, text, one, f"There is no statement {one.word!r}.", meant(one.word, _WORDS))
        if one.opens:
            opened.append(one)
        elif one.word.startswith("end"):
            if not opened:
                return _finding(file, text, one, f"{one.word} closes nothing.")
            if opened[-1].word != one.word.removeprefix("end"):
                return _unclosed(file, text, opened[-1], one.word)
            opened.pop()
    return _unclosed(file, text, opened[-1], "the file's end") if opened else None


def _unclosed(file: str, text: str, one: Statement, before: str) -> Finding:
    what = f"{{% {one.word} %}} is not closed before {before}."
    return _finding(file, text, one, what, f"Add {{% end{one.word} %}}.")


def _finding(file: str, text: str, one: Statement, what: str, remedy: str = "") -> Finding:
    return Finding(file, *place(text, one.start), "statement", what, remedy)
