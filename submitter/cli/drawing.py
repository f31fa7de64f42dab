"""The bar shown while the sample's photos are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from submitter.cli.console import err


@contextmanager
def drawing_bar(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Yields `advance(done, total)`."""
    columns = (TextColumn("drawing"), BarColumn(bar_width=32), MofNCompleteColumn(), TextColumn("photos"))
    with Progress(*columns, console=err, disable=quiet or not err.is_terminal, transient=True) as bars:
        row = bars.add_task("drawing", total=None)
        yield lambda done, total: bars.update(row, completed=done, total=total)
