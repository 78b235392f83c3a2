"""Calls to a tenure server: one that this process starts, or one that listens on a socket."""

import datetime
import json
import os
import queue
import shutil
import time
import weakref
from pathlib import Path as _Path
from typing import Any, Callable, Dict, Mapping, Optional, Sequence

from .connection import Child, Connection, Socket
from .errors import RequestTimeout, TransportError, error_of
from .generated import Methods
from .result import Result

# How long the answer to a cancel is waited for; the server promises one within two seconds.
_CANCEL_SECONDS = 5.0
# How long a server may take to end by itself once its input has ended.
_CLOSE_SECONDS = 10.0


class Client(Methods):
    """A server of one's own, and every method of the protocol.

    The program is `binary`, else the one `TENURE_BIN` names, else `tenure` on the PATH, else the
    build of the repository this package lies in. It ends with the client: at `close()`, at the end
    of a `with` block, when the client is collected, or when the process is gone.

    Calls may come from any thread and run side by side.
    """

    def __init__(
        self,
        binary: Optional[str] = None,
        *,
        roots: Sequence[str] = (),
        cwd: Optional[str] = None,
        env: Optional[Mapping[str, str]] = None,
    ):
        """
        Args:
            binary: The program.
            roots: Folders; the server then reads and writes only below them.
            cwd: The folder relative paths are relative to; the current one when not given.
            env: The server's environment; that of this process when not given.
        """
        arguments = [binary or find_binary()]
        for root in roots:
            arguments += ["--root", os.fspath(root)]
        self._begin(Child(arguments, cwd=cwd, env=env), is_remote=False)

    def _begin(self, channel, is_remote: bool) -> None:
        self._connection = Connection(channel)
        self._is_remote = is_remote
        self._finalizer = weakref.finalize(self, self._connection.close, _CLOSE_SECONDS)

    @property
    def process_id(self) -> Optional[int]:
        """The server's process when this client started it."""
        return self._connection.process_id

    @property
    def notifications(self) -> "queue.SimpleQueue":
        """What `subscribe` brings, as pairs: "$/alert" or "$/log", and a dict. `get` waits."""
        return self._connection.notifications

    def close(self) -> None:
        """Cancel what is running and end. A server of one's own ends too."""
        self._finalizer()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def call(
        self,
        method: str,
        params: Any = None,
        *,
        progress: Optional[Callable[[float, str], Any]] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Call a method by its protocol name; the typed methods are built on this.

        `params` is a dict, or a list for parameters by position. Nothing in it is changed, so
        `None` is sent as null.
        """
        if progress is not None and not isinstance(params or {}, dict):
            raise ValueError("progress needs parameters by name")
        deadline = None if timeout is None else time.monotonic() + timeout
        call = self._connection.begin(method, params, progress is not None, _dump)
        try:
            return self._wait(call, method, progress, deadline, timeout)
        except queue.Empty:
            self._cancel(call)
            raise RequestTimeout(method, timeout or 0) from None
        except KeyboardInterrupt:
            self._cancel(call)
            raise
        finally:
            self._connection.forget(call)

    def _wait(self, call, method, progress, deadline, timeout) -> Any:
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            kind, value = call.events.get(timeout=left)
            if kind == "progress":
                try:
                    progress(*value)
                except BaseException:
                    self._cancel(call)
                    raise
            elif kind == "reply":
                if "error" in value:
                    raise error_of(value["error"])
                return value.get("result")
            else:
                raise TransportError(value)

    def _cancel(self, call) -> None:
        """Ask the server to stop and wait until it has, so that nothing goes on behind our back."""
        deadline = time.monotonic() + _CANCEL_SECONDS
        try:
            self._connection.notify("$/cancelRequest", {"id": call.id})
            while call.events.get(timeout=max(0.0, deadline - time.monotonic()))[0] == "progress":
                pass
        except (queue.Empty, TransportError):
            pass

    def _call(self, method, params, rows, progress, timeout) -> Any:
        given = {name: value for name, value in params.items() if value is not None}
        if self._is_remote:
            for name in ("path", "outputPath"):
                if name in given:
                    given[name] = os.path.abspath(given[name])
        result = self.call(method, given or None, progress=progress, timeout=timeout)
        return Result(result, rows) if isinstance(result, dict) else result


def connect(path: str) -> Client:
    """A client of the server that listens on the Unix socket `path`: `tenure serve --socket PATH`.

    Relative paths in calls mean the folder of this process, wherever the server runs.
    """
    client = Client.__new__(Client)
    client._begin(Socket(os.fspath(path)), is_remote=True)
    return client


def find_binary() -> str:
    """The program to start: `TENURE_BIN`, `tenure` on the PATH, or the build of the repository."""
    named = os.environ.get("TENURE_BIN")
    if named:
        return named
    found = shutil.which("tenure")
    if found:
        return found
    top = _Path(__file__).resolve().parents[3]
    if (top / "Package.swift").is_file():
        for configuration in ("release", "debug"):
            built = top / ".build" / configuration / "tenure"
            if built.is_file():
                return str(built)
    raise TransportError(
        "the program tenure was not found; put it on the PATH or name it in TENURE_BIN"
    )


def _dump(value: Dict[str, Any]) -> bytes:
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
    )
    return text.encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    """What json cannot write: paths, dates, data frames, and the numbers and arrays of numpy."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        present = value.notna()
        return value.astype(object).where(present, None).to_dict("records")
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"a {type(value).__name__} has no form in JSON")
