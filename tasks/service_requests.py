"""What other services may send as `storeloom.request_build`, and how they are answered."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from storefront.errors import RequestInvalid, ServiceUnavailable, StoreloomError, TooManyRequests
from tasks.messages import check_version

Answer = dict[str, str | float]  # {"build_id"}, or {"error": code, "message": words for people[, "retry_after_s"]}


class ServiceRequest(BaseModel):
    """`request_id` makes a message that is sent twice harmless; `tenant_id` is trusted: who reaches Redis may ask."""

    model_config = ConfigDict(extra="forbid", strict=True)

    tenant_id: str
    store_id: str
    request_id: str | None = Field(default=None, min_length=1, max_length=200)
    version: int = 1


def read_request(unnamed: tuple[Any, ...], named: dict[str, Any]) -> ServiceRequest:
    """Raises RequestInvalid, saying which argument is wrong without repeating its value."""
    if unnamed:
        raise RequestInvalid("Arguments are given by name: send_task(…, kwargs={…}).")
    try:
        request = ServiceRequest.model_validate(named)
    except ValidationError as error:
        faults = [f"{'.'.join(str(part)[:40] for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        raise RequestInvalid("; ".join(faults)) from error
    check_version(request.version)
    return request


def refusal(error: StoreloomError) -> Answer:
    answer: Answer = {"error": error.code, "message": str(error)}
    if isinstance(error, ServiceUnavailable | TooManyRequests):
        answer["retry_after_s"] = round(error.retry_after_s, 1)
    return answer
