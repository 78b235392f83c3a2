"""A notebook's afternoon at a shared server, with nothing but the standard library.

usage: python3 notebook.py SOCKET orders.csv        (tenure serve --socket SOCKET, or tenure connect)
"""

import json
import os
import socket
import sys


class Server:
    """One request at a time; what the server tells in between is shown as progress."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rw", encoding="utf-8", newline="\n")
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        self.lines.close()
        self.socket.close()

    def call(self, method, **params):
        self.count += 1
        params["workDoneToken"] = method
        request = {"jsonrpc": "2.0", "id": self.count, "method": method, "params": params}
        self.lines.write(json.dumps(request) + "\n")
        self.lines.flush()
        for line in self.lines:
            message = json.loads(line)
            if message.get("method") == "$/progress":
                self.show(message["params"])
            elif message.get("id") == self.count and "error" in message:
                raise SystemExit(f"{method}: {message['error']['message']}")
            elif message.get("id") == self.count:
                return message["result"]
        raise SystemExit(f"{method}: the server has closed the connection")

    @staticmethod
    def show(params):
        value = params["value"]
        share = 100 if value["kind"] == "end" else value.get("percentage", 0)
        print(f"{params['token']:>12} {share:3d} % {value.get('message', '')}", file=sys.stderr)


def main(path, file):
    with Server(path) as server:
        # The server has a folder of its own: paths are sent from the top.
        shop = server.call("loadDataset", path=os.path.abspath(file), name="notebook")
        print(f"{shop['rows']} rows as {shop['name']}")

        groups = server.call("segment", dataset="notebook", limit=0)
        print(groups["summary"])
        for group in groups["segments"]:
            print(f"  {group['size']:6d}  {group['name']}")

        # One list a column is what a data frame wants: pandas.DataFrame(answer["customers"]).
        answer = server.call("ltv", dataset="notebook", limit=5, format="columns")
        print(answer["summary"])
        table = answer["customers"]
        for customer, value, alive in zip(table["customerId"], table["ltv"], table["pAlive"]):
            print(f"  {customer:12} {value:10.2f}  {alive:5.0%}")

        server.call("unloadDataset", name="notebook")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2])
