"""The client on a real server: calls, errors, cancel, progress, threads, and all kinds of ends."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest

from support import ORDERS, PACKAGE, is_running, socket_server, tenure, until


class Calls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = tenure.Client()
        cls.addClassCleanup(cls.client.close)

    def test_a_bare_call_is_answered(self):
        answer = self.client.ping()
        self.assertIs(answer["ok"], True)
        self.assertIsInstance(answer, dict)

    def test_rows_are_grouped(self):
        answer = self.client.segment(rows=ORDERS, limit=4)
        self.assertEqual(answer["total"], 9)
        self.assertEqual(len(answer["assignments"]), 4)

    def test_path_is_given_by_position(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "orders.csv")
            with open(path, "w") as file:
                file.write("customer,date,amount\n")
                for row in ORDERS:
                    file.write(f"{row['customer']},{row['date']},{row['amount']}\n")
            by_position = self.client.segment(path, limit=0)
            by_name = self.client.segment(path=path, limit=0)
            as_list = self.client.call("segment", [path, {"limit": 0}])
        self.assertEqual(by_position["summary"], by_name["summary"])
        self.assertEqual(by_position["summary"], as_list["summary"])

    def test_every_method_of_the_server_is_there(self):
        from tenure.generated import Methods

        known = [name for name in vars(Methods) if not name.startswith("_")]
        # Those of MCP are for its hosts and have no typed form.
        own = [
            method
            for method in self.client.rpc_discover()["methods"]
            if method["tags"] != [{"name": "MCP"}]
        ]
        self.assertEqual(len(known), len(own))

    def test_a_job_is_waited_for_and_its_end_is_told(self):
        self.client.subscribe(["job"])
        job = self.client.segment(rows=ORDERS, limit=0, job=True)["jobId"]
        over = self.client.wait_job(job)
        self.assertEqual(over["state"], "done")
        self.assertEqual(over["result"]["total"], 9)
        kind, told = self.client.notifications.get(timeout=10)
        self.assertEqual((kind, told["jobId"], told["state"]), ("$/alert", job, "done"))

    def test_chinese_goes_both_ways(self):
        rows = [
            {"客户ID": f"客户{i % 5}", "购买日期": f"2024-0{1 + i % 6}-03", "金额": 10 + i}
            for i in range(40)
        ]
        answer = self.client.segment(rows=rows)
        self.assertIn("客户0", [row["customerId"] for row in answer["assignments"]])

    def test_a_large_request_and_answer_pass(self):
        rows = [
            {"customer": f"C{i}", "date": f"2024-0{1 + i % 6}-03", "amount": 1 + i % 50}
            for i in range(30_000)
        ]
        answer = self.client.segment(rows=rows, limit=30_000)
        self.assertEqual(len(answer["assignments"]), 30_000)

    def test_what_json_lacks_is_refused_before_it_is_sent(self):
        with self.assertRaises(ValueError):
            self.client.segment(rows=[{"amount": float("nan")}])
        with self.assertRaises(TypeError):
            self.client.segment(rows=[{"amount": object()}])
        self.client.ping()


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = tenure.Client()
        cls.addClassCleanup(cls.client.close)

    def test_a_parameter_out_of_range_names_itself(self):
        with self.assertRaises(tenure.InvalidParams) as caught:
            self.client.segment("orders.csv", k=1)
        error = caught.exception
        self.assertEqual((error.code, error.name), (-32602, "invalidParams"))
        self.assertEqual(error.data["path"], "params.k")
        self.assertIn("params.k", str(error))

    def test_a_missing_file_is_a_data_error(self):
        with self.assertRaises(tenure.DataError) as caught:
            self.client.segment("no-such-file.csv")
        self.assertEqual((caught.exception.code, caught.exception.name), (1001, "fileNotFound"))
        self.assertIn("hint", caught.exception.data)

    def test_an_unknown_method_is_told_with_the_nearest(self):
        with self.assertRaises(tenure.MethodNotFound) as caught:
            self.client.call("segmnt")
        self.assertEqual(caught.exception.data["nearest"], ["segment"])

    def test_a_request_after_shutdown_is_a_protocol_error(self):
        with tenure.Client() as client:
            self.assertIsNone(client.shutdown())
            with self.assertRaises(tenure.ProtocolError):
                client.ping()

    def test_a_program_that_is_not_there_is_named(self):
        with self.assertRaises(tenure.TransportError) as caught:
            tenure.Client("/no/such/tenure")
        self.assertIn("/no/such/tenure", str(caught.exception))

    def test_a_program_that_ends_at_once_is_quoted(self):
        client = tenure.Client(sys.executable, roots=["nonsense"])
        self.addCleanup(client.close)
        with self.assertRaises(tenure.TransportError) as caught:
            client.ping()
        self.assertIn("unknown option --root", str(caught.exception))

    def test_every_error_is_a_tenure_error(self):
        for name in tenure.__all__:
            kind = getattr(tenure, name)
            if isinstance(kind, type) and issubclass(kind, Exception):
                self.assertTrue(issubclass(kind, tenure.TenureError), name)


class LongCalls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = tenure.Client()
        cls.addClassCleanup(cls.client.close)

    def test_progress_rises_to_one(self):
        seen = []
        self.client.sleep(seconds=0.5, progress=lambda fraction, note: seen.append(fraction))
        self.assertEqual(seen, sorted(seen))
        self.assertGreater(len(seen), 2)
        self.assertEqual((seen[0], seen[-1]), (0.0, 1.0))

    def test_a_progress_callback_may_give_up(self):
        def give_up(fraction, note):
            if fraction > 0:
                raise RuntimeError("enough")

        with self.assertRaisesRegex(RuntimeError, "enough"):
            self.client.sleep(seconds=60, progress=give_up)
        self.assertEqual(self.client.status()["requestsInFlight"], 0)

    def test_a_timeout_cancels(self):
        start = time.monotonic()
        with self.assertRaises(tenure.RequestTimeout):
            self.client.sleep(seconds=60, timeout=0.1)
        self.assertLess(time.monotonic() - start, 10)
        self.assertEqual(self.client.status()["requestsInFlight"], 0)

    def test_two_threads_do_not_wait_for_each_other(self):
        answers = {}

        def work(seconds):
            answers[seconds] = self.client.sleep(seconds=seconds)["seconds"]

        threads = [threading.Thread(target=work, args=(seconds,)) for seconds in (0.4, 0.1)]
        for thread in threads:
            thread.start()
        while threads[0].is_alive():
            self.assertIs(self.client.ping()["ok"], True)
        for thread in threads:
            thread.join()
        self.assertEqual(list(answers), [0.1, 0.4])

    def test_many_threads_get_their_own_answers(self):
        wrong = []

        def work(number):
            for index in range(50):
                seconds = (number * 50 + index) / 1e6
                if self.client.sleep(seconds=seconds)["seconds"] != seconds:
                    wrong.append(seconds)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_an_interrupt_cancels_and_is_raised_again(self):
        # A shell's background job inherits that interrupts are ignored.
        script = """
            import signal
            import tenure
            signal.signal(signal.SIGINT, signal.default_int_handler)
            client = tenure.Client()
            try:
                print("ready", flush=True)
                client.sleep(seconds=60)
            except KeyboardInterrupt:
                print("interrupted", client.status()["requestsInFlight"], flush=True)
            client.close()
        """
        process = run_script(script)
        self.assertEqual(process.stdout.readline(), b"ready\n")
        # Long enough for the request to be under way on a machine with other work too.
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.stdout.readline(), b"interrupted 0\n")
        self.assertEqual(process.wait(timeout=15), 0)
        process.stdout.close()


class Ends(unittest.TestCase):
    def test_close_ends_the_server(self):
        client = tenure.Client()
        server = client.process_id
        client.close()
        client.close()
        self.assertFalse(is_running(server))
        with self.assertRaises(tenure.TransportError):
            client.ping()

    def test_close_cancels_what_other_threads_wait_for(self):
        client = tenure.Client()
        caught = []

        def work():
            try:
                client.sleep(seconds=60)
            except tenure.TenureError as error:
                caught.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        self.assertTrue(until(lambda: client.status()["requestsInFlight"] == 1))
        client.close()
        thread.join(timeout=15)
        self.assertIsInstance(caught[0], tenure.Cancelled)

    def test_a_forgotten_client_ends_its_server(self):
        client = tenure.Client()
        server = client.process_id
        del client
        self.assertTrue(until(lambda: not is_running(server)))

    def test_a_killed_server_is_told_to_those_who_wait(self):
        client = tenure.Client()
        self.addCleanup(client.close)
        threading.Timer(0.2, os.kill, (client.process_id, signal.SIGKILL)).start()
        with self.assertRaises(tenure.TransportError) as caught:
            client.sleep(seconds=60)
        self.assertIn("signal 9", str(caught.exception))
        with self.assertRaises(tenure.TransportError):
            client.ping()

    def test_a_killed_client_takes_its_server_along(self):
        script = """
            import os, tenure, threading
            client = tenure.Client()
            threading.Thread(target=client.sleep, kwargs={"seconds": 600}).start()
            while client.status()["requestsInFlight"] < 1: pass
            print(client.process_id, flush=True)
        """
        process = run_script(script)
        server = int(process.stdout.readline())
        self.assertTrue(is_running(server))
        process.kill()
        process.wait()
        process.stdout.close()
        self.assertTrue(until(lambda: not is_running(server)))


class Sockets(unittest.TestCase):
    def test_two_clients_share_a_server(self):
        with socket_server() as path:
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
            with tenure.connect(path) as one, tenure.connect(path) as two:
                self.assertEqual(one.status()["processId"], two.status()["processId"])
                self.assertEqual(one.status()["connections"], 2)
                self.assertIsNone(one.process_id)
                one.close()
                self.assertIs(two.ping()["ok"], True)

    def test_relative_paths_are_those_of_the_client(self):
        with socket_server() as path, tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "orders.csv"), "w") as file:
                file.write("customer,date,amount\nC1,2024-01-02,5\nC2,2024-01-03,6\n")
            here = os.getcwd()
            os.chdir(folder)
            self.addCleanup(os.chdir, here)
            with tenure.connect(path) as client:
                self.assertEqual(client.describe_dataset("orders.csv")["meta"]["rows"], 2)
            os.chdir(here)

    def test_a_socket_without_a_server_is_named(self):
        with self.assertRaises(tenure.TransportError) as caught:
            tenure.connect("/no/such.sock")
        self.assertIn("/no/such.sock", str(caught.exception))

    def test_the_end_of_the_server_is_told(self):
        with socket_server() as path:
            client = tenure.connect(path)
            server = client.status()["processId"]
            threading.Timer(0.2, os.kill, (server, signal.SIGKILL)).start()
            with self.assertRaises(tenure.TransportError):
                client.sleep(seconds=60)
            client.close()


def run_script(text):
    """A Python process of its own that can import the package."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(text)],
        stdout=subprocess.PIPE,
        env=dict(os.environ, PYTHONPATH=str(PACKAGE)),
    )


if __name__ == "__main__":
    unittest.main()
