"""Where the package and the program are, and a server on a socket."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
TOP = PACKAGE.parents[1]
sys.path.insert(0, str(PACKAGE))

import tenure  # noqa: E402
from tenure.client import find_binary  # noqa: E402

# The servers of the tests run in other folders.
os.environ["TENURE_BIN"] = os.path.abspath(find_binary())


def until(claim, seconds=15.0):
    """Whether the claim comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if claim():
            return True
        time.sleep(0.01)
    return claim()


def is_running(process_id):
    """Whether the process is there and not a zombie."""
    try:
        with open(f"/proc/{process_id}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def listens(path):
    """Whether somebody takes connections at the path: a socket is there before it listens."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except OSError:
            return False
    return True


@contextlib.contextmanager
def socket_server():
    """A server of our own on a socket in a folder of its own; gives the path."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "tenure.sock")
        process = subprocess.Popen(
            [find_binary(), "serve", "--socket", path], stderr=subprocess.DEVNULL
        )
        try:
            if not until(lambda: listens(path)):
                raise AssertionError("the server made no socket")
            yield path
        finally:
            process.terminate()
            process.wait(timeout=15)


ORDERS = [
    {"customer": f"C{index % 9}", "date": f"2024-0{1 + index % 6}-11", "amount": 5 + index % 40}
    for index in range(120)
]

__all__ = ["ORDERS", "PACKAGE", "TOP", "is_running", "socket_server", "tenure", "until"]
