"""Which of the driver's errors mean that MongoDB is away, and passes."""

from __future__ import annotations

import pytest
from pymongo.errors import AutoReconnect, ExecutionTimeout, OperationFailure, PyMongoError, ServerSelectionTimeoutError

from storefront.errors import ServiceUnavailable
from storefront.storage.mongo import unavailable_as_ours

KEY_NOT_FOUND, UNAUTHORIZED = 211, 13


@pytest.mark.parametrize(
    "error",
    [
        ServerSelectionTimeoutError("nobody there"),
        AutoReconnect("connection closed"),
        ExecutionTimeout("operation exceeded time limit", 50),
        OperationFailure("No keys found for HMAC that is valid for time …", KEY_NOT_FOUND),  # it has just started
    ],
)
def test_away(error: PyMongoError) -> None:
    with pytest.raises(ServiceUnavailable), unavailable_as_ours():
        raise error


def test_a_refusal_stays_one() -> None:
    with pytest.raises(OperationFailure), unavailable_as_ours():
        raise OperationFailure("not authorized", UNAUTHORIZED)
