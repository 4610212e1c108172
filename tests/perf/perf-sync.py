#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync beside a peer on the same run (SG-12, SG-13, SG-14): perf-sync.py FOLDER-FOR-NPM.

10,000 records of about 500 bytes, pushed from a client that holds them to a server that does not, and
pulled by another; each in processes of their own, from new folders each time; medians of CS_RUNS
(5). The peer is npm's pouchdb-server with LevelDB; where npm cannot be reached only ours is measured.
"""
import atexit
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

SERVER, CTL, CLIENT = (os.environ[name] for name in ("COUNTERSIGN_SERVER", "COUNTERSIGNCTL", "PERF_SYNC_CLIENT"))
RECORDS = int(os.environ.get("CS_PERF_ENTRIES", "10000"))
RUNS = int(os.environ.get("CS_RUNS", "5"))
LIVE = int(os.environ.get("CS_LIVE", "200"))
PACKAGES = ["pouchdb-server@4.2.0", "pouchdb-core@9.0.0", "pouchdb-replication@9.0.0",
            "pouchdb-adapter-leveldb@9.0.0", "pouchdb-adapter-http@9.0.0"]
PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "perf-sync-peer.mjs")


def must(*words):
    done = subprocess.run(words, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! {words}: {done.stdout}{done.stderr}")
    return done.stdout


def peak(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def await_port(port):
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("Bail out! no server")


def live(say, watch):
    """Milliseconds from when one is said to when it is in the other's store."""
    two = subprocess.Popen(watch, stdout=subprocess.PIPE, text=True)
    two.stdout.readline()
    one = subprocess.Popen(say, stdout=subprocess.PIPE, text=True)
    said = dict(line.split() for line in one.communicate(timeout=300)[0].splitlines() if " " in line)
    try:
        heard = two.communicate(timeout=30)[0]
    except subprocess.TimeoutExpired:
        two.kill()
        heard = two.communicate()[0]
    seen = dict(line.split() for line in heard.splitlines() if " " in line)
    times = sorted((int(seen[i]) - int(said[i])) / 1000 for i in said if i in seen)
    if len(times) < len(said):
        print(f"# {len(said) - len(times)} of {len(said)} were not seen")
    return times[len(times) // 2], times[len(times) * 95 // 100]


class Ours:
    """Two people of the sample; one of them has RECORDS notes to send. Made once, then copied."""

    def __init__(self, place):
        self.place, self.port, self.process = place, free_port(), None
        self.model = os.path.join(place, "model")
        os.mkdir(self.model)
        local = os.path.join(place, "local")
        must(CTL, "workspace", "create", "--sample", "--pack", "anantya", "--seed", "7", local)
        must(SERVER, "import", local, os.path.join(self.model, "server"), "--admin", "p-sunita")
        self.start(self.model)
        for name in ("one", "two"):
            code = must(SERVER, "invite", os.path.join(self.model, "server"), "p-sunita").split()[-1]
            must(CTL, "connect", f"http://127.0.0.1:{self.port}", os.path.join(self.model, name), "--invitation", code)
        self.stop()
        must(CLIENT, "fill", os.path.join(self.model, "one"), str(RECORDS))

    def start(self, folder):
        self.process = subprocess.Popen(
            [SERVER, "serve", os.path.join(folder, "server"), "--listen", f"127.0.0.1:{self.port}", "--metrics", "none"],
            stderr=subprocess.DEVNULL)
        atexit.register(self.process.kill)
        await_port(self.port)

    def stop(self):
        memory = peak(self.process.pid)
        self.process.terminate()
        self.process.wait(60)
        return memory

    def run(self, with_live):
        folder = os.path.join(self.place, "run")
        shutil.copytree(self.model, folder)
        self.start(folder)
        one, two = os.path.join(folder, "one"), os.path.join(folder, "two")
        pushed = json.loads(must(CLIENT, "exchange", one))
        pulled = json.loads(must(CLIENT, "exchange", two))
        result = {"push/s": RECORDS * 1e6 / pushed["push"], "pull/s": pulled["received"] * 1e6 / pulled["pull"],
                  "no-op ms": pulled["nothing"] / 1000, "client MiB": max(pushed["peak"], pulled["peak"]) / 1024}
        if pulled["received"] < RECORDS:
            raise SystemExit(f"Bail out! {pulled['received']} of {RECORDS} came")
        if with_live:
            result["live p50 ms"], result["live p95 ms"] = live(
                [CLIENT, "say", one, str(LIVE)], [CLIENT, "watch", two, str(LIVE)])
        result["server MiB"] = self.stop() / 1024
        shutil.rmtree(folder)
        return result


class Peer:
    def __init__(self, place, modules):
        self.place, self.modules = place, os.path.join(modules, "node_modules")

    def client(self, *words):
        return ["node", PEER, self.modules, *words]

    def run(self, with_live):
        folder = os.path.join(self.place, "peer")
        os.makedirs(os.path.join(folder, "server"))
        port = free_port()
        url = f"http://127.0.0.1:{port}/bench"
        server = subprocess.Popen(
            ["node", os.path.join(self.modules, "pouchdb-server", "bin", "pouchdb-server"), "-p", str(port),
             "-o", "127.0.0.1", "-d", os.path.join(folder, "server")],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        atexit.register(server.kill)
        await_port(port)
        one, two = os.path.join(folder, "one"), os.path.join(folder, "two")
        pushed = json.loads(must(*self.client("push", url, one, str(RECORDS))))
        pulled = json.loads(must(*self.client("pull", url, two)))
        result = {"push/s": RECORDS * 1e6 / pushed["push"], "pull/s": pulled["received"] * 1e6 / pulled["pull"],
                  "no-op ms": pulled["nothing"] / 1000, "client MiB": max(pushed["peak"], pulled["peak"]) / 1024}
        if with_live:
            result["live p50 ms"], result["live p95 ms"] = live(
                self.client("say", url, one, str(LIVE)), self.client("watch", url, two, str(LIVE)))
        result["server MiB"] = peak(server.pid) / 1024
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder)
        return result


def install(folder):
    if not shutil.which("npm") or not shutil.which("node"):
        return False
    done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES],
                          capture_output=True, text=True, check=False)
    return done.returncode == 0


def tell(name, runs):
    medians = {}
    for key in runs[0]:
        values = [run[key] for run in runs if key in run]
        medians[key] = statistics.median(values)
        print(f"# {name:8} {key:12} {medians[key]:10.1f}  [{min(values):.1f} to {max(values):.1f}]")
    return medians


def main():
    print("1..1", flush=True)
    with tempfile.TemporaryDirectory() as place:
        ours = Ours(place)
        modules = os.path.abspath(sys.argv[1])
        peer = Peer(place, modules) if install(modules) else None
        our_runs, peer_runs = [], []
        for i in range(RUNS):
            our_runs.append(ours.run(i == 0))
            if peer:
                peer_runs.append(peer.run(i == 0))
        mine = tell("ours", our_runs)
        if peer:
            theirs = tell("peer", peer_runs)
            for key in mine:
                print(f"# ratio    {key:12} {mine[key] / theirs[key]:10.2f}")
        else:
            print("# npm cannot be reached: nothing to compare with")
    print("ok 1 /perf-sync/SG-12-SG-13-SG-14")


main()
