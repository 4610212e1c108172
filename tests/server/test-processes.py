#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three processes on one journal in PostgreSQL, behind the example of a proxy with the real haproxy (SG-22 in small)."""
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM = os.environ["COUNTERSIGN_SERVER"]
POSTGRES = os.environ.get("CS_TEST_POSTGRES")
HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.environ["CS_SOURCE_ROOT"], "data", "server")
HAPROXY = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
OPENSSL = shutil.which("openssl")
NODE = shutil.which("node")
NAMES = ("server", "two", "three")


def wait_for(condition):
    for _ in range(1500):
        if condition():
            return
        time.sleep(0.02)
    raise RuntimeError("nothing came")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(path):
    with socket.socket(socket.AF_UNIX) as probe:
        return os.path.exists(path) and probe.connect_ex(path) == 0


@unittest.skipUnless(HAPROXY and OPENSSL, "haproxy or openssl is not installed")
class Processes(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.top = self.place.name
        self.folder = f"{self.top}/srv"
        self.running = {}
        made = subprocess.run([PROGRAM, "--json", "init", self.folder, "--pack", "anantya"], capture_output=True, check=True)
        self.code = json.loads(made.stdout)["code"]
        subprocess.run([OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", f"{self.top}/key.pem",
                        "-out", f"{self.top}/certificate.pem"], check=True, capture_output=True)
        with open(f"{self.top}/both.pem", "w", encoding="utf-8") as both:
            for name in ("certificate", "key"):
                with open(f"{self.top}/{name}.pem", encoding="utf-8") as part:
                    both.write(part.read())

    def tearDown(self):
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(60)
        self.place.cleanup()

    def serve(self, name):
        path = f"{self.top}/{name}.sock"
        if os.path.exists(path):
            os.unlink(path)
        with open(f"{self.top}/{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(
                [PROGRAM, "serve", self.folder, "--listen", f"unix:{path}", "--metrics", "none", "--url",
                 f"https://localhost:{self.port}"], stderr=log, stdout=log)
        wait_for(lambda: answers(path) or self.running[name].poll() is not None)
        self.assertIsNone(self.running[name].poll(), name)

    def proxy(self):
        with open(f"{DATA}/haproxy.cfg", encoding="utf-8") as example:
            text = example.read()
        for old, new in (("bind :443", f"bind 127.0.0.1:{self.port}"),
                         ("/etc/countersign/certificate.pem", f"{self.top}/both.pem"), ("#server ", "server "),
                         ("/run/countersign/", f"{self.top}/"), ("inter 5s", "inter 500ms")):
            self.assertIn(old, text)
            text = text.replace(old, new)
        with open(f"{self.top}/haproxy.cfg", "w", encoding="utf-8") as mine:
            mine.write(text)
        self.running["haproxy"] = subprocess.Popen([HAPROXY, "-f", f"{self.top}/haproxy.cfg", "-db"],
                                                   stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        wait_for(lambda: self.ask() == 200)

    def ask(self):
        context = ssl.create_default_context(cafile=f"{self.top}/certificate.pem")
        try:
            with socket.create_connection(("localhost", self.port), 20) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as secure:
                    secure.sendall(b"GET /v1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    return int((secure.recv(4096) or b"- 0").split()[1])
        except OSError:
            return 0

    def status(self):
        said = subprocess.run([PROGRAM, "--json", "status", self.folder], capture_output=True, text=True, check=True)
        return json.loads(said.stdout)

    def test_three(self):
        self.port = free_port()
        for name in NAMES:
            self.serve(name)
        self.assertEqual(sorted(os.listdir(f"{self.folder}/mirrors")), ["1", "2", "lock"])
        self.proxy()
        if NODE:
            # Each of its calls meets another process: its session, its entries, its proofs are known to all.
            said = subprocess.run([NODE, f"{HERE}/stranger.mjs", f"https://localhost:{self.port}", self.code],
                                  env={**os.environ, "NODE_EXTRA_CA_CERTS": f"{self.top}/certificate.pem"},
                                  capture_output=True, text=True, timeout=120, check=False)
            print(re.sub("(?m)^", "# ", said.stdout + said.stderr))
            self.assertEqual(said.returncode, 0)
        self.one_is_killed()
        self.people_are_added()
        verified = subprocess.run([PROGRAM, "verify", self.folder], capture_output=True, text=True, check=False)
        self.assertEqual(verified.returncode, 0, verified.stderr)

    def one_is_killed(self):
        """Whoever asks notices nothing."""
        found, ends = [], threading.Event()

        def ask_on():
            while not ends.is_set():
                found.append(self.ask())

        threads = [threading.Thread(target=ask_on) for _ in range(4)]
        for thread in threads:
            thread.start()
        for name in NAMES:
            time.sleep(1)
            self.running[name].send_signal(signal.SIGKILL)
            self.running[name].wait()
            time.sleep(1)
            self.serve(name)
        ends.set()
        for thread in threads:
            thread.join()
        failed = len([status for status in found if status != 200])
        print(f"# {len(found)} calls, {failed} failed while three were killed")
        self.assertLess(failed, 20)
        self.assertGreater(len(found), 50)

    def people_are_added(self):
        """Commands write where the journal is, also while PostgreSQL was away a moment before."""
        before = self.status()["size"]
        subprocess.run([POSTGRES, "restart"], check=True)
        subprocess.run([PROGRAM, "people", "add", self.folder, "Somebody"], check=True, capture_output=True)
        self.assertGreater(self.status()["size"], before)
        alone = {key: value for key, value in os.environ.items() if key != "COUNTERSIGN_SERVER_JOURNAL"}
        refused = subprocess.run([PROGRAM, "people", "add", self.folder, "Nobody"], env=alone, capture_output=True,
                                 text=True, check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("PostgreSQL", refused.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=0)
