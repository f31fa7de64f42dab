"""Ask for a build by a Celery message, from a service that has Celery and nothing of Storeloom's.

    STORELOOM_REDIS_URL=redis://… python over_celery.py STORE [--tenant ID] [--request-id ID] [--own-queue]

Prints the answer, {"build_id": …} or {"error": code, "message": words}. Exit code 0: accepted; 1: refused, Redis
is away (nothing was sent), or no answer in time (the message stays in the queue then: sending the same request id again
does no harm).
"""

from __future__ import annotations

import argparse
import json
import os
import sys

from celery import Celery
from celery.exceptions import TimeoutError as NoAnswer
from kombu.exceptions import OperationalError

ANSWER_WITHIN_S = 30


def main() -> int:
    parser = argparse.ArgumentParser(description="Ask Storeloom for a build by a Celery message.")
    parser.add_argument("store")
    parser.add_argument("--tenant", default="local")
    parser.add_argument("--request-id", help="the same id twice gives the same build")
    parser.add_argument("--own-queue", action="store_true", help="name no queue, as a service may forget to")
    wanted = parser.parse_args()
    redis_url = os.environ.get("STORELOOM_REDIS_URL")
    if redis_url is None:
        parser.error("set STORELOOM_REDIS_URL to the Redis that Storeloom uses")
    app = Celery("another-service", broker=redis_url, backend=redis_url)
    try:  # otherwise sending goes on trying for long
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
    except OperationalError as error:
        print(f"Redis does not answer at STORELOOM_REDIS_URL, nothing was sent: {error}", file=sys.stderr)
        return 1
    queue = {} if wanted.own_queue else {"queue": "control"}
    result = app.send_task(
        "storeloom.request_build",
        kwargs={
            "tenant_id": wanted.tenant,
            "store_id": wanted.store,
            "request_id": wanted.request_id,
            "version": 1,
        },
        **queue,
    )
    try:
        answer = result.get(timeout=ANSWER_WITHIN_S)
    except NoAnswer:
        print(f"No worker answered within {ANSWER_WITHIN_S} s; the request stays in the queue.", file=sys.stderr)
        return 1
    print(json.dumps(answer))
    return 1 if "error" in answer else 0


if __name__ == "__main__":
    sys.exit(main())
