#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do the Avro, protobuf and binary files of `spate generate` hold the rows of its NDJSON? Every value of all built-in schemas and of random collections.

The readers are fastavro, Google's protobuf with the descriptors that lie beside the data, and binary_rows_reader.py. A seed that failed fails again with --seed.
Where a reader is absent this leaves with 77.
"""

import argparse
import io
import json
import pathlib
import random
import secrets
import subprocess
import sys
import tempfile

import binary_rows_reader
from milvus_random import random_collection
from milvus_values import from_json

try:
    import fastavro
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, proto
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

FORMATS = (*(("avro", "--compression", codec) for codec in ("null", "deflate", "snappy", "zstd")), ("protobuf",), ("binary",))


def avro_rows(paths):
    for path in paths:
        with path.open("rb") as file:
            reader = fastavro.reader(file)
            names = [field.get("columnName", field["name"]) for field in json.loads(reader.metadata["avro.schema"])["fields"]]
            yield from (dict(zip(names, row.values(), strict=True)) for row in reader)


def plain(value):
    """A message's field without protobuf: lists, and dictionaries for structures; a list that may be null is in a message of its own."""
    if hasattr(value, "DESCRIPTOR"):
        out = {field.name: plain(getattr(value, field.name)) for field in value.DESCRIPTOR.fields}
        return out["values"] if list(out) == ["values"] else out
    return value if isinstance(value, (bool, int, float, str, bytes)) else [plain(one) for one in value]


def protobuf_rows(paths):
    descriptors = descriptor_pb2.FileDescriptorSet.FromString((paths[0].parent / "schema.desc").read_bytes())
    pool, (file,) = descriptor_pool.DescriptorPool(), descriptors.file
    pool.Add(file)
    name = ".".join(filter(None, (file.package, file.message_type[0].name)))
    kind, size = message_factory.GetMessageClass(pool.FindMessageTypeByName(name)), len(file.message_type[0].field)
    for path in paths:
        stream = io.BytesIO(path.read_bytes())
        while (message := proto.parse_length_prefixed(kind, stream)) is not None:
            fields = message.DESCRIPTOR.fields
            assert len(fields) == size
            yield {field.name: None if field.has_presence and not message.HasField(field.name) else plain(getattr(message, field.name)) for field in fields}


def binary_rows(paths):
    for path in paths:
        yield from binary_rows_reader.File(path.read_bytes()).rows()


READERS = {"avro": avro_rows, "protobuf": protobuf_rows, "binary": binary_rows}


def as_json(field, value):
    """What a reader found, as NDJSON has it: JSON parsed, bytes as numbers."""
    if isinstance(value, bytes):
        return list(value)
    return json.loads(value) if field["type"] == "JSON" and value is not None else value


def generate(program, out, *options):
    done = subprocess.run([program, "generate", *options, "--out", out, "--no-progress", "--yes"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300)
    assert done.returncode == 0, f"{options}: left with {done.returncode}: {done.stdout[-2000:]}"
    meta = json.loads((out / "meta.json").read_text(encoding="utf-8"))
    return meta, sorted(path for path in out.iterdir() if path.name.startswith("data"))


def compare(program, folder, options):
    """How many values are the same in all formats."""
    meta, paths = generate(program, folder / "ndjson", "--format", "ndjson", *options)
    wanted, values = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").split("\n")[:-1]], 0
    schema = meta["schema"]
    fields = {field["name"]: field for field in (schema["fields"] if isinstance(schema, dict) else schema)}
    for kind in FORMATS:
        _, paths = generate(program, folder / " ".join(kind), "--format", *kind, *options)
        found = list(READERS[kind[0]](paths))
        assert len(found) == len(wanted), f"{kind}: {len(found)} rows, not {len(wanted)}"
        for number, (row, want) in enumerate(zip(found, wanted)):
            assert list(row) == list(want), f"{kind}: row {number} has {list(row)}, not {list(want)}"
            for name, value in want.items():
                field = fields[name]
                one, other = from_json(field, as_json(field, row[name])), from_json(field, value)
                assert one.__class__ is other.__class__ and one == other, f"{kind}: row {number}, {name!r}: {one!r:.200}, not {other!r:.200}"
                values += 1
    return values


def tables(program, folder, seed, count, rows):
    """A name and the options of spate generate for each table; several files of some."""
    listed = subprocess.run([program, "schema", "list", "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout
    built_in = [one["id"] for one in json.loads(listed)["schemas"] if one["built_in"]]
    assert len(built_in) >= 12, built_in
    for number, name in enumerate(built_in):
        yield name, ("--builtin", name, "--seed", str(seed), "--rows", str(rows), *(("--max-rows-per-file", str(rows // 2)), ("--include-auto-id",))[number % 2])
    for number in range(count):
        one = random.Random(f"{seed} {number}")
        path = folder / f"random_{number}.json"
        path.write_text(json.dumps(random_collection(one, number), ensure_ascii=False), encoding="utf-8")
        yield path.stem, ("--schema", str(path), "--seed", str(number), "--rows", str(one.randint(1, 100)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="spate, as build/dev/bin/spate")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    parser.add_argument("--random", type=int, default=20, metavar="N", help="how many random collections")
    parser.add_argument("--rows", type=int, default=200, help="of each built-in schema")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    count, values, problems = 0, 0, []
    with tempfile.TemporaryDirectory(prefix="spate-readers-") as name:
        for table, options in tables(given.program, pathlib.Path(name), given.seed, given.random, given.rows):
            count += 1
            with tempfile.TemporaryDirectory(dir=name) as folder:
                try:
                    values += compare(given.program, pathlib.Path(folder), options)
                except Exception as problem:  # noqa: BLE001: whatever a reader throws is a failure of this table
                    problems.append(f"{table}: {type(problem).__name__}: {str(problem)[:600]}")
    print(f"{'FAILED' if problems else 'ok    '} datasets: {count} tables in {len(FORMATS)} forms, {values} values, {len(problems)} tables differ")
    for problem in problems[:20]:
        print(f"       {problem}")
    return 1 if problems or values == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
