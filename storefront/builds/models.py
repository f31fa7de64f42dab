"""Builds, batches and messages as the rest of the code sees them. Times are aware UTC datetimes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storefront.builds.states import ENDED, BatchState, Stage, State
from storefront.storage.mongo import Document
from storefront.tenancy.scope import StoreScope

MESSAGE_VERSION = 1  # in every message; a worker refuses one it does not know


@dataclass(frozen=True, slots=True)
class Message:
    """Something to publish: a task's name and its arguments (ids only)."""

    task: str
    kwargs: dict[str, Any]


def start_message(build_id: str) -> Message:
    return Message("storeloom.start_build", {"build_id": build_id, "version": MESSAGE_VERSION})


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A batch to be written: its work is named by kind, its input by keys and small values."""

    stage: Stage
    kind: str  # "catalogue" "photos" "plan" "pages" "images" "upload" "site" "release"
    index: int
    input: dict[str, Any] = field(default_factory=dict)
    items: int = 1  # what progress counts: photos, pages, lists of files; 0 for a batch that is none of these


@dataclass(frozen=True, slots=True)
class Build:
    build_id: str
    scope: StoreScope
    state: State
    stage: Stage
    epoch: int
    number: int  # from the store's row: a release is switched to only by a number above the live one's
    trigger: str
    request_id: str | None
    theme: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    deadline_at: datetime | None
    deadline_s: int
    code: str | None
    reason: str | None
    successor: str | None
    outcome: str | None
    release_id: str | None
    stage_times: dict[str, dict[str, datetime]]
    summary: dict[str, Any]
    left_out: tuple[dict[str, str], ...] = ()  # products set aside while pages were made: product_id, what, reason

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    def fence(self) -> Document:
        """The condition of an update that only the build as it is known here may pass."""
        return self.scope.filter(_id=self.build_id, state="running", stage=self.stage, epoch=self.epoch)


def build_from(row: Document) -> Build:
    return Build(
        build_id=row["_id"],
        scope=StoreScope(row["tenant_id"], row["store_id"]),
        state=row["state"],
        stage=row["stage"],
        epoch=row["epoch"],
        number=row["number"],
        trigger=row["trigger"],
        request_id=row.get("request_id"),
        theme=row.get("theme"),
        created_at=row["created_at"],
        started_at=row.get("started_at"),
        finished_at=row.get("finished_at"),
        deadline_at=row.get("deadline_at"),
        deadline_s=row["deadline_s"],
        code=row.get("code"),
        reason=row.get("reason"),
        successor=row.get("successor"),
        outcome=row.get("outcome"),
        release_id=row.get("release_id"),
        stage_times=row.get("stage_times", {}),
        summary=row.get("summary", {}),
        left_out=tuple(row.get("left_out", ())),
    )


def close_message(build: Build) -> Message:
    """Look at the build's stage: publish what is missing, or close it."""
    kwargs = {"build_id": build.build_id, "stage": build.stage, "epoch": build.epoch, "version": MESSAGE_VERSION}
    return Message("storeloom.close_stage", kwargs)


@dataclass(frozen=True, slots=True)
class Batch:
    batch_id: str  # "pages.00012": unique in its build
    build_id: str
    scope: StoreScope
    stage: Stage
    kind: str
    index: int
    epoch: int
    state: BatchState
    attempts: int
    excused: int  # attempts of these that do not count, since a server was missing
    input: dict[str, Any]
    items: int
    result: dict[str, Any]
    set_aside: str | None = None  # why the one item of this batch is not to be touched: it ended its workers

    @property
    def part(self) -> slice:
        """Which items of the list in its input are this batch's: all, unless it is a part of one that was split."""
        first = self.input.get("first", 0)
        return slice(first, first + self.input["count"] if "count" in self.input else None)


def batch_from(row: Document) -> Batch:
    return Batch(
        batch_id=row["batch_id"],
        build_id=row["build_id"],
        scope=StoreScope(row["tenant_id"], row["store_id"]),
        stage=row["stage"],
        kind=row["kind"],
        index=row["index"],
        epoch=row["epoch"],
        state=row["state"],
        attempts=row["attempts"],
        excused=row.get("excused", 0),
        input=row["input"],
        items=row["items"],
        result=row.get("result", {}),
        set_aside=row.get("set_aside"),
    )
