#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Delta logs of ours as delta-rs and DuckDB have them (and Spark, with --spark JARS), theirs as we do, two processes that commit to one table, and tables in S3.

    build/venv-delta/bin/python tests/integration/delta_log.py build/dev/tests/bin/test_integration_delta_log_files

S3 is moto's server, on a free port of the loopback, ended by its process id.
"""

import argparse
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3
import duckdb
import duckdb_extensions
import pyarrow
import pyarrow.parquet
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake

REGION, KEY, SECRET, BUCKET = "us-east-1", "testing", "se/cret+1", "spate-test"
CHILD_LIMIT, START_LIMIT = 120, 30
JAVA = ["-Xmx600m", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"] + [
    f"--add-opens=java.base/{one}=ALL-UNNAMED"
    for one in ("java.nio", "java.lang", "java.lang.invoke", "java.util", "java.util.concurrent", "java.net", "java.io", "sun.util.calendar", "sun.security.action")
]


class Failure(Exception):
    pass


def check(good, text):
    if not good:
        raise Failure(text)


class Ours:
    """The helper program."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.file = folder / "three.parquet"
        pyarrow.parquet.write_table(pyarrow.table({"x": pyarrow.array([1, 2, 3], pyarrow.int64())}), self.file)

    def start(self, what, table, endpoint="", **settings):
        environment = dict(os.environ, SPATE_DELTA_WHAT=what, SPATE_DELTA_TABLE=str(table), SPATE_DELTA_ENDPOINT=endpoint, SPATE_DELTA_FILE=str(self.file),
                           AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET)
        environment.update({f"SPATE_DELTA_{name.upper()}": str(value) for name, value in settings.items()})
        return subprocess.Popen([self.program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    @staticmethod
    def end(child):
        out, _ = child.communicate(timeout=CHILD_LIMIT)
        check(SECRET not in out, "the secret is in what the program says")
        return child.returncode, out

    def run(self, *what, **settings):
        code, out = self.end(self.start(*what, **settings))
        check(code == 0, out)

    def dump(self, table, endpoint=""):
        out = self.folder / "dump"
        self.run("dump", table, endpoint, out=out)
        lines = [line.split(" ", 1) for line in out.read_text().splitlines()]
        return {key: [value for name, value in lines if name == key] for key in ("version", "id", "schema", "partition", "txn", "file")}

    def refusal(self, table):
        code, out = self.end(self.start("dump", table, out=self.folder / "dump"))
        check(code != 0, "it was not refused")
        return out


def read_by_others(table, rows):
    """What delta-rs and DuckDB say of a table (x, d) in a folder."""
    found = DeltaTable(str(table)).to_pyarrow_table()
    check(found.num_rows == rows and set(found["d"].to_pylist()) == {"a b"}, f"delta-rs has {found.num_rows} of {rows} rows")
    connection = duckdb.connect()
    duckdb_extensions.import_extension("delta")
    connection.execute("load delta")
    answer = connection.execute(f"select count(*), sum(x), min(d) from delta_scan('{table}')").fetchone()
    check(answer == (rows, rows * 2, "a b"), f"DuckDB has {answer} of {rows} rows")


def written_by_us(ours, folder):
    table = folder / "ours"
    ours.run("write", table, commits=25, app="alone")
    read_by_others(table, (25 - 6) * 3)
    check(DeltaTable(str(table)).transaction_version("alone") == 25, "delta-rs has another version of the transaction")
    check(DeltaTable(str(table), version=3).to_pyarrow_table().num_rows == 9, "delta-rs has another version 3")
    # The checkpoint alone.
    for version in range(20):
        (table / "_delta_log" / f"{version:020}.json").unlink()
    read_by_others(table, (25 - 6) * 3)
    # What they append we read, and append to.
    write_deltalake(str(table), pyarrow.table({"x": pyarrow.array([2], pyarrow.int64()), "d": ["a b"]}), mode="append")
    ours.run("write", table, commits=1, app="alone")
    read_by_others(table, (26 - 6) * 3 + 1)
    return f"{len(ours.dump(table)['file'])} files of ours"


def written_by_delta_rs(ours, folder):
    table = folder / "theirs"
    keys = ["a b", "c/d", None, "\u00e9", "e%"]
    for i in range(12):
        rows = {"x": pyarrow.array(range(i * 10, i * 10 + 10), pyarrow.int64()), "k": pyarrow.array(keys * 2), "n": pyarrow.array([{"a": 1, "b": [1, 2]}] * 10)}
        write_deltalake(str(table), pyarrow.table(rows), mode="append", partition_by=["k"], configuration={"delta.checkpointInterval": "5"} if i == 0 else None,
                        commit_properties=CommitProperties(app_transactions=[Transaction("app", i)]))
    DeltaTable(str(table)).delete("x < 15")
    DeltaTable(str(table)).create_checkpoint()
    write_deltalake(str(table), pyarrow.table({"x": pyarrow.array([1], pyarrow.int64()), "k": ["z"], "n": [{"a": 1, "b": [1]}]}), mode="append")
    for version in range(12):
        (table / "_delta_log" / f"{version:020}.json").unlink()
    theirs, dump = DeltaTable(str(table)), ours.dump(table)
    check(dump["version"] == [str(theirs.version())] and dump["id"] == [str(theirs.metadata().id)], f"another table: {dump}")
    check(dump["txn"] == ["app 11"] and dump["partition"] == ["k"], f"another state: {dump}")
    actions = pyarrow.table(theirs.get_add_actions())
    wanted = sorted((row["path"], str(row["size_bytes"]), row["partition"]["k"] if row.get("partition") else row.get("partition.k")) for row in actions.to_pylist())
    found = sorted((path, size, None if key == "k=(null)" else key[2:]) for path, size, _, key in (one.split("\t") for one in dump["file"]))
    check(sorted((size, key or "") for _, size, key in found) == sorted((size, key or "") for _, size, key in wanted), f"other files: {found} instead of {wanted}")
    rows = sum(int(one.split("\t")[2].split('"numRecords":')[1].split(",")[0].rstrip("}")) for one in dump["file"])
    check(rows == theirs.to_pyarrow_table().num_rows, f"statistics of {rows} rows")
    return f"{len(found)} files of delta-rs"


def refused(ours, folder):
    table = folder / "vectors"
    write_deltalake(str(table), pyarrow.table({"x": [1]}), configuration={"delta.enableDeletionVectors": "true"})
    text = ours.refusal(table)
    check("deletionVectors" in text, text)
    return "deletion vectors refused"


def two_writers(ours, folder, table, endpoint=""):
    children = [ours.start("write", table, endpoint, commits=15, app=app) for app in ("one", "two")]
    for child in children:
        code, out = ours.end(child)
        check(code == 0, out)
    dump = ours.dump(table, endpoint)
    check(len(dump["file"]) == 30 and sorted(dump["txn"]) == ["one 15", "two 15"] and dump["version"] == ["29"], f"{dump}")
    return f"two writers made {len(dump['file'])} files"


class Store:
    """moto's S3."""

    def __enter__(self):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.child = subprocess.Popen([str(pathlib.Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(self.port)],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + START_LIMIT
            while True:
                try:
                    urllib.request.urlopen(self.url, timeout=5).read()
                    break
                except OSError:
                    check(time.monotonic() < end, "moto does not start")
                    time.sleep(0.1)
            boto3.client("s3", endpoint_url=self.url, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=SECRET).create_bucket(Bucket=BUCKET)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def in_s3(ours, folder):
    with Store() as store:
        table = f"s3://{BUCKET}/a b/table"
        out = two_writers(ours, folder, table, store.url)
        options = {"AWS_ENDPOINT_URL": store.url, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": REGION, "AWS_ALLOW_HTTP": "true"}
        rows = DeltaTable(table, storage_options=options).to_pyarrow_table().num_rows
        check(rows == 90, f"delta-rs has {rows} of 90 rows")
        return out + " in S3"


def spark(ours, folder, jars):
    table = folder / "spark"
    ours.run("write", table, commits=12, app="alone")
    for version in range(10):
        (table / "_delta_log" / f"{version:020}.json").unlink()

    def java(what):
        done = subprocess.run(["java", *JAVA, "-cp", f"{jars}/*", str(pathlib.Path(__file__).parent / "delta_spark/ReadDelta.java"), str(table), what],
                              capture_output=True, text=True, timeout=300)
        answers = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
        check(done.returncode == 0 and len(answers) == 1, done.stdout[-2000:] + done.stderr[-4000:])
        return answers[0].split()[1:]

    check(java("read") == ["27", "54"], "Spark has other rows")
    check(java("checkpoint") == ["28", "1054"], "Spark has other rows after its own")
    for file in (table / "_delta_log").glob("*.json"):
        file.unlink()
    dump = ours.dump(table)
    check(dump["version"] == ["12"] and len(dump["file"]) == 10 and dump["txn"] == ["alone 12"], f"{dump}")
    return "Spark's checkpoint read"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--spark", help="a folder with delta-spark's jars; without it Spark is left out")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="spate-delta-"))
    failures = 0
    try:
        ours = Ours(options.program, folder)
        parts = [written_by_us, written_by_delta_rs, refused, lambda *each: two_writers(*each, folder / "both"), in_s3]
        if options.spark:
            parts.append(lambda *each: spark(*each, options.spark))
        for part in parts:
            try:
                print(f"delta_log: {part(ours, folder)}", flush=True)
            except (Failure, subprocess.TimeoutExpired) as error:
                print(f"delta_log: {getattr(part, '__name__', 'part')}: {error}", file=sys.stderr)
                failures += 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(failures != 0)


main()
