"""Celery's Redis backend with a place to break: after a result is stored, before its chord is told."""

from __future__ import annotations

from typing import Any

from celery.backends.redis import RedisBackend

from storefront.failpoints import failpoint


class BreakingBackend(RedisBackend):
    def on_chord_part_return(
        self, request: Any, state: str, result: Any, propagate: bool | None = None, **kwargs: Any
    ) -> None:
        if request.group:
            failpoint("backend.after_store", request.task)
        super().on_chord_part_return(request, state, result, propagate=propagate, **kwargs)
