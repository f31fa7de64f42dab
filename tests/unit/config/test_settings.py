from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings, settings
from storefront.builds.limits import USUAL, Limits
from storefront.errors import RequestInvalid


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_variables_set_what_their_names_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORELOOM_SERVE_PORT", "9000")
    monkeypatch.setenv("STORELOOM_REDIS_URL", "redis://:hush@cache:6379/1")
    assert settings().serve_port == 9000
    assert settings() is settings()
    assert "hush" not in repr(settings())


def test_objects_lie_in_the_data_folder_unless_told(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path, objects_url=None).objects_address == (tmp_path / "objects").as_uri()
    assert Settings(objects_url="s3://bucket/stores").objects_address == "s3://bucket/stores"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("STORELOOM_API_PORT", "70000", "less than or equal to 65535"),
        ("STORELOOM_MONGO_URL", "postgres://u:hush@db", "begins with none of mongodb://"),
        ("STORELOOM_REDIS_URL", "redis://:hush@cache:99999/0", "port is no number from 0 to 65535"),
        ("STORELOOM_REDIS_URL", "redis://:hush@cache:many/0", "port is no number from 0 to 65535"),
        ("STORELOOM_LOG_LEVEL", "loud", "none of DEBUG, INFO, WARNING"),
    ],
)
def test_what_is_not_usable_is_named_without_its_value(
    name: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(RequestInvalid, match=reason) as told:
        settings()
    assert name in str(told.value)
    assert value not in str(told.value)


def test_levels_and_lists_of_sentinels_are_taken_as_people_write_them() -> None:
    assert Settings(log_level="debug").log_level == "DEBUG"
    url = "sentinel://a:26379;sentinel://b:26379"
    told = Settings.model_validate({"redis_url": url}).redis_url
    assert told is not None
    assert told.get_secret_value() == url


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().limits == USUAL
    named = {"TENANT_RUNNING_BUILDS": 2, "TENANT_WAITING_BUILDS": 30, "WAITING_BUILDS": 400, "BUILD_WAIT_S": 50}
    for name, value in named.items():
        monkeypatch.setenv(f"STORELOOM_{name}", str(value))
    assert Settings().limits == Limits(tenant_running=2, tenant_waiting=30, waiting=400, wait_s=50)
