"""The wire contract agrees with itself and with what workers run."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import orjson

from config.celery import make_app
from config.queues import (
    BATCH_TASKS,
    CONTROL_TASKS,
    FOREIGN_QUEUE,
    HARD_LIMIT_S,
    QUEUE_OF_KIND,
    QUEUES,
    ROUTES,
    SOFT_LIMIT_S,
    VISIBILITY_TIMEOUT_S,
    WHOLE_STORE_HARD_LIMIT_S,
    WHOLE_STORE_SOFT_LIMIT_S,
)
from config.settings import Settings

PROCFILE = Path(__file__).resolve().parents[3] / "Procfile"
REGISTERED = """
import orjson, sys
from workers.app import app
app.loader.import_default_modules()
sys.stdout.buffer.write(orjson.dumps([name for name in app.tasks if name.startswith("storeloom.")]))
"""


def test_every_task_has_a_queue_and_every_routed_name_a_task() -> None:
    asked = subprocess.run([sys.executable, "-c", REGISTERED], capture_output=True, check=True)
    assert set(orjson.loads(asked.stdout)) == set(ROUTES)
    assert {*BATCH_TASKS.values(), *CONTROL_TASKS} <= set(ROUTES)
    assert {route["queue"] for route in ROUTES.values()} == set(QUEUES)


def test_kinds_have_a_task_and_a_queue() -> None:
    assert set(BATCH_TASKS) == set(QUEUE_OF_KIND)
    assert all(ROUTES[task]["queue"] == QUEUE_OF_KIND[kind] for kind, task in BATCH_TASKS.items())


def test_the_procfiles_workers_read_every_queue_once() -> None:
    read: list[str] = []
    for line in PROCFILE.read_text().splitlines():
        words = shlex.split(line)
        if line.startswith("worker-"):
            read += words[words.index("-Q") + 1].split(",")
    assert sorted(read) == sorted([*QUEUES, FOREIGN_QUEUE])


def test_a_running_task_is_never_delivered_again() -> None:
    assert SOFT_LIMIT_S < HARD_LIMIT_S < WHOLE_STORE_SOFT_LIMIT_S < WHOLE_STORE_HARD_LIMIT_S < VISIBILITY_TIMEOUT_S


def test_what_is_one_batch_for_the_whole_store_may_take_longer() -> None:
    annotations = make_app(Settings()).conf.task_annotations
    assert {name for name, values in annotations.items() if "time_limit" in values} == {
        "storeloom.fetch_catalogue",
        "storeloom.plan_store",
    }
