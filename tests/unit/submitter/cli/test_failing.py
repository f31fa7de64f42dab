from __future__ import annotations

import orjson
import pytest

from storefront.errors import (
    BrokenPromise,
    NothingToDo,
    RequestInvalid,
    ServiceUnavailable,
    StorageFull,
    StoreloomError,
    TooManyRequests,
    UnknownRelease,
)
from submitter.cli.failing import complain, exit_code, of_the_driver
from workers.errors import PortTaken, ServerMissing


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RequestInvalid("no"), 2),
        (UnknownRelease("no"), 2),
        (ServiceUnavailable("no"), 2),
        (ServerMissing("no"), 2),
        (PortTaken("no"), 2),
        (NothingToDo("no"), 1),
        (StorageFull("no"), 1),
        (TooManyRequests("no"), 1),
        (BrokenPromise("no"), 1),
    ],
)
def test_exit_codes(error: StoreloomError, code: int) -> None:
    assert exit_code(error) == code


def test_words_go_to_stderr_and_the_document_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    error = UnknownRelease("There is no release [bold].", remedy="Look.")
    complain(error, as_json=True)
    said = capsys.readouterr()
    assert said.err == "storeloom: There is no release [bold].\n  Look.\n"
    assert orjson.loads(said.out) == {
        "error": {"code": "unknown_release", "message": "There is no release [bold].", "remedy": "Look."}
    }


def test_without_json_stdout_stays_empty(capsys: pytest.CaptureFixture[str]) -> None:
    complain(BrokenPromise("Gone."))
    assert capsys.readouterr() == ("", "storeloom: Gone.\n")


def test_a_drivers_words_lose_their_secrets() -> None:
    told = of_the_driver(RuntimeError("connection to mongodb://me:hunter2@db failed\nmore"))
    assert "hunter2" not in str(told)
    assert told.what == "MongoDB did not do its part: connection to mongodb://[hidden]@db failed"
