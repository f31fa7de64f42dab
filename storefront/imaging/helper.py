"""A limited process and the conversation with it: one request, one answer, over pipes."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, cast

from storefront.imaging.framing import BadMessage, Head, read_message, write_message

_END_LIMIT_S = 1.0  # for one that answered nonsense or is just ending: so its own exit code is seen, not our kill


class HelperDied(Exception):
    """The process ended, or was ended, before it answered."""

    def __init__(self, returncode: int, *, out_of_time: bool) -> None:
        super().__init__(returncode)
        self.returncode = returncode
        self.out_of_time = out_of_time


class Helper:
    """A running process that has said that it is ready. Not for several threads at once."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], *, start_within_s: float) -> None:
        """Start it. Raises HelperDied when it does not become ready, OSError when there is no such command."""
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self._requests = cast("BinaryIO", self._process.stdin)
        self._answers = cast("BinaryIO", self._process.stdout)
        with self._watched(start_within_s):
            self._read()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, head: Head, body: bytes, *, within_s: float) -> tuple[Head, bytes]:
        """The answer to a request. The process is killed when the time is over. Raises HelperDied."""
        with self._watched(within_s):
            write_message(self._requests, head, [body])
            return self._read()

    def end(self, *, within_s: float) -> None:
        """Close its pipe, on which it ends by itself, or kill it after that time."""
        with suppress(OSError):  # what it never read
            self._requests.close()
        try:
            self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()

    def _read(self) -> tuple[Head, bytes]:
        answer = read_message(self._answers)
        if answer is None:
            raise BadMessage("the process ended")
        return answer

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        """Kill the process when the block takes longer; what then fails in the block becomes HelperDied."""
        over = threading.Event()

        def kill() -> None:
            over.set()
            self._process.kill()

        watch = threading.Timer(seconds, kill)
        watch.start()
        try:
            yield
        except (BadMessage, OSError) as error:
            self.end(within_s=_END_LIMIT_S)
            code = self._process.returncode
            raise HelperDied(code, out_of_time=over.is_set() or code == -signal.SIGXCPU) from error
        finally:
            watch.cancel()
