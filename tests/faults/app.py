"""The project's app as the fault tests run it: small batches, so that every stage of a small store has several.

Faults of the transport have places here, beside those in the code:

    STORELOOM_FAULTS="task[storeloom.plan_store]=kill"      a pool child dies with a message it has not looked at yet
    STORELOOM_FAULTS="publish[storeloom.render_pages]=kill" … before it publishes its first message of that name
    STORELOOM_FAULTS="backend.after_store[…]=kill"          … between "its result is stored" and "the chord is told"
    TEST_VISIBILITY_S=3                                     messages that take longer than so are delivered again
"""

from __future__ import annotations

import os
from typing import Any

from celery.signals import before_task_publish, task_prerun

from storefront.failpoints import failpoint
from tasks import catalogue
from workers.app import app

catalogue.PAGES_PER_SHARD = 7
catalogue.PHOTOS_PER_BATCH = 2
app.conf.task_default_retry_delay = 1  # what Celery tries again by itself, the rows refuse: it need not take long
app.conf.result_backend = f"tests.faults.backend:BreakingBackend+{app.conf.result_backend}"

if visibility_s := float(os.environ.get("TEST_VISIBILITY_S", "0")):
    often = {"visibility_timeout": visibility_s, "unacked_restore_interval": 0.5, "unacked_restore_throttle": 1}
    app.conf.broker_transport_options = {**app.conf.broker_transport_options, **often}
    app.conf.visibility_timeout = visibility_s


@before_task_publish.connect(weak=False)
def _about_to_publish(sender: str, **_: Any) -> None:
    failpoint("publish", sender)


@task_prerun.connect(weak=False)
def _about_to_run(task: Any, **_: Any) -> None:
    failpoint("task", task.name)


__all__ = ["app"]
