"""The breaker's states, whatever comes in whatever order."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storefront.fleet.circuits import CLOSED, Circuit, Rules, asked, failed, succeeded

START = datetime(2026, 1, 1, tzinfo=UTC)
RULES = Rules(failures=5, open_s=300, probe_s=60)
EVENTS = st.lists(
    st.tuples(st.sampled_from(["ask", "fail", "succeed"]), st.floats(0, 400).map(lambda s: timedelta(seconds=s))),
    max_size=60,
)


def _opened(at: datetime = START) -> Circuit:
    circuit = CLOSED
    for _ in range(RULES.failures):
        circuit = failed(circuit, "silence", at, RULES)
    return circuit


def test_the_fifth_failure_in_a_row_opens_it() -> None:
    circuit = CLOSED
    for times in range(1, 5):
        circuit = failed(circuit, "silence", START + timedelta(seconds=times), RULES)
        assert (circuit.state, circuit.failures) == ("closed", times)
        assert not circuit.refuses(START)
    circuit = failed(circuit, "silence", START, RULES)
    assert circuit == Circuit("open", 5, START, START + timedelta(seconds=300), "silence")


def test_a_success_ends_the_row() -> None:
    circuit = failed(CLOSED, "silence", START, RULES)
    assert succeeded(circuit) == CLOSED


def test_open_refuses_until_its_time_is_over() -> None:
    circuit = _opened()
    just_before = START + timedelta(seconds=299.999)
    assert circuit.refuses(just_before)
    assert asked(circuit, just_before, RULES) == circuit
    assert not circuit.refuses(START + timedelta(seconds=300))


def test_the_first_to_ask_then_is_the_probe_and_the_only_one() -> None:
    later = START + timedelta(seconds=301)
    probing = asked(_opened(), later, RULES)
    assert (probing.state, probing.since, probing.failures) == ("half_open", later, 5)
    assert asked(probing, later + timedelta(seconds=59), RULES) == probing
    assert probing.refuses(later + timedelta(seconds=59))


def test_a_probe_that_went_well_closes_it() -> None:
    assert succeeded(asked(_opened(), START + timedelta(seconds=301), RULES)) == CLOSED


def test_a_probe_that_failed_opens_it_again() -> None:
    later = START + timedelta(seconds=301)
    again = failed(asked(_opened(), later, RULES), "refused", later, RULES)
    assert again == Circuit("open", 6, later, later + timedelta(seconds=300), "refused")


def test_calls_that_began_before_it_opened_change_nothing() -> None:
    circuit = _opened()
    assert succeeded(circuit) == circuit
    assert failed(circuit, "late", START + timedelta(seconds=5), RULES) == circuit


@given(EVENTS)
def test_between_two_probes_lies_the_open_time_or_the_probes(events: list[tuple[str, timedelta]]) -> None:
    """And closed circuits never refuse, others always know until when."""
    circuit, now, probes = CLOSED, START, list[datetime]()
    for event, pause in events:
        now += pause
        before = circuit
        if event == "ask":
            circuit = asked(circuit, now, RULES)
            if circuit != before:
                assert not before.refuses(now)
                probes.append(now)
        elif event == "fail":
            circuit = failed(circuit, "silence", now, RULES)
        else:
            circuit = succeeded(circuit)
            if circuit == CLOSED:
                probes = []
        assert (circuit.until is None) == (circuit.state == "closed")
        assert circuit.state != "closed" or circuit.failures < RULES.failures
        assert (circuit == CLOSED) == (circuit.failures == 0)
    gaps = [later - earlier for earlier, later in itertools.pairwise(probes)]
    assert all(gap >= timedelta(seconds=RULES.probe_s) for gap in gaps)
