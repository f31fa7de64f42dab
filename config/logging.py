"""What the processes write about themselves: structlog and the standard library's loggers through one pipe.

On a console a line per event, for machines a JSON object per line. Control characters are escaped, since names and
texts come from strangers' catalogues, and secrets are blotted out wherever they stand.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.settings import Settings
from storefront.failpoints import armed

HIDDEN = "[hidden]"
_CHATTY = (
    "celery.app.trace",
    "celery.worker.strategy",
    "httpx",
)  # a line or two per task: the batch rows and Flower have it

# C0, DEL and C1, the separators that start new lines, and the marks that turn the direction of text around.
_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_SECRET_NAME = re.compile(
    r"password|passwd|secret|token|authori[sz]ation|cookie|credential|signature|(api|access|private)_?key$",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"(?i)(?P<scheme>[a-z][a-z0-9+.-]*://)[^\s/@'\"]*@")
_ASSIGNED = re.compile(
    r"(?P<name>\b[\w-]*(?:password|passwd|secret|token)\b['\"]?\s*[=:]\s*['\"]?)[^\s'\"&,;]+", re.IGNORECASE
)
_BEARER = re.compile(r"(?P<kind>\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}", re.IGNORECASE)


def escape_controls(text: str) -> str:
    """The text with every character that could rule a terminal or forge a line written as its escape."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def redact(text: str) -> str:
    """The text without the secrets that can be told by their surroundings: in URLs, assignments and headers."""
    text = _IN_URL.sub(rf"\g<scheme>{HIDDEN}@", text)
    text = _BEARER.sub(rf"\g<kind>{HIDDEN}", text)
    return _ASSIGNED.sub(rf"\g<name>{HIDDEN}", text)


def configure_logging(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Send everything to `stream` (the error stream unless told). Called once, at a process's entry point."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        _harmless,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(stream, json=settings.log_json),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    if places := armed():
        structlog.get_logger(__name__).warning("STORELOOM_FAULTS is set: this process breaks on purpose", places=places)


def _renderer(stream: TextIO, *, json: bool) -> Processor:
    if json:
        return structlog.processors.JSONRenderer(sort_keys=True)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=0)


def _harmless(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: _clean(name, value) for name, value in event.items()}


def _clean(name: str, value: Any) -> Any:
    if name in ("_record", "_from_structlog", "timestamp", "level"):
        return value
    if _SECRET_NAME.search(name):
        return HIDDEN
    if name in ("exception", "stack"):  # lines of our own making, kept as lines
        return "\n".join(escape_controls(line) for line in redact(str(value)).splitlines())
    return _cleaned(value)


def _cleaned(value: Any) -> Any:
    """The same for what stands inside lists and objects."""
    if isinstance(value, dict):
        return {escape_controls(str(name)): _clean(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(inner) for inner in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return escape_controls(redact(str(value)))
