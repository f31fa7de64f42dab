"""At least 95 of 100 ordinary mistakes are found, on the line where they are; real themes have none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storefront.rendering.theme_check.checking import check_theme
from storefront.rendering.themes import SHARED, theme_names
from tests.unit.storefront.rendering.theme_mistakes.copying import copy_theme
from tests.unit.storefront.rendering.theme_mistakes.mistakes import MISTAKES, Mistake

PROMISED = 0.95
LEAST = 60


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_theme(tmp_path_factory.mktemp("mistakes") / "theme")


def rounds() -> Iterator[list[Mistake]]:
    """The mistakes in as few rounds as there can be with one mistake in a file."""
    waiting = list(MISTAKES)
    while waiting:
        first_of_each = list({mistake.file: mistake for mistake in reversed(waiting)}.values())
        waiting = [mistake for mistake in waiting if mistake not in first_of_each]
        yield first_of_each


def made(theme: Path, mistakes: list[Mistake]) -> Iterator[tuple[Mistake, str, int]]:
    """Make mistakes in a theme; where each should be found."""
    befores = {mistake.name: (theme / mistake.file).read_text(encoding="utf-8") for mistake in mistakes}
    for mistake in mistakes:
        before = befores[mistake.name]
        assert mistake.old in before, f"{mistake.name}: the theme has no {mistake.old!r} any more"
        (theme / mistake.file).write_text(before.replace(mistake.old, mistake.new, 1), encoding="utf-8")
    for mistake in mistakes:
        file = mistake.told_in or mistake.file
        text = (theme / file).read_text(encoding="utf-8")
        start = text.index(mistake.at) if mistake.at else befores[mistake.name].index(mistake.old)
        yield mistake, file, text.count("\n", 0, start) + 1 + mistake.down


def missed(theme: Path, folder: Path, mistakes: list[Mistake]) -> list[str]:
    copy = Path(shutil.copytree(theme, folder))
    expected = list(made(copy, mistakes))
    told = {(one.file, one.line, f"{one.what} {one.remedy}") for one in check_theme(str(copy))}
    return [
        mistake.name
        for mistake, file, line in expected
        if not any((file, line) == one[:2] and mistake.says in one[2] for one in told)
    ]


@pytest.mark.slow
def test_ordinary_mistakes_are_found_on_their_lines(theme: Path, tmp_path: Path) -> None:
    unseen = [name for number, some in enumerate(rounds()) for name in missed(theme, tmp_path / str(number), some)]
    assert len(MISTAKES) >= LEAST
    assert len(unseen) <= len(MISTAKES) * (1 - PROMISED), unseen


@pytest.mark.parametrize("name", [*theme_names(), SHARED])
def test_a_built_in_theme_has_no_mistakes(name: str) -> None:
    assert [str(finding) for finding in check_theme(name)] == []


def test_a_whole_copy_of_a_theme_has_none_either(theme: Path) -> None:
    assert [str(finding) for finding in check_theme(str(theme))] == []


def test_a_column_says_where_on_the_line(theme: Path, tmp_path: Path) -> None:
    mistake = next(one for one in MISTAKES if one.name == "field of the content")
    copy = Path(shutil.copytree(theme, tmp_path / "copy"))
    ((_, file, line),) = made(copy, [mistake])
    (found,) = [one for one in check_theme(str(copy)) if (one.file, one.line) == (file, line)]
    text = (copy / file).read_text(encoding="utf-8").splitlines()[line - 1]
    assert text[found.column - 1 :].startswith("boddy")


def test_a_file_that_is_not_text_is_told(theme: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(theme, copy)
    (copy / "templates" / "about.html").write_bytes(b"{% block more %}\n\xff")
    assert any(
        (one.file, one.line, one.rule) == ("templates/about.html", 2, "encoding") for one in check_theme(str(copy))
    )
