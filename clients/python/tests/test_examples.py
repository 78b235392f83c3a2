"""The examples of the protocol, replayed on the built program.

Every folder of `protocol/examples` is a method, nested where its name has a slash, every JSON file
in it one request with its answer, and what is called before it. Relative paths start at the folder. Numbers are compared to nine
significant digits, because C libraries differ in the last bits.
"""

import json
import math
import os
import shutil
import tempfile
import unittest

from support import TOP, tenure

EXAMPLES = TOP / "protocol" / "examples"

# Members that tell about the machine or the moment, not about the answer.
MACHINE_FACTS = {
    "connections",
    "elapsedMs",
    "freedBytes",
    "memoryBytes",
    "processId",
    "requestsInFlight",
    "requestsServed",
    "uptimeSeconds",
    "version",
}



class Examples(unittest.TestCase):
    maxDiff = None

    def test_every_example_is_answered_as_written(self):
        cases = sorted(EXAMPLES.rglob("*.json")) if EXAMPLES.is_dir() else []
        with tempfile.TemporaryDirectory() as parent:
            # A copy, so that a file an example writes does not stay.
            copy = os.path.join(os.path.realpath(parent), "examples")
            if cases:
                shutil.copytree(EXAMPLES, copy)
            for case in cases:
                example = json.loads(case.read_text(encoding="utf-8"))
                method = case.parent.relative_to(EXAMPLES).as_posix()
                with self.subTest(method=method, case=case.stem):
                    self.replay(method, os.path.join(copy, method), example)

    def replay(self, method, folder, example):
        with tenure.Client(cwd=folder) as client:
            for step in example.get("before", []):
                client.call(step["method"], step.get("params"))
            try:
                found = {"result": client.call(method, example.get("params"))}
            except tenure.TenureError as error:
                found = {"error": described(error)}
        expected = {name: example[name] for name in ("result", "error") if name in example}
        self.assertEqual(list(difference(expected, portable(found, folder), "")), [])


def portable(found, folder):
    """The answer without the folders of this machine: paths relative to the example's own."""
    text = json.dumps(found, ensure_ascii=False)
    text = text.replace(folder + "/", "").replace(folder, ".")
    return json.loads(text.replace(os.path.dirname(folder) + "/", "../"))


def described(error):
    facts = {"code": error.code, "message": error.message}
    return dict(facts, data=error.data) if error.data else facts


def difference(expected, found, place):
    """The places where two values differ, in words."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted(set(expected) | set(found)):
            inner = f"{place}.{name}"
            if name in MACHINE_FACTS:
                continue
            if name not in expected or name not in found:
                yield f"{inner}: {'missing' if name in expected else 'not expected'}"
            else:
                yield from difference(expected[name], found[name], inner)
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{place}: expected {len(expected)} elements, found {len(found)}"
        for index, (one, other) in enumerate(zip(expected, found)):
            yield from difference(one, other, f"{place}[{index}]")
    elif is_number(expected) and is_number(found):
        if not math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-12):
            yield f"{place}: expected {expected!r}, found {found!r}"
    elif expected != found or type(expected) is not type(found):
        yield f"{place}: expected {expected!r}, found {found!r}"


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


class Differences(unittest.TestCase):
    def test_only_real_differences_are_told(self):
        same = [
            ({"a": 1.0000000001}, {"a": 1.0}),
            ({"a": 1}, {"a": 1.0}),
            ({"elapsedMs": 5}, {"elapsedMs": 7}),
        ]
        for expected, found in same:
            self.assertEqual(list(difference(expected, found, "")), [], (expected, found))
        other = [
            ({"a": 1.00000001}, {"a": 1.0}),
            ({"a": True}, {"a": 1}),
            ({"a": None}, {}),
            ({}, {"a": None}),
            ([1, 2], [1]),
        ]
        for expected, found in other:
            self.assertEqual(len(list(difference(expected, found, ""))), 1, (expected, found))


if __name__ == "__main__":
    unittest.main()
