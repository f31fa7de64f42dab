"""Prints the coverage of the combined run and fails below the promised shares: 95 % of lines, 90 % of branches."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

LINES_PERCENT, BRANCHES_PERCENT = 95.0, 90.0


def main() -> int:
    subprocess.run([sys.executable, "-m", "coverage", "report", "--skip-covered"], check=True)
    report = subprocess.run(
        [sys.executable, "-m", "coverage", "json", "--quiet", "-o", "-"], check=True, capture_output=True
    )
    totals: dict[str, Any] = json.loads(report.stdout)["totals"]
    lines = 100 * totals["covered_lines"] / totals["num_statements"]
    branches = 100 * totals["covered_branches"] / totals["num_branches"]
    sys.stdout.write(f"lines {lines:.1f} % (at least {LINES_PERCENT}), ")
    sys.stdout.write(f"branches {branches:.1f} % (at least {BRANCHES_PERCENT})\n")
    return 0 if lines >= LINES_PERCENT and branches >= BRANCHES_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
