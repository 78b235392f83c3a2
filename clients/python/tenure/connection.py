"""Bytes to and from a server: one JSON value a line, one thread that reads.

The thread hands replies and progress to whoever waits for them and remembers the last lines of the
server's standard error, so that a server that dies can be quoted.
"""

import collections
import itertools
import json
import os
import queue
import selectors
import socket
import subprocess
import threading
from typing import Any, Callable, Dict, Mapping, NamedTuple, Optional, Sequence

from .errors import TransportError

_READ_BYTES = 1 << 18
# Bytes of standard error that are kept.
_WORDS_BYTES = 4096


class Call(NamedTuple):
    """A request that waits: its id, and what arrives for it.

    An event is ("reply", message), ("progress", (fraction, note)) or ("lost", reason).
    """

    id: int
    events: "queue.SimpleQueue[Any]"


class Child:
    """A server of our own on pipes."""

    def __init__(
        self,
        arguments: Sequence[str],
        cwd: Optional[str] = None,
        env: Optional[Mapping[str, str]] = None,
    ):
        try:
            # A session of its own: Ctrl-C at the terminal is for us, who then cancel politely.
            self._process = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=cwd,
                env=env,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            raise TransportError(f"cannot start {arguments[0]}: {error.strerror}") from error
        self.process_id: Optional[int] = self._process.pid
        self.input = self._process.stdout.fileno()
        self.words: Optional[int] = self._process.stderr.fileno()

    def write(self, data: memoryview) -> int:
        return os.write(self._process.stdin.fileno(), data)

    def end_input(self) -> None:
        try:
            self._process.stdin.close()
        except OSError:
            pass

    def fate(self) -> str:
        """How the server ended, once its output has."""
        try:
            status = self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return "the server closed its output"
        if status < 0:
            return f"the server was ended by signal {-status}"
        return f"the server ended with exit code {status}"

    def release(self, seconds: float) -> None:
        """Wait for the end; then ask for it; then force it."""
        for insist in (lambda: None, self._process.terminate, self._process.kill):
            insist()
            try:
                self._process.wait(timeout=seconds)
                return
            except subprocess.TimeoutExpired:
                seconds = 2

    def close(self) -> None:
        self._process.stdout.close()
        self._process.stderr.close()


class Socket:
    """A server that others may use too, on a Unix socket."""

    process_id: Optional[int] = None
    words: Optional[int] = None

    def __init__(self, path: str):
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.connect(path)
        except OSError as error:
            self._socket.close()
            raise TransportError(f"cannot connect to {path}: {error.strerror or error}") from error
        self.input = self._socket.fileno()

    def write(self, data: memoryview) -> int:
        return self._socket.send(data)

    def end_input(self) -> None:
        self._shut(socket.SHUT_WR)

    def fate(self) -> str:
        return "the server closed the connection"

    def release(self, seconds: float) -> None:
        pass

    def abort(self) -> None:
        self._shut(socket.SHUT_RDWR)

    def close(self) -> None:
        self._socket.close()

    def _shut(self, how: int) -> None:
        try:
            self._socket.shutdown(how)
        except OSError:
            pass


