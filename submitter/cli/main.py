"""The storeloom command. Exit codes: 0 done, 1 the build or check failed, 2 wrong use or a server is missing."""

from __future__ import annotations

import sys

import typer

from config.logging import configure_logging
from config.settings import settings
from storefront.errors import StoreloomError
from storefront.storage.mongo import is_driver_error, unavailable_as_ours
from submitter.cli import builds, catalogue, demo, insight, keys, releases, report, schedules, servers, themes
from submitter.cli.console import err
from submitter.cli.failing import complain, exit_code, of_the_driver, usage

_INTERRUPTED = 130

app = typer.Typer(
    name="storeloom",
    help="Turns an optician's product catalogue into an online store and puts it live.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (demo, servers, catalogue, builds, releases, insight, report, schedules, keys, themes):
    module.add_to(app)


def run() -> None:
    """The entry point: errors that people can meet become words on stderr and an exit code."""
    try:
        configure_logging(settings().model_copy(update={"log_level": "ERROR"}))
        with unavailable_as_ours():
            outcome = app(standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        outcome = _INTERRUPTED
    except typer.TyperException as error:
        if not error.format_message():
            sys.exit(2)  # no command was given: the help has been shown
        _end(usage(error))
    except StoreloomError as error:
        _end(error)
    except Exception as error:
        if not is_driver_error(error):
            raise
        _end(of_the_driver(error))
    if outcome == _INTERRUPTED:  # how typer tells it, too
        err.print("Interrupted. What is done is kept; a build goes on when workers run.")
    sys.exit(outcome if isinstance(outcome, int) else 0)


def _end(error: StoreloomError) -> None:
    complain(error, as_json="--json" in sys.argv[1:])
    sys.exit(exit_code(error))


if __name__ == "__main__":
    run()
