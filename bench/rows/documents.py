# SPDX-License-Identifier: Apache-2.0
"""Documents of telemetry, in memory and in files."""

import json
import os
import pathlib
import statistics

from rounds import ratio_check, value_check


def memory(bench):
    """In memory, beside a copy; and beside a script, which writes one after the other to a file."""
    checks = bench.checks_of("bench_telemetry_metric_documents") + bench.checks_of("bench_bulk_bulk")
    for kind in ("logs", "traces"):
        found = []
        for _ in range(bench.rounds):
            report = json.loads(bench.timed([bench.spate(), "documents", "--kind", kind, "--days", "0.1", "--threads", "1", "--json", "--no-progress"])[3])
            found.append(report["documents_per_second"] / 1e6)
        checks.append(value_check("documents", f"{kind} of {report['bytes'] / report['documents']:.0f} bytes, one thread", "million/s", found, ">=", None))
    amount, pairs = 20_000 if bench.given.quick else 400_000, []
    for _ in range(3):
        theirs = bench.peer("documents.py", str(amount), bench.folder())
        if theirs is None:
            break
        report = json.loads(bench.timed([bench.spate(), "documents", "--days", "1", "--threads", "1", "--json", "--no-progress"])[3])
        pairs.append((report["documents_per_second"] / 1e6, theirs["documents/s"] / 1e6))
    return checks + [ratio_check("documents", "metric documents, one thread", "million/s", pairs, "json and random.gauss", 50)]


def files(bench):
    """Whole commands, each beside min(W, cores / (cw + cg)) as in bench/support/files.hpp."""
    checks, cores = [], os.cpu_count() or 1
    output, plain_file = f"{bench.folder()}/spate-bench-documents.ndjson", f"{bench.folder()}/spate-bench-records.{os.getpid()}"
    for days in (0.07, 0.9) if bench.given.quick else (7, 30, 60, 90):
        command = [bench.spate(), "documents", "--days", str(days), "--no-progress", "--json"]
        pairs, seconds, peaks, costs = [], [], [], []
        for turn in range(1 if bench.given.quick else 5 if days == 7 else 3):
            _, making, _, report = bench.timed(command)
            size, order = json.loads(report)["bytes"], ("plain", "ours") if turn % 2 == 0 else ("ours", "plain")
            found = {}
            for which in order:
                bench.run([bench.program("bench_dataset_dataset"), "--run", "warm", "--amount", str(min(size, 1 << 33))])
                whole = [bench.program("bench_record_file_record_file"), "--run", "pwrite", "--folder", bench.folder(), "--amount", str(size)]
                try:
                    found[which] = bench.timed(whole if which == "plain" else command + ["--out", output, "--force"])
                finally:
                    for path in (output, output + ".partial", plain_file):
                        pathlib.Path(path).unlink(missing_ok=True)
            gigabytes = size / 1e9
            limit = min(gigabytes / found["plain"][0], cores / ((found["plain"][1] + making) / gigabytes))
            pairs.append((gigabytes / found["ours"][0], limit))
            seconds.append(found["ours"][0])
            peaks.append(found["ours"][2])
            costs.append((found["plain"][1] / gigabytes, making / gigabytes, gigabytes / found["plain"][0]))
        report = json.loads(report)
        one = ratio_check("documents-files", f"{days} days, {report['documents'] / 1e6:.1f} M documents, {size / 1e9:.2f} GB", "GB/s", pairs, "min(W, cores/(cw+cg))", 0.9, as_limit=True)
        note = f"{statistics.median(seconds):.2f} s; W {costs[-1][2]:.2f} GB/s; processor seconds per GB: cw {costs[-1][0]:.3f}, cg {costs[-1][1]:.3f}; {cores} cores"
        if days == 90:  # a quarter of what a peer took on 14 cores, where the machine lets anyone write so fast
            allowed = 4.25 if size / 1e9 / one["limit"] < 4.25 else None
            checks.append(value_check("documents-files", "90 days, whole command", "s", seconds, "<=", allowed))
        checks += [one | {"note": note}, value_check("documents-files", f"peak memory, {days} days", "MiB", peaks, "<=", 128)]
    return checks
