"""Settings from the environment (STORELOOM_…), read once at the edges; below, values are passed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storefront.builds.limits import USUAL, Limits
from storefront.errors import RequestInvalid

_PREFIX = "STORELOOM_"
_SCHEMES = {
    "redis_url": ("redis://", "rediss://", "redis+socket://", "sentinel://"),
    "mongo_url": ("mongodb://", "mongodb+srv://"),
}
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="ignore")

    data_dir: Path = Path("var")  # servers, objects and logs of the embedded default
    redis_url: SecretStr | None = None  # None: a server on the PATH or the embedded one
    mongo_url: SecretStr | None = None
    objects_url: str | None = None  # file://, s3://, gs://, az://; None: file://DATA_DIR/objects

    tenant_id: str = "local"  # whom the command line acts for
    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8700, ge=0, le=65535)
    serve_host: str = "127.0.0.1"
    serve_port: int = Field(default=8780, ge=0, le=65535)
    flower_host: str = "127.0.0.1"
    flower_port: int = Field(default=8755, ge=0, le=65535)
    flower_password: SecretStr | None = None  # None: made at the first start and kept in DATA_DIR

    build_deadline_s: int = Field(default=3600, ge=10)
    build_wait_s: int = Field(default=USUAL.wait_s, ge=10)  # a build that did not start by then is ended
    tenant_running_builds: int = Field(default=USUAL.tenant_running, ge=1)  # of one tenant at a time
    tenant_waiting_builds: int = Field(default=USUAL.tenant_waiting, ge=1)  # more are refused
    waiting_builds: int = Field(default=USUAL.waiting, ge=1)  # of all tenants together
    lease_s: float = Field(default=10.0, gt=1)  # a killed worker's batches are taken up within 15 s
    lease_renewal_s: float = Field(default=2.0, gt=0.1)
    stop_s: float = Field(default=10.0, ge=0)  # a worker told to stop hands back what is not done within so long
    sweep_interval_s: float = Field(default=2.0, gt=0.05)
    window_batches: int = Field(default=64, ge=1)  # batches of one build in the queues at a time
    photo_hosts_private: bool = False  # True lets photos come from private addresses (tests, intranets)
    photo_schemes: tuple[str, ...] = ("https", "http")
    photo_max_bytes: int = 20_000_000
    breaker_open_s: float = Field(default=300.0, gt=0)  # an outside service that keeps failing is left alone so long
    releases_kept: int = Field(default=10, ge=2)

    log_level: str = "INFO"
    log_json: bool = False

    @field_validator(*_SCHEMES)
    @classmethod
    def _names_its_server(cls, url: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        schemes = _SCHEMES[str(info.field_name)]
        if url is not None and not url.get_secret_value().startswith(schemes):
            raise ValueError(f"it begins with none of {', '.join(schemes)}")
        if url is not None and info.field_name == "redis_url":
            _check_port(url.get_secret_value())
        return url

    @field_validator("flower_password")
    @classmethod
    def _is_one_password(cls, password: SecretStr | None) -> SecretStr | None:
        if password is not None and not password.get_secret_value():
            raise ValueError("it is empty")
        if password is not None and "," in password.get_secret_value():  # Flower takes what follows for another user
            raise ValueError("it contains a comma")
        return password

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, level: str) -> str:
        if level.upper() not in _LEVELS:
            raise ValueError(f"it is none of {', '.join(_LEVELS)}")
        return level.upper()

    @property
    def limits(self) -> Limits:
        return Limits(
            tenant_running=self.tenant_running_builds,
            tenant_waiting=self.tenant_waiting_builds,
            waiting=self.waiting_builds,
            wait_s=self.build_wait_s,
        )

    @property
    def objects_address(self) -> str:
        """Where objects are kept; by default below the data folder."""
        return self.objects_url or (self.data_dir.absolute() / "objects").as_uri()


@cache
def settings() -> Settings:
    """Of this process. Raises RequestInvalid, naming the variable and never its value: it may hold a password."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{_PREFIX}{str(each['loc'][0]).upper()} ({_reason(each['msg'])})" for each in error.errors()]
        raise RequestInvalid(f"Not usable in the environment: {', '.join(wrong)}.") from None


def _check_port(url: str) -> None:
    """Raises ValueError without the URL, which may hold a password. Sentinels are a list, that Celery reads."""
    if url.startswith("sentinel://"):
        return
    try:
        urlsplit(url).port  # noqa: B018  # looked at for its error
    except ValueError:
        raise ValueError("its port is no number from 0 to 65535") from None


def _reason(message: str) -> str:
    plain = message.removeprefix("Value error, ")
    return plain[:1].lower() + plain[1:]
