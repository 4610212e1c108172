#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client written from the guide alone talks with the real server."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ["COUNTERSIGN_SERVER"]
CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stranger.mjs")


def node_version():
    if not shutil.which("node"):
        return 0
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    return int((re.match(r"v(\d+)", said) or [0, 0])[1])


def wait_for(path, process):
    for _ in range(1500):
        if os.path.exists(path):
            with open(path, encoding="utf-8") as lines:
                return lines.read().split()[0]
        if process.poll() is not None:
            break
        time.sleep(0.02)
    return None


if node_version() < 18:
    print("1..0 # SKIP there is no Node of version 18 or later")
    sys.exit(0)
with tempfile.TemporaryDirectory() as place:
    folder = os.path.join(place, "srv")
    ports = os.path.join(place, "ports")
    made = subprocess.run([PROGRAM, "--json", "init", folder, "--pack", "anantya", "--name", "Everybody"],
                          capture_output=True, text=True, timeout=60, check=False)
    if made.returncode != 0:
        print(f"Bail out! {made.stderr}")
        sys.exit(1)
    code = json.loads(made.stdout)["code"]
    server = subprocess.Popen([PROGRAM, "serve", folder, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0",
                               "--port-file", ports], stderr=subprocess.PIPE, text=True)
    address = wait_for(ports, server)
    client = subprocess.run(["node", CLIENT, f"http://{address}", code], capture_output=True, text=True, timeout=120,
                            check=False)
    server.terminate()
    server.wait(30)
    for line in (client.stdout + client.stderr).splitlines():
        print(f"# {line}")
    verified = subprocess.run([PROGRAM, "verify", folder], capture_output=True, text=True, timeout=60, check=False)
    for line in (verified.stdout + verified.stderr).splitlines():
        print(f"# {line}")
    print("1..2")
    print(f"{'ok' if client.returncode == 0 else 'not ok'} 1 a stranger's client (K-04, K-05, K-07, K-13)")
    fits = verified.returncode == 0 and ", 1 signed heads" in verified.stdout
    print(f"{'ok' if fits else 'not ok'} 2 the head it named is one of the journal (K-14)")
