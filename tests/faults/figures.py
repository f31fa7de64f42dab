"""What the faults cost, by case: seconds from the end of a fault to the build's, work done again, and so on."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path("var/faults")
FIGURES = FOLDER / "figures.json"  # of the last run; docs/reliability.md quotes them
VARIABLE = "STORELOOM_FAULT_FIGURES"  # where a run of some modules leaves theirs
COLUMNS = ("recovered_s", "again", "attempts", "sweeps")
Figures = dict[str, dict[str, float | int | str]]


def table(figures: Figures) -> list[str]:
    """The lines of a table for people."""
    lines = [f"{'what the faults cost':<76}" + "".join(f"{name:>12}" for name in COLUMNS)]
    for case, known in sorted(figures.items()):
        cells = "".join(f"{known.get(name, ''):>12}" for name in COLUMNS)
        more = "  ".join(f"{name}={value}" for name, value in known.items() if name not in COLUMNS)
        lines.append(f"{case:<76}{cells}  {more}".rstrip())
    return lines
