"""The rules of face_shapes.toml, read once and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from storefront.catalogue.models import FrameShape

FaceShape = Literal["oval", "round", "square", "oblong", "heart", "diamond", "triangle"]
LensDepth = Literal["deep", "medium", "shallow"]
Rim = Literal["full", "half", "rimless"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FaceRules(_Part):
    """One face's rules; the values are reason keys (texts: `fit.reason.<key>`)."""

    principle: str
    sources: list[str]
    good: dict[FrameShape, str]
    avoid: dict[FrameShape, str] = {}
    open: dict[FrameShape, str] = {}  # sources disagree
    good_lenses: dict[LensDepth, str] = {}
    avoid_lenses: dict[LensDepth, str] = {}
    depth_decides: bool = False  # its shapes only stand for their usual depth
    rims: dict[Rim, str] = {}
    widths: dict[str, str] = {}  # width class key → why it doesn't go


class LensLines(_Part):
    """Lens height by lens width: from where a lens is deep, up to where it is shallow."""

    deep_from: float
    shallow_to: float


class Rules(_Part):
    sources: dict[str, str]
    lens: LensLines
    faces: dict[FaceShape, FaceRules]


@cache
def rules() -> Rules:
    text = (Path(__file__).parent / "face_shapes.toml").read_text(encoding="utf-8")
    return Rules.model_validate(tomllib.loads(text))
