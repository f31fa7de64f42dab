"""Reads the Procfile: one line per process type, `name: command`, with $VARIABLE and ${VARIABLE:-default}.

No shell takes part, so a value with a space or a quote stays one argument.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workers.errors import ProcfileInvalid

_LINE = re.compile(r"(?P<name>[A-Za-z0-9_-]+):\s*(?P<command>\S.*)")
_VARIABLE = re.compile(r"\$(?:(?P<plain>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)(?::-(?P<default>[^}]*))?\})")
WORKER_GRACE_S = 20.0  # a worker finishes the batches in hand: 1-3 s each, more on a busy machine
GRACE_S = 5.0


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """One process to keep running. `stops_first` for those that need the others while they finish their work."""

    name: str
    argv: tuple[str, ...]
    grace_s: float = GRACE_S
    stops_first: bool = False


def spec_from_procfile(path: Path, env: Mapping[str, str]) -> list[ProcessSpec]:
    """The processes of a Procfile, in its order. Raises ProcfileInvalid naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ProcfileInvalid(f"{path} cannot be read: {error.strerror}.") from error
    return [
        _spec(line, env, f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]


def _spec(line: str, env: Mapping[str, str], where: str) -> ProcessSpec:
    parts = _LINE.fullmatch(line.strip())
    if not parts:
        raise ProcfileInvalid(f"{where} is not of the form `name: command`.")
    try:
        words = shlex.split(parts["command"])
    except ValueError as error:
        raise ProcfileInvalid(f"{where} has an open quote.") from error
    argv = [_expand(word, env, where) for word in words]
    is_worker = parts["name"].startswith("worker")
    return ProcessSpec(
        parts["name"], (_program(argv[0]), *argv[1:]), WORKER_GRACE_S if is_worker else GRACE_S, stops_first=is_worker
    )


def _expand(word: str, env: Mapping[str, str], where: str) -> str:
    def value(found: re.Match[str]) -> str:
        name = found["plain"] or found["braced"]
        if env.get(name):
            return env[name]
        if found["default"] is None:
            raise ProcfileInvalid(f"{where} needs {name}, which is not set.", remedy=f"Set {name} or give a default.")
        return found["default"]

    return _VARIABLE.sub(value, word)


def _program(name: str) -> str:
    """`python`, `celery` and their like from the environment we run in, whatever the PATH says."""
    if name in ("python", "python3"):
        return sys.executable
    beside = Path(sys.executable).parent / name
    return str(beside) if "/" not in name and beside.is_file() else name
