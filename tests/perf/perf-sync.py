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
import statistics
import subprocess
import sys
import tempfile

from sync_stage import Ours, await_port, free_port, live, must, peak

RECORDS = int(os.environ.get("CS_PERF_ENTRIES", "10000"))
RUNS = int(os.environ.get("CS_RUNS", "5"))
LIVE = int(os.environ.get("CS_LIVE", "200"))
PACKAGES = ["pouchdb-server@4.2.0", "pouchdb-core@9.0.0", "pouchdb-replication@9.0.0",
            "pouchdb-adapter-leveldb@9.0.0", "pouchdb-adapter-http@9.0.0"]
PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "perf-sync-peer.mjs")


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
        ours = Ours(place, RECORDS)
        modules = os.path.abspath(sys.argv[1])
        peer = Peer(place, modules) if install(modules) else None
        our_runs, peer_runs = [], []
        for i in range(RUNS):
            our_runs.append(ours.run(LIVE if i == 0 else 0))
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
