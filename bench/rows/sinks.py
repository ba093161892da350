# SPDX-License-Identifier: Apache-2.0
"""Sinks of servers and tables beside the clients of others."""

import os
import pathlib
import shutil
import tempfile

from rounds import Failure, ratio_check, value_check

DELTA_PEER = "deltalake 1.6.6"
SEARCH_PEER = "elasticsearch-py 8.15.0"


def delta(bench):
    """In memory, since a file system of a disk would be measured: /dev/shm, where the machine has it."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    rows, events, checks = ("1000000", "2000000", []) if bench.given.quick else ("10000000", "10000000", [])
    with tempfile.TemporaryDirectory(prefix="spate-delta-", dir=memory) as folder:
        ours = lambda what, count: bench.run([bench.program("bench_delta_delta"), f"{folder}/{what}", what, count])["M rows/s"]  # noqa: E731
        pairs = []
        for _ in range(3 if bench.given.quick else 7):
            mine, theirs = ours("rows", rows), bench.peer("delta_rs.py", f"{folder}/rows", f"{folder}/peer")
            if theirs is None:
                break
            pairs.append((mine, theirs["M rows/s"]))
        checks.append(ratio_check("delta", f"{int(rows) // 1000000} M rows of 8 columns, snappy, and delta-rs", "M rows/s", pairs, DELTA_PEER, 3))
        shutil.rmtree(f"{folder}/rows")
        for what, name, least in (("events", "1,000 types, one table", 1), ("typed", "1,000 types, a table each", None)):
            checks.append(value_check("delta", name, "M events/s", [ours(what, events) for _ in range(3)], ">=", least))
    return checks


def kinesis(bench):
    """Beside a copy; and beside a script, of which only bodies and their hashes are counted."""
    checks, pairs = bench.checks_of("bench_kinesis_kinesis"), {200: [], 1000: []}
    for size, found in pairs.items():
        for _ in range(3):
            theirs = bench.peer("kinesis.py", "50" if bench.given.quick else "400", str(size))
            if theirs is None:
                break
            ours = next(one["ours"] for one in bench.checks_of("bench_kinesis_kinesis", "--rounds", "3") if f" {size} " in one["what"] and "signed" in one["what"])
            found.append((ours, theirs["GB/s"]))
    return checks + [ratio_check("kinesis", f"bodies of events of {size} bytes, signed and sent", "GB/s", found, "json, base64 and hashlib", None) for size, found in pairs.items()]


def elasticsearch(bench):
    """Bodies in memory, beside a copy and the client's own; and sent to a real server, beside curl with ready bodies of the same documents."""
    checks, program, pairs = bench.checks_of("bench_elasticsearch_elasticsearch"), bench.program("bench_elasticsearch_elasticsearch"), []
    for _ in range(3):
        theirs = bench.peer("elasticsearch_bodies.py", "2000" if bench.given.quick else "50000")
        if theirs is None:
            break
        pairs.append((bench.run([program, "--rounds", "3"])["checks"][1]["ours"], theirs["GB/s"]))
    checks.append(ratio_check("elasticsearch", f"bodies with ids and {SEARCH_PEER}'s", "GB/s", pairs, SEARCH_PEER, None))
    archive, amount, pairs = pathlib.Path(__file__).resolve().parents[2] / "build/elasticsearch/elasticsearch-8.15.0.zip", 20_000 if bench.given.quick else 300_000, []
    if archive.exists() and shutil.which("java") and shutil.which("curl"):
        with tempfile.TemporaryDirectory(prefix="spate-bench-") as folder:
            pairs = to_server(bench, archive, folder, program, amount)
    return checks + [ratio_check("elasticsearch", f"{amount} documents to a server on this machine", "k documents/s", pairs, "curl, bodies ready", 0.9)]


def to_server(bench, archive, folder, program, amount):
    """What the sink and curl reach in thousand documents a second, two requests at once, into an index that is new each time."""
    from elasticsearch import Server  # noqa: PLC0415

    os.mkdir(f"{folder}/bodies")
    bench.run([program, "--write", f"{folder}/bodies", "--documents", str(amount)])
    # The server runs as nobody.
    os.chmod(folder, 0o755)
    server, pairs = Server(archive, tempfile.mkdtemp(prefix="server-", dir=folder), limits=""), []
    try:
        server.wait()
        transfers = [word for name in os.listdir(f"{folder}/bodies") for word in
                     ("--next", "-sS", "--fail", "-o", "/dev/null", "-H", "Content-Type: application/x-ndjson", "--data-binary", f"@{folder}/bodies/{name}",
                      f"{server.address}/spate-bench/_bulk?filter_path=errors,items.*.status")]

        def ours():
            return bench.run([program, "--send", server.address, "--documents", str(amount)])["documents/s"] / 1e3

        def theirs():
            return amount / 1e3 / bench.timed(["curl", "-Z", "--parallel-max", "2", *transfers[1:]])[0]

        for number in range(1 + (2 if bench.given.quick else 6)):
            found = {}
            for which in (ours, theirs) if number % 2 else (theirs, ours):
                server.ask("PUT", "/spate-bench", {"settings": {"number_of_replicas": 0}})
                found[which] = which()
                server.ask("POST", "/spate-bench/_refresh")
                count = server.ask("GET", "/spate-bench/_count")["count"]
                if count != amount:
                    raise Failure(f"{which.__name__}: {count} of {amount} documents are there")
                server.ask("DELETE", "/spate-bench")
            # The first warms the server up.
            if number:
                pairs.append((found[ours], found[theirs]))
    finally:
        server.stop()
    return pairs
