from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from storefront.errors import OperatorsError, PhotoUnusable
from storefront.imaging.decoder import Decoder, Encoded, Failure
from storefront.imaging.variants import variants_of
from tests.factories.photos import frame, one_bit_png, saved, scene, variant

READY = """
import os, sys, time
from storefront.imaging.framing import read_message, write_message
write_message(sys.stdout.buffer, {"ready": True})
read_message(sys.stdin.buffer)
"""


def stand_for(behaviour: str) -> list[str]:
    """A process that is ready, takes a request and then does something a decoder should not."""
    return [sys.executable, "-c", READY + behaviour]


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as running:
        yield running


def test_a_photo_becomes_facts(decoder: Decoder) -> None:
    data = saved(scene(640, 480))

    found = decoder.probe(data)

    assert (found.width_px, found.height_px, found.source_format, found.has_alpha) == (640, 480, "JPEG", False)
    assert found.size_bytes == len(data)


def test_all_files_of_a_photo_come_from_one_request(decoder: Decoder) -> None:
    data = saved(frame(900, 450, ground=None), "PNG")
    variants = variants_of(decoder.probe(data))

    made = decoder.encode(data, variants)

    assert [one.variant for one in made] == variants
    assert len(made) == 9
    assert all(isinstance(one, Encoded) for one in made)


def test_a_file_that_cannot_be_made_says_why(decoder: Decoder) -> None:
    jpeg, webp = decoder.encode(saved(frame(ground=None), "PNG"), [variant(format_="jpeg"), variant(format_="webp")])

    assert isinstance(jpeg, Failure)
    assert "jpeg" in jpeg.reason
    assert isinstance(webp, Encoded)


def test_stand_ins_and_nothing_at_all(decoder: Decoder) -> None:
    assert [type(one) for one in decoder.stand_ins([variant()])] == [Encoded]
    assert decoder.encode(b"", []) == []


def test_the_process_is_used_again_after_bad_photos(decoder: Decoder) -> None:
    decoder.probe(saved(scene(20, 20)))
    before = decoder.pid

    for bad in (b"a text", one_bit_png(12_000, 12_000), saved(scene())[:5000]):
        with pytest.raises(PhotoUnusable):
            decoder.probe(bad)

    assert decoder.probe(saved(scene(20, 20))).width_px == 20
    assert decoder.pid == before


def test_nothing_is_started_before_the_first_photo_and_nothing_stays_after_closing() -> None:
    decoder = Decoder()
    assert decoder.pid is None
    decoder.probe(saved(scene(20, 20)))
    pid = decoder.pid

    decoder.close()
    decoder.close()

    assert pid is not None
    assert not psutil.pid_exists(pid)
    assert decoder.pid is None


def test_a_closed_decoder_opens_again() -> None:
    with Decoder() as decoder:
        decoder.probe(saved(scene(20, 20)))
        decoder.close()
        assert decoder.probe(saved(scene(20, 20))).width_px == 20


def test_a_process_killed_between_photos_is_replaced() -> None:
    with Decoder() as decoder:
        decoder.probe(saved(scene(20, 20)))
        first = decoder.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)

        assert decoder.probe(saved(scene(20, 20))).width_px == 20
        assert decoder.pid != first


def test_a_process_killed_in_the_middle_of_a_photo_is_replaced() -> None:
    data = saved(scene(2400, 1800), "PNG")
    variants = [variant(1600, 1200, "avif"), variant(1600, 1200, "webp")]
    with Decoder() as decoder:
        expected = decoder.encode(data, variants)
        first = decoder.pid
        assert first is not None
        made: list[object] = []
        work = threading.Thread(target=lambda: made.extend(decoder.encode(data, variants)))
        used = psutil.Process(first).cpu_times().user
        work.start()
        while psutil.Process(first).cpu_times().user <= used:
            pass
        os.kill(first, signal.SIGKILL)
        work.join()

        assert made == expected
        assert decoder.pid != first


def test_a_photo_that_ends_two_processes_is_to_blame() -> None:
    with Decoder(command=stand_for("os.abort()")) as decoder:
        with pytest.raises(PhotoUnusable, match=r"crashed the decoder \(SIGABRT\)"):
            decoder.probe(b"")
        assert decoder.pid is None


@pytest.mark.parametrize(
    "behaviour",
    [
        "pass",
        "sys.stdout.buffer.write(b'Traceback, and more of it')",
        "write_message(sys.stdout.buffer, {'facts': {'width_px': -1}})",
    ],
)
def test_an_answer_that_is_none_counts_as_a_crash(behaviour: str) -> None:
    with Decoder(command=stand_for(behaviour)) as decoder, pytest.raises(PhotoUnusable, match="crashed"):
        decoder.probe(b"")


