"""The words of a theme: each text in every language, with the same placeholders and plural forms that there are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from storefront.rendering.languages import base_language
from storefront.rendering.locale_texts import engine_texts
from storefront.rendering.theme_check.draft import Draft
from storefront.rendering.theme_check.findings import Finding, meant, place
from storefront.rendering.theme_check.library import placeholders

_FIRST = "en"
_PLURALS = ("zero", "one", "two", "few", "many", "other")
_KEY = re.compile(r'(?P<indent>^|[{,])\s*"(?P<key>(?:[^"\\]|\\.)*)"\s*:', re.MULTILINE)


def check_locales(draft: Draft, said: Iterable[str]) -> Iterator[Finding]:
    """`said` are the keys that pages use."""
    yield from _doubled(draft)
    for code in draft.own.locales:
        for key, words in draft.own.locales[code].items():
            yield from _check_words(draft, code, key, words)
    yield from _missing(draft, {*said, *draft.own.locales.get(_FIRST, {})})


def _check_words(draft: Draft, code: str, key: str, words: Any) -> Iterator[Finding]:
    if isinstance(words, dict):
        yield from _check_plurals(draft, code, key, words)
    elif not isinstance(words, str):
        yield _at(draft, code, key, "not-a-text", f"{key!r} is no text.", 'Write it between quotation marks: "…".')
    elif not words.strip():
        yield _at(draft, code, key, "empty-text", f"{key!r} has no words.")
    yield from _check_placeholders(draft, code, key, words)


def _check_plurals(draft: Draft, code: str, key: str, forms: dict[str, Any]) -> Iterator[Finding]:
    for form in forms:
        if form not in _PLURALS:
            remedy = meant(form, _PLURALS, f"Forms are {', '.join(_PLURALS)}.")
            yield _at(draft, code, key, "plural", f"{key!r} has a form {form!r}, which is none.", remedy, form=form)
    if "other" not in forms:
        yield _at(draft, code, key, "plural", f"{key!r} has no form for 'other'.", 'Add "other": "…".')


def _check_placeholders(draft: Draft, code: str, key: str, words: Any) -> Iterator[Finding]:
    """The first language's text says what there is to fill in; `count` may be left to the words."""
    first = draft.locales.get(_FIRST, {}).get(key)
    if code == _FIRST or first is None:
        return
    wanted, given = _placeholders(first), _placeholders(words)
    for name in sorted(given - wanted - {"count"}):
        yield _at(draft, code, key, "placeholder", f"{key!r} has no value {{{name}}}.", _given(name, wanted))
    for name in sorted(wanted - given - {"count"}):
        if not given - wanted:
            yield _at(draft, code, key, "placeholder", f"{key!r} leaves out {{{name}}}.", f"Put {{{name}}} in.")


def _given(name: str, wanted: set[str]) -> str:
    return meant(name, wanted, f"It is given {', '.join(sorted(wanted))}." if wanted else "It is given nothing.")


def _placeholders(words: Any) -> set[str]:
    forms = words.values() if isinstance(words, dict) else [words]
    return {name for form in forms for name in placeholders(str(form))}


def _missing(draft: Draft, keys: set[str]) -> Iterator[Finding]:
    """Texts that the first language has and another lacks, at the place where they belong."""
    locales, engine = draft.locales, engine_texts()
    order = list(dict.fromkeys([*draft.own.locales.get(_FIRST, {}), *locales.get(_FIRST, {})]))
    for code in locales:
        has = {*locales[code], *locales.get(base_language(code), {}), *engine.get(base_language(code), {})}
        for key in order:
            if key in keys and key not in has:
                near = [other for other in draft.own.locales.get(code, {}) if other not in locales[_FIRST]]
                before = next((one for one in reversed(order[: order.index(key)]) if _has(draft, code, one)), None)
                yield _at(
                    draft, code, before, "missing-translation", f"{key!r} has no words in {code!r}.", meant(key, near)
                )


def _has(draft: Draft, code: str, key: str) -> bool:
    return key in draft.own.locales.get(code, {})


def _doubled(draft: Draft) -> Iterator[Finding]:
    """Keys that stand twice in a file: the last one counts, which nobody means."""
    for code in draft.own.locales:
        text = _text(draft, code)
        for key in _twice(text):
            found = [one for one in _KEY.finditer(text) if one["key"] == key]
            where = place(text, found[-1].start("key"))
            yield Finding(_file(code), *where, "doubled-key", f"{key!r} is there twice.", "Take one away.")


def _twice(text: str) -> list[str]:
    doubles: set[str] = set()

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        doubles.update(key for key in keys if keys.count(key) > 1)
        return dict(pairs)

    json.loads(text, object_pairs_hook=look)
    return sorted(doubles)


def _at(
    draft: Draft, code: str, key: str | None, rule: str, what: str, remedy: str = "", *, form: str | None = None
) -> Finding:
    """A finding at a key's line, or at one of its plural forms; the file's first where the key is not there."""
    text = _text(draft, code)
    found = next((one for one in _KEY.finditer(text) if one["key"] == key), None)
    if found is not None and form is not None:
        found = next((one for one in _KEY.finditer(text, found.end()) if one["key"] == form), found)
    line, column = place(text, found.start("key")) if found else (1, 1)
    return Finding(_file(code), line, column, rule, what, remedy)


def _text(draft: Draft, code: str) -> str:
    """The file's text; of one that can't be read, which has been told already, nothing."""
    return draft.own.texts.get(_file(code), "") if draft.own.locales.get(code) else "{}"


def _file(code: str) -> str:
    return f"locales/{code}.json"
