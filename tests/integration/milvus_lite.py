#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does a Milvus give back what `spate generate` wrote? Inserts the rows of all built-in schemas into milvus-lite, and compares every value that it returns.

Run it with the Python of an environment of requirements-milvus3.txt or requirements-milvus2.txt: each version lacks some types, and the fields that it cannot hold
are left out and named. Everything is in a temporary directory. Where milvus-lite is absent this leaves with 77.
"""

import argparse
import importlib.metadata
import json
import os
import pathlib
import secrets
import signal
import subprocess
import sys
import tempfile
import time

# This script's own name is that of the package.
sys.path[:] = [one for one in sys.path if pathlib.Path(one or ".").resolve() != pathlib.Path(__file__).resolve().parent]
try:
    import pyarrow.parquet as pq
    from milvus_lite.server_manager import server_manager_instance
    from pymilvus import DataType, MilvusClient
    VERSION = importlib.metadata.version("milvus-lite")
except ImportError as absent:
    print(f"skipped: {absent}")
    sys.exit(77)
sys.path.append(str(pathlib.Path(__file__).resolve().parent))
from milvus_cases import COLLECTION
from milvus_values import from_parquet, single

BUILT_IN = ("simple", "ecommerce", "documents", "images", "users", "videos", "news", "audio_transcripts", "ai_conversations", "face_recognition",
            "ecommerce_partitioned", "cardinality_demo")
TYPES = {"Bool": "BOOL", "Int8": "INT8", "Int16": "INT16", "Int32": "INT32", "Int64": "INT64", "Float": "FLOAT", "Double": "DOUBLE", "VarChar": "VARCHAR",
         "String": "VARCHAR", "JSON": "JSON", "Array": "ARRAY", "FloatVector": "FLOAT_VECTOR", "BinaryVector": "BINARY_VECTOR", "Float16Vector": "FLOAT16_VECTOR",
         "BFloat16Vector": "BFLOAT16_VECTOR", "Int8Vector": "INT8_VECTOR", "SparseFloatVector": "SPARSE_FLOAT_VECTOR"}
INDEXES = {"BinaryVector": ("BIN_FLAT", "HAMMING"), "SparseFloatVector": ("SPARSE_INVERTED_INDEX", "IP")}
IS_NEW = int(VERSION.split(".")[0]) >= 3
BYTES = ("BinaryVector", "Float16Vector", "BFloat16Vector")
LACKS = (*BYTES, "Int8Vector") if IS_NEW else ("Int8Vector",)


def is_vector(field):
    return field["type"].endswith("Vector")


def is_held(field):
    return field["type"] not in LACKS and (IS_NEW or not field.get("nullable"))


def schema_of(fields):
    schema, indexes = MilvusClient.create_schema(enable_dynamic_field=False), MilvusClient.prepare_index_params()
    for field in fields:
        keys = {key: field[key] for key in ("is_primary", "auto_id", "max_length", "max_capacity", "nullable") if field.get(key)}
        if field["type"] != "SparseFloatVector" and "dim" in field:
            keys["dim"] = field["dim"]
        if "element_type" in field:
            keys["element_type"] = getattr(DataType, TYPES[field["element_type"]])
        schema.add_field(field["name"], getattr(DataType, TYPES[field["type"]]), **keys)
        if is_vector(field):
            index, metric = INDEXES.get(field["type"], ("FLAT", "L2"))
            indexes.add_index(field_name=field["name"], index_type=index, metric_type=metric)
    return schema, indexes


def given(field, value):
    """A value of a Parquet file as pymilvus takes it, and as it has to come back."""
    kind = field["type"]
    if value is None:
        return None
    if kind in BYTES:
        return bytes(value)
    value = from_parquet(field, value)
    return dict(zip(value["indices"], value["values"])) if kind == "SparseFloatVector" else value


def returned(field, value):
    """The same of a value that came back."""
    kind = field["type"]
    if value is None:
        return None
    if kind in BYTES:
        value = value[0] if isinstance(value, list) and value and isinstance(value[0], (bytes, bytearray)) else value
        return bytes(value) if isinstance(value, (bytes, bytearray)) else value.tobytes()
    if kind == "JSON":
        return json.loads(value) if isinstance(value, (str, bytes)) else value
    if kind == "SparseFloatVector":
        return {int(index): single(number) for index, number in dict(value).items()}
    if kind == "Float":
        return single(value)
    if kind in ("Array", "FloatVector", "Int8Vector"):
        is_single = kind == "FloatVector" or field.get("element_type") == "Float"
        return [single(one) if is_single else one.item() if hasattr(one, "item") else one for one in value]
    return value


def generated(program, folder, what, options, rows):
    out = folder / what
    done = subprocess.run([program, "generate", *options, "--rows", str(rows), "--format", "parquet", "--out", out, "--no-progress", "--yes"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"spate left with {done.returncode}: {done.stdout[-1000:]}")
    schema = json.loads((out / "meta.json").read_text(encoding="utf-8"))["schema"]
    return schema if isinstance(schema, list) else schema["fields"], [row for path in sorted(out.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def round_trip(client, what, fields, rows):
    """Inserts, queries all rows back, and looks for the first one by each of its float vectors. The number of values that were compared."""
    schema, indexes = schema_of(fields)
    client.create_collection(what, schema=schema, index_params=indexes)
    primary = next(field for field in fields if field.get("is_primary"))
    sent = [{field["name"]: given(field, row[field["name"]]) for field in fields if field["name"] in row} for row in rows]
    keys = []
    for first in range(0, len(sent), 100):
        keys += list(client.insert(what, sent[first:first + 100])["ids"])
    assert len(set(keys)) == len(rows), f"{len(set(keys))} keys for {len(rows)} rows"
    names, found = [field["name"] for field in fields], {}
    for first in range(0, len(keys), 100):
        for row in client.get(what, ids=keys[first:first + 100], output_fields=names):
            found[row[primary["name"]]] = row
    compared = 0
    for number, (key, row) in enumerate(zip(keys, sent, strict=True)):
        assert key in found, f"row {number}, {key!r}, is not there"
        for field in fields:
            name = field["name"]
            if name not in row:
                continue
            got = returned(field, found[key].get(name))
            assert got == row[name], f"{name}, row {number}: {got!r:.300}, not {row[name]!r:.300}"
            compared += 1
    for field in fields:
        if field["type"] == "FloatVector":
            hit = client.search(what, data=[sent[0][field["name"]]], anns_field=field["name"], limit=1)[0][0]
            assert abs(hit["distance"]) < 1e-6, f"{field['name']}: the nearest neighbour of the first row is {hit['distance']} away"
    client.drop_collection(what)
    return compared


def end_children():
    """What was started here and still runs, by its id."""
    for task in pathlib.Path("/proc/self/task").glob("*/children"):
        for child in task.read_text().split():
            os.kill(int(child), signal.SIGTERM)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="spate, as build/dev/bin/spate")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    parser.add_argument("--rows", type=int, default=200)
    asked = parser.parse_args()
    signal.alarm(900)
    failures, started, total = 0, time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="spate-milvus-lite-") as name:
        folder, database = pathlib.Path(name), os.path.join(name, "milvus.db")
        (folder / "every_type.json").write_text(json.dumps(COLLECTION), encoding="utf-8")
        jobs = [(one, ["--builtin", one, "--seed", str(asked.seed)]) for one in BUILT_IN]
        jobs.append(("every_type", ["--schema", str(folder / "every_type.json"), "--seed", str(asked.seed)]))
        client = MilvusClient(database)
        for what, options in jobs:
            try:
                fields, rows = generated(asked.program, folder, what, options, asked.rows)
                left_out = [f"{field['name']} ({field['type']}{', nullable' if field.get('nullable') else ''})" for field in fields if not is_held(field)]
                fields = [field for field in fields if is_held(field)]
                if not any(is_vector(field) for field in fields):
                    # A collection has to have a vector.
                    fields.append({"name": "in_place_of_vectors", "type": "FloatVector", "dim": 2})
                    rows = [{**row, "in_place_of_vectors": [float(i), 0.5]} for i, row in enumerate(rows)]
                compared = round_trip(client, what, fields, rows)
                total += compared
                print(f"ok        {what}: {len(rows)} rows, {compared} values{'; left out: ' + ', '.join(left_out) if left_out else ''}", flush=True)
            except Exception as error:
                failures += 1
                print(f"FAILED    {what}: {type(error).__name__}: {error}"[:2000], flush=True)
        client.close()
        server_manager_instance.release_server(database)
        end_children()
    print(f"milvus-lite {VERSION}, seed {asked.seed}: {total} values compared, {failures} failures, {time.monotonic() - started:.0f} s")
    return 1 if failures or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
