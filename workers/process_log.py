"""The lines that processes write, each with its process's name before it, on one stream."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import TextIO

from config.logging import escape_controls

_COLOURS = ("36", "33", "32", "35", "34", "96", "93", "92", "95", "94")  # no red: that means trouble
OnLine = Callable[[str, str], None]


def prefixing(stream: TextIO, names: Sequence[str]) -> OnLine:
    """A function that writes `name | line`, a colour per name on a terminal unless NO_COLOR is set."""
    width = max(map(len, names), default=0)
    coloured = stream.isatty() and not os.environ.get("NO_COLOR")
    colours = {name: _COLOURS[place % len(_COLOURS)] for place, name in enumerate(names)}
    one_at_a_time = threading.Lock()

    def write(name: str, line: str) -> None:
        prefix = f"{name:<{width}} |"
        if coloured and name in colours:
            prefix = f"\x1b[{colours[name]}m{prefix}\x1b[0m"
        with one_at_a_time:
            stream.write(f"{prefix} {escape_controls(line)}\n")
            stream.flush()

    return write
