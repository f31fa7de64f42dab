from __future__ import annotations

from config.envelope import slim


def _slimmed(embed: dict, headers: dict | None = None, properties: dict | None = None) -> tuple[dict, dict, dict]:
    headers, properties = headers or {}, properties or {}
    slim(([], {}, embed), headers, properties)
    assert headers.pop("kwargsrepr") == ""
    return embed, headers, properties


def test_flower_gets_the_ids_and_no_more() -> None:
    headers = {"kwargsrepr": "{'build_id': …", "argsrepr": "()"}
    kwargs = {"build_id": "47654d7116bfa3b4", "batch_id": "pages.00012", "epoch": 1, "version": 1}
    slim(([], kwargs, {}), headers, {})
    assert headers == {"kwargsrepr": "47654d7116bfa3b4 pages.00012 1"}
    slim(([], {"request_id": "x" * 200}, {}), headers, {})
    assert headers == {"kwargsrepr": "x" * 60}


def test_what_says_nothing_goes_and_zero_stays_where_it_counts() -> None:
    before = {
        "id": "a",
        "retries": 0,
        "group_index": 0,
        "eta": None,
        "shadow": None,
        "stamps": {},
        "ignore_result": False,
    }
    _, headers, _ = _slimmed({}, before)
    assert headers == {"id": "a", "retries": 0, "group_index": 0}


def test_an_asked_for_time_stays() -> None:
    _, headers, _ = _slimmed({}, {"eta": "2026-01-01T00:00:00+00:00", "expires": None})
    assert headers == {"eta": "2026-01-01T00:00:00+00:00"}


def test_callbacks_stay_when_there_are_any() -> None:
    embed, _, _ = _slimmed({"callbacks": [{"task": "x"}], "errbacks": None, "chain": None, "chord": None})
    assert embed == {"callbacks": [{"task": "x"}]}


def test_the_chords_body_is_slimmed_as_a_copy() -> None:
    shared = {
        "task": "storeloom.close_stage",
        "args": [],
        "kwargs": {"epoch": 1},
        "options": {"task_id": "t", "reply_to": "r", "group_id": "g"},
        "subtask_type": None,
        "immutable": True,
    }
    embed, _, _ = _slimmed({"chord": shared})
    assert embed["chord"] == {
        "task": "storeloom.close_stage",
        "args": [],
        "kwargs": {"epoch": 1},
        "options": {"task_id": "t", "group_id": "g"},
        "immutable": True,
    }
    assert shared["options"]["reply_to"] == "r"
