"""python -m tests.faults: all fault tests, a few modules beside each other, and one table of what the faults cost.

Most of a case is waiting: for a lease to run out, for a server to come back. So modules share the machine, each with
servers of its own. Those that compare times have it to themselves, at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson

from tests.faults.figures import FIGURES, FOLDER, VARIABLE, Figures, table

LANES = int(os.environ.get("STORELOOM_FAULT_LANES", "3"))
LONGEST_FIRST = ("failpoints", "killing", "redis", "messages", "network", "poison", "frozen", "by_hand")
ALONE = ("fairness",)
PASSED, FAILED, NOTHING_COLLECTED = 0, 1, 5


def main(words: list[str]) -> int:
    """`words` go to pytest. Returns 0 when every module's run did."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    beside, alone = _modules()
    with ThreadPoolExecutor(LANES) as lanes:
        codes = list(lanes.map(lambda module: _run(module, words), beside))
    codes += [_run(module, words) for module in alone]
    figures: Figures = {}
    for module in [*beside, *alone]:
        if _figures_of(module).exists():
            figures |= orjson.loads(_figures_of(module).read_bytes())
    FIGURES.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
    sys.stdout.write("\n".join(table(figures)) + "\n")
    good = all(code in (PASSED, NOTHING_COLLECTED) for code in codes)
    sys.stdout.write(f"{'passed' if good else 'FAILED'} in {time.monotonic() - began:.0f} s\n")
    return PASSED if good else FAILED


def _modules() -> tuple[list[str], list[str]]:
    """Those to run beside each other, the longest first, and those to run alone."""
    names = sorted(path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py"))
    beside = [name for name in names if name not in ALONE]
    beside.sort(key=lambda name: LONGEST_FIRST.index(name) if name in LONGEST_FIRST else len(LONGEST_FIRST))
    return beside, [name for name in names if name in ALONE]


def _run(module: str, words: list[str]) -> int:
    _figures_of(module).unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/faults/test_{module}.py", *words]
    environment = {**os.environ, VARIABLE: str(_figures_of(module))}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    sys.stdout.write(f"== {module}\n{done.stdout.decode(errors='replace')}")
    sys.stdout.flush()
    return done.returncode


def _figures_of(module: str) -> Path:
    return FOLDER / f"{module}.json"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
