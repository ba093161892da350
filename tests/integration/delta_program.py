# SPDX-License-Identifier: Apache-2.0
"""What `spate --sink delta:` writes, read by delta-rs: unified and typed tables, rows, overwriting, kills, shards, a stop; and rolled files."""

import json

import deltalake

import program as spate
from program import again, compare


def test(path, folder, kills):
    folder.mkdir()
    program = spate.Program(path, folder)
    events, count = ("events", "--config", program.events), 2000 * kills + 14000

    def read(name):
        return deltalake.DeltaTable(str(folder / name)).to_pyarrow_table()

    def read_events(name):
        return [{**row, "timestamp": text_of(row["timestamp"]), "serialized_payload": json.loads(row["serialized_payload"])} for row in read(name).to_pylist()]

    batch = ("--count", 20000, "--seed", 7, "--start-time", "2026-01-01T00:00:00Z", "--rate", "1M")
    program.run(*events, *batch, "--sink", f"delta:{folder}/unified?partition_by=event_type_id", "--dry-run")
    spate.require(not (folder / "unified").exists(), "a dry run has made a table")
    program.run(*events, *batch, "--sink", f"delta:{folder}/unified?partition_by=event_type_id")
    made = program.made(*events, *batch)
    compare("unified", read_events("unified"), made)
    program.run(*events, *batch, "--sink", f"delta:{folder}/typed?tables=typed")
    typed = []
    for table in sorted(one.name for one in (folder / "typed").iterdir()):
        kind = "order/returned" if table.startswith("order_returned") else table
        for row in read(f"typed/{table}").to_pylist():
            payload = {key: value for key, value in row.items() if key not in ("event_index", "timestamp", "partition_key")}
            typed.append({"event_type_id": kind, "timestamp": text_of(row["timestamp"]), "partition_key": row["partition_key"],
                          "serialized_payload": {key: text_of(value) if key == "at" else value for key, value in payload.items()}})
    compare("typed", typed, made)
    rows = ("rows", "--builtin", "ecommerce", "--rows", 1500, "--seed", 7)
    program.run(*rows, "--sink", f"delta:{folder}/rows")
    names = ["product_name", "category", "brand", "stock_quantity", "is_available"]
    compare("rows", read("rows").select(names).to_pylist(), [{name: one[name] for name in names} for one in program.made(*rows)])

    # kill -9 at random moments, with a seed that was drawn and a start that was now.
    for name, keys in (("killed", ""), ("killed-typed", "&tables=typed")):
        sink = ("--count", count, "--sink", f"delta:{folder}/{name}?commit_interval=100{keys}")
        report = program.killed((*events, *sink), kills=kills)
        expected = program.made(*events, "--count", count, *again(report))
        if keys == "":
            compare(name, read_events(name), expected)
        else:
            found = [place for table in (folder / name).iterdir() for place in read(f"{name}/{table.name}")["event_index"].to_pylist()]
            compare(name, found, range(count))
        program.refused(["another specification"], "events", "--config", program.changed, *sink, "--resume")
    start = spate.now()
    shards = ("--count", count, "--seed", 7, "--start-time", start)
    ends = program.killed_shards((*events, *shards, "--sink", f"delta:{folder}/shards?commit_interval=100"), 2)
    compare("shards", read_events("shards"), program.made(*events, *shards))
    report = program.stopped((*events, "--count", 1_000_000, "--sink", f"delta:{folder}/stopped"))
    compare("stopped", [read("stopped").num_rows], [report["acknowledged"]])

    # Rolled files: a kill leaves whole files, and what goes on makes the same ones.
    sink = ("--count", count, "--sink", f"file:{folder}/rolled?format=ndjson&roll_size=256KiB&roll_seconds=1")
    report = program.killed((*events, *sink), kills=kills, seconds=(1.2, 1.7))
    found = [json.loads(line) for file in sorted((folder / "rolled").glob("*.ndjson")) for line in file.read_text().splitlines()]
    compare("rolled files", found, program.made(*events, "--count", count, *again(report)))
    return f"{len(made)} events in one table and in 3, 1500 rows; killed, typed, shards of {ends}, rolled files: once each"


def text_of(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"
