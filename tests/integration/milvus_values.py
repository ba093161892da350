# SPDX-License-Identifier: Apache-2.0
"""Rows of NDJSON, of a JSON array and of CSV as Milvus's importer reads them, in the form that the same rows have in Parquet."""

import csv
import json
import struct


def single(number):
    return struct.unpack("<f", struct.pack("<f", number))[0]


def halves(numbers):
    return list(struct.pack(f"<{len(numbers)}e", *numbers))


def upper_halves(numbers):
    words = [struct.unpack("<I", struct.pack("<f", number))[0] for number in numbers]
    assert all(word % 65536 == 0 for word in words), "a number that is no bfloat16"
    return list(struct.pack(f"<{len(words)}H", *(word >> 16 for word in words)))


def from_json(field, value):
    """A value of JSON, parsed."""
    kind = field["type"]
    if value is None or kind in ("BinaryVector", "Int8Vector"):
        return value
    if kind == "Float":
        return single(value)
    if kind == "Double":
        return float(value)
    if kind == "FloatVector" or (kind == "Array" and field["element_type"] == "Float"):
        return [single(one) for one in value]
    if kind == "Array" and field["element_type"] == "Double":
        return [float(one) for one in value]
    if kind == "Float16Vector":
        return halves(value)
    if kind == "BFloat16Vector":
        return upper_halves(value)
    if kind == "SparseFloatVector":
        return {"indices": value["indices"], "values": [single(one) for one in value["values"]]}
    return value


def from_csv(field, text):
    """A value of CSV. An empty text is a null where the field is nullable."""
    kind = field["type"]
    if text == "" and field.get("nullable"):
        return None
    return text if kind in ("VarChar", "String") else from_json(field, json.loads(text))


def from_parquet(field, value):
    """A value of Parquet, JSON parsed, and sparse vectors where they are texts."""
    if field["type"] == "SparseFloatVector" and isinstance(value, str):
        return from_json(field, json.loads(value))
    return json.loads(value) if field["type"] == "JSON" and value is not None else value


def read(path, fields):
    """The rows of a file, by the ending of its name."""
    if path.suffix == ".csv":
        with open(path, encoding="utf-8", newline="") as file:
            return [{name: from_csv(fields[name], text) for name, text in row.items()} for row in csv.DictReader(file)]
    text = path.read_text(encoding="utf-8")
    rows = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]
    return [{name: from_json(fields[name], value) for name, value in row.items()} for row in rows]


def differences(path, fields, wanted):
    """Where a file's values are not `wanted`, the rows of the Parquet file as pyarrow has them."""
    rows = read(path, fields)
    if len(rows) != len(wanted):
        yield f"{path.name}: {len(rows)} rows, not {len(wanted)}"
    for number, (got, row) in enumerate(zip(rows, wanted)):
        for name, value in row.items():
            want = from_parquet(fields[name], value)
            if path.suffix == ".csv" and want == "" and fields[name].get("nullable"):
                want = None
            if name not in got or got[name] != want:
                yield f"{path.name}: {name}, row {number}: {got.get(name)!r:.200}, not {want!r:.200}"
                return
        if got.keys() != row.keys():
            yield f"{path.name}: row {number} has {sorted(got)}, not {sorted(row)}"
            return
