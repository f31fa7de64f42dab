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
_DELIMITER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")
_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PAIRED = ("if", "for", "block", "macro", "call", "filter", "with", "raw", "autoescape", "set")
_SINGLE = ("extends", "include", "import", "from", "do")
_BETWEEN = ("else", "elif")
_ELSE = dict.fromkeys(("elseif", "elsif"), "Did you mean 'elif'?")
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
    plain = COMMENT.sub(_blanked, text)
    for found in STATEMENT.finditer(plain):
        yield Statement(found[1], found[2].strip(), found.start(), found.end())


def unbalanced(file: str, text: str) -> Finding | None:
    """The first {{ or {% that has no end, or the first statement that does not fit, if one does not."""
    return _unfinished(file, text) or _misplaced(file, text)


def _unfinished(file: str, text: str) -> Finding | None:
    """An opening that another one follows before its end."""
    opened: re.Match[str] | None = None
    for found in _DELIMITER.finditer(COMMENT.sub(_blanked, text)):
        if found[0] in _ENDS.values():
            opened = None
        elif opened is None:
            opened = found
        else:
            break
    if opened is None:
        return None
    what = f"{opened[0]} has no {_ENDS[opened[0]]}."
    return Finding(file, *place(text, opened.start()), "syntax", what, f"Add {_ENDS[opened[0]]}.")


def _misplaced(file: str, text: str) -> Finding | None:
    opened: list[Statement] = []
    for one in statements(text):
        if one.word not in _WORDS:
            return _finding(
                file, text, one, f"There is no statement {one.word!r}.", _ELSE.get(one.word) or meant(one.word, _WORDS)
            )
        if one.opens:
            opened.append(one)
        elif one.word.startswith("end"):
            if not opened:
                return _finding(file, text, one, f"{one.word} closes nothing.")
            if opened[-1].word != one.word.removeprefix("end"):
                return _unclosed(file, text, opened[-1], one.word)
            opened.pop()
    return _unclosed(file, text, opened[-1], "the file's end") if opened else None


def _blanked(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _unclosed(file: str, text: str, one: Statement, before: str) -> Finding:
    what = f"{{% {one.word} %}} is not closed before {before}."
    return _finding(file, text, one, what, f"Add {{% end{one.word} %}}.")


def _finding(file: str, text: str, one: Statement, what: str, remedy: str = "") -> Finding:
    return Finding(file, *place(text, one.start), "statement", what, remedy)
