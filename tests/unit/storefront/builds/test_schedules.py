"""When a schedule is due: in its own time zone, over clock changes, not before it was made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storefront.builds.schedules import Schedule
from storefront.tenancy.scope import StoreScope

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def schedule(cron: str, timezone: str = "UTC", since: datetime = LONG_AGO) -> Schedule:
    return Schedule(StoreScope("local", "optician"), "nightly", cron, timezone, since)


def test_its_id_names_tenant_store_and_schedule() -> None:
    assert schedule("0 3 * * *").schedule_id == "local.optician.nightly"


@pytest.mark.parametrize(
    ("timezone", "after", "due"),
    [
        ("UTC", "2026-07-01T00:00", "2026-07-01T03:30"),
        ("Europe/Madrid", "2026-07-01T00:00", "2026-07-01T01:30"),  # summer: two hours ahead
        ("Europe/Madrid", "2026-01-10T00:00", "2026-01-10T02:30"),  # winter: one
        ("Asia/Kolkata", "2026-07-01T00:00", "2026-07-01T22:00"),  # five and a half; today's was yesterday in UTC
        ("America/Los_Angeles", "2026-07-01T11:00", "2026-07-02T10:30"),
    ],
)
def test_half_past_three_is_meant_where_the_shop_is(timezone: str, after: str, due: str) -> None:
    assert schedule("30 3 * * *", timezone).next_due(at(after)) == at(due)


def test_the_next_time_is_after_the_moment_and_the_latest_may_be_it() -> None:
    hourly = schedule("0 * * * *")
    assert hourly.next_due(at("2026-05-01T10:00")) == at("2026-05-01T11:00")
    assert hourly.latest_due(at("2026-05-01T10:00")) == at("2026-05-01T10:00")
    assert hourly.latest_due(at("2026-05-01T10:59:59")) == at("2026-05-01T10:00")
    assert hourly.latest_due(at("2026-05-01T09:59:59.999")) == at("2026-05-01T09:00")


# In Madrid clocks go from 02:00 to 03:00 on 29 March 2026 (01:00 UTC), and from 03:00 back to 02:00 on 25 October
# 2026 (01:00 UTC). Half past two does not come on the first day and comes twice on the second.


@pytest.mark.parametrize(
    ("moment", "following", "latest"),
    [
        ("2026-03-29T00:59", "2026-03-29T01:00", "2026-03-28T01:30"),  # as soon as the hour that is missing is over
        ("2026-03-29T01:00", "2026-03-30T00:30", "2026-03-29T01:00"),
        ("2026-03-29T01:10", "2026-03-30T00:30", "2026-03-29T01:00"),
        ("2026-10-25T00:29", "2026-10-25T00:30", "2026-10-24T00:30"),
        ("2026-10-25T00:30", "2026-10-26T01:30", "2026-10-25T00:30"),  # the first of the two, and that one only
        ("2026-10-25T01:10", "2026-10-26T01:30", "2026-10-25T00:30"),  # local time is ten past two, again
        ("2026-10-25T01:30", "2026-10-26T01:30", "2026-10-25T00:30"),
        ("2026-10-25T01:31", "2026-10-26T01:30", "2026-10-25T00:30"),
    ],
)
def test_when_clocks_change_each_night_has_one_time(moment: str, following: str, latest: str) -> None:
    nightly = schedule("30 2 * * *", "Europe/Madrid")
    assert nightly.next_due(at(moment)) == at(following)
    assert nightly.latest_due(at(moment)) == at(latest)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_when_clocks_change_every_quarter_of_an_hour_still_comes(day: str) -> None:
    often = schedule("*/15 * * * *", "Europe/Madrid")
    moment = at(f"{day}T00:00")
    for step in range(1, 13):
        moment = often.next_due(moment)
        assert moment == at(f"{day}T00:00") + timedelta(minutes=15 * step)
        assert often.latest_due(moment + timedelta(minutes=14)) == moment


def test_times_before_it_was_made_are_not_its_own() -> None:
    young = schedule("0 3 * * *", since=at("2026-05-01T03:00"))
    assert young.latest_due(at("2026-05-02T02:59")) is None
    assert young.latest_due(at("2026-05-02T03:00")) == at("2026-05-02T03:00")


def test_a_rare_day_is_found_either_way() -> None:
    leap_day = schedule("0 0 29 2 *")
    assert leap_day.next_due(at("2026-05-01T00:00")) == at("2028-02-29T00:00")
    assert leap_day.latest_due(at("2026-05-01T00:00")) == at("2024-02-29T00:00")
