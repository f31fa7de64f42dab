"""theme …: what the themes that come with Storeloom are."""

from __future__ import annotations

import typer

from storefront.rendering.themes import load_theme, theme_names
from submitter.cli.console import AsJson, out, print_json

_group = typer.Typer(help="Themes.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(_group, name="theme")


@_group.command("list")
def list_(as_json: AsJson = False) -> None:
    """The themes a store can have."""
    themes = [load_theme(name) for name in theme_names()]
    if as_json:
        print_json([{"name": theme.name, "label": theme.label, "version": theme.version} for theme in themes])
        return
    for theme in themes:
        out.print(f"{theme.name:<20} {theme.label} {theme.version}")
