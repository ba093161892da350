#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Would Milvus import what `spate generate` writes? The files of all built-in schemas and of random collections go through milvus_checker.py.

Some of them are written as JSON and as CSV, too, which have to hold the same values.

First the checker itself: it has to find what is wrong in files of which one thing is, and in those of milvus-fake-data, where that is installed. A seed that failed
fails again with --seed. Needs pyarrow; where it is absent this leaves with 77.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import secrets
import subprocess
import sys
import tempfile

try:
    import milvus_cases
    import milvus_checker
    import milvus_values
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)
from milvus_random import random_collection

BUILT_IN = ("simple", "ecommerce", "documents", "images", "users", "videos", "news", "audio_transcripts", "ai_conversations", "face_recognition",
            "ecommerce_partitioned", "cardinality_demo")


class Runs:
    """How many files were checked, and what was wrong."""

    def __init__(self, program, folder):
        self.program, self.folder, self.files, self.rows, self.failures = program, folder, 0, 0, []

    def generate(self, out, kind, *options):
        done = subprocess.run([self.program, "generate", *options, *kind, "--out", out, "--no-progress", "--yes"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        return "" if done.returncode == 0 else f"left with {done.returncode}: {done.stdout[-2000:]}"

    def check(self, what, rows, options, codec, others):
        """Parquet with a codec, and other formats, which have no codec of their own."""
        out, options = self.folder / what, (*options, "--rows", str(rows))
        failed = self.generate(str(out), ("--format", "parquet", "--compression", codec), *options)
        if failed:
            return [f"{what}: {failed}"]
        collection, paths, found = milvus_checker.read(out / "meta.json"), sorted(out.glob("*.parquet")), []
        failures = [f"{what}: {path.name}: {one}" for path in paths for one in milvus_checker.breaches(collection, path)]
        for path in paths if not failures else []:
            found += milvus_checker.pq.read_table(path).to_pylist()
            path.unlink()
        self.files += len(paths)
        self.rows += len(found)
        if failures or len(found) != rows:
            return failures or [f"{what}: {len(found)} rows, not {rows}"]
        fields = {field["name"]: field for field in milvus_checker.fields_of(collection)}
        for kind in others:
            out = self.folder / f"{what} {' '.join(kind)}"
            failed = self.generate(str(out), ("--format", *kind), *options)
            if failed:
                return [f"{what}, {kind}: {failed}"]
            path = next(one for one in out.iterdir() if one.name.startswith("data"))
            failures += [f"{what}: {one}" for one in milvus_values.differences(path, fields, found)]
            self.files += 1
            path.unlink()
        return failures

    def all(self, jobs):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for failures in pool.map(lambda job: self.check(*job), jobs):
                self.failures += failures


def random_jobs(folder, seed, count):
    for number in range(count):
        one = random.Random(f"{seed} {number}")
        path = folder / f"random_{number}.json"
        path.write_text(json.dumps(random_collection(one, number), ensure_ascii=False), encoding="utf-8")
        others = (("json",), ("json", "--json-array"), ("csv",)) if number % 10 == 0 else ()
        yield path.stem, one.randint(1, 300), ("--schema", str(path), "--seed", str(number)), one.choice(("none", "snappy", "zstd", "lz4")), others


def peer(folder):
    """The breaches of milvus-fake-data's own ecommerce; None where it is not installed."""
    program = pathlib.Path(sys.executable).with_name("milvus-fake-data")
    if not program.exists():
        return None
    out = folder / "peer"
    subprocess.run([program, "generate", "--builtin", "ecommerce", "--rows", "200", "--out", out, "--seed", "1", "--yes", "--no-progress"], check=True,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300, env={**os.environ, "HOME": str(folder)})
    meta, path = next(out.rglob("meta.json")), next(out.rglob("*.parquet"))
    return milvus_checker.breaches(milvus_checker.read(meta), path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="spate, as build/dev/bin/spate")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    parser.add_argument("--random", type=int, default=200, metavar="N", help="how many random collections")
    parser.add_argument("--rows", type=int, default=400, help="of each built-in schema")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spate-milvus-") as name:
        folder = pathlib.Path(name)
        failures, wrong, right = milvus_cases.check(milvus_checker, folder)
        print(f"{'FAILED' if failures else 'ok    '} checker: {wrong} wrong files and {right} right ones")
        found = peer(folder)
        if found is None:
            print("skipped: there is no milvus-fake-data")
        else:
            expected = ("product_id: is there, but the database makes it", "stock_quantity: is missing", "metadata: struct<")
            failures += [f"milvus-fake-data: '{one}' is not found in {found}" for one in expected if not any(line.startswith(one) for line in found)]
            print(f"ok     checker: milvus-fake-data's ecommerce breaks {len(found)} rules: {'; '.join(found)}")
        for kind, jobs in (("built-in schemas", [(one, given.rows, ("--builtin", one, "--seed", str(given.seed)), "snappy", ()) for one in BUILT_IN]),
                           ("random collections", list(random_jobs(folder, given.seed, given.random)))):
            runs = Runs(given.program, folder)
            runs.all(jobs)
            print(f"{'FAILED' if runs.failures else 'ok    '} {kind}: {len(jobs)}, {runs.files} files, {runs.rows} rows, {len(runs.failures)} breaches")
            failures += runs.failures
        for one in failures[:50]:
            print(one)
        print(f"seed {given.seed}: {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
