"""Messages of less than 1 KB: Celery's envelope says much that every worker takes for granted, and that is left out.

A chord's member carries the whole chord's body besides; of it, what the worker needs to send it on is kept. What Flower
shows of a task's arguments travels in the envelope, so it is made short: "47654d7116bfa3b4 pages.00012 1".
"""

from __future__ import annotations

from typing import Any

from celery.signals import before_task_publish

# The worker has its own time limits; results go to Redis, so nobody replies; arguments are in the body.
_UNREAD = ("timelimit", "argsrepr", "origin", "parent_id")
_UNREAD_PROPERTIES = ("reply_to", "correlation_id")
_UNREAD_OPTIONS = ("reply_to",)
_NOTHING: tuple[object, ...] = (None, False, "", {}, [])  # 0 among them, which equals False
_KEPT = ("retries", "group_index")  # 0 says something here
_SHOWN_CHARACTERS = 60


def keep_messages_small() -> None:
    """From here on, what this process publishes is slim. Twice is harmless."""
    before_task_publish.connect(slim, dispatch_uid="storeloom.envelope")


def slim(
    body: tuple[Any, Any, dict[str, Any]], headers: dict[str, Any], properties: dict[str, Any], **_: object
) -> None:
    """Take out what is empty or unread; the worker's own defaults stand in for it."""
    _drop(headers, _UNREAD)
    _drop(properties, _UNREAD_PROPERTIES)
    _, kwargs, embed = body
    headers["kwargsrepr"] = _shown(kwargs)
    _drop(embed)
    if "chord" in embed:
        embed["chord"] = _slim_signature(embed["chord"])


def _shown(kwargs: dict[str, Any]) -> str:
    """The ids, without their names; the version is the same everywhere."""
    return " ".join(str(value) for name, value in kwargs.items() if name != "version")[:_SHOWN_CHARACTERS]


def _slim_signature(signature: dict[str, Any]) -> dict[str, Any]:
    """A copy: the members of a chord share one."""
    slimmed = {**signature, "options": dict(signature["options"])}
    _drop(slimmed["options"], _UNREAD_OPTIONS)
    return {name: value for name, value in slimmed.items() if value is not None}


def _drop(values: dict[str, Any], unread: tuple[str, ...] = ()) -> None:
    for name in [name for name, value in values.items() if name in unread or value in _NOTHING]:
        if name not in _KEPT:
            del values[name]
