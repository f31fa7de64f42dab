"""Ask for a build with Storeloom's client for Python.

    STORELOOM_API_URL=http://127.0.0.1:8700 STORELOOM_API_KEY=sl_… \\
        python from_python.py STORE [--request-id ID] [--wait]

Prints the job as JSON. Exit code 0: accepted (with --wait: live); 1: refused, or the build did not go live.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

from storefront.errors import StoreloomError
from submitter.client import Client


def main() -> int:
    parser = argparse.ArgumentParser(description="Ask Storeloom for a build with its client.")
    parser.add_argument("store")
    parser.add_argument("--request-id", help="the same id twice gives the same job")
    parser.add_argument("--wait", action="store_true", help="stay until the build has ended")
    wanted = parser.parse_args()
    if "STORELOOM_API_KEY" not in os.environ:
        parser.error("set STORELOOM_API_KEY (storeloom key makes one)")
    url = os.environ.get("STORELOOM_API_URL", "http://127.0.0.1:8700")
    try:
        with Client(url, os.environ["STORELOOM_API_KEY"]) as storeloom:
            accepted = storeloom.request_build(wanted.store, request_id=wanted.request_id)
            follow = storeloom.wait if wanted.wait else storeloom.job
            job = follow(accepted["job_id"])
    except StoreloomError as error:  # UnknownStore, NotAllowed, ServiceUnavailable, …
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(job, indent=2))
    return 0 if not wanted.wait or job["status"] == "completed" else 1


if __name__ == "__main__":
    sys.exit(main())
