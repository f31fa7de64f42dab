"""What is told of a batch's error."""

from __future__ import annotations

from tasks.base import _in_words


def test_an_unknown_error_is_cut_after_its_secrets_are_out() -> None:
    told = _in_words(ValueError(f"{'x' * 280} redis://:a-long-password-that-is-cut-in-half@redis:6379"))
    assert told.startswith("ValueError: xxx")
    assert "a-long" not in told
