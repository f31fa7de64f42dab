"""The pictures of a preview: of the sample drawn when they are asked for, and kept; of a store as it has them."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Protocol

from PIL import Image

from examples.optician.drawing.camera import PHOTO_SIZE
from examples.optician.frames import frames
from examples.optician.photos import Drawing, Shelf, draw_photo
from storefront.errors import BrokenPromise
from storefront.imaging.variants import image_key
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import digest_of
from storefront.tenancy.scope import TenantScope

_DIGITS = 20  # of a digest, in the address
_WIDTH = re.compile(r"[1-9][0-9]{0,4}")  # in pixels


class Pictures(Protocol):
    async def picture(self, path: str) -> tuple[bytes, str] | None:
        """The file at "/images/ab12…/r1/768.avif" and its type; None when there is none."""


class SamplePictures:
    """Draws a photo once into the folder; smaller ones are made of it, as JPEG or PNG whatever the address ends in."""

    def __init__(self, folder: Path, products: int, photos: int) -> None:
        self._folder = folder
        shelf = Shelf(products, photos)
        self._drawings = _by_address(drawing for frame in frames(products) for drawing in shelf.own(frame))
        self._one_at_a_time = asyncio.Lock()
        self._made: dict[tuple[str, int], tuple[bytes, str]] = {}

    async def picture(self, path: str) -> tuple[bytes, str] | None:
        parts = PurePosixPath(path).parts
        drawing = self._drawings.get(parts[2]) if len(parts) == 5 else None
        width = parts[4].partition(".")[0] if drawing else ""
        if drawing is None or not _WIDTH.fullmatch(width):
            return None
        wanted = drawing.photo.source, min(int(width), PHOTO_SIZE[0])
        async with self._one_at_a_time:
            if wanted not in self._made:
                self._made[wanted] = await asyncio.to_thread(self._make, drawing, wanted[1])
        return self._made[wanted]

    def _make(self, drawing: Drawing, width_px: int) -> tuple[bytes, str]:
        file = self._folder / drawing.photo.source
        if not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            draw_photo(drawing, self._folder)
        with Image.open(file) as photo:
            smaller = photo.resize((width_px, photo.height * width_px // photo.width))
        written = io.BytesIO()
        kind = "PNG" if smaller.mode == "RGBA" else "JPEG"
        smaller.save(written, kind)
        return written.getvalue(), f"image/{kind.lower()}"


def _by_address(drawings: Iterable[Drawing]) -> dict[str, Drawing]:
    return {digest_of(drawing.photo.source.encode())[:_DIGITS]: drawing for drawing in drawings}


class StorePictures:
    """What builds of the store have made."""

    def __init__(self, objects: Objects, tenant: TenantScope) -> None:
        self._objects = objects
        self._tenant = tenant

    async def picture(self, path: str) -> tuple[bytes, str] | None:
        try:
            data = await self._objects.get(image_key(self._tenant, path))
        except BrokenPromise:
            return None
        return data, f"image/{PurePosixPath(path).suffix.removeprefix('.')}"
