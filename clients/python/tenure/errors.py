"""What can go wrong, as exceptions: one base, a subclass for each group of codes."""

from typing import Any, Dict, Optional, Type

from .generated import ERRORS


class TenureError(Exception):
    """A request that failed.

    `code` is the number of the error and `name` its stable word, as the reference lists them;
    `data` holds the facts, such as `data["hint"]` or `data["candidates"]`.
    """

    def __init__(
        self,
        code: Optional[int],
        name: str,
        message: str,
        data: Optional[Dict[str, Any]] = None,
    ):
        super().__init__(code, name, message, data)
        self.code = code
        self.name = name
        self.message = message
        self.data = data if isinstance(data, dict) else {}

    def __str__(self) -> str:
        number = "" if self.code is None else f" ({self.code})"
        hint = self.data.get("hint")
        tail = f"; {hint}" if hint else ""
        return f"{self.name}{number}: {self.message}{tail}"


class ProtocolError(TenureError):
    """The request was not one the server could serve."""


class InvalidParams(ProtocolError, ValueError):
    """A parameter is missing, unknown, or out of its range."""


class MethodNotFound(ProtocolError):
    """The server has no method of this name; it may be older than this client."""


class Cancelled(TenureError):
    """The request was cancelled."""


class DataError(TenureError):
    """The file or table is not what the method needs: 1001 to 1999."""


class ModelError(TenureError):
    """A model or formula cannot be had from these data: 2001 to 2999."""


class GroupError(TenureError):
    """The rows cannot be grouped as asked: 3001 to 3999."""


class PolicyError(TenureError):
    """A rule forbids it: 4001 to 4999."""


class ServerError(TenureError):
    """The server is busy, at a limit, ending, or at fault: 5001 to 5999 and -32603."""


class TransportError(TenureError):
    """The server cannot be reached, or it ended before it answered."""

    def __init__(self, message: str):
        super().__init__(None, "transport", message)
        self.args = (message,)


class RequestTimeout(TenureError):
    """The time given by `timeout` is over; the request was cancelled."""

    def __init__(self, method: str, seconds: float):
        super().__init__(None, "timeout", f"{method} took longer than {seconds:g} s")
        self.args = (method, seconds)


_SINGLE: Dict[int, Type[TenureError]] = {
    -32601: MethodNotFound,
    -32602: InvalidParams,
    -32603: ServerError,
    -32800: Cancelled,
}
_GROUPS: Dict[int, Type[TenureError]] = {
    1: DataError,
    2: ModelError,
    3: GroupError,
    4: PolicyError,
    5: ServerError,
}


def error_of(reply: Dict[str, Any]) -> TenureError:
    """The exception for the `error` member of a reply."""
    code = reply.get("code", 0)
    data = reply.get("data")
    known = ERRORS.get(code, ("error", ""))[0]
    name = data.get("code", known) if isinstance(data, dict) else known
    kind = _SINGLE.get(code)
    if kind is None:
        kind = _GROUPS.get(code // 1000, TenureError) if code > 0 else ProtocolError
    return kind(code, name, reply.get("message", ""), data)
