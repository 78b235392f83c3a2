"""Customer analytics on raw files, through the tenure daemon.

    import tenure

    with tenure.Client() as client:
        answer = client.segment("orders.csv", k=5)
        print(answer["summary"])
"""

from .client import Client, connect
from .errors import (
    Cancelled,
    DataError,
    GroupError,
    InvalidParams,
    MethodNotFound,
    ModelError,
    PolicyError,
    ProtocolError,
    RequestTimeout,
    ServerError,
    TenureError,
    TransportError,
)
from .result import Result

__version__ = "0.1.0"

__all__ = [
    "Cancelled",
    "Client",
    "DataError",
    "GroupError",
    "InvalidParams",
    "MethodNotFound",
    "ModelError",
    "PolicyError",
    "ProtocolError",
    "RequestTimeout",
    "Result",
    "ServerError",
    "TenureError",
    "TransportError",
    "connect",
]
