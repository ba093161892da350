# SPDX-License-Identifier: Apache-2.0
"""Built-in schemas as tables and as directories."""

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time

from rounds import Failure, ratio_check, value_check

MILVUS_PEER = "milvus-fake-data 0.2.0"
MILVUS_SCHEMAS = ("simple", "ecommerce", "documents", "images", "users", "videos", "news")
MILVUS_SUCCESSOR = "milvus-ingest 0.1.2"


def of_schema(bench, schema, rows, *, folder=None):
    """One run of a schema's Parquet: its report, the most memory that it had, in MiB, and the seconds of the whole command. By the program, into a directory in `folder`; or the same blocks into memory."""
    with tempfile.TemporaryDirectory(prefix="spate-bench-", dir=folder) as scratch:
        command = [bench.program("bench_dataset_dataset"), "--run", "make", "--schema", schema, "--amount", str(rows)]
        if folder:
            command = [bench.spate(), "generate", "--builtin", schema, "--rows", str(rows), "--seed", "1", "--out", f"{scratch}/out", "--no-progress", "--json"]
        with open(f"{scratch}/report", "w+") as report, open(f"{scratch}/errors", "w+") as errors:
            begin = time.perf_counter()
            with subprocess.Popen(command, stdout=report, stderr=errors) as child:
                _, status, used = os.wait4(child.pid, 0)
                child.returncode = os.waitstatus_to_exitcode(status)
            taken = time.perf_counter() - begin
            if child.returncode != 0:
                errors.seek(0)
                raise Failure(f"{shlex.join(command)} ended with {child.returncode}: {errors.read().strip()[-400:]}")
            report.seek(0)
            return json.load(report), used.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20), taken


def tables(bench):
    """Rows a second beside the peer, which writes files; both commands as a whole where both do."""
    checks, program, rounds = [], bench.program("bench_dataset_dataset"), 3 if bench.given.quick else 7
    peer_rows = {"ecommerce": "20000", "simple": "100000"}
    for schema, place, required in (("ecommerce", "memory", 60), ("simple", "files", 40)):
        pairs = []
        for _ in range(rounds):
            theirs = bench.peer("milvus_fake_data.py", schema, peer_rows[schema], bench.folder())
            if theirs is None:
                break
            if place == "memory":
                pairs.append((bench.run([program, "--run", "make", "--schema", schema, "--amount", "500000"])["rows/s"] / 1e3, theirs["rows/s"] / 1e3))
            else:
                _, _, taken = of_schema(bench, schema, peer_rows[schema], folder=bench.folder())
                pairs.append((int(peer_rows[schema]) / taken / 1e3, theirs["command rows/s"] / 1e3))
        what = f"{schema} to {place} and {MILVUS_PEER}'s files" + (", whole commands" if place == "files" else "")
        checks.append(ratio_check("dataset", what, "k rows/s", pairs, MILVUS_PEER, required))
    return checks


def files(bench):
    return bench.checks_of("bench_dataset_dataset", "--folder", bench.folder(), "--program", bench.spate() or "spate")


def schemas(bench):
    """Each built-in schema, in files: rate, size, memory, and how it stands to the peer and to plain writing of as many bytes."""
    checks, ids = [], [one["id"] for one in bench.run([bench.spate(), "schema", "list", "--json"])["schemas"] if one["built_in"]]
    scale = 20 if bench.given.quick else 1
    sizes = [(schema, 200_000) for schema in ids] + [("ecommerce", rows) for rows in (100_000, 1_000_000, 2_500_000, 10_000_000)]
    for schema, rows in sizes:
        rows //= scale
        # As before plain writing: pages that the machine took back cost much to have again. No more than it has.
        bench.run([bench.program("bench_dataset_dataset"), "--run", "warm", "--amount", str(min(rows * 12_000, 1 << 33))])
        report, peak, _ = of_schema(bench, schema, rows, folder=bench.folder())
        plain = bench.run([bench.program("bench_dataset_dataset"), "--run", "rate", "--folder", bench.folder(), "--amount", str(min(report["bytes"], 1 << 33))])["GB/s"]
        theirs = bench.peer("milvus_fake_data.py", schema, str(min(rows, 20_000)), bench.folder())
        name = MILVUS_PEER if schema in MILVUS_SCHEMAS else MILVUS_SUCCESSOR
        one = ratio_check("schemas", f"{schema}, {rows} rows", "k rows/s", [(report["rows_per_second"] / 1e3, theirs["rows/s"] / 1e3)] if theirs else [], name, None)
        files = f"{len(report['files'])} files of {report['bytes'] / 1e9:.2f} GB, {report['bytes_per_second'] / 1e9:.2f} GB/s"
        one |= {"ours": report["rows_per_second"] / 1e3, "note": f"{files}, {report['bytes_per_second'] / 1e9 / plain:.2f} of pwrite's {plain:.2f}; {peak:.0f} MiB of memory"}
        checks.append(one)
    return checks


def memory(bench):
    """Ten million rows of the schemas; in memory, since they are up to 100 GB."""
    checks = []
    for one in bench.run([bench.spate(), "schema", "list", "--json"])["schemas"]:
        if one["built_in"]:
            _, peak, _ = of_schema(bench, one["id"], 200_000 if bench.given.quick else 10_000_000)
            checks.append(value_check("schema-memory", f"peak memory, {one['id']}, {'0.2' if bench.given.quick else '10'} M rows", "MiB", [peak], "<=", 256))
    return checks
