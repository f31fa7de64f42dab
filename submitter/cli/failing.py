"""How a command that did not work ends: words on stderr, an exit code, and with --json a document on stdout.

The document is `{"error": {"code", "message", "remedy"}}`, so that stdout holds JSON whatever happens.
"""

from __future__ import annotations

import typer

from config.logging import redact
from storefront.errors import NotAllowed, RequestInvalid, ServiceUnavailable, StoreloomError
from submitter.cli.console import err, print_json
from workers.errors import FolderUnusable, PortTaken, ProcfileInvalid, ServerMissing, ServerWontStart

_SERVERS = (ServiceUnavailable, ServerMissing, ServerWontStart, PortTaken, FolderUnusable, ProcfileInvalid)
_WRONG_USE = (RequestInvalid, NotAllowed)


def exit_code(error: StoreloomError) -> int:
    """2 for wrong use (an unknown name among it) and missing servers; 1 for what went wrong in the work."""
    named_wrongly = error.code.startswith("unknown_")
    return 2 if named_wrongly or isinstance(error, _WRONG_USE + _SERVERS) else 1


def complain(error: StoreloomError, *, as_json: bool = False) -> None:
    """What, then the remedy on a line of its own; nothing of it is markup."""
    err.print(f"storeloom: {error.what}", markup=False, style="bold red")
    if error.remedy:
        err.print(f"  {error.remedy}", markup=False)
    if as_json:
        print_json({"error": {"code": error.code, "message": error.what, "remedy": error.remedy}})


def usage(error: typer.TyperException) -> RequestInvalid:
    """A command, option or argument that is not one."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "storeloom"
    words = error.format_message().strip().rstrip(".")
    return RequestInvalid(f"{words}.", remedy=f"See: {command} --help")


def of_the_driver(error: Exception) -> ServiceUnavailable:
    """MongoDB answered with an error of its own, or went away in the middle."""
    first_line = redact(str(error).splitlines()[0][:200]) if str(error) else type(error).__name__
    return ServiceUnavailable(f"MongoDB did not do its part: {first_line}")
