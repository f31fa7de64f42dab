"""The storeloom command. Exit codes: 0 done, 1 the build or check failed, 2 wrong use or a server is missing."""

from __future__ import annotations

import sys

import typer
from click.exceptions import ClickException

from config.logging import configure_logging
from config.settings import settings
from storefront.errors import NotAllowed, OperatorsError, RequestInvalid, ServiceUnavailable, StoreloomError
from submitter.cli import builds, catalogue, demo, keys, releases, schedules, servers, themes
from submitter.cli.console import complain

app = typer.Typer(
    name="storeloom",
    help="Turns an optician's product catalogue into an online store and puts it live.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (demo, servers, catalogue, builds, releases, schedules, keys, themes):
    module.add_to(app)

_WRONG_USE = (RequestInvalid, NotAllowed, ServiceUnavailable)


def run() -> None:
    """The entry point: errors that people can meet become one line on stderr and an exit code."""
    configure_logging(settings().model_copy(update={"log_level": "WARNING"}))
    try:
        outcome = app(standalone_mode=False)
    except ClickException as error:
        error.show()
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except StoreloomError as error:
        complain(error)
        sys.exit(exit_code(error))
    sys.exit(outcome if isinstance(outcome, int) else 0)


def exit_code(error: StoreloomError) -> int:
    """2 for wrong use (an unknown name among it) and missing servers; 1 for what went wrong in the work."""
    named_wrongly = error.code.startswith("unknown_")
    missing = isinstance(error, OperatorsError) and error.code.startswith("server")
    return 2 if named_wrongly or missing or isinstance(error, _WRONG_USE) else 1


if __name__ == "__main__":
    run()
