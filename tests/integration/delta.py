#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Are Delta tables of spate what delta-rs and DuckDB read, each row once, whatever happens?

    python3 tests/integration/delta.py build/dev/tests/bin/test_integration_delta_files --program build/dev/bin/spate --kills 200

Schema, counts, values, statistics (each file's bounds hold, and queries that skip files answer as full scans do), partitions, overwriting, time travel, two
writers at once, lost events, a table for each type, and a loop of kill -9 with a resume each, after which every row is there once and no commit is torn. Needs
the packages of requirements-delta.txt; leaves with 77 where they are absent. Works in a temporary folder; ends what it started by its process id.
"""

import argparse
import collections
import datetime
import decimal
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

try:
    import deltalake
    import duckdb
    import duckdb_extensions
    import pyarrow
    import pyarrow.compute
    import pyarrow.parquet
except ImportError as missing:
    print(f"skipped: {missing}; install tests/integration/requirements-delta.txt")
    sys.exit(77)

import delta_program  # noqa: E402
import program as spate  # noqa: E402

LIMIT = 120


class Failure(Exception):
    pass


def check(right, text):
    if not right:
        raise Failure(text)


def environment(source, first, end, chunk, **keys):
    lines = [source, first, end, chunk, *(f"{key}={value}" for key, value in keys.items())]
    return {**os.environ, "SPATE_DELTA": "\n".join(map(str, lines))}


class Writer:
    def __init__(self, program):
        self.program = program

    def run(self, source, first, end, chunk, fails=False, **keys):
        done = subprocess.run([self.program], env=environment(source, first, end, chunk, **keys), capture_output=True, text=True, timeout=LIMIT)
        out = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line.split(" ", 1)[0] in ("first", "note", "acknowledged", "error") and " " in line)
        if fails:
            check(done.returncode != 0 and "error" in out, f"{keys} should have failed: {done.stdout}")
        else:
            check(done.returncode == 0, f"{keys} failed: {out.get('error', done.stdout + done.stderr)}")
        return out

    def start(self, source, first, end, chunk, **keys):
        return subprocess.Popen([self.program], env=environment(source, first, end, chunk, **keys), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def rust(path, version=None):
    return deltalake.DeltaTable(str(path), version=version).to_pyarrow_table()


def duck():
    database = duckdb.connect()
    duckdb_extensions.import_extension("delta", con=database)
    database.sql("load delta")
    database.sql("set timezone = 'UTC'")
    return database


def commits(path):
    return sorted(one for one in (path / "_delta_log").iterdir() if one.suffix == ".json" and one.stem.isdigit())


def adds(path):
    for commit in commits(path):
        for line in commit.read_text().splitlines():
            action = json.loads(line)
            if "add" in action:
                yield action["add"]


def check_same(path, sort):
    """delta-rs and DuckDB read the same rows; returns them."""
    ours = rust(path).sort_by([(name, "ascending") for name in sort])
    theirs = duck().sql(f"select * from delta_scan('{path}')").to_arrow_table().sort_by([(name, "ascending") for name in sort])
    check(ours.column_names == theirs.column_names, f"columns {ours.column_names} and {theirs.column_names}")
    check(ours.num_rows == theirs.num_rows, f"{path}: {ours.num_rows} rows in delta-rs, {theirs.num_rows} in DuckDB")
    for name in ours.column_names:
        left, right = ours[name].to_pylist(), theirs[name].to_pylist()
        check(left == right, f"{path}: column {name} differs between readers")
    return ours


def plain(value):
    """A value as statistics have it."""
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=datetime.timezone.utc)
    return value


def bound(kind, text):
    if pyarrow.types.is_timestamp(kind):
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if pyarrow.types.is_date(kind):
        return datetime.date.fromisoformat(text)
    if pyarrow.types.is_decimal(kind):
        return decimal.Decimal(str(text))
    return text


def check_statistics(path):
    """The bounds of each file hold for its rows, numbers of nulls and rows are right; and the bounds are tight but for what is cut."""
    checked = 0
    for add in adds(path):
        rows = pyarrow.parquet.ParquetFile(path / add["path"].replace("%25", "%")).read()
        stats = json.loads(add["stats"], parse_float=decimal.Decimal)
        check(stats["numRecords"] == rows.num_rows, f"{add['path']}: numRecords")
        check(add["size"] == (path / add["path"].replace("%25", "%")).stat().st_size, f"{add['path']}: size")

        def columns(table_or_struct, names, array_of, stats_of):
            nonlocal checked
            for name in names:
                array = array_of(name)
                if pyarrow.types.is_struct(array.type):
                    inner = array.combine_chunks() if isinstance(array, pyarrow.ChunkedArray) else array
                    columns(inner, [inner.type.field(i).name for i in range(inner.type.num_fields)], inner.field,
                            {key: stats_of[key].get(name, {}) for key in stats_of})
                    continue
                if name in stats_of["nullCount"]:
                    check(stats_of["nullCount"][name] == array.null_count, f"{add['path']}: nullCount of {name}")
                if name not in stats_of["minValues"]:
                    continue
                low, high = bound(array.type, stats_of["minValues"][name]), bound(array.type, stats_of["maxValues"][name])
                least, largest = (plain(pyarrow.compute.min_max(array)[key].as_py()) for key in ("min", "max"))
                if isinstance(low, decimal.Decimal) and isinstance(least, float):
                    low, high = float(low), float(high)
                    if pyarrow.types.is_float32(array.type):
                        low, high = (pyarrow.scalar(one, pyarrow.float32()).as_py() for one in (low, high))
                if isinstance(low, str):
                    low, high, least, largest = (one.encode() for one in (low, high, least, largest))
                check(low <= least and largest <= high, f"{add['path']}: {name}: {low!r} <= {least!r}, {largest!r} <= {high!r}")
                if not isinstance(low, bytes) and not isinstance(low, datetime.datetime):
                    check(low == least and largest == high, f"{add['path']}: {name}: bounds are wide")
                checked += 1

        columns(rows, rows.column_names, rows.column, {key: stats.get(key, {}) for key in ("minValues", "maxValues", "nullCount")})
    check(checked > 0, f"{path}: no statistics")
    return checked


def check_skipping(path, rows, predicates):
    database = duck()
    names = ", ".join(f"'{path}/{name}'" for name in (add["path"] for add in adds(path)))
    full = "read_parquet([" + names + "])"
    for where in predicates:
        skipped = database.sql(f"select count(*) from delta_scan('{path}') where {where}").fetchone()
        scanned = database.sql(f"select count(*) from {full} where {where}").fetchone()
        check(skipped == scanned, f"{where}: {skipped} with files skipped, {scanned} of a full scan")
    pieces = deltalake.DeltaTable(str(path))
    for low, high in ((0, 10), (rows // 2, rows // 2 + 5), (rows - 3, rows + 5), (rows, rows + 1)):
        found = pieces.to_pyarrow_table(filters=[("id", ">=", low), ("id", "<", high)]).num_rows
        check(found == max(0, min(high, rows) - low), f"id in [{low}, {high}): {found}")
    # delta-rs leaves out files that have no bounds of a column: of booleans and long texts there must be some.
    whole = pieces.to_pyarrow_table()
    for name, value in (("ok", True), ("ok", False), ("words", whole["words"][7].as_py()), ("words", max(whole["words"].to_pylist(), key=len))):
        found, expected = pieces.to_pyarrow_table(filters=[(name, "=", value)]).num_rows, whole[name].to_pylist().count(value)
        check(found == expected > 0, f"{name} = {value}: {found} with files skipped, {expected} of a full scan")


def basic(writer, folder):
    path, rows = folder / "rows", 30_000
    out = writer.run("rows", 0, rows, 700, path=path, rows_per_commit=4000, partitions=3, checkpoint_interval=3)
    check(out["acknowledged"] == str(rows), f"acknowledged {out}")
    table = check_same(path, ["id"])
    check(table["id"].to_pylist() == list(range(rows)), "ids")
    check(len(commits(path)) == 8, f"{len(commits(path))} commits")
    kinds = {name: str(table.schema.field(name).type) for name in table.column_names}
    check(kinds["at"].startswith("timestamp[us") and kinds["day"] == "date32[day]" and kinds["amount"] == "decimal128(7, 2)" and kinds["small"] == "int16", str(kinds))
    checked = check_statistics(path)
    check_skipping(path, rows, ["n > 999000", "n < -999990", "price < -4.999", "\"at\" >= timestamptz '2029-12-31 00:00:00+00'", "day = date '2026-01-03'",
                                "amount > 99990", "u > 'fff'", "words < 'A b'", "city is null", "ratio > 0.9999"])
    check((path / "_delta_log/_last_checkpoint").exists(), "no checkpoint")
    for version, expected in ((0, 4000), (3, 16000)):
        check(rust(path, version).num_rows == expected, f"version {version}")
    note = writer.run("rows", 0, rows + 100, 700, path=path, resume="true")
    check(note["first"] == str(rows) and note["note"] == "seed=1 start=0", f"resumed {note}")
    check(rust(path).num_rows == rows + 100, "resumed rows")
    for codec in ("zstd", "none"):
        writer.run("rows", 0, 2000, 700, path=folder / codec, compression=codec)
        check(check_same(folder / codec, ["id"]).num_rows == 2000, codec)
    return f"{rows} rows of {len(table.column_names)} columns, {checked} bounds"


def modes(writer, folder):
    path = folder / "modes"
    writer.run("rows", 0, 1000, 500, path=path, mode="error")
    message = writer.run("rows", 0, 1000, 500, path=path, mode="error", stream="other", fails=True)
    check("append or overwrite" in message["error"], message["error"])
    message = writer.run("rows", 0, 1000, 500, path=path, fails=True)
    check("already" in message["error"], message["error"])
    writer.run("rows", 0, 700, 500, path=path, mode="ignore", stream="other")
    check(rust(path).num_rows == 1000, "ignore wrote")
    writer.run("rows", 0, 700, 500, path=path, mode="overwrite", seed=2)
    check(check_same(path, ["id"]).num_rows == 700, "overwritten")
    check(rust(path, 0).num_rows == 1000, "time travel behind an overwrite")
    message = writer.run("events", 0, 700, 500, path=path, stream="other", fails=True)
    check("other columns" in message["error"], message["error"])
    writer.run("events", 0, 700, 500, path=path, mode="overwrite", stream="other")
    check("event_type_id" in rust(path).column_names, "overwritten with other columns")
    return "append, overwrite, error, ignore"


def partitions(writer, folder):
    path, flat = folder / "parts", folder / "flat"
    for where, keys in ((path, {"partition_by": "city,day"}), (flat, {})):
        writer.run("rows", 0, 5000, 900, path=where, rows_per_commit=2500, partitions=1, **keys)
    parted, whole = check_same(path, ["id"]), check_same(flat, ["id"])
    for name in whole.column_names:
        check(parted[name].to_pylist() == whole[name].to_pylist(), f"column {name} differs with partitions")
    database = duck()
    for where in ("city = 'a/b=c'", "city is null", "day = date '2026-01-02'", "city = 'Z\u00fcrich 100%' and n > 0"):
        counts = [database.sql(f"select count(*) from delta_scan('{one}') where {where}").fetchone()[0] for one in (path, flat)]
        check(counts[0] == counts[1] and counts[0] > 0, f"{where}: {counts}")
    parts = {json.dumps(add["partitionValues"]) for add in adds(path)}
    only = deltalake.DeltaTable(str(path)).to_pyarrow_table(filters=[("city", "=", "a/b=c")])
    check(only.num_rows == sum(one == "a/b=c" for one in whole["city"].to_pylist()), "a partition by delta-rs")
    return f"{len(parts)} partitions"


def events(writer, folder):
    unified, typed = folder / "events", folder / "typed"
    writer.run("events", 0, 20_000, 3000, path=unified, rows_per_commit=7000)
    writer.run("typed", 0, 20_000, 3000, path=typed, tables="typed", rows_per_commit=7000)
    table = check_same(unified, ["timestamp", "serialized_payload", "label", "arrival"])
    check("lost" not in table["label"].to_pylist() and None not in table["serialized_payload"].to_pylist(), "lost events are rows")
    payloads = collections.Counter(zip(table["event_type_id"].to_pylist(), (json.dumps(json.loads(one)) for one in table["serialized_payload"].to_pylist())))
    found = collections.Counter()
    folders = sorted(one.name for one in typed.iterdir())
    check(len(folders) == 3 and folders[0] == "login" and folders[1].startswith("purchase_new-") and folders[2] == "rare", f"tables {folders}")
    names = dict(zip(folders, ("login", "purchase/new", "rare")))
    for name, kind in names.items():
        rows = check_same(typed / name, ["event_index"])
        fields = [one for one in rows.column_names if one not in ("event_index", "timestamp", "partition_key", "arrival", "label")]
        for row in rows.select(fields).to_pylist():
            row["at"] = row["at"].strftime("%Y-%m-%dT%H:%M:%S.") + f"{row['at'].microsecond // 1000:03d}Z"
            found[kind, json.dumps(row)] += 1
    check(found == payloads, f"typed tables differ from payloads: {(found - payloads).most_common(2)}, {(payloads - found).most_common(2)}")
    return f"{table.num_rows} events"


def two_writers(writer, folder):
    path, rows = folder / "two", 20_000
    running = [writer.start("rows", 0, rows, 500, path=path, stream=f"s{i}", seed=i + 1, rows_per_commit=500) for i in range(2)]
    for one in running:
        check(one.wait(LIMIT) == 0, "a writer failed beside another")
    ids = collections.Counter(rust(path)["id"].to_pylist())
    check(len(ids) == rows and set(ids.values()) == {2}, f"{len(ids)} ids, {collections.Counter(ids.values())}")
    check(len(commits(path)) == 80, f"{len(commits(path))} commits")
    running = [writer.start("rows", 0, rows // 2, 500, path=folder / "shards", shard=f"{i}/2", rows_per_commit=500) for i in range(2)]
    for one in running:
        check(one.wait(LIMIT) == 0, "a shard failed beside another")
    found = sorted(rust(folder / "shards")["id"].to_pylist())
    check(len(set(found)) == len(found) == rows, f"{len(found)} rows of shards")
    return f"{2 * rows} rows of two writers, {len(found)} of two shards"


def killed(writer, folder, kills, seed):
    draw, lines = random.Random(seed), []
    for source, keys in (("rows", {"rows_per_commit": 2000, "partitions": 2}), ("typed", {"tables": "typed", "rows_per_commit": 3000})):
        path = folder / f"killed-{source}"
        for _ in range(kills):
            running = writer.start(source, 0, 1 << 40, 1000, path=path, resume="true", **keys)
            time.sleep(draw.uniform(0.01, 0.25))
            running.kill()
            running.wait()
        # As long as the last run that was killed has come, and one commit more.
        tables = [path] if source == "rows" else sorted(one for one in path.iterdir())
        known = max(deltalake.DeltaTable(str(one)).transaction_version("spate-0-of-1") or 0 for one in tables)
        end = known + 1000
        writer.run(source, 0, end, 1000, path=path, resume="true", **keys)
        if source == "rows":
            ids = sorted(rust(path)["id"].to_pylist())
            check(ids == list(range(end)), f"{len(ids)} rows, {len(set(ids))} of them different, of {end}")
        else:
            whole = folder / "whole"
            writer.run(source, 0, end, 1 << 20, path=whole, **keys)
            for one in sorted(path.iterdir()):
                found, expected = (sorted(rust(where / one.name)["event_index"].to_pylist()) for where in (path, whole))
                check(found == expected, f"{one.name}: {len(found)} rows, {len(set(found))} of them different, of {len(expected)}")
        made = sum(len(commits(one)) for one in (tables if source != "rows" else [path]))
        for one in tables:
            for commit in commits(one):
                for line in commit.read_text().splitlines():
                    json.loads(line)
        duck().sql(f"select count(*) from delta_scan('{tables[0]}')").fetchone()
        lines.append(f"{source}: {kills} kills, {made} commits, {end} places")
    return "; ".join(lines)


def main():
    parse = argparse.ArgumentParser()
    parse.add_argument("writer", type=pathlib.Path, help="test_integration_delta_files")
    parse.add_argument("--program", help="the program spate; without it only the sink is tested")
    parse.add_argument("--kills", type=int, default=20)
    parse.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parse.add_argument("--only", default="")
    given = parse.parse_args()
    if not given.writer.exists():
        print(f"skipped: {given.writer} was not built")
        return 77
    writer = Writer(given.writer.resolve())
    steps = {"basic": basic, "modes": modes, "partitions": partitions, "events": events, "two_writers": two_writers,
             "killed": lambda to, folder: killed(to, folder, given.kills, given.seed)}
    if given.program:
        steps["program"] = lambda _, folder: delta_program.test(given.program, folder / "program", max(1, given.kills // 20))
    with tempfile.TemporaryDirectory(prefix="spate-delta-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as folder:
        for name, step in steps.items():
            if given.only and name not in given.only.split(","):
                continue
            begin = time.monotonic()
            try:
                print(f"{name}: {step(writer, pathlib.Path(folder))} ({time.monotonic() - begin:.1f} s)", flush=True)
            except (Failure, spate.Failure) as failure:
                print(f"{name}: {failure} (seed {given.seed})")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
