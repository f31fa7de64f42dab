"""Starting builds, closing stages, and requests of other services."""

from __future__ import annotations

from typing import Any

from celery import Task, shared_task

from storefront.builds.closing import close_stage as close
from storefront.builds.closing import open_stage
from storefront.builds.queries import build_by_id
from storefront.builds.starting import start, waiting_message
from storefront.builds.submitting import Accepted
from storefront.builds.submitting import request_build as record_request
from storefront.builds.transport import answer_probe as note_probe
from storefront.errors import ServiceUnavailable, StoreloomError
from storefront.failpoints import failpoint
from storefront.rendering.looks import check_looks
from storefront.tenancy.scope import StoreScope
from tasks.base import worker_name
from tasks.messages import message_task
from tasks.pipeline import capacity, publish, publish_window
from tasks.service_requests import Answer, ServiceRequest, read_request, refusal
from tasks.services import services

_PATIENCE = 100  # tries of a request while MongoDB is away, each some seconds after the last


@message_task("storeloom.start_build")
def start_build(build_id: str) -> None:
    """From queued to running, unless another build of the store runs: then it goes on waiting."""
    using = services()
    build = using.run(start(using.mongo, build_id, limits=using.config.limits, worker=worker_name()))
    if build is not None:
        publish_window(using, using.run(open_stage(using.mongo, build, capacity(using))))


@message_task("storeloom.close_stage")
def close_stage(build_id: str, stage: str, epoch: int) -> None:
    """The body of every chord of a stage; also sent by the sweeper when a stage stands still."""
    using = services()
    build = using.run(build_by_id(using.mongo, build_id))
    if (build.stage, build.epoch) == (stage, epoch) and build.state == "running":
        publish_window(using, using.run(close(using.mongo, build, capacity(using), worker=worker_name())))
        failpoint("close.after_publish", stage)
    build = using.run(build_by_id(using.mongo, build_id))
    if build.ended:
        publish(using.run(waiting_message(using.mongo, build.scope, using.config.limits)))


@shared_task(name="storeloom.request_build", bind=True)
def request_build(self: Task, *unnamed: Any, **named: Any) -> Answer:
    """What other services send (tasks/service_requests.py). While MongoDB is away the message stays, for minutes."""
    try:
        request = read_request(unnamed, named)
        accepted = _record(request, own_id=f"message {self.request.id}")
    except ServiceUnavailable as error:
        if self.request.retries < _PATIENCE:
            raise self.retry(countdown=error.retry_after_s, max_retries=_PATIENCE) from error
        return refusal(error)
    except StoreloomError as error:
        return refusal(error)
    failpoint("submit.after_row")
    publish(accepted.messages)
    return {"build_id": accepted.build_id}


def _record(request: ServiceRequest, own_id: str) -> Accepted:
    """A request without an id takes its message's, since a message may be delivered twice."""
    using, scope = services(), StoreScope(request.tenant_id, request.store_id)
    using.run(check_looks(using.mongo, scope))
    return using.run(
        record_request(
            using.mongo,
            scope,
            request_id=request.request_id or own_id,
            trigger="service",
            deadline_s=using.config.build_deadline_s,
            limits=using.config.limits,
        )
    )


@message_task("storeloom.answer_probe")
def answer_probe(kind: str, token: str) -> None:
    """The probe of a queue came through: what was published before it is in the queue no more."""
    using = services()
    using.run(note_probe(using.mongo, kind, token))
