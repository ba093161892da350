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
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(HERE / "support"), str(HERE / "compile"), str(HERE / "kafka"), str(HERE.parent / "tests" / "integration")]

import beside_java  # noqa: E402
import chart  # noqa: E402
import compile_time  # noqa: E402
import table  # noqa: E402
from rounds import Failure, ratio_check, value_check  # noqa: E402
from rows import datasets, documents, sinks, stores  # noqa: E402

PEER = "dgen-py 0.3.0"
TPC_PEER = "tpchgen-cli 4.0.0"


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

    def file(self):
        options = ["--folder", self.folder()]
        if self.spate():
            options += ["--program", self.spate()]
        return self.checks_of("bench_file_file", *options)

    def record_files(self):
        return self.checks_of("bench_record_file_record_file", "--folder", self.folder())

    def folder(self):
        return str(self.given.folder.resolve() if self.given.folder else self.build)

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

    def rows(self):
        """In the table's order: the rows that a function measures, its name, and the function."""
        plain = lambda name: lambda: self.checks_of(name)  # noqa: E731
        of = lambda measure: lambda: measure(self)  # noqa: E731
        return [("1,2", self.engine), ("3", plain("bench_memory_large")), ("4,adaptors", plain("bench_pipeline_pipeline")), ("5", plain("bench_random_access_random_access")),
                ("6", self.dispatch), ("7", plain("bench_threads_threads")), ("8", plain("bench_reseed_reseed")), ("9", self.buffers), ("10", self.resident),
                ("11", self.compile), ("12", self.file), ("inspect", plain("bench_inspect_inspect")), ("network", plain("bench_network_loopback")), ("ndjson", self.ndjson),
                ("avro", plain("bench_avro_avro")), ("parquet", self.parquet), ("protobuf", plain("bench_protobuf_protobuf")),
                ("binary-rows", plain("bench_binary_rows_binary_rows")), ("lineitem", self.lineitem), ("record-files", self.record_files),
                ("record-memory", plain("bench_record_memory_record_memory")), ("record-threads", plain("bench_record_threads_record_threads")),
                ("row", plain("bench_row_row")), ("events", plain("bench_events_events")), ("event-payloads", plain("bench_events_payloads")), ("messages", plain("bench_messages_messages")),
                ("dataset", of(datasets.tables)), ("dataset-files", of(datasets.files)), ("schemas", of(datasets.schemas)), ("schema-memory", of(datasets.memory)),
                ("documents", of(documents.memory)), ("documents-files", of(documents.files)), ("store", of(stores.measure)),
                ("elasticsearch", of(sinks.elasticsearch)), ("delta", of(sinks.delta)), ("kinesis", of(sinks.kinesis)), ("kafka", of(beside_java.measure)), ("engines", self.engines)]


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
