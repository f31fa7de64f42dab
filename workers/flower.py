"""Flower, the operators' view of the workers, behind a password; on loopback unless told otherwise.

Where none is given, the password is made at the first start and kept in DATA_DIR/run/flower-password; the user is
`storeloom`. Flower leaves `/metrics` and `/healthcheck` open by design: they name tasks and workers, never arguments.
"""

from __future__ import annotations

import logging
import os
import secrets
import sys

from celery.bin.celery import celery

from config.settings import Settings, settings
from workers.data_folder import kept_secret, private_folder
from workers.lifeline import hold

USER = "storeloom"


def password(chosen: Settings) -> str:
    if chosen.flower_password is not None:
        return chosen.flower_password.get_secret_value()
    return kept_secret(private_folder(chosen.data_dir / "run") / "flower-password", lambda: secrets.token_urlsafe(24))


def options(chosen: Settings) -> dict[str, str]:
    """Flower's options as it reads them from the environment, where other users cannot see them."""
    return {
        "FLOWER_BASIC_AUTH": f"{USER}:{password(chosen)}",
        "FLOWER_ADDRESS": chosen.flower_host,
        "FLOWER_PORT": str(chosen.flower_port),
    }


def main() -> None:
    hold()
    os.environ.update(options(settings()))
    # A worker that is busy or starting answers no inspection in time: no news, and Flower asks again.
    logging.getLogger("flower.inspector").setLevel(logging.ERROR)
    sys.argv = ["celery", "-A", "workers.app", "flower", "--logging=warning"]
    celery(auto_envvar_prefix="CELERY")


if __name__ == "__main__":
    main()
