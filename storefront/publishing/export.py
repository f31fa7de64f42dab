"""A release as a plain folder that any web server can host.

Files are written to a folder inside the target and moved to their places when all are there: contents with hashed
names first, then the pages that refer to them. What an earlier export left and this release lacks goes last. The file
`.storeloom-export` lists what is ours, so nothing else in the folder is ever touched.

While a served folder is brought up to date, each page is whole and finds its assets, but pages change one after the
other; who wants them to change at once exports to a new folder and points the web server to it.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import orjson

from storefront.errors import BrokenPromise, OperatorsError, RequestInvalid, StorageFull
from storefront.publishing.export_paths import file_of
from storefront.publishing.headers import headers_file, survives_switch
from storefront.publishing.release import Release
from storefront.publishing.tree import entries_of, read_root
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry
from storefront.tenancy.scope import TenantScope

MARKER = ".storeloom-export"
STAGING = ".storeloom-export.parts"
HEADERS = "_headers"
FILES_AT_A_TIME = 16


@dataclass(frozen=True, slots=True)
class Exported:
    """`files` and `bytes` of the whole folder, the marker aside; `removed` files were in an earlier export only."""

    files: int
    bytes: int
    removed: int


async def export_release(objects: Objects, scope: TenantScope, release: Release, folder: Path) -> Exported:
    """Write the release to the folder: a new one, an empty one, or an earlier export, which is brought up to date.

    Raises RequestInvalid when the folder holds anything else, BrokenPromise when an address cannot become a file or a
    content is missing (no file is touched then), StorageFull.
    """
    ours = _files_of_earlier_export(folder)
    entries = await _files(objects, scope, release.release_id)
    try:
        return await _write(objects, release, folder, entries, ours)
    except OSError as error:
        raise _of_disk(folder, error) from error
    finally:
        shutil.rmtree(folder / STAGING, ignore_errors=True)


async def _write(
    objects: Objects, release: Release, folder: Path, entries: dict[str, Entry], ours: set[str]
) -> Exported:
    size = await _stage(objects, folder / STAGING, entries)
    files = [*sorted(entries, key=lambda file: (not survives_switch(entries[file].path), file)), HEADERS]
    stale = ours - set(files)
    _mark(folder, release.release_id, ours | set(files))  # before the first move: a half-moved export is ours too
    _put_in_place(folder, files, stale)
    _mark(folder, release.release_id, set(files))
    return Exported(len(files), size, len(stale))


async def _stage(objects: Objects, staging: Path, entries: dict[str, Entry]) -> int:
    """All files beside their places; their bytes."""
    _make_empty(staging)

    async def stage(file: str) -> int:
        data = await objects.get(entries[file].key)
        _write_file(staging / file, data)
        return len(data)

    headers = headers_file(entries.values())
    _write_file(staging / HEADERS, headers)
    return len(headers) + sum(await for_each(entries, stage, limit=FILES_AT_A_TIME))


def _put_in_place(folder: Path, files: list[str], stale: set[str]) -> None:
    blocking = _in_the_way(stale, files)
    for file in blocking:
        _remove(folder, file)
    for file in files:
        _move(folder / STAGING / file, folder / file)
    for file in stale - blocking:
        _remove(folder, file)


async def _files(objects: Objects, scope: TenantScope, release_id: str) -> dict[str, Entry]:
    """The release's entries by file. Raises BrokenPromise when two need the same name, or one of ours."""
    files: dict[str, Entry] = {}
    async for entry in entries_of(objects, scope, await read_root(objects, scope, release_id)):
        file = file_of(entry.path)
        if file in files or file.split("/")[0] in (HEADERS, MARKER, STAGING):
            raise _taken(entry)
        files[file] = entry
    folders = _folders_of(files)
    for file in folders & files.keys():
        raise _taken(files[file])
    return files


def _in_the_way(stale: set[str], files: list[str]) -> set[str]:
    """Stale files where a folder is needed, or in a folder where a file is needed."""
    folders, wanted = _folders_of(files), set(files)
    return {file for file in stale if file in folders or _folders_of([file]) & wanted}


def _folders_of(files: Iterable[str]) -> set[str]:
    return {str(parent) for file in files for parent in PurePosixPath(file).parents}


def _taken(entry: Entry) -> BrokenPromise:
    return BrokenPromise(f"The address {entry.path} cannot become a file: its name is taken in the folder.")


def _files_of_earlier_export(folder: Path) -> set[str]:
    """Raises RequestInvalid unless the folder is missing, empty or an export of ours."""
    if folder.is_dir():
        marker = folder / MARKER
        if marker.is_file():
            return _listed_in(marker)
        if not any(name.name != STAGING for name in folder.iterdir()):
            return set()
    elif not folder.exists():
        return set()
    raise RequestInvalid(
        f"{folder} is not empty and not an earlier export.", remedy="Name a new or empty folder, or an earlier export."
    )


def _listed_in(marker: Path) -> set[str]:
    """Only names that an export could have written: an edited marker must not lead out of the folder."""
    try:
        return {file_of(f"/{file}") for file in orjson.loads(marker.read_bytes())["files"]}
    except (ValueError, KeyError, TypeError, BrokenPromise) as error:
        raise RequestInvalid(
            f"{marker} is damaged, so it is unknown which files are ours.", remedy="Name a new or empty folder."
        ) from error


def _mark(folder: Path, release_id: str, files: set[str]) -> None:
    content = orjson.dumps({"release_id": release_id, "files": sorted(files)}, option=orjson.OPT_INDENT_2)
    beside = folder / STAGING / MARKER
    _write_file(beside, content)
    beside.replace(folder / MARKER)


def _make_empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _remove(folder: Path, file: str) -> None:
    """The file, and the folders that its going leaves empty."""
    path = folder / file
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()


def _of_disk(folder: Path, error: OSError) -> OperatorsError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(f"The disk is full (could not export to {folder}).", remedy="Free space and export again.")
    return OperatorsError(
        f"Could not export to {folder}: {error.strerror}.", remedy="Check the folder's owner and rights."
    )
