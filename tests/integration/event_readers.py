#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do other readers find in the payloads of events what JSON has of the same events? Every value of every event of random mixes is compared.

Each event is there in JSON, Avro (bare and as a single object), protobuf and binary rows. Binary rows, by their own reader, give the values with their types;
against these are held: orjson and python's json; fastavro by the .avsc files, which finds the schema of a single object by its fingerprint; and python's
protobuf by the .proto files, compiled by protoc. What protobuf serialises again must be the bytes that it read. Without one of the readers it leaves with 77.
"""

import io
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import avro_readers
import binary_rows_reader
import protobuf_readers
import rows
import text_readers

FORMATS = ("json", "avro", "avro_single_object", "protobuf", "binary")


def typed(field):
    """A type of the binary format's schema as rows.py has it."""
    inner = field.get("fields", [])
    children = [typed(one) for one in inner] if inner else [typed(field["element"])] if "element" in field else []
    return rows.Type(field["type"], field.get("nullable", False), field.get("digits", 0), field.get("places", 0), field.get("size", 0),
                     [one["name"] for one in inner], children)


class EventType:
    """The schemas of an event type, as each reader has read them."""

    def __init__(self, folder, name):
        import fastavro
        from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
        from grpc_tools import protoc

        self.fields = json.loads((folder / f"{name}.json").read_text())["fields"]
        self.names, self.types = [field["name"] for field in self.fields], [typed(field) for field in self.fields]
        text = (folder / f"{name}.avsc").read_text()
        avro_readers.check_fields(json.loads(text), self.names, self.types, [])
        self.avro = fastavro.parse_schema(json.loads(text))
        form = fastavro.schema.to_parsing_canonical_form(json.loads(text))
        self.fingerprint = bytes.fromhex(fastavro.schema.fingerprint(form, "CRC-64-AVRO"))
        compiled = folder / f"{name}.desc"
        done = protoc.main(["protoc", f"-I{folder}", f"--descriptor_set_out={compiled}", f"{folder / name}.proto"])
        assert done == 0, f"protoc left with {done} at {name}.proto"
        file, pool = descriptor_pb2.FileDescriptorSet.FromString(compiled.read_bytes()).file[0], descriptor_pool.DescriptorPool()
        pool.Add(file)
        self.message = message_factory.GetMessageClass(pool.FindMessageTypeByName(file.message_type[0].name))


def binary_row(payload, kind):
    row = binary_rows_reader.Row(payload, 0)
    assert row.word() == len(payload), "the size of a row"
    found = row.members(kind.fields)
    row.align(8)
    assert row.at == len(payload), "bytes behind a row"
    return [found[name] for name in kind.names]


def compare_json(payload, want, kind):
    import orjson

    count = 0
    for loads, exact in ((orjson.loads, False), (text_readers.exact_json, True)):
        found = loads(payload)
        assert list(found) == kind.names, f"members {list(found)}"
        for name, type, value in zip(kind.names, kind.types, want):
            count += text_readers.compare_json(found[name], value, type, loads, exact)
    return count


def compare_avro(payload, want, kind):
    import fastavro

    source = io.BytesIO(payload)
    found = fastavro.schemaless_reader(source, kind.avro)
    assert source.read() == b"", "bytes behind a datum"
    assert len(found) == len(want)
    for name, type, one, other in zip(kind.names, kind.types, found.values(), want):
        assert avro_readers.same(one, other, type), f"{name!r}: {one!r:.200}, not {other!r:.200} ({type})"
    return len(want)


def compare_protobuf(payload, want, kind):
    message = kind.message.FromString(payload)
    assert message.SerializeToString() == payload, "it is serialised in another way"
    found = protobuf_readers.members(message, kind.names, kind.types)
    return sum(protobuf_readers.compare_value(one, other, type) for type, one, other in zip(kind.types, found, want))


def events(path):
    """(type's id, payload) of each event."""
    data, at, out = path.read_bytes(), 0, []
    while at < len(data):
        id, payload = struct.unpack_from("<II", data, at)
        at += 8
        out.append((data[at:at + id].decode(), data[at + id:at + id + payload]))
        at += id + payload
    assert at == len(data)
    return out


def compare(folder, counts):
    kinds = {one["id"]: EventType(folder, one["name"]) for one in json.loads((folder / "types.json").read_text())}
    prints = {}
    for kind in kinds.values():
        prints.setdefault(kind.fingerprint, kind)
    streams = [events(folder / f"{format}.events") for format in FORMATS]
    assert len({len(stream) for stream in streams}) == 1 and len(streams[0]) > 0, "the streams have other numbers of events"
    for number, every in enumerate(zip(*streams)):
        assert len({id for id, _ in every}) == 1, f"event {number} is of different types: {[id for id, _ in every]}"
        kind = kinds[every[0][0]]
        plain, avro, single, protobuf, binary = (payload for _, payload in every)
        if not plain:
            # An event that is lost.
            assert not (avro or single or protobuf or binary), f"event {number} is there in other formats than JSON"
            continue
        try:
            want = binary_row(binary, kind)
            counts["json"] += compare_json(plain, want, kind)
            counts["avro"] += compare_avro(avro, want, kind)
            assert single[:2] == b"\xc3\x01" and single[2:10] in prints, f"the head of a single object: {single[:10].hex()}, not {kind.fingerprint.hex()}"
            counts["avro_single_object"] += compare_avro(single[10:], want, prints[single[2:10]])
            counts["protobuf"] += compare_protobuf(protobuf, want, kind)
            counts["binary"] += len(want)
        except Exception as problem:  # noqa: BLE001: whatever a reader throws is a failure of this event
            raise AssertionError(f"event {number}, {every[0][0]!r}: {type(problem).__name__}: {problem}") from problem


def main():
    parser = rows.arguments(__doc__)
    given = parser.parse_args()
    for module in ("orjson", "fastavro", "google.protobuf", "grpc_tools"):
        try:
            __import__(module)
        except ImportError:
            print(f"skipped: there is no {module}")
            return 77
    print(f"seed {given.seed}", flush=True)
    counts, problems = dict.fromkeys(FORMATS, 0), []
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([given.program], env={**os.environ, "SPATE_READER_FOLDER": folder, "SPATE_READER_SEED": str(given.seed)}, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"{given.program} left with {done.returncode}:\n{done.stdout[-3000:]}")
        mixes = sorted(pathlib.Path(folder).iterdir())
        assert len(mixes) >= 40, f"{len(mixes)} mixes"
        for mix in mixes:
            try:
                compare(mix, counts)
            except Exception as problem:  # noqa: BLE001: of this mix, see above
                problems.append(f"{mix.name}: {str(problem)[:800]}")
    if not problems and not all(counts.values()):
        problems.append("a format of which no value was compared")
    print(f"{'FAILED' if problems else 'ok    '} events: {len(mixes)} mixes, {len(problems)} differ; values: {counts}")
    for problem in problems[:20]:
        print(f"       {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
