"""What is known of other workers without asking them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from tasks.neighbours import is_gone


def test_a_process_of_this_machine_that_ended_is_gone() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert is_gone(f"{socket.gethostname()}:{ended.pid}")


def test_a_process_that_lives_is_not_gone_nor_is_one_of_another_user() -> None:
    assert not is_gone(f"{socket.gethostname()}:{os.getpid()}")
    assert not is_gone(f"{socket.gethostname()}:1")


def test_of_another_machine_nothing_is_known() -> None:
    assert not is_gone("another-machine:999999999")
