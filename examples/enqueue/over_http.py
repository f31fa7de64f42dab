"""Ask for a build over HTTP, with the standard library alone.

    STORELOOM_API_URL=http://127.0.0.1:8700 STORELOOM_API_KEY=sl_… \\
        python over_http.py STORE [--request-id ID] [--wait]

Prints the job as JSON. Exit code 0: accepted (with --wait: live); 1: refused, or the build did not go live.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request
from typing import Any

BASE = os.environ.get("STORELOOM_API_URL", "http://127.0.0.1:8700") + "/api/v1/store-generation"


def call(method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310  # the address is the operator's own
        BASE + path,
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={
            "Authorization": f"Bearer {os.environ['STORELOOM_API_KEY']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        document: dict[str, Any] = json.load(answer)
        return document


def main() -> int:
    parser = argparse.ArgumentParser(description="Ask Storeloom for a build over HTTP.")
    parser.add_argument("store")
    parser.add_argument("--request-id", help="the same id twice gives the same job")
    parser.add_argument("--wait", action="store_true", help="stay until the build has ended")
    wanted = parser.parse_args()
    if "STORELOOM_API_KEY" not in os.environ:
        parser.error("set STORELOOM_API_KEY (storeloom key makes one)")
    try:
        accepted = call("POST", "/generate", {"store_id": wanted.store, "request_id": wanted.request_id})
        job = call("GET", f"/jobs/{accepted['job_id']}")
        while wanted.wait and job["status"] in ("pending", "in_progress"):
            time.sleep(0.5)
            job = call("GET", f"/jobs/{accepted['job_id']}")
    except urllib.error.HTTPError as error:  # the body says what is wrong and what to do (RFC 9457)
        print(error.read().decode(), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Storeloom does not answer at {BASE}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(job, indent=2))
    return 0 if not wanted.wait or job["status"] == "completed" else 1


if __name__ == "__main__":
    sys.exit(main())
