#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said, live (SG-13, SG-14): from one person's submission to the other's folder, and a crowd at one server.

CS_LIVE (200) says how often something is said, CS_CROWD (2000) how many come at once and wait, and
CS_CROWD_FEW (1000) how many of them wait first. With COUNTERSIGN_SERVER_JOURNAL the journal is in PostgreSQL.
Beside it stands the median of twenty fdatasync on the same disk, before and after: what is said waits for two.
"""
import os
import statistics
import tempfile
import time

from sync_stage import CLIENT, Ours, live, must

LIVE = int(os.environ.get("CS_LIVE", "200"))
CROWD = int(os.environ.get("CS_CROWD", "2000"))
FEW = int(os.environ.get("CS_CROWD_FEW", "1000"))


def disk_ms(folder):
    times = []
    with open(os.path.join(folder, "disk"), "wb", buffering=0) as file:
        for _ in range(20):
            file.write(b"x" * 4096)
            began = time.monotonic()
            os.fdatasync(file.fileno())
            times.append((time.monotonic() - began) * 1000)
    return statistics.median(times)


def main():
    print("1..1", flush=True)
    os.environ["COUNTERSIGN_SERVER_WAITERS_PER_PERSON"] = "65536"
    with tempfile.TemporaryDirectory() as place:
        ours = Ours(place, 0)
        ours.start(ours.model)
        one, two = os.path.join(ours.model, "one"), os.path.join(ours.model, "two")
        for folder in (one, two):
            must(CLIENT, "exchange", folder)
        before = disk_ms(place)
        p50, p95 = live([CLIENT, "say", one, str(LIVE)], [CLIENT, "watch", two, str(LIVE)])
        print(f"# live       p50 {p50:.1f} ms, p95 {p95:.1f} ms; one fdatasync {before:.1f} to {disk_ms(place):.1f} ms")
        must(CLIENT, "exchange", one)
        crowd = dict(line.split() for line in must(os.environ["PERF_CROWD"], one, str(CROWD), str(FEW)).splitlines())
        print(f"# herd       {crowd['herd_served']} of {CROWD} served in {crowd['herd_ms']} ms")
        print(f"# waiters    {crowd['few_told']} of {FEW} told in {crowd['few_ms']} ms,"
              f" {crowd['all_told']} of {CROWD} in {crowd['all_ms']} ms")
        print(f"# server     {ours.stop() / 1024:.1f} MiB at most")
        if int(crowd["herd_served"]) < CROWD or int(crowd["all_told"]) < CROWD or int(crowd["few_told"]) < FEW:
            raise SystemExit("Bail out! Somebody was left out")
    print("ok 1 /perf-live/SG-13-SG-14")


main()
