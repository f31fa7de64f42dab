"""What can go wrong with the servers and processes we start.

OperatorsError
├── ServerMissing        no program to start
├── ServerWontStart      it ended, or never answered
├── PortTaken            somebody else listens where we must
├── FolderUnusable       the data folder cannot be written
└── ProcfileInvalid      a line that cannot be understood
"""

from __future__ import annotations

from storefront.errors import OperatorsError


class ServerMissing(OperatorsError):
    code = "server_missing"


class ServerWontStart(OperatorsError):
    code = "server_wont_start"
    remedy = "storeloom doctor says what is missing."


class PortTaken(OperatorsError):
    code = "port_taken"
    remedy = "Stop the program that uses it, or choose another port."


class FolderUnusable(OperatorsError):
    code = "folder_unusable"
    remedy = "Make the folder writable, or set STORELOOM_DATA_DIR to one that is."


class ProcfileInvalid(OperatorsError):
    code = "procfile_invalid"
