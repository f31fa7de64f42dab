"""A process is killed in the middle of a transaction."""

from __future__ import annotations

import subprocess
import sys
import time

from pymongo import MongoClient

from tests.faults.case import Case, kill

FREE_WITHIN_S = 10.0  # well before a killed worker's batches are taken up

BEGIN = """
import sys, time
from pymongo import MongoClient

client = MongoClient(sys.argv[1])
with client.start_session() as session, session.start_transaction():
    client.storeloom.tenants.update_one({"_id": "local"}, {"$inc": {"starts": 1}}, session=session)
    print("begun", flush=True)
    time.sleep(600)
"""


async def test_what_it_locked_is_free_within_seconds(case: Case) -> None:
    """Every start of a build of the tenant writes the row."""
    with MongoClient(case.fleet.servers.mongo.url) as client:
        tenants = client.storeloom.tenants
        tenants.update_one({"_id": "local"}, {"$set": {"starts": 0}}, upsert=True)
        _be_killed_in_a_transaction(case.fleet.servers.mongo.url)
        began = time.monotonic()
        tenants.update_one({"_id": "local"}, {"$inc": {"starts": 10}})
        case.figures["freed_s"] = round(time.monotonic() - began, 1)
        assert tenants.find_one({"_id": "local"})["starts"] == 10
    assert 1 < case.figures["freed_s"] <= FREE_WITHIN_S  # at once: then nothing was locked, and this test tests nothing


def _be_killed_in_a_transaction(url: str) -> None:
    with subprocess.Popen([sys.executable, "-c", BEGIN, url], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        kill(process.pid)
