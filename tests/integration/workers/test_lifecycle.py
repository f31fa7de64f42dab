"""What a worker says as it begins."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

# A worker's first steps, in Celery's order: our signal, then its look at who runs it.
FIRST_STEPS = """
from celery.platforms import check_privileges
from celery.signals import celeryd_init
from workers.app import app

celeryd_init.send(sender="worker", instance=None, conf=app.conf, options={})
check_privileges(app.conf.accept_content)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="Celery warns root alone")
def test_root_is_not_warned_of_messages_that_run_code() -> None:
    env = {**os.environ, "STORELOOM_REDIS_URL": "redis://r:1/0", "STORELOOM_MONGO_URL": "mongodb://m:2"}
    steps = subprocess.run([sys.executable, "-c", FIRST_STEPS], env=env, capture_output=True, text=True, check=True)
    assert steps.stdout + steps.stderr == ""
