"""The decoder: a process of its own that opens photos, so that a hostile or damaged one harms nobody else.

Started by decoder.py as `python -m storefront.imaging.decoder_process MEMORY_BYTES CPU_SECONDS`. Reads requests on
standard input and answers each on standard output until the input ends:

    {"job": "probe"} + photo                  -> {"facts": {…}}
    {"job": "encode", "wanted": […]} + photo  -> {"files": [{"size": n} | {"problem": …}, …]} + files
    {"job": "stand_in", "wanted": […]}        -> the same
    a photo that cannot be opened             -> {"problem": …, "remedy": …}

`wanted` is a list of [width, height, format], of a card [width, height, format, ground]. Knows
Pillow and nothing of queues, databases or storage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

from storefront.errors import PhotoUnusable
from storefront.imaging.confinement import allow_cpu, confine
from storefront.imaging.framing import Head, read_message, write_message
from storefront.imaging.looks import SAMPLE_PX, dominant_colour, placeholder, within
from storefront.imaging.opening import open_photo
from storefront.imaging.renditions import Wanted, renditions
from storefront.imaging.stand_in import stand_ins

Answer = tuple[Head, Sequence[bytes]]


def main(memory_bytes: int, cpu_s: int) -> None:
    requests, answers = _pipes()
    confine(memory_bytes)
    write_message(answers, {"ready": True})
    while message := read_message(requests):
        allow_cpu(cpu_s)
        write_message(answers, *answer(*message))


def answer(head: Head, body: bytes) -> Answer:
    """What is answered to one request; a photo's own faults are part of the answer."""
    try:
        if head["job"] == "probe":
            return {"facts": _facts(body)}, ()
        wanted: list[Wanted] = [tuple(one) for one in head["wanted"]]
        return _files(stand_ins(wanted) if head["job"] == "stand_in" else renditions(body, wanted))
    except PhotoUnusable as error:
        return {"problem": error.what, "remedy": error.remedy}, ()
    except MemoryError:
        problem = "The photo needs more memory to open than there is for one."
        return {"problem": problem, "remedy": "Save the photo smaller, as a JPEG."}, ()


def _facts(data: bytes) -> Head:
    photo = open_photo(data, enough=(SAMPLE_PX, SAMPLE_PX))
    sample = within(photo.picture, SAMPLE_PX)
    return {
        "width_px": photo.width_px,
        "height_px": photo.height_px,
        "source_format": photo.source_format,
        "has_alpha": photo.picture.mode == "RGBA",
        "dominant_colour": dominant_colour(sample),
        "placeholder": placeholder(sample),
    }


def _files(made: Sequence[bytes | PhotoUnusable]) -> Answer:
    told = [{"problem": one.what} if isinstance(one, PhotoUnusable) else {"size": len(one)} for one in made]
    return {"files": told}, [one for one in made if isinstance(one, bytes)]


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input, and standard output taken aside: what a library prints must not mix with our answers."""
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, os.fdopen(answers, "wb")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
