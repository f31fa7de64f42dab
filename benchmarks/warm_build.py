"""Builds a sample of 1,000 products twice, the second time with warm images, and prints what each took.

python -m benchmarks.warm_build [--products 1000] [--photos 50]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def build(products: int, photos: int, data_dir: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "submitter.cli.main", "demo", "--once", "--json"]
    command += ["--products", str(products), "--photos", str(photos)]
    environment = {**os.environ, "STORELOOM_DATA_DIR": str(data_dir)}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def show(name: str, document: dict[str, Any]) -> None:
    stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in document["stage_seconds"].items())
    counts, memory = document["counts"], document["memory_mb"]
    print(f"{name}: {document['seconds']:.1f} s submit to live ({stages})")
    print(f"  pages {counts['pages']:.0f}, images encoded {counts['images_encoded']:.0f}, {document['outcome']}")
    print(f"  largest worker process {max(memory.values()):.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument("--photos", type=int, default=50)
    wanted = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    folder = Path(tempfile.mkdtemp(prefix="storeloom-bench-"))
    try:
        cold = build(wanted.products, wanted.photos, folder)
        show("cold", cold)
        warm = build(wanted.products, wanted.photos, folder)
        show("warm", warm)
        print(f"cold_s={cold['seconds']:.1f} warm_s={warm['seconds']:.1f}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
