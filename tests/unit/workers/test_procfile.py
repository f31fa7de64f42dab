"""Lines of a Procfile become commands, without a shell."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from config.queues import FOREIGN_QUEUE, QUEUES
from workers.errors import ProcfileInvalid
from workers.procfile import ProcessSpec, spec_from_procfile

REPOSITORY = Path(__file__).parents[3]


def specs(folder: Path, text: str, **env: str) -> list[ProcessSpec]:
    (folder / "Procfile").write_text(text)
    return spec_from_procfile(folder / "Procfile", env)


def test_comments_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    assert [spec.name for spec in specs(tmp_path, "# one\n\nweb: true\n  # two\nbeat: true\n")] == ["web", "beat"]


@pytest.mark.parametrize(
    ("word", "env", "expected"),
    [
        ("$PORT", {"PORT": "80"}, "80"),
        ("${PORT}", {"PORT": "80"}, "80"),
        ("${PORT:-8700}", {}, "8700"),
        ("${PORT:-8700}", {"PORT": ""}, "8700"),
        ("${PORT:-8700}", {"PORT": "80"}, "80"),
        ("--bind=$HOST:$PORT", {"HOST": "::1", "PORT": "80"}, "--bind=::1:80"),
        ("$NAME", {"NAME": "two words; $(true)"}, "two words; $(true)"),
        ("'a b'", {}, "a b"),
        ("name@%h", {}, "name@%h"),
    ],
)
def test_variables(tmp_path: Path, word: str, env: dict[str, str], expected: str) -> None:
    assert specs(tmp_path, f"web: /bin/run {word}", **env)[0].argv == ("/bin/run", expected)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("web true", r"line 1 is not of the form `name: command`"),
        ("web: true\nbeat:", r"line 2 is not of the form"),
        ("web: 'true", r"line 1 has an open quote"),
        ("web: run $PORT", r"line 1 needs PORT, which is not set\. Set PORT or give a default"),
    ],
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ProcfileInvalid, match=said):
        specs(tmp_path, text)


def test_a_procfile_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProcfileInvalid, match=r"nowhere cannot be read: No such file"):
        spec_from_procfile(tmp_path / "nowhere", {})


def test_programs_come_from_our_own_environment(tmp_path: Path) -> None:
    text = "a: python -m x\nb: celery worker\nc: elsewhere-not-here\nd: ./python"
    programs = [spec.argv[0] for spec in specs(tmp_path, text)]
    assert programs == [sys.executable, str(Path(sys.executable).parent / "celery"), "elsewhere-not-here", "./python"]


def test_workers_stop_first_and_get_time_to_finish(tmp_path: Path) -> None:
    web, worker = specs(tmp_path, "web: true\nworker-imaging: true")
    assert (web.stops_first, worker.stops_first) == (False, True)
    assert worker.grace_s > web.grace_s


def test_every_queue_has_exactly_one_kind_of_worker() -> None:
    processes = spec_from_procfile(REPOSITORY / "Procfile", {})
    assert [spec.name for spec in processes if not spec.stops_first] == ["web", "store", "sweeper", "beat", "flower"]
    served = [spec.argv[spec.argv.index("-Q") + 1].split(",") for spec in processes if spec.stops_first]
    assert sorted(queue for queues in served for queue in queues) == sorted([*QUEUES, FOREIGN_QUEUE])
    assert not [queues for queues in served if "imaging" in queues and len(queues) > 1]


def test_concurrency_comes_from_the_environment() -> None:
    env = {"STORELOOM_IMAGING_CONCURRENCY": "7"}
    imaging = next(spec for spec in spec_from_procfile(REPOSITORY / "Procfile", env) if spec.name == "worker-imaging")
    assert imaging.argv[imaging.argv.index("-c") + 1] == "7"
