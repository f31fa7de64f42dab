"""Lines of many processes on one stream."""

from __future__ import annotations

import io

import pytest

from workers.process_log import prefixing


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(stream: io.StringIO, *lines: tuple[str, str]) -> str:
    write = prefixing(stream, ["web", "beat"])
    for name, line in lines:
        write(name, line)
    return stream.getvalue()


def test_names_are_of_one_width() -> None:
    assert written(io.StringIO(), ("web", "up"), ("beat", "due")) == "web  | up\nbeat | due\n"


def test_each_name_has_its_colour_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    web, beat, other = written(Terminal(), ("web", "up"), ("beat", "due"), ("supervisor", "hm")).splitlines()
    assert web == "\x1b[36mweb  |\x1b[0m up"
    assert beat == "\x1b[33mbeat |\x1b[0m due"
    assert other == "supervisor | hm"


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in written(Terminal(), ("web", "up"))


def test_what_a_process_writes_cannot_rule_the_terminal() -> None:
    assert written(io.StringIO(), ("web", "\x1b[2Jgone\r")) == "web  | \\x1b[2Jgone\\r\n"
