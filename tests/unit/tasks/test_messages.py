"""Which messages a task acts on."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from storefront.builds.models import MESSAGE_VERSION
from storefront.errors import RequestInvalid
from tasks.messages import UNDERSTOOD_VERSIONS, check_version, understood

WANTED = {"build_id": str, "epoch": int}
GOOD = {"build_id": "b1", "epoch": 3, "version": MESSAGE_VERSION}


def refused(*unnamed: object, **named: object) -> str:
    """Why the message is refused."""
    with capture_logs() as lines:
        assert not understood("storeloom.some_task", WANTED, unnamed, named)
    [line] = lines
    assert (line["event"], line["log_level"], line["task"]) == ("message refused", "warning", "storeloom.some_task")
    return str(line["reason"])


def test_what_this_version_sends_is_understood() -> None:
    assert MESSAGE_VERSION in UNDERSTOOD_VERSIONS
    assert understood("storeloom.some_task", WANTED, (), GOOD)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": 99}, "A message of version 99 reached a worker that understands 1."),
        ({"version": None}, "A message of version none"),
        ({"version": "1"}, "A message of version no number"),
        ({"version": True}, "A message of version no number"),
        ({"build_id": 5}, "build_id is no str"),
        ({"epoch": True}, "epoch is no int"),
        ({"epoch": 3.0}, "epoch is no int"),
        ({"stage": "make", "more": 1}, "2 unknown"),
    ],
)
def test_others_are_refused_in_words(changes: dict[str, object], words: str) -> None:
    assert words in refused(**{**GOOD, **changes})


def test_what_is_missing_or_without_a_name_is_told() -> None:
    reason = refused("b1", version=MESSAGE_VERSION)
    assert all(words in reason for words in ("build_id is missing", "epoch is missing", "1 unknown"))


def test_a_refusal_repeats_ids_alone() -> None:
    with capture_logs() as lines:
        understood(
            "storeloom.some_task", WANTED, (), {**GOOD, "batch_id": "pages.00001", "version": 2, "secret": "hunter2"}
        )
        understood("storeloom.some_task", WANTED, (), {"build_id": "a\nforged line", "version": 2})
    assert (lines[0]["build_id"], lines[0]["batch_id"]) == ("b1", "pages.00001")
    assert "build_id" not in lines[1]
    assert "hunter2" not in str(lines)


def test_a_version_that_is_understood_raises_nothing() -> None:
    check_version(MESSAGE_VERSION)
    with pytest.raises(RequestInvalid, match="Upgrade the workers before the senders"):
        check_version(0)
