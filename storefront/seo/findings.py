"""What a check found: the page, the reason, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`check` is a stable name ("broken link"); an error stops a release."""

    level: Level
    check: str
    page: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.page}: {self.reason} {self.remedy}".strip()
