"""Names as parts of addresses: "Frühjahrs-Kollektion Ø" becomes "fruhjahrs-kollektion-o"."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_LENGTH = 80  # of a name's part; the model allows 120, which leaves room for a suffix
_READABLE_ID = 24  # an id up to this long goes into the suffix as it is

_LETTERS = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t",
        "&": " and ", "'": "", "’": "", "®": "", "™": "", "©": "",
        "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
        "θ": "th", "χ": "ch", "ψ": "ps",
    }
    | dict(zip("абвгдезиклмнопрстуфыэіґ", "abvgdeziklmnoprstufyeig", strict=True))
    | dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True))
)  # fmt: skip


def slugify(text: str) -> str:
    """Lower-case Latin letters, digits and single hyphens; "" when nothing of the text can be written so."""
    marks = str.maketrans("", "", "®™©")  # before decomposing, which would spell ™ as letters
    decomposed = unicodedata.normalize("NFKD", text.translate(marks).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    bare = bare.replace("ου", "ou").translate(_LETTERS)
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    return slug if len(slug) <= MAX_LENGTH else _cut(slug)


def _cut(slug: str) -> str:
    """At most MAX_LENGTH characters, ending with a whole word if there is one."""
    head, _, _ = slug[: MAX_LENGTH + 1].rpartition("-")
    return (head or slug)[:MAX_LENGTH].strip("-")


def suffixed(slug: str, product_id: str) -> str:
    """The slug of a product whose own was taken: with its id, so it depends neither on order nor on neighbours."""
    own = slugify(product_id)
    if not own or len(own) > _READABLE_ID:
        own = hashlib.sha256(product_id.encode()).hexdigest()[:8]
    return f"{slug}-{own}"


class SlugRegister:
    """Who has which slug in one store. Memory: the slugs and ids, about 250 bytes a product.

    A product keeps the slug it already has as long as its name asks for the same, so addresses survive any order
    of the rows; the first to ask gets the plain slug, every other one its own suffix.
    """

    def __init__(self, owners: dict[str, str] | None = None) -> None:
        self._owners = dict(owners or {})
        self._slugs = {product_id: slug for slug, product_id in self._owners.items()}

    def claim(self, wanted: str, product_id: str) -> str:
        """The slug for this product; the same call gives the same answer."""
        choices = (wanted, suffixed(wanted, product_id), f"{wanted}-{_digest(product_id)}")
        slug = self._slugs.get(product_id)
        if slug not in choices:
            slug = next((c for c in choices if self._owners.get(c, product_id) == product_id), choices[-1])
        self._owners[slug] = product_id
        self._slugs[product_id] = slug
        return slug


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
