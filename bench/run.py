#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the benchmarks and prints one table: each number beside its limit, its peer and what is required of it.

    python3 bench/run.py --build build/bench --venv build/venv --out build/bench-results [--rows 1,2] [--quick] [--check]

Writes results.json and chart.svg into --out. Peers stand in the virtual environment --venv; what is not there is shown as absent.
Measure on a machine that does nothing else. Ends with 1 if a benchmark failed to run (or, with --check, if a requirement is not met).
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE / "support"), str(HERE / "compile"), str(HERE / "kafka"), str(HERE.parent / "tests" / "integration")]

import beside_java  # noqa: E402
import chart  # noqa: E402
import compile_time  # noqa: E402
import table  # noqa: E402
from rounds import ratio_check, spread_of, value_check  # noqa: E402

PEER = "dgen-py 0.3.0"
TPC_PEER = "tpchgen-cli 4.0.0"
DELTA_PEER = "deltalake 1.6.6"
MILVUS_PEER = "milvus-fake-data 0.2.0"
MILVUS_SCHEMAS = ("simple", "ecommerce", "documents", "images", "users", "videos", "news")
MILVUS_SUCCESSOR = "milvus-ingest 0.1.2"
SEARCH_PEER = "elasticsearch-py 8.15.0"


class Failure(Exception):
    """A benchmark did not run."""


