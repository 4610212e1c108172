#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program countersign-server as a whole: made, served, asked, stopped, killed."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

PROGRAM = os.environ["COUNTERSIGN_SERVER"]


def run(*words, **more):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60, check=False, **more)


class Served:
    """A server on loopback for the length of a with block."""

    def __init__(self, folder, *words, **more):
        self.port_file = folder + ".ports"
        if os.path.exists(self.port_file):
            os.unlink(self.port_file)
        self.process = subprocess.Popen(
            [PROGRAM, "serve", folder, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0",
             "--port-file", self.port_file, *words], stderr=subprocess.PIPE, text=True, **more)

    def __enter__(self):
        for _ in range(1000):
            if os.path.exists(self.port_file):
                break
            if self.process.poll() is not None:
                raise RuntimeError(self.process.stderr.read())
            time.sleep(0.01)
        with open(self.port_file, encoding="utf-8") as lines:
            self.address, self.watched = lines.read().split()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(30)
        self.process.stderr.close()

    def get(self, path, address=None, data=None):
        url = f"http://{address or self.address}{path}"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data), timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


class Program(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.folder = os.path.join(self.place.name, "srv")
        made = run("init", self.folder, "--pack", "anantya", "--name", "Everybody")
        self.assertEqual(made.returncode, 0, made.stderr)

    def tearDown(self):
        self.place.cleanup()

    def test_init_only_once(self):
        again = run("init", self.folder)
        self.assertEqual(again.returncode, 1)
        self.assertIn("not empty", again.stderr)

    def test_key_is_the_owners(self):
        for root, _, names in os.walk(self.folder):
            self.assertEqual(os.stat(root).st_mode & 0o77, 0, root)
            for name in names:
                if name.endswith(".key"):
                    self.assertEqual(os.stat(os.path.join(root, name)).st_mode & 0o77, 0, name)

    def test_serves(self):
        with Served(self.folder) as server:
            status, text = server.get("/v1")
            self.assertEqual(status, 200)
            self.assertEqual(json.loads(text)["name"], "Everybody")
            self.assertEqual(server.get("/v1/wait", data=b'{"protocol":1,"size":0}')[0], 401)
            self.assertEqual(server.get("/healthz", server.watched)[0], 200)
            status, text = server.get("/metrics", server.watched)
            self.assertIn("countersign_log_size 3\n", text)
            self.assertTrue(text.endswith("# EOF\n"))
            self.assertEqual(server.get("/metrics")[0], 404, "not where everybody comes")

    def test_one_process(self):
        with Served(self.folder):
            second = run("serve", self.folder, "--listen", "127.0.0.1:0")
            self.assertEqual(second.returncode, 5)
            self.assertIn("serves", second.stderr)

    def test_killed_and_started(self):
        with Served(self.folder) as server:
            first = json.loads(server.get("/v1")[1])
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
        with Served(self.folder) as server:
            again = json.loads(server.get("/v1")[1])
        for name in ("log", "incarnation", "key", "workspace"):
            self.assertEqual(first[name], again[name])

    def test_stops(self):
        with Served(self.folder) as server:
            server.process.terminate()
            self.assertEqual(server.process.wait(20), 0)

    def test_plain_refused(self):
        refused = run("serve", self.folder, "--listen", "0.0.0.0:0")
        self.assertEqual(refused.returncode, 4)
        self.assertIn("certificate", refused.stderr)

    def test_precedence(self):
        with open(os.path.join(self.folder, "server.conf"), "w", encoding="utf-8") as conf:
            conf.write("[server]\nreaders=3\nwaiters=11\nthreads=2\n")
        environment = dict(os.environ, COUNTERSIGN_SERVER_READERS="4", COUNTERSIGN_SERVER_WAITERS="12")
        shown = run("serve", self.folder, "--show", "--waiters", "13", env=environment).stdout
        for line in ("threads=2", "readers=4", "waiters=13", "idle-secs=60"):
            self.assertIn(line + "\n", shown)

    def test_wrong_settings(self):
        for words, told in ((["--readers", "0"], "from 1 to 16"), (["--listen", "nowhere"], "listen")):
            refused = run("serve", self.folder, "--metrics", "none", *words)
            self.assertEqual(refused.returncode, 4, refused.stderr)
            self.assertIn(told, refused.stderr)
        with open(os.path.join(self.folder, "server.conf"), "w", encoding="utf-8") as conf:
            conf.write("[server]\nreader=3\n")
        self.assertIn("no setting", run("serve", self.folder).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=0)
