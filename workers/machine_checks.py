"""What storeloom doctor looks at on the machine itself: Python, the disk, ports, image formats, server programs."""

from __future__ import annotations

import io
import os
import platform
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from PIL import Image

from workers.errors import ServerMissing
from workers.findings import Finding, error, ok, warning
from workers.programs import Wanted

OLDEST_PYTHON = (3, 11)
LOW_BYTES, TOO_LOW_BYTES = 1_000_000_000, 200_000_000


def check_python(version: tuple[int, int] = sys.version_info[:2]) -> Finding:
    if version < OLDEST_PYTHON:
        return error(f"Python {version[0]}.{version[1]} is too old.", "Install Python 3.11 or newer.")
    return ok(f"Python {platform.python_version()}")


def check_folder(data_dir: Path) -> Finding:
    """Whether files can be made in the data folder, or the folder itself where it is not there yet."""
    folder = _existing(data_dir)
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ok(f"The data folder {data_dir} can be written.")
    except OSError as problem:
        remedy = "Make it writable, or set STORELOOM_DATA_DIR to a folder that is."
        return error(f"The data folder {data_dir} cannot be written: {problem.strerror}.", remedy)


def check_disk(data_dir: Path) -> Finding:
    free = shutil.disk_usage(_existing(data_dir)).free
    what = f"{free / 1e9:.1f} GB are free on the disk of {data_dir}."
    remedy = "Free space on it, or set STORELOOM_DATA_DIR to a folder on another disk."
    if free < TOO_LOW_BYTES:
        return error(what, remedy)
    return warning(what, remedy) if free < LOW_BYTES else ok(what)


def check_port(host: str, port: int, purpose: str, variable: str) -> Finding:
    """Whether the port can be listened on. Taken may mean that Storeloom runs already, so it is a warning."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            what = f"{host}:{port}, for {purpose}, cannot be listened on: {os.strerror(problem.errno or 0)}."
            return warning(what, f"If it is not Storeloom that runs there, set {variable} to another port.")
    return ok(f"{host}:{port} is free for {purpose}.")


def check_image_format(name: str) -> Finding:
    try:
        Image.new("RGB", (8, 8)).save(io.BytesIO(), name)
    except (OSError, KeyError, ValueError):
        remedy = "Install Pillow from its wheel: pip install --force-reinstall --only-binary :all: pillow."
        return error(f"Pillow cannot write {name}.", remedy)
    return ok(f"Pillow writes {name}.")


def check_program(wanted: Wanted) -> Finding:
    """Whether a server program is here and runs, for whoever configured no URL."""
    try:
        found = wanted.find()
    except ServerMissing as missing:
        return error(missing.what, missing.remedy)
    version = ".".join(map(str, found.version))
    return ok(f"{wanted.kind} can be started from {found.path} (version {version}).")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())
