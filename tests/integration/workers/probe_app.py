"""A small Celery app for tests of worker processes: what a pool child does and whether it lives."""

from __future__ import annotations

import os

from celery import Celery

app = Celery("probe", broker=os.environ.get("STORELOOM_REDIS_URL"), backend=os.environ.get("STORELOOM_REDIS_URL"))
app.conf.update(task_default_queue=os.environ.get("PROBE_QUEUE", "probe"), broker_connection_retry_on_startup=True)


@app.task(name="probe.pid")
def pid() -> int:
    """The pool child's own number."""
    return os.getpid()
