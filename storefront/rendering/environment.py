"""The one door through which templates run: Jinja's immutable sandbox, always escaping, reaching only its own theme.

A template sees `page`, `t(key, **values)`, `asset(name)` and `sizes(place)`, nothing else: no clock, no
randomness, no files.
"""

from __future__ import annotations

import difflib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from storefront.errors import ThemeBroken
from storefront.rendering.contract import PageView
from storefront.rendering.locale_texts import LocaleTexts, texts_for
from storefront.rendering.themes import Theme

# Not the same at every run, or a way to mark text as safe.
REMOVED_FILTERS = ("random", "safe")
_ENVIRONMENTS_KEPT = 16
_LOOP = ("first", "last", "index", "index0")


class _CompiledOnce(BytecodeCache):
    """Compiled templates of this process. A theme's templates are compiled once, whatever the locales and stores."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


_compiled = _CompiledOnce()


class Renderer:
    """Renders a theme's pages in one locale. `assets` maps logical names to addresses."""

    def __init__(self, theme: Theme, texts: LocaleTexts, assets: Mapping[str, str]) -> None:
        self.texts = texts
        self._theme = theme
        self._environment = _Sandbox(theme, texts, _asset_lookup(assets), _sizes_lookup(theme.pictures))

    def render(self, page: PageView) -> str:
        """The page's HTML. Raises ThemeBroken with file, line and what."""
        file = self._theme.templates[page["type"]]
        try:
            return self._environment.get_template(file).render(page=page)
        except ThemeBroken as error:
            raise ThemeBroken(f"{self._where(error, file)}: {error.what}", remedy=error.remedy) from error
        except TemplateSyntaxError as error:
            raise ThemeBroken(f"{error.name or file}, line {error.lineno}: {error.message}") from error
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
            raise ThemeBroken(f"{self._where(error, file)}: {error or type(error).__name__}") from error

    def _where(self, error: BaseException, otherwise: str) -> str:
        """The innermost template line that the error passed; Jinja's tracebacks name template files."""
        place = otherwise
        trace = error.__traceback__
        while trace is not None:
            name = trace.tb_frame.f_code.co_filename
            if name in self._theme.sources:
                place = f"{name}, line {trace.tb_lineno}"
            trace = trace.tb_next
        return place


class _AlwaysEscaping(CodeGenerator):
    """Writes what a template shows through `escaped`, also where a theme would turn escaping off."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002  # jinja's
        self.write("environment.escaped(")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox with short cuts for what a page does hundreds of times."""

    code_generator_class = _AlwaysEscaping

    def __init__(
        self, theme: Theme, texts: LocaleTexts, asset: Callable[[str], str], sizes: Callable[[str], str]
    ) -> None:
        super().__init__(
            loader=_NamedSources(theme.sources),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[],
            auto_reload=False,
            bytecode_cache=_compiled,
            cache_size=-1,
        )
        self._texts = texts
        self.globals.clear()
        self.globals.update(t=texts, asset=asset, sizes=sizes)
        for name in REMOVED_FILTERS:
            del self.filters[name]

    @staticmethod
    def escaped(value: Any) -> str:
        """What markupsafe gives, but text is not wrapped in an object of its own: a page joins 700 of them."""
        kind = type(value)
        if kind is str:
            text: str = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            return text.replace("'", "&#39;").replace('"', "&#34;")
        return value if kind is Markup else str(value) if kind is int else escape(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Looks into a view's dicts first: Jinja would try an attribute, fail, and only then look for the item."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        if type(obj) is LoopContext and attribute in _LOOP:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Our own `t` and the theme's macros need no check whether they are safe to call.

        Jinja adds the loop's and block's variables to every call, for functions that ask for the context.
        """
        if called is self._texts:
            return called(*args, **kwargs)
        if type(called) is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(context.eval_ctx, *args, **kwargs)
        return super().call(context, called, *args, **kwargs)


class _NamedSources(BaseLoader):
    """A theme's own sources and nothing else. Each goes by its file's name, so that errors can tell where they were."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002  # jinja's
        if template not in self._sources:
            raise TemplateNotFound(template)
        return self._sources[template], template, None


def _asset_lookup(assets: Mapping[str, str]) -> Callable[[str], str]:
    return _lookup(assets, "asset", "assets")


def _sizes_lookup(pictures: Mapping[str, str]) -> Callable[[str], str]:
    """How wide a picture is shown, by the place where it stands: the `sizes` of <img> and <source>."""
    return _lookup(pictures, "place for pictures", "pictures")


def _lookup(table: Mapping[str, str], what: str, section: str) -> Callable[[str], str]:
    def look_up(name: str) -> str:
        if name not in table:
            near = difflib.get_close_matches(name, table, n=1)
            raise ThemeBroken(
                f"There is no {what} {name!r}.",
                remedy=f"Perhaps {near[0]!r} is meant." if near else f"Name it under [{section}] in theme.toml.",
            )
        return table[name]

    return look_up


_renderers: OrderedDict[tuple[str, str, tuple[tuple[str, str], ...]], Renderer] = OrderedDict()


def renderer_for(theme: Theme, locale: str, assets: Mapping[str, str]) -> Renderer:
    """This process's renderer of a theme in a locale: a store's pages share one, least recently used ones go."""
    key = (theme.fingerprint, locale, tuple(sorted(assets.items())))
    renderer = _renderers.pop(key, None) or Renderer(theme, texts_for(theme, locale), assets)
    _renderers[key] = renderer
    if len(_renderers) > _ENVIRONMENTS_KEPT:
        _renderers.popitem(last=False)
    return renderer
