"""theme …: what themes there are, and the tools of those who make one."""

from __future__ import annotations

import typer

from storefront.rendering.theme_check.checking import check_theme
from storefront.rendering.theme_check.findings import Finding
from storefront.rendering.theme_check.reference import reference
from storefront.rendering.themes import load_theme, theme_names
from submitter.cli import theme_preview
from submitter.cli.console import AsJson, out, print_json

_group = typer.Typer(help="Themes: list, check, see and edit them.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    theme_preview.add_to(_group)
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


@_group.command("contract")
def contract() -> None:
    """What templates are given, as Markdown."""
    out.print(reference(), markup=False)


@_group.command("check")
def check(path: theme_preview.ThemePath, as_json: AsJson = False) -> int:
    """Find mistakes in templates, texts, styles, scripts and theme.toml. Exit code 1 when there are errors."""
    findings = check_theme(path)
    errors = [finding for finding in findings if finding.severity == "error"]
    if as_json:
        print_json({"theme": path, "errors": len(errors), "findings": findings})
    else:
        _tell(path, findings, len(errors))
    return 1 if errors else 0


def _tell(path: str, findings: list[Finding], errors: int) -> None:
    for finding in findings:
        mark = "" if finding.severity == "error" else "warning: "
        out.print(f"{finding.file}:{finding.line}:{finding.column}  {mark}{finding.what}", markup=False)
        if finding.remedy:
            out.print(f"    {finding.remedy}", markup=False)
    warnings = len(findings) - errors
    out.print(f"{path}: {_count(errors, 'error')}, {_count(warnings, 'warning')}.", markup=False)


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