class Bench:
    def __init__(self, given):
        self.given = given
        self.build = given.build.resolve()
        self.out = given.out.resolve()
        self.rounds = 3 if given.quick else 9
        self.include_flags = self.read_include_flags()

    # What is there

    def read_include_flags(self):
        """The include directories of the build, as flags."""
        flags = ["-I" + str(HERE.parent / "include")]
        commands = self.build / "compile_commands.json"
        for entry in json.loads(commands.read_text()) if commands.exists() else []:
            words = shlex.split(entry["command"])
            for at, word in enumerate(words):
                if word == "-isystem":
                    flags += [word, words[at + 1]]
                elif word.startswith("-I"):
                    flags.append(word)
            break
        return flags

    def program(self, name):
        path = self.build / "bin" / name
        if not path.exists():
            raise Failure(f"{path} is not built")
        return str(path)

    def spate(self):
        """The program spate, or None."""
        path = self.build / "bin" / "spate"
        return str(path) if path.exists() else None

    def peer_python(self):
        python = self.given.venv / "bin" / "python3"
        return str(python) if python.exists() else None

    # Running

    def run(self, command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Failure(f"{shlex.join(command)} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
        return json.loads(done.stdout)

    def checks_of(self, name, *options):
        quick = ["--quick"] if self.given.quick else []
        return self.run([self.program(name), *quick, *options])["checks"]

    def peer(self, script, *arguments):
        """One round of a peer, or None where it is absent."""
        python = self.peer_python()
        if python is None:
            return None
        try:
            return self.run([python, str(HERE / "peers" / script), *arguments])
        except Failure as absent:
            print(f"{script}: {str(absent).splitlines()[-1]}", file=sys.stderr)
            return None

    # The rows

    def engine(self):
        checks = self.checks_of("bench_engine_engine")
        ours = lambda: self.run([self.program("bench_engine_engine"), "--alone", "--rounds", "5"])["checks"][0]["ours"]  # noqa: E731
        seconds = "0.2" if self.given.quick else "1"

        def fio():
            if shutil.which("fio") is None:
                return None
            done = self.run(["fio", "--name=peer", "--ioengine=null", "--rw=write", "--bs=256k", "--size=1t", "--refill_buffers=1", "--thread", "--time_based",
                             "--runtime=1", "--output-format=json"])
            return done["jobs"][0]["write"]["bw_bytes"] / 1e9

        def of(script):
            found = self.peer(script, seconds)
            return found and found["GB/s"]

        what = "default engine"
        for name, measure, required in [(PEER, lambda: of("dgen.py"), 8), ("numpy SFC64", lambda: of("sfc64.py"), None), ("fio null engine", fio, None)]:
            pairs = []
            for _ in range(self.rounds if required else 3):
                theirs = measure()
                if theirs is None:
                    break
                pairs.append((ours(), theirs))
            checks.append(ratio_check("1", f"{what} and {name}", "GB/s", pairs, name, required))
        return [one for one in checks if one["row"] == "1"] + [one for one in checks if one["row"] == "2"]

    def engines(self):
        return [one for one in self.checks_of("bench_engine_engine", "--others") if one["row"] == "engines"]

    def each_compiler(self, row, what, source):
        """(compiler, its family, compile) of g++ and of clang++; compile(name, flags) makes a program of a source and returns its path. Adds a line for one that is not there."""
        folder = self.out / source.stem
        folder.mkdir(parents=True, exist_ok=True)
        for family in (("g++", "g++-12", "g++-13", "g++-14"), ("clang++", "clang++-16", "clang++-17", "clang++-18", "clang++-19")):
            compiler = next((name for name in family if shutil.which(name)), None)

            def compile(name, flags, compiler=compiler):
                program = str(folder / f"{compiler}-{name}")
                command = [compiler, "-std=c++20", *flags, *self.include_flags, str(source), "-o", program, "-pthread"]
                done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
                if done.returncode != 0:
                    raise Failure(f"{shlex.join(command)}: {done.stderr.strip()[-400:]}")
                return program

            absent = {"row": row, "what": f"{what}, {family[0]}", "note": f"not measured: there is no {family[0]}"}
            yield compiler, family[0], compile, absent

    def dispatch(self):
        checks = []
        for compiler, _, compile, absent in self.each_compiler("6", "-O2 against native", HERE / "dispatch" / "dispatch.cpp"):
            if compiler is None:
                checks.append(absent)
                continue
            both = [compile("plain", ["-O2"]), compile("native", ["-O3", "-march=native"])]
            found = [[], []]
            for turn in range(self.rounds):
                for which in (0, 1) if turn % 2 == 0 else (1, 0):
                    found[which].append(self.run([both[which], "--rounds", "3"]))
            for part, what in (("engine", "default engine"), ("pipeline", "compress 2, dedup 1.5")):
                pairs = [(plain[part], native[part]) for plain, native in zip(*found)]
                checks.append(ratio_check("6", f"{what}, {compiler} -O2", "GB/s", pairs, "-O3 -march=native", 0.9, as_limit=True))
        return checks

    def ndjson(self):
        """The same program by each compiler, with nothing but -O2."""
        checks, quick = [], ["--quick"] if self.given.quick else []
        for compiler, family, compile, absent in self.each_compiler("ndjson", "8 mixed fields", HERE / "ndjson" / "ndjson.cpp"):
            if compiler is None:
                checks.append(absent)
                continue
            for one in self.run([compile("plain", ["-O2"]), *quick, "--required", "2.5" if family == "g++" else "2"])["checks"]:
                checks.append(one | {"what": f"{one['what']}, {compiler} -O2"})
        return checks

    def lineitem(self):
        checks, program = self.checks_of("bench_lineitem_lineitem"), self.program("bench_lineitem_lineitem")
        scale, rounds = ("0.1", 3) if self.given.quick else ("1", 7)
        # With snappy, the peer's default, half of the time goes to the codec's own library, and the peer has another: 3.8 x so far.
        for only, unit, options, required in (("tbl", "GB/s", ["tbl"], 8), ("parquet-snappy", "M rows/s", ["parquet", "-c", "SNAPPY"], 6),
                                              ("parquet-none", "M rows/s", ["parquet", "-c", "UNCOMPRESSED"], 6)):
            pairs = []
            for _ in range(rounds):
                theirs = self.peer("tpchgen.py", scale, *options)
                if theirs is None:
                    break
                pairs.append((self.run([program, "--only", only, "--rounds", "5"])["checks"][0]["ours"], theirs[unit]))
            checks.append(ratio_check("lineitem", f"{' '.join(options)} and {TPC_PEER}", unit, pairs, TPC_PEER, required))
        return checks

    def buffers(self):
        checks = self.checks_of("bench_buffers_buffers")
        times = [found["ms"] for found in (self.peer("dgen.py", "--reserve") for _ in range(3)) if found]
        checks[0]["peer_is"] = PEER
        checks[0]["peer"] = sorted(times)[len(times) // 2] if times else None
        return checks

    def resident(self):
        checks = self.checks_of("bench_resident_resident")
        found = self.peer("dgen.py", "2")
        checks[0]["peer_is"] = PEER
        checks[0]["peer"] = found and found["peak MiB"]
        if self.spate():
            command = [self.spate(), "bytes", "--size", "1TiB", "--duration", "1s" if self.given.quick else "10s", "--seed", "1", "--no-progress"]
            if (os.cpu_count() or 1) > 4:
                command += ["--threads", "4"]
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
                error = child.stderr.read()
                _, status, used = os.wait4(child.pid, 0)
                child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode != 0:
                raise Failure(f"{shlex.join(command)} ended with {child.returncode}: {error.decode().strip()[-400:]}")
            peak = used.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
            checks.append(value_check("10", "peak memory, spate bytes --size 1TiB", "MiB", [peak], "<=", 40))
        return checks

    def compile(self):
        return compile_time.measure(self.out / "compile", self.include_flags, self.rounds)

    def parquet(self):
        checks = self.checks_of("bench_parquet_parquet")
        seconds, pairs = "0.2" if self.given.quick else "1", []
        for _ in range(3 if self.given.quick else 7):
            found = self.peer("parquet_pyarrow.py", seconds)
            if found is None:
                break
            pairs.append((self.run([self.program("bench_parquet_parquet"), "--rounds", "3"])["checks"][0]["ours"], found["GB/s"]))
        return checks + [ratio_check("parquet", "768 floats a row and pyarrow", "GB/s", pairs, "pyarrow", 5)]

    def delta(self):
        """In memory, since a file system of a disk would be measured: /dev/shm, where the machine has it."""
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        rows, events, checks = ("1000000", "2000000", []) if self.given.quick else ("10000000", "10000000", [])
        with tempfile.TemporaryDirectory(prefix="spate-delta-", dir=memory) as folder:
            ours = lambda what, count: self.run([self.program("bench_delta_delta"), f"{folder}/{what}", what, count])["M rows/s"]  # noqa: E731
            pairs = []
            for _ in range(3 if self.given.quick else 7):
                mine, theirs = ours("rows", rows), self.peer("delta_rs.py", f"{folder}/rows", f"{folder}/peer")
                if theirs is None:
                    break
                pairs.append((mine, theirs["M rows/s"]))
            checks.append(ratio_check("delta", f"{int(rows) // 1000000} M rows of 8 columns, snappy, and delta-rs", "M rows/s", pairs, DELTA_PEER, 3))
            shutil.rmtree(f"{folder}/rows")
            for what, name, least in (("events", "1,000 types, one table", 1), ("typed", "1,000 types, a table each", None)):
                checks.append(value_check("delta", name, "M events/s", [ours(what, events) for _ in range(3)], ">=", least))
        return checks

    def file(self):
        options = ["--folder", self.folder()]
        if self.spate():
            options += ["--program", self.spate()]
        return self.checks_of("bench_file_file", *options)

    def record_files(self):
        return self.checks_of("bench_record_file_record_file", "--folder", self.folder())

    def of_schema(self, schema, rows, *, folder=None):
        """One run of a schema's Parquet: its report, the most memory that it had, in MiB, and the seconds of the whole command. By the program, into a directory in `folder`; or the same blocks into memory."""
        with tempfile.TemporaryDirectory(prefix="spate-bench-", dir=folder) as scratch:
            command = [self.program("bench_dataset_dataset"), "--run", "make", "--schema", schema, "--amount", str(rows)]
            if folder:
                command = [self.spate(), "generate", "--builtin", schema, "--rows", str(rows), "--seed", "1", "--out", f"{scratch}/out", "--no-progress", "--json"]
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

    def folder(self):
        return str(self.given.folder.resolve() if self.given.folder else self.build)

    def datasets(self):
        """Rows a second beside the peer, which writes files; both commands as a whole where both do."""
        checks, program, rounds = [], self.program("bench_dataset_dataset"), 3 if self.given.quick else 7
        peer_rows = {"ecommerce": "20000", "simple": "100000"}
        for schema, place, required in (("ecommerce", "memory", 60), ("simple", "files", 40)):
            pairs = []
            for _ in range(rounds):
                theirs = self.peer("milvus_fake_data.py", schema, peer_rows[schema], self.folder())
                if theirs is None:
                    break
                if place == "memory":
                    pairs.append((self.run([program, "--run", "make", "--schema", schema, "--amount", "500000"])["rows/s"] / 1e3, theirs["rows/s"] / 1e3))
                else:
                    _, _, taken = self.of_schema(schema, peer_rows[schema], folder=self.folder())
                    pairs.append((int(peer_rows[schema]) / taken / 1e3, theirs["command rows/s"] / 1e3))
            what = f"{schema} to {place} and {MILVUS_PEER}'s files" + (", whole commands" if place == "files" else "")
            checks.append(ratio_check("dataset", what, "k rows/s", pairs, MILVUS_PEER, required))
        return checks

    def dataset_files(self):
        return self.checks_of("bench_dataset_dataset", "--folder", self.folder(), "--program", self.spate() or "spate")

    def schemas(self):
        """Each built-in schema, in files: rate, size, memory, and how it stands to the peer and to plain writing of as many bytes."""
        checks, ids = [], [one["id"] for one in self.run([self.spate(), "schema", "list", "--json"])["schemas"] if one["built_in"]]
        scale = 20 if self.given.quick else 1
        sizes = [(schema, 200_000) for schema in ids] + [("ecommerce", rows) for rows in (100_000, 1_000_000, 2_500_000, 10_000_000)]
        for schema, rows in sizes:
            rows //= scale
            # As before plain writing: pages that the machine took back cost much to have again. No more than it has.
            self.run([self.program("bench_dataset_dataset"), "--run", "warm", "--amount", str(min(rows * 12_000, 1 << 33))])
            report, peak, _ = self.of_schema(schema, rows, folder=self.folder())
            plain = self.run([self.program("bench_dataset_dataset"), "--run", "rate", "--folder", self.folder(), "--amount", str(min(report["bytes"], 1 << 33))])["GB/s"]
            theirs = self.peer("milvus_fake_data.py", schema, str(min(rows, 20_000)), self.folder())
            name = MILVUS_PEER if schema in MILVUS_SCHEMAS else MILVUS_SUCCESSOR
            one = ratio_check("schemas", f"{schema}, {rows} rows", "k rows/s", [(report["rows_per_second"] / 1e3, theirs["rows/s"] / 1e3)] if theirs else [], name, None)
            files = f"{len(report['files'])} files of {report['bytes'] / 1e9:.2f} GB, {report['bytes_per_second'] / 1e9:.2f} GB/s"
            one |= {"ours": report["rows_per_second"] / 1e3, "note": f"{files}, {report['bytes_per_second'] / 1e9 / plain:.2f} of pwrite's {plain:.2f}; {peak:.0f} MiB of memory"}
            checks.append(one)
        return checks

    def schema_memory(self):
        """Ten million rows of the schemas; in memory, since they are up to 100 GB."""
        checks = []
        for one in self.run([self.spate(), "schema", "list", "--json"])["schemas"]:
            if one["built_in"]:
                _, peak, _ = self.of_schema(one["id"], 200_000 if self.given.quick else 10_000_000)
                checks.append(value_check("schema-memory", f"peak memory, {one['id']}, {'0.2' if self.given.quick else '10'} M rows", "MiB", [peak], "<=", 256))
        return checks

    def timed(self, command):
        """What a command took: seconds, processor seconds, the most memory in MiB, and its output."""
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
            begin = time.perf_counter()
            with subprocess.Popen(command, stdout=output, stderr=errors) as child:
                _, status, used = os.wait4(child.pid, 0)
                child.returncode = os.waitstatus_to_exitcode(status)
            taken = time.perf_counter() - begin
            for file in (output, errors):
                file.seek(0)
            if child.returncode != 0:
                raise Failure(f"{shlex.join(command)} ended with {child.returncode}: {errors.read().strip()[-400:]}")
            return taken, used.ru_utime + used.ru_stime, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20), output.read()

    def documents(self):
        """In memory, beside a copy; and beside a script, which writes one after the other to a file."""
        checks = self.checks_of("bench_telemetry_metric_documents") + self.checks_of("bench_bulk_bulk")
        for kind in ("logs", "traces"):
            found = []
            for _ in range(self.rounds):
                report = json.loads(self.timed([self.spate(), "documents", "--kind", kind, "--days", "0.1", "--threads", "1", "--json", "--no-progress"])[3])
                found.append(report["documents_per_second"] / 1e6)
            checks.append(value_check("documents", f"{kind} of {report['bytes'] / report['documents']:.0f} bytes, one thread", "million/s", found, ">=", None))
        amount, pairs = 20_000 if self.given.quick else 400_000, []
        for _ in range(3):
            theirs = self.peer("documents.py", str(amount), self.folder())
            if theirs is None:
                break
            report = json.loads(self.timed([self.spate(), "documents", "--days", "1", "--threads", "1", "--json", "--no-progress"])[3])
            pairs.append((report["documents_per_second"] / 1e6, theirs["documents/s"] / 1e6))
        return checks + [ratio_check("documents", "metric documents, one thread", "million/s", pairs, "json and random.gauss", 50)]

    def kinesis(self):
        """Beside a copy; and beside a script, of which only bodies and their hashes are counted."""
        checks, pairs = self.checks_of("bench_kinesis_kinesis"), {200: [], 1000: []}
        for size, found in pairs.items():
            for _ in range(3):
                theirs = self.peer("kinesis.py", "50" if self.given.quick else "400", str(size))
                if theirs is None:
                    break
                ours = next(one["ours"] for one in self.checks_of("bench_kinesis_kinesis", "--rounds", "3") if f" {size} " in one["what"] and "signed" in one["what"])
                found.append((ours, theirs["GB/s"]))
        return checks + [ratio_check("kinesis", f"bodies of events of {size} bytes, signed and sent", "GB/s", found, "json, base64 and hashlib", None) for size, found in pairs.items()]

    def document_files(self):
        """Whole commands, each beside min(W, cores / (cw + cg)) as in bench/support/files.hpp."""
        checks, cores = [], os.cpu_count() or 1
        output, plain_file = f"{self.folder()}/spate-bench-documents.ndjson", f"{self.folder()}/spate-bench-records.{os.getpid()}"
        for days in (0.07, 0.9) if self.given.quick else (7, 30, 60, 90):
            command = [self.spate(), "documents", "--days", str(days), "--no-progress", "--json"]
            pairs, seconds, peaks, costs = [], [], [], []
            for turn in range(1 if self.given.quick else 5 if days == 7 else 3):
                _, making, _, report = self.timed(command)
                size, order = json.loads(report)["bytes"], ("plain", "ours") if turn % 2 == 0 else ("ours", "plain")
                found = {}
                for which in order:
                    self.run([self.program("bench_dataset_dataset"), "--run", "warm", "--amount", str(min(size, 1 << 33))])
                    whole = [self.program("bench_record_file_record_file"), "--run", "pwrite", "--folder", self.folder(), "--amount", str(size)]
                    try:
                        found[which] = self.timed(whole if which == "plain" else command + ["--out", output, "--force"])
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

    def stores(self):
        """Operations of an array store, microseconds each: a whole round of ours, then one of the peers."""
        checks = []
        for rows, name in ((1_000_000, "1 M x 10"), (100_000, "100 K x 10")):
            ours, theirs = [], []
            for _ in range(2 if self.given.quick else 5):
                ours.append(self.run([self.program("bench_store_store"), "--rows", str(rows), "--folder", self.folder()]))
                theirs.append(self.peer("store.py", str(rows), self.folder()) or {})

            def beside(what, operation, peer, other, factor, required, which="median", as_limit=False):
                """How many times as fast as another one ours is."""
                pairs = [(1e-6 / one[operation][which] * factor, 1e-6 / found[other][which] * factor) for one, found in
                         ((one, one if as_limit else them.get(peer, {})) for one, them in zip(ours, theirs)) if other in found]
                check = ratio_check("store", f"{what}, {name}", "per us", pairs, f"{peer}, {other}" if as_limit or other != operation else peer, required, as_limit)
                if pairs:
                    check["note"] = f"{statistics.median(one[operation]['median'] for one in ours) * 1e6:.4g} us, best {min(one[operation]['best'] for one in ours) * 1e6:.4g}"
                checks.append(check)

            beside("replace 100 rows", "replace", "numpack", "replace", 1, 8)
            beside("replace 100 rows", "replace", "memmap", "replace", 1, None)
            for level in ("data", "full"):
                checks.append(value_check("store", f"replace 100 rows, {level}, {name}", "us", [one[f"replace, {level}"]["median"] * 1e6 for one in ours], "<=", None))
                checks.append(value_check("store", f"append 100 rows, {level}, {name}", "us", [one[f"append, {level}"]["median"] * 1e6 for one in ours], "<=", None))
            beside("append 100 rows", "append", "pwrite", "two pwrites", 1, 1 / 1.1, as_limit=True)
            beside("append 100 rows", "append", "numpack", "append", 1, None)
            beside("append 100 rows in a batch", "append in a batch", "numpack", "append in a batch", 1, 5)
            checks.append(value_check("store", f"second lazy load, {name}", "us", [one["lazy load"]["median"] * 1e6 for one in ours], "<=", 0.3))
            beside("second lazy load", "lazy load", "numpack", "lazy load", 1, None)
            beside("load into warm memory", "load", "read(2)", "read", 1, 0.95, as_limit=True)
            beside("load into warm memory", "load", "npy", "load", 1, 1.3)
            beside("save", "save", "npy", "save", 1, 0.95)
            beside("save over the same shape", "save over", "ours", "save", 1, 1.5, as_limit=True)
            beside("1,000 rows, the same again", "rows again", "memmap", "rows again", 1, 5)
            beside("1,000 rows, fresh lists", "rows fresh", "memmap", "rows fresh", 1, None)
            for mode in ("100 modifications", "100 modifications, batch", "100 modifications, writable batch"):
                beside(mode, mode, "numpack", mode, 1, 3)
            for peer in ("numpack", "npz", "h5py", "zarr"):
                for operation in ("save", "load", "rows again", "replace", "append"):
                    if any(operation in them.get(peer, {}) for them in theirs) and not (peer == "numpack" and operation in ("replace", "append")):
                        beside(operation, operation, peer, operation, 1, None)
            allowed = 4096 + 0.002 * ours[0]["bytes of the .npy"]["best"]
            checks.append(value_check("store", f"on disk beyond the .npy, {name}", "bytes", [one["bytes beyond the .npy"]["best"] for one in ours], "<=", round(allowed)))
        opened = [self.run([self.program("bench_store_store"), "--arrays", "10000", "--folder", self.folder()])["open"]["median"] * 1e3 for _ in range(3)]
        return checks + [value_check("store", "open a store of 10,000 arrays", "ms", opened, "<=", 10)]

    def elasticsearch(self):
        """Bodies in memory, beside a copy and the client's own; and sent to a real server, beside curl with ready bodies of the same documents."""
        checks, program, pairs = self.checks_of("bench_elasticsearch_elasticsearch"), self.program("bench_elasticsearch_elasticsearch"), []
        for _ in range(3):
            theirs = self.peer("elasticsearch_bodies.py", "2000" if self.given.quick else "50000")
            if theirs is None:
                break
            pairs.append((self.run([program, "--rounds", "3"])["checks"][1]["ours"], theirs["GB/s"]))
        checks.append(ratio_check("elasticsearch", f"bodies with ids and {SEARCH_PEER}'s", "GB/s", pairs, SEARCH_PEER, None))
        archive, amount, pairs = HERE.parent / "build/elasticsearch/elasticsearch-8.15.0.zip", 20_000 if self.given.quick else 300_000, []
        if archive.exists() and shutil.which("java") and shutil.which("curl"):
            with tempfile.TemporaryDirectory(prefix="spate-bench-") as folder:
                pairs = self.to_server(archive, folder, program, amount)
        return checks + [ratio_check("elasticsearch", f"{amount} documents to a server on this machine", "k documents/s", pairs, "curl, bodies ready", 0.9)]

    def to_server(self, archive, folder, program, amount):
        """What the sink and curl reach in thousand documents a second, two requests at once, into an index that is new each time."""
        from elasticsearch import Server  # noqa: PLC0415

        os.mkdir(f"{folder}/bodies")
        self.run([program, "--write", f"{folder}/bodies", "--documents", str(amount)])
        # The server runs as nobody.
        os.chmod(folder, 0o755)
        server, pairs = Server(archive, tempfile.mkdtemp(prefix="server-", dir=folder)), []
        try:
            server.wait()
            transfers = [word for name in os.listdir(f"{folder}/bodies") for word in
                         ("--next", "-sS", "--fail", "-o", "/dev/null", "-H", "Content-Type: application/x-ndjson", "--data-binary", f"@{folder}/bodies/{name}",
                          f"{server.address}/spate-bench/_bulk?filter_path=errors,items.*.status")]

            def ours():
                return self.run([program, "--send", server.address, "--documents", str(amount)])["documents/s"] / 1e3

            def theirs():
                return amount / 1e3 / self.timed(["curl", "-Z", "--parallel-max", "2", *transfers[1:]])[0]

            for number in range(1 + (2 if self.given.quick else 6)):
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

    def rows(self):
        """In the table's order: the rows that a function measures, its name, and the function."""
        plain = lambda name: lambda: self.checks_of(name)  # noqa: E731
        return [("1,2", self.engine), ("3", plain("bench_memory_large")), ("4,adaptors", plain("bench_pipeline_pipeline")), ("5", plain("bench_random_access_random_access")),
                ("6", self.dispatch), ("7", plain("bench_threads_threads")), ("8", plain("bench_reseed_reseed")), ("9", self.buffers), ("10", self.resident),
                ("11", self.compile), ("12", self.file), ("inspect", plain("bench_inspect_inspect")), ("network", plain("bench_network_loopback")), ("ndjson", self.ndjson),
                ("avro", plain("bench_avro_avro")), ("parquet", self.parquet), ("protobuf", plain("bench_protobuf_protobuf")),
                ("binary-rows", plain("bench_binary_rows_binary_rows")), ("lineitem", self.lineitem), ("record-files", self.record_files),
                ("record-memory", plain("bench_record_memory_record_memory")), ("record-threads", plain("bench_record_threads_record_threads")),
                ("row", plain("bench_row_row")), ("events", plain("bench_events_events")), ("event-payloads", plain("bench_events_payloads")), ("messages", plain("bench_messages_messages")),
                ("dataset", self.datasets), ("dataset-files", self.dataset_files), ("schemas", self.schemas), ("schema-memory", self.schema_memory),
                ("documents", self.documents), ("documents-files", self.document_files), ("store", self.stores),
                ("elasticsearch", self.elasticsearch), ("delta", self.delta), ("kinesis", self.kinesis), ("kafka", lambda: beside_java.measure(self)), ("engines", self.engines)]


def machine():
    name = platform.processor() or platform.machine()
    try:
        name = next(line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return {"processor": name, "cpus": os.cpu_count(), "system": f"{platform.system()} {platform.release()}", "load_before": round(os.getloadavg()[0], 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parent / "build" / "bench", help="the build folder of the preset bench")
    parser.add_argument("--venv", type=pathlib.Path, default=HERE.parent / "build" / "venv", help="a virtual environment with the peers")
    parser.add_argument("--out", type=pathlib.Path, default=HERE.parent / "build" / "bench-results", help="where results.json and chart.svg go")
    parser.add_argument("--folder", type=pathlib.Path, help="where rows 12, record-files, dataset, dataset-files, schemas, documents, documents-files and store write their files (default: the build folder)")
    parser.add_argument("--kafka", type=pathlib.Path, help="the jars of a Kafka broker (default: the folder kafka beside the build folder)")
    parser.add_argument("--rows", help="only these, like 1,2,12 or engines")
    parser.add_argument("--quick", action="store_true", help="few short rounds: shows that all runs, not how fast")
    parser.add_argument("--check", action="store_true", help="end with 1 if a requirement is not met")
    given = parser.parse_args()

    bench = Bench(given)
    wanted = set(given.rows.split(",")) if given.rows else None
    known = {row for rows, _ in bench.rows() for row in rows.split(",")}
    if wanted is not None and wanted - known:
        parser.error(f"--rows: there is no row {', '.join(sorted(wanted - known))}; use {', '.join(sorted(known, key=lambda row: (len(row), row)))}")

    about = machine()
    about["date"] = datetime.date.today().isoformat()
    if about["load_before"] > 0.5:
        print(f"other programs are running (load {about['load_before']}): do not trust the numbers", file=sys.stderr)
    given.out.mkdir(parents=True, exist_ok=True)
    checks, failed = [], False
    for rows, measure in bench.rows():
        if wanted is not None and not wanted & set(rows.split(",")):
            continue
        print(f"measuring {'row' if rows[0].isdigit() else 'the other'} {rows} ...", file=sys.stderr)
        try:
            checks += [one for one in measure() if wanted is None or one["row"] in wanted]
        except (Failure, json.JSONDecodeError, OSError) as problem:
            failed = True
            print(f"row {rows}: {problem}", file=sys.stderr)
            checks.append({"row": rows, "what": "failed to run", "note": str(problem)})
    for one in checks:
        one["ok"] = table.is_met(one)
    (given.out / "results.json").write_text(json.dumps({"machine": about, "quick": given.quick, "checks": checks}, indent=1) + "\n")
    (given.out / "chart.svg").write_text(chart.draw(about, given.quick, checks))
    print(table.text(about, given.quick, checks))
    print(f"\n{given.out / 'results.json'}\n{given.out / 'chart.svg'}")
    return 1 if failed or (given.check and any(one["ok"] is False for one in checks)) else 0


if __name__ == "__main__":
    sys.exit(main())
