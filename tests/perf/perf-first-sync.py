#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SG-15: how long a new desktop waits for what needs its person, and for everything. CS_REQUESTS says how many
requests the workspace has (10,000: about 100,000 entries)."""
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

SERVER, CTL = os.environ["COUNTERSIGN_SERVER"], os.environ["COUNTERSIGNCTL"]
REQUESTS = os.environ.get("CS_REQUESTS", "10000")
PERSON = "p-sunita"


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def ask(folder, sql):
    database = sqlite3.connect(f"file:{folder}/workspace.db?mode=ro", uri=True, timeout=30)
    try:
        return database.execute(sql).fetchall()
    except sqlite3.Error:
        return []
    finally:
        database.close()


def main():
    with tempfile.TemporaryDirectory() as place:
        local, desk, ports = (os.path.join(place, name) for name in ("local", "desk", "ports"))
        run(CTL, "--workspace", local, "generate", "--requests", REQUESTS, "--pack", "anantya")
        run(SERVER, "import", local, desk, "--admin", PERSON)
        code = run(SERVER, "invite", desk, PERSON).split()[-1]
        with subprocess.Popen([SERVER, "serve", desk, "--listen", "127.0.0.1:0", "--metrics", "none", "--port-file",
                               ports], stderr=subprocess.DEVNULL) as server:
            while not os.path.exists(ports) or not open(ports, encoding="utf-8").read():
                time.sleep(0.01)
            address = "http://" + re.split(r"\s", open(ports, encoding="utf-8").read())[0]
            measure(place, address, code)
            server.terminate()


def measure(place, address, code):
    folder = os.path.join(place, "client")
    with subprocess.Popen([CTL, "connect", address, folder, "--invitation", code], stdout=subprocess.DEVNULL) as client:
        begun, usable = None, None
        while client.poll() is None:
            if begun is None and os.path.exists(folder) and ask(folder, "SELECT 1 FROM sync_head LIMIT 1"):
                begun = time.monotonic()
            if usable is None and begun and ask(folder, "SELECT value FROM meta WHERE name = 'shared/stage'") in (
                    [("rest",)], [("whole",)]):
                usable = time.monotonic()
                waiting = ask(folder, "SELECT count(DISTINCT ref) FROM turn WHERE kind = 0")[0][0]
            time.sleep(0.005)
        whole = time.monotonic()
    entries = ask(folder, "SELECT count(*) FROM entry")[0][0]
    print("1..1")
    print(f"# {entries} entries; first page here, then {usable - begun:.2f} s to {waiting} requests that wait, "
          f"{whole - begun:.2f} s to everything (SG-15: 2 s, 8 s)")
    print("ok 1 first sync")


if __name__ == "__main__":
    sys.exit(main())