def test_a_photo_that_takes_too_long_is_given_up() -> None:
    with Decoder(command=stand_for("time.sleep(60)"), time_limit_s=0.2) as decoder:
        with pytest.raises(PhotoUnusable, match=r"longer than 0\.2 s"):
            decoder.probe(b"")
        assert decoder.pid is None


def test_a_process_that_reads_nothing_does_not_hold_us() -> None:
    command = stand_for("").copy()
    command[-1] = command[-1].replace("read_message(sys.stdin.buffer)", "time.sleep(60)")

    with Decoder(command=command, time_limit_s=0.2) as decoder, pytest.raises(PhotoUnusable, match="longer"):
        decoder.probe(bytes(5_000_000))


def test_work_broken_off_leaves_no_half_answer_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task's soft time limit is raised wherever the thread happens to be."""

    def broken_off(head: object, data: object) -> None:
        raise TimeoutError

    with Decoder() as decoder:
        decoder.probe(saved(scene(20, 20)))
        first = decoder.pid
        with monkeypatch.context() as patch:
            patch.setattr("storefront.imaging.decoder.facts_from", broken_off)
            with pytest.raises(TimeoutError):
                decoder.probe(b"")

        assert first is not None
        assert not psutil.pid_exists(first)
        assert decoder.probe(saved(scene(20, 20))).width_px == 20


def test_used_up_cpu_time_is_too_long_too() -> None:
    behaviour = "os.kill(os.getpid(), 24)"  # SIGXCPU, as the system sends it

    with Decoder(command=stand_for(behaviour)) as decoder, pytest.raises(PhotoUnusable, match="longer"):
        decoder.probe(b"")


@pytest.mark.parametrize("command", [["/nonexistent/python"], [sys.executable, "-c", "pass"]])
def test_a_decoder_that_does_not_start_is_the_operators_matter(command: list[str]) -> None:
    with Decoder(command=command) as decoder, pytest.raises(OperatorsError, match="does not start"):
        decoder.probe(b"")


def test_it_ends_by_force_where_a_closed_pipe_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.imaging.decoder._CLOSE_LIMIT_S", 0.1)
    decoder = Decoder(command=stand_for("write_message(sys.stdout.buffer, {'files': []})\ntime.sleep(60)"))
    with pytest.raises(PhotoUnusable):
        decoder.encode(b"", [variant()])
    stubborn = Decoder(
        command=stand_for("write_message(sys.stdout.buffer, {'files': [{'size': 1}]}, [b'x'])\ntime.sleep(60)")
    )
    assert stubborn.encode(b"", [variant()]) == [Encoded(variant(), b"x")]
    pid = stubborn.pid
    assert pid is not None

    stubborn.close()

    assert not psutil.pid_exists(pid)


def test_no_secret_reaches_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORELOOM_MONGO_URL", "mongodb://user:secret@host/")
    with Decoder() as decoder:
        decoder.probe(saved(scene(20, 20)))
        environment = psutil.Process(decoder.pid).environ()

    assert not [name for name in environment if name.startswith("STORELOOM")]
    assert "secret" not in str(environment)


def test_limits_hold_before_the_first_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without coverage's variables: measuring needs files, so measured processes may open them."""
    for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    with Decoder() as decoder:
        data = saved(frame(400, 200, ground=None), "PNG")
        assert len(decoder.encode(data, variants_of(decoder.probe(data)))) == 6
        limits = Path(f"/proc/{decoder.pid}/limits").read_text()
        status = Path(f"/proc/{decoder.pid}/status").read_text()

    found = {line[:26].strip(): line[26:].split()[:2] for line in limits.splitlines()}
    assert found["Max address space"] == ["536870912"] * 2
    assert found["Max core file size"] == ["0"] * 2
    assert found["Max open files"] == ["0"] * 2
    assert 31 <= int(found["Max cpu time"][0]) <= 40
    assert "NoNewPrivs:\t1" in status


def test_a_photo_at_the_limit_of_pixels_fits_into_the_memory() -> None:
    largest = saved(frame(5000, 5000, ground=None), "PNG", compress_level=1)

    with Decoder() as decoder:
        found = decoder.probe(largest)
        made = decoder.encode(largest, [variant(320, 320, "avif")])

    assert (found.width_px, found.has_alpha) == (5000, True)
    assert all(isinstance(one, Encoded) for one in made)


def test_memory_that_runs_out_is_the_photos_problem() -> None:
    with Decoder(memory_bytes=140 * 1024 * 1024) as decoder:
        with pytest.raises(PhotoUnusable, match="memory"):
            decoder.probe(one_bit_png(5000, 5000))
        assert decoder.probe(saved(scene(20, 20))).width_px == 20


def test_it_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from storefront.imaging.decoder import Decoder\n"
            "from tests.factories.photos import saved, scene\n"
            "d = Decoder(); d.probe(saved(scene(20, 20))); print(d.pid, flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with parent:
        assert parent.stdout is not None
        helper = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        parent.wait()
        assert psutil.wait_procs([helper], timeout=20)[1] == []
