"""Why a server of ours ended, from its exit code and its log, in words for people."""

from __future__ import annotations

import json
import signal
from pathlib import Path

from storefront.errors import StorageFull, StoreloomError
from workers.errors import PortTaken, ServerWontStart
from workers.programs import CANNOT_LOAD

_LINES = 5
_OTHER_VERSION = 62  # mongod: the data files belong to another version


def explain(name: str, code: int, log: Path, port: int) -> StoreloomError:
    """The error to raise for a server that ended with `code` before it was ready."""
    said = log.read_text(errors="replace") if log.exists() else ""
    if "ddress already in use" in said:
        return PortTaken(f"Port {port}, which {name} is to listen on, is taken.")
    if "No space left on device" in said:
        return StorageFull(f"The disk that holds {name}'s data is full.", remedy="Free space on it and start again.")
    if code == 128 + signal.SIGILL:
        remedy = "Run it on another machine and set STORELOOM_MONGO_URL, for example: docker run mongo:8."
        return ServerWontStart(f"This processor lacks instructions that {name} needs (AVX).", remedy=remedy)
    if code == CANNOT_LOAD:
        return ServerWontStart(f"{name} cannot load its libraries: {last_words(said)}")
    if code == _OTHER_VERSION:
        remedy = "Use that version, or move the data folder away."
        return ServerWontStart(f"The data of {name} were written by another version.", remedy=remedy)
    return ServerWontStart(f"{name} ended with exit code {code}: {last_words(said)} (log: {log}).")


def last_words(said: str) -> str:
    """The last complaints in a log; of MongoDB's JSON lines only errors, and of those the message."""
    lines = [text for line in said.splitlines() if (text := _complaint(line))]
    return " / ".join(lines[-_LINES:]) or "it said nothing"


def _complaint(line: str) -> str:
    try:
        entry = json.loads(line)
    except ValueError:
        return line.strip()
    if not isinstance(entry, dict):
        return line.strip()
    if entry.get("s") not in ("E", "F"):
        return ""
    details = entry.get("attr", {}).get("error", "")
    return f"{entry.get('msg', '')} {details if isinstance(details, str) else json.dumps(details)}".strip()
