"""What a plan tells about the store as a whole: nothing that stops a build, but its owner will want to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storefront.catalogue.palette_check import check_palette
from storefront.errors import OwnersError
from storefront.rendering.fonts import check_fonts
from storefront.rendering.missing_texts import missing_texts
from storefront.rendering.outline import Outline
from storefront.rendering.themes import Theme


@dataclass(frozen=True, slots=True)
class Note:
    """`what` names the thing, `reason` says what is the matter, `remedy` what to do about it."""

    what: str
    reason: str
    remedy: str = ""


def plan_notes(outline: Outline, theme: Theme) -> tuple[Note, ...]:
    collections = (Note("collections", problem) for problem in outline.collections.problems)
    return (*_looks(outline), *_languages(outline, theme), *collections)


def _looks(outline: Outline) -> Iterator[Note]:
    """What is refused where people ask for a build: a schedule's is made all the same."""
    checks: tuple[Callable[..., None], ...] = (check_palette, check_fonts)
    for check in checks:
        try:
            check(outline.configuration)
        except OwnersError as error:
            yield Note("settings", error.what, error.remedy)


def _languages(outline: Outline, theme: Theme) -> Iterator[Note]:
    for locale, keys in missing_texts(theme, outline.addresses.locales).items():
        texts = "1 text is" if len(keys) == 1 else f"{len(keys)} texts are"
        remedy = f"Add them to locales/{locale}.json of the theme; the report card lists them."
        yield Note(f"locale {locale}", f"{texts} missing, English stands in.", remedy)
