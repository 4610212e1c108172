# SPDX-License-Identifier: GPL-3.0-or-later
"""A network that is not kind (SG-17): stands between a client and a server on loopback, and from a seed delays
what passes, lets only so many bytes a second through, loses connections, cuts them after any byte, and now and
then answers in the place of the server, as a network does that wants one to sign in first."""
import random
import socket
import threading
import time

PAGE = b"<html><title>Welcome</title>Please accept our terms.</html>"
CAPTIVE = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
           % len(PAGE)) + PAGE
CHUNK = 4096


class FaultProxy:
    """Between whoever connects to .port and the server's port, until close()."""

    def __init__(self, target, seed):
        self.target, self.chance = target, random.Random(seed)
        self.lock = threading.Lock()
        self.delay = 0.0       # seconds each way, before the first byte of a turn
        self.lost = 0.0        # share of connections that come to nothing
        self.cut = 0.0         # share of connections that end after some byte
        self.rate = None       # bytes a second
        self.captive = False   # somebody else answers
        self.connections = self.troubled = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, delay=0.0, lost=0.0, cut=0.0, rate=None, captive=False):
        with self.lock:
            self.delay, self.lost, self.cut, self.rate, self.captive = delay, lost, cut, rate, captive

    def close(self):
        self.listener.close()

    def _draw(self):
        """What becomes of one connection: lost at once, or cut after so many bytes (None: whole)."""
        with self.lock:
            self.connections += 1
            is_lost = self.chance.random() < self.lost
            most = self.chance.randrange(1, 20000) if self.chance.random() < self.cut else None
            self.troubled += is_lost or most is not None or self.captive
            return is_lost, most, self.captive

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        is_lost, most, is_captive = self._draw()
        if is_captive:
            try:
                client.recv(65536)
                client.sendall(CAPTIVE)
            except OSError:
                pass
        if is_captive or is_lost:
            client.close()
            return
        try:
            server = socket.create_connection(("127.0.0.1", self.target), 10)
        except OSError:
            client.close()
            return
        left = [most]
        threads = [threading.Thread(target=self._pass, args=(one, other, left), daemon=True)
                   for one, other in ((client, server), (server, client))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        client.close()
        server.close()

    def _pass(self, one, other, left):
        """Bytes of one direction; a connection that is cut is cut in both."""
        try:
            while True:
                data = one.recv(CHUNK)
                if not data:
                    break
                time.sleep(self.delay)
                if self.rate:
                    time.sleep(len(data) / self.rate)
                if left[0] is not None:
                    data, left[0] = data[:left[0]], left[0] - len(data)
                if data:
                    other.sendall(data)
                if left[0] is not None and left[0] <= 0:
                    break
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
