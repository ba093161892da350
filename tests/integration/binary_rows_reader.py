# SPDX-License-Identifier: Apache-2.0
"""A reader of binary rows with python's standard library alone, as examples/guide/binary_rows.md describes them.

`File(bytes)` has `fields` and `rows()`. Values are booleans, integers (of decimals, dates and timestamps in their unit), floats, bytes (of UUIDs, binaries and
bits), texts, lists, and dictionaries for structures; None for nulls.
"""

import json
import struct

FIXED = {"int8": "b", "int16": "h", "int32": "i", "int64": "q", "uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q", "float16": "e", "float32": "f",
         "float64": "d", "decimal": "q", "timestamp": "q", "date": "i", "boolean": "?"}


def is_fixed(type):
    if type["type"] == "vector":
        return is_fixed(type["element"]) and not type["element"].get("nullable")
    return type["type"] in FIXED or type["type"] in ("bfloat16", "uuid", "bits")


def alignment(type):
    kind = type["type"]
    return alignment(type["element"]) if kind == "vector" else 2 if kind == "bfloat16" else struct.calcsize(FIXED[kind]) if kind in FIXED else 1


class Row:
    """A place in a row, which moves on."""

    def __init__(self, data, begin):
        self.data, self.begin, self.at = data, begin, begin

    def align(self, to):
        beyond = -(self.at - self.begin) % to
        assert not any(self.take(beyond)), f"no zeros before {self.at}"

    def take(self, count):
        assert self.at + count <= len(self.data), "a value goes beyond the end of the file"
        self.at += count
        return self.data[self.at - count:self.at]

    def word(self):
        self.align(4)
        return struct.unpack("<I", self.take(4))[0]

    def nulls(self, count):
        bits = int.from_bytes(self.take((count + 7) // 8), "little")
        assert bits >> count == 0, "null bits of nothing"
        return [bits >> i & 1 for i in range(count)]

    def fixed(self, type):
        kind = type["type"]
        if kind == "vector":
            return [self.fixed(type["element"]) for _ in range(type["size"])]
        if kind == "bfloat16":
            return struct.unpack("<f", b"\0\0" + self.take(2))[0]
        if kind in FIXED:
            return struct.unpack("<" + FIXED[kind], self.take(struct.calcsize(FIXED[kind])))[0]
        return self.take(16 if kind == "uuid" else type["size"] // 8)

    def fixed_or_null(self, type, is_null):
        before = self.at
        value = self.fixed(type)
        assert not is_null or not any(self.data[before:self.at]), "a null that is not zeros"
        return None if is_null else value

    def other(self, type):
        kind = type["type"]
        if kind == "structure":
            return self.members(type["fields"])
        if kind in ("list", "vector"):
            return self.elements(type["element"], self.word() if kind == "list" else type["size"])
        value = self.take(self.word())
        return value if kind == "binary" else value.decode()

    def members(self, fields):
        bits, out = iter(self.nulls(sum(field.get("nullable", False) for field in fields))), dict.fromkeys(field["name"] for field in fields)
        null = [field.get("nullable", False) and next(bits) for field in fields]
        for field, is_null in zip(fields, null):
            if is_fixed(field):
                self.align(alignment(field))
                out[field["name"]] = self.fixed_or_null(field, is_null)
        for field, is_null in zip(fields, null):
            if not is_fixed(field) and not is_null:
                out[field["name"]] = self.other(field)
        return out

    def elements(self, type, count):
        null = self.nulls(count) if type.get("nullable") else [0] * count
        if not is_fixed(type):
            return [None if is_null else self.other(type) for is_null in null]
        self.align(alignment(type))
        return [self.fixed_or_null(type, is_null) for is_null in null]


class File:
    def __init__(self, data):
        magic, version, size = struct.unpack_from("<8sII", data)
        assert (magic, version) == (b"SPATEROW", 1), "no binary rows of version 1"
        self.data, self.fields, self.first = data, json.loads(data[16:16 + size])["fields"], (16 + size + 7) // 8 * 8
        count, self.count, footer, magic = struct.unpack_from("<QQQ8s", data, len(data) - 32)
        assert magic == b"SPATEEND" and footer == 48 + 16 * count, "the end of the file"
        self.index = list(struct.iter_unpack("<QQ", data[len(data) - footer + 16:len(data) - 32]))
        self.end = len(data) - footer
        assert self.count == sum(rows for _, rows in self.index), "the index has other rows"

    def block(self, begin):
        """The rows of the block that begins there, and its end."""
        rows, size = struct.unpack_from("<QQ", self.data, begin)
        at, out = begin + 16, []
        for _ in range(rows):
            assert at % 8 == 0
            row = Row(self.data, at)
            length = row.word()
            out.append(row.members(self.fields))
            row.align(8)
            assert row.at == at + length, "the size of a row"
            at = row.at
        assert at == begin + 16 + size, "the size of a block"
        return out, at

    def rows(self):
        """All rows, from the front; each block is where the index says."""
        at, blocks, out = self.first, [], []
        while True:
            rows, end = self.block(at)
            if not rows:
                break
            blocks.append((at, len(rows)))
            out += rows
            at = end
        assert at == self.end and blocks == self.index, "the index"
        return out
