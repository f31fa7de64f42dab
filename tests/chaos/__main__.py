"""Rounds of random faults on a standing fleet.

    make chaos ROUNDS=20           a new seed, which is told
    make chaos ROUNDS=1 SEED=7     the same faults in the same order again

Exit code 0 when nothing was lost, nothing happened twice and nothing failed for no reason of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

import orjson

from config.logging import configure_logging
from tests.chaos import table
from tests.chaos.planning import seeds_from
from tests.chaos.rounds import Arena, open_arena, run_round
from tests.chaos.standing import Standing
from tests.chaos.table import RoundResult
from tests.faults.undisturbed import Undisturbed
from workers.lifeline import Lifeline

FOLDER = Path("var/chaos")


def main() -> int:
    options = _options()
    seed = options.seed if options.seed is not None else secrets.randbits(32)
    folder = (FOLDER / f"{seed}").absolute()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _say(f"{options.rounds} rounds from seed {seed}; logs in {folder}")
    results = asyncio.run(_play(folder, seeds_from(seed, options.rounds)))
    good = all(result.good for result in results)
    if good and not options.keep_logs:
        shutil.rmtree(folder)
    _conclude(results)
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--keep-logs", action="store_true", help="also when all is good")
    return parser.parse_args()


async def _play(folder: Path, seeds: list[int]) -> list[RoundResult]:
    with ExitStack() as to_end:
        to_end.callback(_leave_logs_only, folder)
        line = Lifeline()
        to_end.callback(line.close)
        undisturbed = Undisturbed(folder / "undisturbed", line)
        to_end.callback(undisturbed.close)
        standing = Standing(folder, line)
        to_end.callback(standing.stop)
        standing.start()
        own_log = to_end.enter_context((folder / "log" / "customers.log").open("w"))
        configure_logging(standing.fleet.settings, stream=own_log)
        async with open_arena(folder, standing, undisturbed, seeds[0]) as arena:
            _say(table.header())
            return [await _told(arena, number, seed) for number, seed in enumerate(seeds, 1)]


async def _told(arena: Arena, number: int, seed: int) -> RoundResult:
    result = await run_round(arena, number, seed)
    _say(table.row(result))
    _say(f"{'':>{table.WIDTH}}{table.faults([result])}")
    for kind, what in result.verdict.findings:
        _say(f"  {kind}: {what}")
    (arena.folder / f"round-{number}.json").write_bytes(orjson.dumps(arena.told, option=orjson.OPT_INDENT_2))
    if not result.good:
        await _keep_rows(arena, number)
        _say(f"  again: make chaos ROUNDS=1 SEED={seed}   logs: {arena.folder}")
    return result


async def _keep_rows(arena: Arena, number: int) -> None:
    """What the database knows of the builds, beside the logs."""
    control = arena.sessions[0].mongo.control
    for name in ("builds", "batches", "events", "stores", "probes"):
        rows = [row async for row in control[name].find()]
        (arena.folder / f"round-{number}-{name}.json").write_bytes(
            orjson.dumps(rows, default=str, option=orjson.OPT_INDENT_2)
        )


def _leave_logs_only(folder: Path) -> None:
    for part in ("servers", "undisturbed", "objects", "catalogues", "faults"):
        shutil.rmtree(folder / part, ignore_errors=True)


def _conclude(results: list[RoundResult]) -> None:
    _say(table.total(results))
    _say(table.faults(results))
    _say(table.last_line(results))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
