# SPDX-License-Identifier: GPL-3.0-or-later
"""A server and two people’s folders, for what perf-sync.py and perf-live.py measure."""
import atexit
import json
import os
import shutil
import socket
import subprocess
import time

SERVER, CTL, CLIENT = (os.environ[name] for name in ("COUNTERSIGN_SERVER", "COUNTERSIGNCTL", "PERF_SYNC_CLIENT"))


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
    """Two people of the sample; one of them has so many notes to send. Made once, then copied."""

    def __init__(self, place, records):
        self.place, self.records, self.port, self.process = place, records, free_port(), None
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
        must(CLIENT, "fill", os.path.join(self.model, "one"), str(self.records))

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

    def run(self, say_live):
        folder = os.path.join(self.place, "run")
        shutil.copytree(self.model, folder)
        self.start(folder)
        one, two = os.path.join(folder, "one"), os.path.join(folder, "two")
        pushed = json.loads(must(CLIENT, "exchange", one))
        pulled = json.loads(must(CLIENT, "exchange", two))
        result = {"push/s": self.records * 1e6 / pushed["push"], "pull/s": pulled["received"] * 1e6 / pulled["pull"],
                  "no-op ms": pulled["nothing"] / 1000, "client MiB": max(pushed["peak"], pulled["peak"]) / 1024}
        if pulled["received"] < self.records:
            raise SystemExit(f"Bail out! {pulled['received']} of {self.records} came")
        if say_live > 0:
            result["live p50 ms"], result["live p95 ms"] = live(
                [CLIENT, "say", one, str(say_live)], [CLIENT, "watch", two, str(say_live)])
        result["server MiB"] = self.stop() / 1024
        shutil.rmtree(folder)
        return result
