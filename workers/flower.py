"""Flower, the operators' view of the workers, on loopback behind a password.

The password is made at the first start and kept in DATA_DIR/run/flower-password; the user is `storeloom`. Flower
leaves `/metrics` and `/healthcheck` open by design: they name tasks and workers, never arguments.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from celery.bin.celery import celery

from config.settings import Settings, settings
from workers.data_folder import kept_secret, private_folder
from workers.lifeline import hold

USER = "storeloom"


def password(data_dir: Path) -> str:
    return kept_secret(private_folder(data_dir / "run") / "flower-password", lambda: secrets.token_urlsafe(24))


def options(chosen: Settings) -> dict[str, str]:
    """Flower's options as it reads them from the environment, where other users cannot see them."""
    return {
        "FLOWER_BASIC_AUTH": f"{USER}:{password(chosen.data_dir)}",
        "FLOWER_ADDRESS": "127.0.0.1",
        "FLOWER_PORT": str(chosen.flower_port),
    }


def main() -> None:
    hold()
    os.environ.update(options(settings()))
    sys.argv = ["celery", "-A", "workers.app", "flower"]
    celery(auto_envvar_prefix="CELERY")


if __name__ == "__main__":
    main()
