"""Which release visitors saw before the live one, read from the store's switches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storefront.storage.mongo import Document

KEPT = 20  # switches remembered in the store's row
ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Switch:
    """One switch of a store. `reason` is "build" or "rollback"; the highest `number` ever is live."""

    release_id: str
    number: int
    build_id: str | None
    reason: str
    switched_at: datetime


def switch_from(row: Document) -> Switch:
    return Switch(row["release_id"], row["sequence"], row["build_id"], row["reason"], row["switched_at"])


def before_live(history: Iterable[Switch], kept: set[str]) -> str | None:
    """The release to go back to, among those kept; None when there is none.

    A build's release goes on top of a pile, a rollback takes off what lies above the release it names. So going back
    twice goes two releases back, and what was rolled back from is not what the next build is undone to.
    """
    pile: list[str] = []
    for switch in history:
        if switch.reason == ROLLBACK and switch.release_id in pile:
            while pile[-1] != switch.release_id:
                pile.pop()
        elif not pile or pile[-1] != switch.release_id:
            pile.append(switch.release_id)
    live = pile[-1] if pile else None
    return next((release_id for release_id in reversed(pile[:-1]) if release_id in kept and release_id != live), None)
