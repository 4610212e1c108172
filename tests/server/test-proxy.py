#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The example of a proxy, with the real haproxy in front of the real server; TLS by the server itself; the unit."""
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings

PROGRAM = os.environ["COUNTERSIGN_SERVER"]
DATA = os.path.join(os.environ["CS_SOURCE_ROOT"], "data", "server")
HAPROXY = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
OPENSSL = shutil.which("openssl")
END = "Host: localhost\r\nConnection: close\r\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition):
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    raise RuntimeError("nothing came")


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def make_certificate(folder):
    subprocess.run([OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", f"{folder}/key.pem",
                    "-out", f"{folder}/certificate.pem"], check=True, capture_output=True)
    with open(f"{folder}/both.pem", "w", encoding="utf-8") as both:
        for name in ("certificate", "key"):
            with open(f"{folder}/{name}.pem", encoding="utf-8") as part:
                both.write(part.read())


def ask(port, text, folder, version=None):
    """The answer to raw bytes over TLS, whatever they are."""
    context = ssl.create_default_context(cafile=f"{folder}/certificate.pem")
    if version:
        context.maximum_version = version
    with socket.create_connection(("127.0.0.1", port), 20) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as secure:
            secure.sendall(text.encode() if isinstance(text, str) else text)
            answer = b""
            try:
                while piece := secure.recv(65536):
                    answer += piece
            except ConnectionResetError:
                pass
    return answer.decode("utf-8", "replace")


@unittest.skipUnless(OPENSSL, "openssl is not installed")
class Edge(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.top = self.place.name
        self.folder = f"{self.top}/srv"
        self.running = []
        made = subprocess.run([PROGRAM, "init", self.folder, "--pack", "anantya"], capture_output=True, check=True)
        self.assertTrue(made.stdout)
        make_certificate(self.top)

    def tearDown(self):
        for process in reversed(self.running):
            process.terminate()
            process.wait(30)
        self.place.cleanup()

    def start(self, *words):
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.running.append(process)
        return process

    def serve(self, *words):
        port_file = f"{self.top}/ports"
        self.start(PROGRAM, "serve", self.folder, "--metrics", "none", "--port-file", port_file, *words)
        wait_for(lambda: os.path.exists(port_file))
        with open(port_file, encoding="utf-8") as lines:
            return lines.readline().strip()

    def proxy(self):
        self.serve("--listen", f"unix:{self.top}/server.sock")
        port = free_port()
        with open(f"{DATA}/haproxy.cfg", encoding="utf-8") as example:
            text = example.read()
        for old, new in (("bind :443", f"bind 127.0.0.1:{port}"), ("/etc/countersign/certificate.pem", f"{self.top}/both.pem"),
                         ("/run/countersign/server.sock", f"{self.top}/server.sock")):
            self.assertIn(old, text)
            text = text.replace(old, new)
        with open(f"{self.top}/haproxy.cfg", "w", encoding="utf-8") as mine:
            mine.write(text)
        checked = subprocess.run([HAPROXY, "-c", "-f", f"{self.top}/haproxy.cfg"], capture_output=True, text=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        self.start(HAPROXY, "-f", f"{self.top}/haproxy.cfg", "-db")
        wait_for(lambda: is_open(port))
        return port

    def status(self, port, text):
        answer = ask(port, text, self.top)
        return int(answer.split(" ")[1]) if answer.startswith("HTTP/1.") else 0

    @unittest.skipUnless(HAPROXY, "haproxy is not installed")
    def test_proxy(self):
        port = self.proxy()
        info = ask(port, f"GET /v1 HTTP/1.1\r\n{END}\r\n", self.top)
        self.assertTrue(info.startswith("HTTP/1.1 200"), info)
        self.assertIn("strict-transport-security", info.lower())
        cases = (
            (401, f"POST /v1/wait HTTP/1.1\r\n{END}Content-Length: 23\r\n\r\n" + '{"protocol":1,"size":0}'),
            (400, f"POST /v1/wait HTTP/1.1\r\n{END}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
            (400, f"POST /v1/wait HTTP/1.1\r\n{END}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            (400, f"POST /v1/wait HTTP/1.1\r\n{END}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
            (413, f"POST /v1/entries HTTP/1.1\r\n{END}Content-Length: 99999999\r\n\r\n"),
            (405, f"DELETE /v1 HTTP/1.1\r\n{END}\r\n"),
            (404, f"GET /v2 HTTP/1.1\r\n{END}\r\n"),
        )
        for expected, text in cases:
            self.assertEqual(self.status(port, text), expected, text[:80])
        self.assertIn(self.status(port, f"GET /v1 HTTP/1.1\r\n{END}X-Long: {'a' * 40000}\r\n\r\n"), (0, 400, 431))

    @unittest.skipUnless(HAPROXY, "haproxy is not installed")
    def test_proxy_many(self):
        """K-01, K-02: each question has a connection of its own behind the proxy, and none is lost."""
        port = self.proxy()
        found = []

        def many():
            for _ in range(10):
                found.append(self.status(port, f"GET /v1 HTTP/1.1\r\n{END}\r\n"))

        threads = [threading.Thread(target=many) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found.count(200), 200)

    def test_own_tls(self):
        address = self.serve("--listen", "127.0.0.1:0", "--certificate", f"{self.top}/certificate.pem", "--key",
                             f"{self.top}/key.pem")
        port = int(address.rsplit(":", 1)[1])
        answer = ask(port, f"GET /v1 HTTP/1.1\r\n{END}\r\n", self.top)
        self.assertEqual(json.loads(answer.split("\r\n\r\n", 1)[1])["protocol"], [1, 1])
        with self.assertRaises((ssl.SSLError, ConnectionError, ValueError)):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ask(port, f"GET /v1 HTTP/1.1\r\n{END}\r\n", self.top, ssl.TLSVersion.TLSv1_1)
        with socket.create_connection(("127.0.0.1", port), 5) as plain:
            plain.sendall(f"GET /v1 HTTP/1.1\r\n{END}\r\n".encode())
            self.assertNotIn(b"200 OK", plain.recv(1000))

    def test_certificate_without_key(self):
        refused = subprocess.run([PROGRAM, "serve", self.folder, "--certificate", f"{self.top}/certificate.pem"],
                                 capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(refused.returncode, 4)
        self.assertIn("key", refused.stderr)

    def test_example_settings(self):
        shown = subprocess.run([PROGRAM, "serve", self.folder, "--config", f"{DATA}/server.conf", "--show"],
                               capture_output=True, text=True, check=False)
        self.assertIn("listen=unix:/run/countersign/server.sock\n", shown.stdout, shown.stderr)

    def test_units(self):
        """Of one server, and of one of several processes."""
        analyse = shutil.which("systemd-analyze")
        if not analyse:
            self.skipTest("systemd is not installed")
        for example, unit in (("countersign-server.service", "countersign-server.service"),
                              ("countersign-server@.service", "countersign-server@one.service")):
            with open(f"{DATA}/{example}.in", encoding="utf-8") as text:
                mine = text.read().replace("@bindir@/countersign-server", PROGRAM)
            with open(f"{self.top}/{unit}", "w", encoding="utf-8") as out:
                out.write(mine)
            told = subprocess.run([analyse, "verify", "--man=no", f"{self.top}/{unit}"], capture_output=True,
                                  text=True, check=False)
            about = [line for line in (told.stdout + told.stderr).splitlines() if "countersign-server" in line]
            self.assertEqual(about, [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=0)
