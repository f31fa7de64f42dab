"""Messages that workers understand: those of a known version whose arguments have the right names and types.

Others are refused in one line of the log and do nothing. The build they belong to goes on: the sweeper finds that the
message did nothing and sends another.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import structlog
from celery import current_task, shared_task
from celery.exceptions import Ignore
from kombu.exceptions import OperationalError

from storefront.builds.models import MESSAGE_VERSION
from storefront.errors import RequestInvalid, ServiceUnavailable

UNDERSTOOD_VERSIONS = frozenset({MESSAGE_VERSION})

# Told without a traceback: a message we do not speak, and a server that is away (the sweeper sends again what it cost).
EXPECTED = (RequestInvalid, ServiceUnavailable)

log = structlog.get_logger(__name__)
_ID = re.compile(r"[\w.:-]{1,64}")


def message_task(name: str) -> Callable[[Callable[..., None]], Any]:
    """Make a function the Celery task for messages of this name: its parameters and a version are their arguments."""

    def decorate(work: Callable[..., None]) -> Any:
        wanted = {one.name: one.annotation for one in inspect.signature(work, eval_str=True).parameters.values()}

        def run(*unnamed: Any, **named: Any) -> None:
            if understood(name, wanted, unnamed, named):
                work(**{argument: named[argument] for argument in wanted})

        run.__doc__ = work.__doc__
        return shared_task(name=name, throws=EXPECTED)(run)

    return decorate


def send_again() -> NoReturn:
    """The message that is being worked on goes back into its queue, for another worker, and counts as not yet done.

    Redis being away loses nothing: the sweeper's probes find that the message is gone.
    """
    task = current_task
    message = task.signature_from_request(task.request, countdown=0, retries=task.request.retries)
    try:
        message.apply_async()
    except OperationalError as error:
        log.warning("message not sent again: Redis does not answer", task=task.name, reason=str(error)[:200])
    raise Ignore


def understood(task: str, wanted: Mapping[str, type], unnamed: tuple[Any, ...], named: Mapping[str, Any]) -> bool:
    """Whether a message may be acted on; one that may not is told of, by its ids alone.

    `wanted` are its arguments' types by name, without the version that each message has.
    """
    try:
        check_version(named.get("version"))
        _check_arguments(wanted, unnamed, named)
    except RequestInvalid as error:
        log.warning("message refused", task=task, reason=str(error), **_ids(named))
        return False
    return True


def check_version(version: object) -> None:
    """Raises RequestInvalid for a version this worker does not understand."""
    if type(version) is not int or version not in UNDERSTOOD_VERSIONS:
        known = ", ".join(str(each) for each in sorted(UNDERSTOOD_VERSIONS))
        told = "none" if version is None else version if type(version) is int else "no number"
        raise RequestInvalid(
            f"A message of version {told} reached a worker that understands {known}.",
            remedy="Upgrade the workers before the senders.",
        )


def _check_arguments(wanted: Mapping[str, type], unnamed: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    wrong = [fault for name, kind in wanted.items() if (fault := _fault(name, kind, named))]
    unknown = len(unnamed) + len(named.keys() - wanted.keys() - {"version"})
    wrong += [f"{unknown} unknown"] if unknown else []
    if wrong:
        raise RequestInvalid(
            f"A message has other arguments than this worker knows: {', '.join(wrong)}.",
            remedy="Upgrade the workers and the senders to one version.",
        )


def _fault(name: str, kind: type, named: Mapping[str, Any]) -> str | None:
    if name not in named:
        return f"{name} is missing"
    return None if type(named[name]) is kind else f"{name} is no {kind.__name__}"  # exactly: True is no int here


def _ids(named: Mapping[str, Any]) -> dict[str, str]:
    """What may be said of a stranger's message: its ids, where they look like ids."""
    ids = {name: named.get(name) for name in ("build_id", "batch_id", "store_id", "schedule_id")}
    return {name: value for name, value in ids.items() if isinstance(value, str) and _ID.fullmatch(value)}
