"""The words a page type's templates and scripts are written with: a class among none of them is on no page.

A class may be put together ("icon-{{ name }}", 'is-' + state, "{{ kind }}-row"): any that begins or ends with the
written part counts as used. One that comes whole from a value has to be written somewhere as well.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from storefront.rendering.themes import Theme

_REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
_ASSET = re.compile(r"""\basset\(\s*["']([^"']+)["']""")
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
_WORD = re.compile(r"[\w-]+")
_START = re.compile(r"[A-Za-z][\w-]*[-_](?![\w-])")
_END = re.compile(r"(?<=\})([-_][\w-]*[A-Za-z][\w-]*)")


@dataclass(frozen=True, slots=True)
class Words:
    whole: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]

    def know(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.starts) or word.endswith(self.ends)


def words_of(theme: Theme, page_type: str) -> Words:
    """Every word of the page type's template, of those it draws on, and of their scripts."""
    sources = list(_sources(theme, theme.templates[page_type]))
    texts = [*sources, *_scripts(theme, sources)]
    whole, starts, ends = (frozenset[str]().union(*found) for found in zip(*map(_written, texts), strict=True))
    return Words(whole, tuple(sorted(starts)), tuple(sorted(ends)))


@lru_cache(maxsize=512)  # page types share most of their files
def _written(text: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(pattern.findall(text)) for pattern in (_WORD, _START, _END))


def _sources(theme: Theme, template: str) -> Iterator[str]:
    return _closure([template], theme.sources, lambda _, source: _REFERENCE.findall(source))


def _scripts(theme: Theme, sources: list[str]) -> Iterator[str]:
    texts = {file: data.decode() for file, data in theme.assets.items() if file.endswith(".js")}
    named = sorted({theme.asset_files.get(name, name) for source in sources for name in _ASSET.findall(source)})
    return _closure([file for file in named if file in texts], texts, _imports)


def _imports(file: str, source: str) -> list[str]:
    return [posixpath.normpath(posixpath.join(posixpath.dirname(file), other)) for other in _IMPORT.findall(source)]


def _closure(
    first: Iterable[str], files: Mapping[str, str], references: Callable[[str, str], list[str]]
) -> Iterator[str]:
    """The text of these files and of all they refer to, each once."""
    waiting, seen = list(first), set(first)
    while waiting:
        file = waiting.pop()
        yield files[file]
        found = [other for other in references(file, files[file]) if other in files and other not in seen]
        waiting += found
        seen.update(found)
