#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads spate's Arrow exports with pyarrow and compares every value with NDJSON of the same rows.

Usage: arrow_import.py [PYTHON]: a Python that has pyarrow; leaves with 77 where it has not. The compiler is $CXX, or c++.
"""

import base64
import ctypes
import datetime
import json
import os
import struct
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if len(sys.argv) > 1:
    os.execv(sys.argv[1], [sys.argv[1], __file__])
try:
    import pyarrow as pa
except ImportError:
    print("skipped: pyarrow is missing")
    sys.exit(77)


def library(folder):
    target = Path(folder) / "arrow_export.so"
    subprocess.run([os.environ.get("CXX", "c++"), "-std=c++20", "-O1", "-shared", "-fPIC", f"-I{ROOT / 'include'}",
                    str(ROOT / "tests/support/arrow_export.cpp"), "-o", str(target), "-pthread"], check=True)
    return ctypes.CDLL(str(target))


def lines(lib, first, count):
    size = lib.spate_ndjson(first, count, None, 0)
    buffer = ctypes.create_string_buffer(size)
    assert lib.spate_ndjson(first, count, buffer, size) == size
    return [json.loads(line, parse_float=str) for line in buffer.raw.decode().splitlines()]


def time_text(value, places):
    """Of a time as an integer in its unit."""
    seconds, part = divmod(value, 10**places)
    text = (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{part:0{places}d}" if places else "") + "Z"


def same(name, column, row, wanted):
    """Whether a value that Arrow gives is the one that JSON gives (numbers with a point are texts here)."""
    scalar = column[row]
    if wanted is None or not scalar.is_valid:
        return wanted is None and not scalar.is_valid
    if name in ("t0", "t3", "t6", "t9"):
        return time_text(scalar.value, int(name[1:])) == wanted
    value = scalar.as_py()
    if name == "id":
        value = value if isinstance(value, uuid.UUID) else uuid.UUID(bytes=value)
        return str(value) == wanted
    if name == "bf16":
        return struct.unpack("<f", b"\0\0" + value)[0] == float(wanted)
    if name in ("f16", "f32", "f64"):
        code = {"f16": "<e", "f32": "<f", "f64": "<d"}[name]
        return struct.pack(code, float(value)) == struct.pack(code, float(wanted))
    if name == "point":
        return [struct.pack("<f", one) for one in value] == [struct.pack("<f", float(one)) for one in wanted]
    if name in ("price", "day"):
        return str(value) == wanted
    if name in ("raw", "code"):
        return base64.b64encode(value).decode() == wanted
    if name == "doc":
        return json.loads(value, parse_float=str) == wanted
    return value == wanted


def compare(batch, rows):
    assert batch.num_rows == len(rows), (batch.num_rows, len(rows))
    compared = 0
    for name in batch.schema.names:
        column = batch.column(batch.schema.names.index(name))
        for row, wanted in enumerate(rows):
            assert same(name, column, row, wanted[name]), (name, row, column[row], wanted[name])
            compared += 1
    return compared


def main():
    from pyarrow.cffi import ffi
    with tempfile.TemporaryDirectory() as folder:
        lib = library(folder)
        lib.spate_ndjson.restype = ctypes.c_uint64
        for function, types in ((lib.spate_ndjson, [ctypes.c_uint64, ctypes.c_uint64, ctypes.c_char_p, ctypes.c_uint64]),
                                (lib.spate_batch, [ctypes.c_uint64, ctypes.c_uint64, ctypes.c_void_p, ctypes.c_void_p]),
                                (lib.spate_stream, [ctypes.c_uint64, ctypes.c_uint64, ctypes.c_int, ctypes.c_void_p])):
            function.argtypes = types
        address = lambda pointer: int(ffi.cast("uintptr_t", pointer))
        values = 0
        for first, count in ((0, 0), (0, 1), (5, 63), (1000, 777)):
            schema, array = ffi.new("struct ArrowSchema*"), ffi.new("struct ArrowArray*")
            lib.spate_batch(first, count, address(array), address(schema))
            batch = pa.RecordBatch._import_from_c(address(array), address(schema))
            batch.validate(full=True)
            values += compare(batch, lines(lib, first, count))
        for dictionaries in (0, 1):
            stream = ffi.new("struct ArrowArrayStream*")
            lib.spate_stream(1500, 400, dictionaries, address(stream))
            at = 0
            for batch in pa.RecordBatchReader._import_from_c(address(stream)):
                batch.validate(full=True)
                assert pa.types.is_dictionary(batch.schema.field("city").type) == bool(dictionaries)
                values += compare(batch, lines(lib, at, batch.num_rows))
                at += batch.num_rows
            assert at == 1500
        assert batch.schema.field("i32").nullable and not batch.schema.field("i64").nullable
        print(f"{values} values are the same (pyarrow {pa.__version__})")


main()
