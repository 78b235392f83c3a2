"""Results as dicts and as data frames."""

import copy
import datetime
import pathlib
import pickle
import unittest

from support import ORDERS, tenure

try:
    import pandas
except ImportError:
    pandas = None


class Results(unittest.TestCase):
    def test_a_result_is_a_dict(self):
        result = tenure.Result({"rows": [{"a": 1}]}, "rows")
        self.assertEqual(result, {"rows": [{"a": 1}]})
        for twin in (copy.copy(result), copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
            self.assertEqual(twin, result)
            self.assertIsInstance(twin, tenure.Result)

    def test_an_error_can_be_copied(self):
        error = tenure.DataError(1001, "fileNotFound", "a.csv: no such file", {"hint": "look"})
        twin = pickle.loads(pickle.dumps(error))
        self.assertEqual((str(twin), twin.code, twin.data), (str(error), 1001, {"hint": "look"}))
        for other in (tenure.TransportError("gone"), tenure.RequestTimeout("ping", 1)):
            self.assertEqual(str(pickle.loads(pickle.dumps(other))), str(other))

    def test_paths_and_dates_are_written_as_text(self):
        with tenure.Client() as client:
            answer = client.segment(rows=ORDERS, asOf=datetime.date(2024, 6, 30))
            self.assertEqual(answer["meta"]["asOf"], "2024-06-30")
            with self.assertRaises(tenure.DataError):
                client.segment(pathlib.Path("no-such-file.csv"))

    @unittest.skipIf(pandas, "pandas is here")
    def test_without_pandas_the_error_says_so(self):
        with self.assertRaisesRegex(ImportError, "pandas"):
            tenure.Result({"rows": [{"a": 1}]}).to_frame()

    @unittest.skipUnless(pandas, "needs pandas")
    def test_every_form_gives_the_same_frame(self):
        with tenure.Client() as client:
            frames = [
                client.segment(rows=ORDERS, format=form).to_frame()[["customerId", "segment"]]
                for form in ("objects", "columns", "csv")
            ]
            self.assertEqual(len(frames[0]), 9)
            for frame in frames[1:]:
                pandas.testing.assert_frame_equal(frame, frames[0], check_dtype=False)
            segments = client.segment(rows=ORDERS).to_frame("segments")
            self.assertEqual(segments["size"].sum(), 9)

    @unittest.skipUnless(pandas, "needs pandas")
    def test_a_frame_can_be_sent(self):
        frame = pandas.DataFrame(ORDERS)
        frame.loc[3, "amount"] = None
        with tenure.Client() as client:
            self.assertEqual(client.segment(rows=frame)["total"], 9)


if __name__ == "__main__":
    unittest.main()