class Connection:
    """Requests by id over a channel, from any thread."""

    def __init__(self, channel):
        self._channel = channel
        self.process_id = channel.process_id
        self._ids = itertools.count(1)
        self._calls: Dict[int, Call] = {}
        self._lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._is_closed = False
        self._lost: Optional[str] = None
        self._words: "collections.deque[bytes]" = collections.deque(maxlen=64)
        self.notifications: "queue.SimpleQueue" = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="tenure-reader", daemon=True)
        self._reader.start()

    # Sending

    def begin(
        self, method: str, params: Any, with_progress: bool, dump: Callable[[Dict[str, Any]], bytes]
    ) -> Call:
        """Send a request; what arrives for it is put into its events."""
        call = Call(next(self._ids), queue.SimpleQueue())
        message: Dict[str, Any] = {"jsonrpc": "2.0", "id": call.id, "method": method}
        if with_progress:
            params = dict(params or {}, workDoneToken=call.id)
        if params is not None:
            message["params"] = params
        data = dump(message)
        with self._lock:
            if self._is_closed:
                raise TransportError("the client is closed")
            if self._lost is not None:
                raise TransportError(self._lost)
            self._calls[call.id] = call
        self._write(data)
        return call

    def notify(self, method: str, params: Any) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self._write(json.dumps(message, separators=(",", ":")).encode())

    def forget(self, call: Call) -> None:
        with self._lock:
            self._calls.pop(call.id, None)

    def _write(self, data: bytes) -> None:
        with self._write_lock:
            rest = memoryview(data + b"\n")
            try:
                while rest:
                    rest = rest[self._channel.write(rest) :]
            except (OSError, ValueError):
                pass  # The reader sees the end too and tells everyone who waits, with the reason.

    # Receiving

    def _read(self) -> None:
        reason = "the server closed the connection"
        try:
            self._read_lines()
            reason = self._channel.fate()
        except Exception as error:  # Whoever waits must hear of it, whatever it is.
            reason = f"the connection broke: {error}"
        words = b"".join(self._words).decode("utf-8", "replace").strip()
        if words:
            reason += f"; its last words were:\n{words}"
        with self._lock:
            self._lost = reason
            calls = list(self._calls.values())
        for call in calls:
            call.events.put(("lost", reason))

    def _read_lines(self) -> None:
        pending = []
        with selectors.DefaultSelector() as selector:
            selector.register(self._channel.input, selectors.EVENT_READ)
            if self._channel.words is not None:
                selector.register(self._channel.words, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    data = os.read(key.fd, _READ_BYTES)
                    if key.fd != self._channel.input:
                        self._hear(data, selector)
                    elif not data:
                        self._listen_out(selector)
                        return
                    else:
                        *lines, rest = data.split(b"\n")
                        for line in lines:
                            self._take(b"".join(pending) + line)
                            pending.clear()
                        pending.append(rest)

    def _hear(self, data: bytes, selector: selectors.BaseSelector) -> None:
        if not data:
            selector.unregister(self._channel.words)
            self._channel.words = None
        self._words.append(data[-_WORDS_BYTES:])

    def _listen_out(self, selector: selectors.BaseSelector) -> None:
        """Take what standard error still holds, once output has ended."""
        selector.unregister(self._channel.input)
        while self._channel.words is not None and selector.select(timeout=0.5):
            self._hear(os.read(self._channel.words, _READ_BYTES), selector)

    def _take(self, line: bytes) -> None:
        if not line.strip():
            return
        message = json.loads(line)
        if message.get("method") == "$/progress":
            self._progressed(message["params"])
        elif message.get("method") in ("$/alert", "$/log"):
            self.notifications.put((message["method"], message["params"]))
        elif "result" in message or "error" in message:
            with self._lock:
                call = self._calls.get(message.get("id"))
            if call is not None:
                call.events.put(("reply", message))

    def _progressed(self, params: Dict[str, Any]) -> None:
        with self._lock:
            call = self._calls.get(params.get("token"))
        value = params["value"]
        if call is not None and value.get("kind") != "end":
            words = value.get("message", value.get("title", ""))
            call.events.put(("progress", (value.get("percentage", 0) / 100, words)))

    # Ending

    def close(self, seconds: float) -> None:
        """Cancel what runs, end the input, wait for the server's end; at most about `seconds`."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            running = list(self._calls)
        for id in running:
            self.notify("$/cancelRequest", {"id": id})
        with self._write_lock:
            self._channel.end_input()
        self._channel.release(seconds)
        self._reader.join(timeout=seconds)
        if self._reader.is_alive() and isinstance(self._channel, Socket):
            self._channel.abort()
            self._reader.join(timeout=seconds)
        if not self._reader.is_alive():
            self._channel.close()
