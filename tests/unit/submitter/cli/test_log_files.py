from __future__ import annotations

from pathlib import Path

from submitter.cli.log_files import LogFiles


def test_each_process_has_a_file_that_goes_on_where_it_ended(tmp_path: Path) -> None:
    for line in ("first", "second"):
        with LogFiles(tmp_path / "log") as logs:
            logs.write("worker", line)
            logs.write("sweeper", line)
    assert (tmp_path / "log" / "worker.log").read_text() == "first\nsecond\n"


def test_a_full_disk_costs_lines_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "worker.log").symlink_to("/dev/full")
    with LogFiles(tmp_path) as logs:
        logs.write("worker", "lost")
        logs.write("sweeper", "kept")
    assert (tmp_path / "sweeper.log").read_text() == "kept\n"
