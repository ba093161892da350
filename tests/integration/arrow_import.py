#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads spate's Arrow exports, arrays and streams, with pyarrow and compares every value with the rows; leaves with 77 where there is no pyarrow.

The library that exports them is compiled with $CXX, or c++.
"""

import argparse
import ctypes
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

import rows
from arrow_values import pulled, same

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {"raw_bfloat16": "1", "bytes_as_lists": "0", "json_as_string": "1"}


def library(folder):
    target = Path(folder) / "arrow_export.so"
    subprocess.run([*os.environ.get("CXX", "c++").split(), "-std=c++20", "-O1", "-shared", "-fPIC", f"-I{ROOT / 'include'}",
                    str(ROOT / "tests/support/arrow_export.cpp"), "-o", str(target), "-pthread"], check=True)
    return ctypes.CDLL(str(target))


def declare(function, result, *arguments):
    function.restype, function.argtypes = result, arguments


def described(function, *arguments):
    """What the library says of rows."""
    size = function(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(size)
    assert function(*arguments, buffer, size) == size
    return rows.parse(buffer.raw.decode())


def compare(batch, table, first=0):
    """How many values of a batch are those of the rows from `first` on."""
    import pyarrow as pa

    batch.validate(full=True)
    assert batch.schema.names == table.names, batch.schema.names
    assert [field.nullable for field in batch.schema] == [type.nullable for type in table.types], batch.schema
    for i, (name, type) in enumerate(zip(table.names, table.types)):
        column = batch.column(i)
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        for row, found in enumerate(pulled(column)):
            want = table.rows[first + row][i]
            assert same(found, want, type, SETTINGS), f"{name!r}, row {first + row}: {found!r:.200}, not {want!r:.200} ({type})"
    return batch.num_rows * len(table.names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2 ** 32), help="of the random tables; drawn unless given")
    seed = parser.parse_args().seed
    try:
        import pyarrow as pa
        from pyarrow.cffi import ffi
    except ImportError as problem:
        print(f"skipped: {problem}")
        return 77
    print(f"seed {seed}", flush=True)
    number, pointer = ctypes.c_uint64, ctypes.c_void_p

    def address(of):
        return int(ffi.cast("uintptr_t", of))

    with tempfile.TemporaryDirectory() as folder:
        lib = library(folder)
        declare(lib.spate_stream, None, number, number, ctypes.c_int, pointer)
        declare(lib.spate_stream_rows, number, number, number, ctypes.c_char_p, number)
        declare(lib.spate_tables, number)
        declare(lib.spate_table, pointer, number, number)
        declare(lib.spate_table_rows, number, pointer, ctypes.c_char_p, number)
        declare(lib.spate_export, None, pointer, ctypes.c_int, pointer, pointer)

        def whole(table):
            schema, array = ffi.new("struct ArrowSchema*"), ffi.new("struct ArrowArray*")
            lib.spate_export(table.made, table.dictionaries, address(array), address(schema))
            batch = pa.RecordBatch._import_from_c(address(array), address(schema))
            assert batch.num_rows == len(table.rows), f"{batch.num_rows} rows, not {len(table.rows)}"
            return compare(batch, table)

        def streamed(table):
            stream, values, at = ffi.new("struct ArrowArrayStream*"), 0, 0
            lib.spate_stream(len(table.rows), table.batch_rows, table.dictionaries, address(stream))
            for batch in pa.RecordBatchReader._import_from_c(address(stream)):
                assert pa.types.is_dictionary(batch.schema.field("city").type) == bool(table.dictionaries)
                values += compare(batch, table, at)
                at += batch.num_rows
            assert at == len(table.rows), f"{at} rows"
            return values

        arrays, streams = [], []
        for which in range(lib.spate_tables()):
            made = lib.spate_table(seed, which)
            arrays.append(described(lib.spate_table_rows, made))
            arrays[-1].made, arrays[-1].dictionaries, arrays[-1].name = made, which % 2, arrays[-1].settings["name"]
        for count, batch_rows, dictionaries in ((0, 10, 0), (1, 1, 1), (1500, 400, 0), (1500, 400, 1), (777, 63, 1)):
            streams.append(described(lib.spate_stream_rows, 0, count))
            streams[-1].batch_rows, streams[-1].dictionaries, streams[-1].name = batch_rows, dictionaries, f"{count} rows"
        good = [rows.report("pyarrow (C data)", arrays, whole), rows.report("pyarrow (C stream)", streams, streamed)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
