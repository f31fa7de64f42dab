"""A headless Chromium, told what to do over its DevTools pipe: JSON messages with a zero byte after each."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
LIMIT_S = 20.0
_QUIET = (
    "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
)  # fmt: skip

# Chromium reads from descriptor 3 and writes to 4, whatever ours are.
_WITH_PIPES = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """One tab. JavaScript errors and blocked requests of every page are in `complaints`."""

    def __init__(self, folder: Path) -> None:
        assert CHROMIUM
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        to_chromium, self._write = os.pipe()
        self._read, from_chromium = os.pipe()
        pipes = [str(to_chromium), str(from_chromium)]
        command = [CHROMIUM, *_QUIET, *root, f"--user-data-dir={folder}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WITH_PIPES, *pipes, *command],
            pass_fds=(to_chromium, from_chromium),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_chromium)
        os.close(from_chromium)
        self._unread = b""
        self._next = 0
        self.complaints: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Performance"):
            self._call(f"{domain}.enable")

    _session: str | None = None

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._write)  # Chromium ends with its pipe, also when we are killed
        os.close(self._read)
        self._process.wait(LIMIT_S)

    def resize(self, width: int, height: int = 844) -> None:
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 700
        )

    def slow_down(self, times: float) -> None:
        """The tab's processor does so many times less: 4 is a usual phone."""
        self._call("Emulation.setCPUThrottlingRate", rate=times)

    def prefer(self, scheme: str) -> None:
        """ "light" or "dark" screens."""
        self._call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self) -> str:
        """The whole page as PNG, in base64."""
        size = self._call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        answer = self._call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        return str(answer["data"])

    def open(self, url: str) -> None:
        self._call("Page.navigate", url=url)
        self.until(f"document.readyState === 'complete' && location.href.startsWith({orjson.dumps(url).decode()})")

    def processor_seconds(self) -> float:
        """What the page's main thread has worked so far, whatever else the machine does."""
        metrics = self._call("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "ThreadTime"))

    def type(self, text: str) -> None:
        """Into what has the focus."""
        self._call("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """A key by its name: "ArrowDown", "Enter", "Space"."""
        number = {"Enter": 13, "Escape": 27, "Tab": 9, "Space": 32, "ArrowUp": 38, "ArrowDown": 40}[key]
        text = {"Enter": "\r", "Space": " "}.get(key, "")
        told = {"key": text if key == "Space" else key, "code": key, "windowsVirtualKeyCode": number}
        self._call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **told)
        self._call("Input.dispatchKeyEvent", type="keyUp", **told)

    def reload(self) -> None:
        self.run("window.before_reload = true")
        self._call("Page.reload")
        self.until("document.readyState === 'complete' && !window.before_reload")

    def run(self, script: str) -> Any:
        """The value of an expression in the page; promises are waited for."""
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, script: str) -> None:
        deadline = time.monotonic() + LIMIT_S
        while not self.holds(script):
            assert time.monotonic() < deadline, f"never true: {script}; {self.complaints}"

    def holds(self, script: str) -> bool:
        # A page that is being left has no context to ask in.
        return bool(
            self._call("Runtime.evaluate", expression=f"!!({script})", returnByValue=True)["result"].get("value")
        )

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._next += 1
        message = {"id": self._next, "method": method, "params": parameters}
        os.write(
            self._write, orjson.dumps({**message, "sessionId": self._session} if self._session else message) + b"\0"
        )
        while True:
            answer = self._receive()
            self._note(answer)
            if answer.get("id") == self._next:
                return answer.get("result", {"result": {}})  # type: ignore[no-any-return]

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._read], [], [], LIMIT_S)
            assert ready, "Chromium does not answer"
            said = os.read(self._read, 65536)
            assert said, "Chromium has ended"
            self._unread += said
        message, self._unread = self._unread.split(b"\0", 1)
        return orjson.loads(message)  # type: ignore[no-any-return]

    def _note(self, event: dict[str, Any]) -> None:
        if event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(event["params"]["exceptionDetails"]))
        if event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
            self.complaints.append(event["params"]["entry"]["text"])
