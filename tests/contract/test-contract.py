#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The running server against its OpenAPI document: npm's prism stands in front of it and looks at every answer, to the
client that was written from the guide and to requests that npm's json-schema-faker makes of the document's schemas.
CS_REQUESTS says how many of those (300), CS_SEED repeats a run. Skipped where npm cannot be reached."""
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ["COUNTERSIGN_SERVER"]
HERE = os.path.dirname(os.path.abspath(__file__))
STRANGER = os.path.join(HERE, "..", "server", "stranger.mjs")
DOCUMENT = os.path.join(HERE, "..", "..", "data", "countersign-server.openapi.json")
COUNT = os.environ.get("CS_REQUESTS", "300")
SEED = os.environ.get("CS_SEED") or str(random.randrange(2 ** 32))


def skip(reason):
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def install(place):
    folder = os.path.join(place, "tools")
    os.mkdir(folder)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(HERE, name), folder)
    try:
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--prefix", folder], timeout=200,
                              capture_output=True, text=True, check=False)
    except subprocess.TimeoutExpired:
        skip("npm cannot be reached in time")
    if done.returncode != 0:
        skip("npm cannot be reached")
    return folder


def wait(condition, process, what):
    for _ in range(1500):
        if condition():
            return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise SystemExit(f"Bail out! {what} did not start")


def listens(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(tools, seen, *words):
    """A client whose answers prism has looked at; returns whether it was content."""
    done = subprocess.run(["node", "--import", os.path.join(HERE, "watch.mjs"), *words], cwd=tools, timeout=600,
                          capture_output=True, text=True, check=False, env=dict(os.environ, WATCH_FILE=seen))
    for line in (done.stdout + done.stderr).splitlines()[-12:]:
        print(f"# {line[:300]}")
    return done.returncode == 0


def judge(seen, paths):
    """Whether all answers were as the document says, and whether every path of it answered."""
    with open(seen, encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines]
    bad = {json.dumps(event) for event in events if event.get("violation", {}).get("location", [""])[0] == "response"}
    for line in sorted(bad):
        print(f"# {line[:400]}")
    asked = {event["path"] for event in events}
    unasked = [path for path in paths if not any(one.startswith(path.split("{")[0]) for one in asked)]
    print(f"# {sum('violation' not in event for event in events)} answers, seed {SEED}; never asked: {unasked}")
    return not bad, not unasked


def main(place):
    if not shutil.which("npm") or not shutil.which("node"):
        skip("there is no Node here")
    tools = install(place)
    folder, ports, seen = (os.path.join(place, name) for name in ("srv", "ports", "seen"))
    made = subprocess.run([PROGRAM, "--json", "init", folder, "--pack", "anantya", "--name", "Everybody"],
                          capture_output=True, text=True, timeout=60, check=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([PROGRAM, "serve", folder, "--listen", "127.0.0.1:0", "--metrics", "none",
                               "--port-file", ports, "--url", address], stderr=subprocess.DEVNULL)
    wait(lambda: os.path.exists(ports), server, "the server")
    with open(ports, encoding="utf-8") as lines:
        upstream = "http://" + lines.read().split()[0]
    prism = subprocess.Popen(["node", "node_modules/@stoplight/prism-cli/dist/index.js", "proxy", DOCUMENT, upstream,
                              "--host", "127.0.0.1", "--port", str(port)], cwd=tools,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait(lambda: listens(port), prism, "prism")
        walked = ask(tools, seen, STRANGER, address, json.loads(made.stdout)["code"])
        generated = ask(tools, seen, os.path.join(HERE, "generated.mjs"), address, DOCUMENT, COUNT, SEED)
    finally:
        prism.terminate()
        server.terminate()
        prism.wait(30)
        server.wait(30)
    with open(DOCUMENT, encoding="utf-8") as text:
        right, whole = judge(seen, json.load(text)["paths"])
    print("1..4")
    for number, (good, what) in enumerate(((walked, "a client through the proxy"),
                                           (generated, "generated requests, none of them a failure of the server"),
                                           (right, "every answer as the OpenAPI document says"),
                                           (whole, "every path of the document was asked")), 1):
        print(f"{'ok' if good else 'not ok'} {number} {what}")


with tempfile.TemporaryDirectory() as top:
    main(top)
