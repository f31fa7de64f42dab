"""Starting builds, closing stages, and requests of other services."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from storefront.builds.closing import close_stage as close
from storefront.builds.closing import open_stage
from storefront.builds.moves import start, waiting_message
from storefront.builds.queries import build_by_id
from storefront.builds.submitting import request_build as record_request
from storefront.builds.transport import answer_probe as note_probe
from storefront.errors import StoreloomError
from storefront.tenancy.scope import StoreScope
from tasks.base import check_version, worker_name
from tasks.pipeline import publish, publish_window
from tasks.services import services


@shared_task(name="storeloom.start_build")
def start_build(build_id: str, version: int) -> None:
    """From queued to running, unless another build of the store runs: then it goes on waiting."""
    check_version(version)
    using = services()
    build = using.run(start(using.mongo, build_id, worker=worker_name()))
    if build is not None:
        publish_window(using, using.run(open_stage(using.mongo, build, using.config.window_batches)))


@shared_task(name="storeloom.close_stage")
def close_stage(build_id: str, stage: str, epoch: int, version: int) -> None:
    """The body of every chord of a stage; also sent by the sweeper when a stage stands still."""
    check_version(version)
    using = services()
    build = using.run(build_by_id(using.mongo, build_id))
    if (build.stage, build.epoch) == (stage, epoch) and build.state == "running":
        publish_window(using, using.run(close(using.mongo, build, using.config.window_batches, worker=worker_name())))
    build = using.run(build_by_id(using.mongo, build_id))
    if build.ended:
        publish(using.run(waiting_message(using.mongo, build.scope)))


@shared_task(name="storeloom.request_build")
def request_build(tenant_id: str, store_id: str, request_id: str | None = None, version: int = 1) -> dict[str, Any]:
    """What other services send: answered with the build's id, or with an error's code and words."""
    try:
        check_version(version)
        using = services()
        scope = StoreScope(tenant_id, store_id)
        accepted = using.run(
            record_request(
                using.mongo, scope, request_id=request_id, trigger="service", deadline_s=using.config.build_deadline_s
            )
        )
    except StoreloomError as error:
        return {"error": error.code, "message": str(error)}
    publish(accepted.messages)
    return {"build_id": accepted.build_id}


@shared_task(name="storeloom.answer_probe")
def answer_probe(kind: str, token: str, version: int) -> None:
    """The probe of a queue came through: what was published before it is in the queue no more."""
    check_version(version)
    using = services()
    using.run(note_probe(using.mongo, kind, token))
