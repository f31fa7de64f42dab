"""Single values as sources write them, brought into one form. Pure functions; None stands for "doesn't say"."""

from __future__ import annotations

import html
import re
from typing import Any, Literal

Kind = Literal["glasses", "sunglasses", "contact-lenses", "accessory", "other"]
Gender = Literal["women", "men", "unisex", "kids"]

# Control characters and lone surrogates can't be stored or sent, nor what Unicode calls no characters; tab and line
# ends can. U+FFFD stands where an earlier program lost a character: there is nothing to show.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
_BLOCKS = re.compile(r"<\s*(?:script|style)\b.*?<\s*/\s*(?:script|style)\s*>", re.IGNORECASE | re.DOTALL)
_BLOCK_END = re.compile(r"<\s*/\s*(?:script|style)\s*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_YES = frozenset({"true", "yes", "y", "1", "t", "on", "ja", "sí", "si", "oui", "in stock", "instock"})
_NO = frozenset({"false", "no", "n", "0", "f", "off", "nein", "non", "out of stock", "outofstock"})
_GTIN_LENGTHS = (8, 12, 13, 14)


def storable(value: Any) -> Any:
    """The same value with what no database or page can hold taken out of its texts and keys."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(str(key)): storable(item) for key, item in value.items()}
    return value


def plain_text(text: Any) -> str:
    """One line of text without markup or entities, for names and summaries."""
    if text is None:
        return ""
    bare = _TAGS.sub(" ", _without_blocks(str(text)))
    return " ".join(_UNSTORABLE.sub("", html.unescape(bare)).split())


def _without_blocks(text: str) -> str:
    """Without scripts and styles. What comes after the last end of one is not looked at: each beginning without an
    end would be followed to the end of the text."""
    last = max((found.end() for found in _BLOCK_END.finditer(text)), default=0)
    return _BLOCKS.sub(" ", text[:last]) + text[last:]


def boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    return True if word in _YES else False if word in _NO else None


def whole_number(value: Any) -> int | None:
    """A stock quantity: "100", "12.0", 3; None for anything else, negative ones are 0."""
    try:
        return max(0, int(float(str(value).strip())))
    except (ValueError, OverflowError):
        return None


def gtin(value: Any) -> str | None:
    """A GTIN of 8, 12, 13 or 14 digits with a right check digit; spreadsheets' lost leading zeros are put back."""
    digits = re.sub(r"[\s-]", "", str(value))
    if not (digits.isascii() and digits.isdigit()):
        return None
    length = next((n for n in _GTIN_LENGTHS if len(digits) <= n), None)
    if length is None or len(digits) < length - 1:
        return None
    padded = digits.zfill(length)
    return padded if _check_digit_right(padded) else None


def _check_digit_right(digits: str) -> bool:
    """GS1: from the right, weights 1, 3, 1, 3 …; the sum is a multiple of ten."""
    return sum(int(d) * (3 if place % 2 else 1) for place, d in enumerate(reversed(digits))) % 10 == 0


def split_list(value: Any, separator: str = ",") -> list[str]:
    """The parts of a text, or of a list's texts, without blanks and repeats, in their order."""
    items = value if isinstance(value, list) else str(value or "").split(separator)
    return list(dict.fromkeys(part for part in (str(item).strip() for item in items) if part))


def kind_from(*texts: str) -> Kind:
    """What sort of thing the words of a type, category or tag list speak of."""
    words = set(re.findall(r"[a-z]+", " ".join(texts).casefold()))
    if words & {"sunglasses", "sunglass", "sunnies", "sonnenbrille", "sonnenbrillen"}:
        return "sunglasses"
    if words & {"contacts"} or {"contact", "lenses"} <= words or {"contact", "lens"} <= words:
        return "contact-lenses"
    if words & {"eyeglasses", "glasses", "frames", "eyewear", "spectacles", "optical", "brille", "brillen"}:
        return "glasses"
    return "other"


def gender_from(*texts: str) -> Gender | None:
    """Whom it is made for, if the words name one group; women and men together are unisex."""
    words = set(re.findall(r"[a-z]+", " ".join(texts).casefold().replace("'", "")))
    if words & {"kids", "kid", "children", "child", "junior", "boys", "girls", "yrs"}:
        return "kids"
    women = bool(words & {"women", "womens", "woman", "female", "ladies"})
    men = bool(words & {"men", "mens", "man", "male", "gentlemen"})
    if words & {"unisex"} or (women and men):
        return "unisex"
    return "women" if women else "men" if men else None
