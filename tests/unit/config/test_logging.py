"""What is logged stays one line, rules no terminal and shows no secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

import config.logging
from config.logging import HIDDEN, configure_logging, escape_controls, redact
from config.settings import Settings

Logged = Callable[[], str]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def configured(*, log_json: bool, log_level: str = "INFO") -> io.StringIO:
    stream = io.StringIO()
    configure_logging(Settings(log_json=log_json, log_level=log_level), stream=stream)
    return stream


def test_json_is_an_object_a_line() -> None:
    stream = configured(log_json=True)
    structlog.get_logger("storeloom.test").info("imported", products=3, ratio=0.5, done=True, rest=None)
    logging.getLogger("elsewhere").warning("took %d s", 4)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "imported",
        "level": "info",
        "logger": "storeloom.test",
        "products": 3,
        "ratio": 0.5,
        "done": True,
        "rest": None,
    }
    assert (second["event"], second["level"], second["logger"]) == ("took 4 s", "warning", "elsewhere")


def test_a_process_that_breaks_on_purpose_says_so_at_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configured(log_json=True).getvalue() == ""
    monkeypatch.setattr(config.logging, "armed", lambda: ["close.after_cas"])
    [line] = map(json.loads, configured(log_json=True).getvalue().splitlines())
    assert (line["level"], line["places"]) == ("warning", ["close.after_cas"])


def test_the_level_is_kept() -> None:
    stream = configured(log_json=True, log_level="warning")
    structlog.get_logger("storeloom.test").info("quiet")
    structlog.get_logger("storeloom.test").warning("loud")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["loud"]


@pytest.mark.parametrize("log_json", [True, False])
def test_a_name_from_a_catalogue_cannot_forge_a_line_or_rule_the_terminal(*, log_json: bool) -> None:
    stream = configured(log_json=log_json)
    structlog.get_logger("storeloom.test").info("read\n2026 forged", product="Aviator\r\n\x1b[2J\u2028\u202e\x9b1m")
    text = stream.getvalue()
    assert text.count("\n") == 1
    assert not set("\r\x1b\u2028\u202e\x9b") & set(text)
    assert "Aviator" in text


@pytest.mark.parametrize("log_json", [True, False])
def test_an_exception_keeps_its_lines_but_not_its_secrets(*, log_json: bool) -> None:
    stream = configured(log_json=log_json)
    gone = ConnectionError("redis://:hunter2@db:6379/0 is\x1b[31m gone")
    structlog.get_logger("storeloom.test").error("failed", exc_info=gone)
    text = stream.getvalue()
    assert "ConnectionError: redis://" in text
    assert "hunter2" not in text
    assert "\x1b" not in text


def test_secrets_are_hidden_by_name_at_any_depth() -> None:
    stream = configured(log_json=True)
    structlog.get_logger("storeloom.test").info(
        "called", password="p1", headers={"Authorization": "p2", "x": ["token=p3"]}, api_key="p4", key="tenants/a"
    )
    line = json.loads(stream.getvalue())
    assert not any(f"p{number}" in stream.getvalue() for number in range(1, 5))
    assert line["key"] == "tenants/a"
    assert line["headers"] == {"Authorization": HIDDEN, "x": [f"token={HIDDEN}"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at mongodb://app:pw@h1:1,h2:2/?x=1", f"at mongodb://{HIDDEN}@h1:1,h2:2/?x=1"),
        ("at redis://:pw@h/0 and amqp://u:pw@k", f"at redis://{HIDDEN}@h/0 and amqp://{HIDDEN}@k"),
        ("https://shop.example/@maker", "https://shop.example/@maker"),
        ("Authorization: Bearer abc.def-123456", f"Authorization: Bearer {HIDDEN}"),
        ("PASSWORD=hunter2&next", f"PASSWORD={HIDDEN}&next"),
        ("{'api_token': 'hunter2'}", "{'api_token': '" + HIDDEN + "'}"),
        ("basic shapes", "basic shapes"),
    ],
)
def test_redact(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\tb", "a\tb"), ("a\nb", "a\\nb"), ("\x1b[0m", "\\x1b[0m"), ("é 眼鏡 👓", "é 眼鏡 👓"), ("\u202e", "\\u202e")],
)
def test_escape_controls(text: str, expected: str) -> None:
    assert escape_controls(text) == expected
