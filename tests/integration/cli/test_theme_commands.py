"""theme check, dev, show and contract as people run them, without any server."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import httpx
import orjson
import pytest

from tests.factories.commands import STORELOOM, environment, storeloom
from tests.factories.previews import write_bench

NOTHING: dict[str, str] = {}


def test_a_theme_without_mistakes_is_said_to_have_none() -> None:
    said = storeloom("theme", "check", "modern-minimal", env=NOTHING)
    assert (said.code, said.out) == (0, "modern-minimal: no errors, no warnings.\n")


def test_mistakes_are_told_with_place_and_remedy(tmp_path: Path) -> None:
    about = '{% extends "_shared/about.html" %}\n{% block more %}{{ page.site.nmae }}{% endblock %}'
    theme = write_bench(tmp_path, **{"templates/about.html": about, "templates/abuot.html": ""})
    said = storeloom("theme", "check", theme, env=NOTHING)
    assert said.code == 1
    assert "templates/about.html:2:30  page.site has no 'nmae'.\n    Did you mean 'name'?\n" in said.out
    assert said.out.endswith("1 error, 1 warning.\n")
    told = storeloom("theme", "check", theme, "--json", env=NOTHING).document
    assert [(one["file"], one["line"], one["rule"]) for one in told["findings"]] == [
        ("templates/about.html", 2, "unknown-field"),
        ("templates/abuot.html", 1, "unused"),
    ]


@pytest.mark.parametrize("words", [("check", "nowhere"), ("dev", "nowhere"), ("show", "nowhere")])
def test_a_theme_that_is_not_there_is_told(words: tuple[str, str]) -> None:
    said = storeloom("theme", *words, env=NOTHING)
    assert said.code == 2
    assert "There is no theme in 'nowhere'" in said.err


def test_the_contract_is_printed() -> None:
    assert "**PageView**" in storeloom("theme", "contract", env=NOTHING).out


SHOWN = [("dev", "preview", "data-preview"), ("show", "showcase", "Page: home")]


@pytest.mark.parametrize(("command", "key", "word"), SHOWN)
def test_a_theme_is_shown_on_loopback(tmp_path: Path, command: str, key: str, word: str) -> None:
    env = environment({"STORELOOM_DATA_DIR": str(tmp_path)})
    words = [STORELOOM, "theme", command, "modern-minimal", "--json"]
    with subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True) as shown:
        assert shown.stdout
        told = "".join(shown.stdout.readline() for _ in range(4))
        try:
            assert word in httpx.get(orjson.loads(told)[key], timeout=60, trust_env=False).text
        finally:
            shown.send_signal(signal.SIGINT)
        assert shown.wait(30) == 0


def test_a_folder_that_cant_be_written_is_told() -> None:
    said = storeloom("theme", "show", "modern-minimal", "--out", "/proc/showcase", env=NOTHING)
    assert said.code == 2
    assert said.err.startswith("storeloom: /proc/showcase can't be written: ")
