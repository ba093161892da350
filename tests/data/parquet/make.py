# SPDX-License-Identifier: Apache-2.0
"""Makes the Parquet files beside it, which have what the library's own writer does not write. Needs pyarrow (made with version 26). Usage: make.py"""

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
ROWS = 300
start = datetime.datetime(2026, 1, 1)
table = pa.table(
    {
        "id": pa.array(range(5, 5 + 2 * ROWS, 2)),
        "small": pa.array([None if i % 5 == 0 else i * 7 % 201 - 100 for i in range(ROWS)], pa.int8()),
        "real": pa.array([i * 37 % 101 / 101 + i / 1e4 for i in range(ROWS)], pa.float32()),
        "flag": pa.array([i % 4 == 0 for i in range(ROWS)]),
        "word": pa.array([None if i % 10 == 0 else ["ash", "beech", "oak"][i % 3] for i in range(ROWS)]),
        "code": pa.array([f"AB-{i * 7919 % 10000:04d}" for i in range(ROWS)]),
        "time": pa.array([start + datetime.timedelta(microseconds=i * 12345678901 % 10**12) for i in range(ROWS)], pa.timestamp("us")),
        "list": pa.array([None if i % 7 == 0 else [j * 3 for j in range(i % 4)] for i in range(ROWS)], pa.list_(pa.int32())),
        "object": pa.array([{"a": i % 50, "b": None if i % 2 else "x"} for i in range(ROWS)], pa.struct([("a", pa.int64()), ("b", pa.string())])),
    }
)
encodings = {
    "id": "DELTA_BINARY_PACKED",
    "small": "DELTA_BINARY_PACKED",
    "real": "BYTE_STREAM_SPLIT",
    "flag": "RLE",
    "word": "DELTA_LENGTH_BYTE_ARRAY",
    "code": "DELTA_BYTE_ARRAY",
    "time": "DELTA_BINARY_PACKED",
    "list.list.element": "DELTA_BINARY_PACKED",
    "object.a": "BYTE_STREAM_SPLIT",
    "object.b": "PLAIN",
}
plain = {"write_statistics": False, "store_schema": False}
pq.write_table(table, HERE / "encodings.parquet", use_dictionary=False, column_encoding=encodings, data_page_version="2.0", compression="gzip", **plain)
pq.write_table(table, HERE / "dictionaries.parquet", data_page_version="2.0", data_page_size=200, row_group_size=170, compression="none", **plain)
pq.write_table(table.select(["id", "word"]), HERE / "brotli.parquet", compression="brotli", **plain)
pq.write_table(pa.table({"a": pa.array([], pa.int64()), "b": pa.array([], pa.string())}), HERE / "no_rows.parquet", **plain)
