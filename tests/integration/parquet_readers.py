#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do other readers find in our Parquet files what NDJSON says of the same rows? Usage: parquet_readers.py TEST [SEED]

TEST is the program integration/parquet_files of the tests, which writes the files. Runs in a virtual environment with pyarrow, duckdb and polars (those that
are absent are left out, and with none it leaves with 77). With SPATE_PARQUET_JAR, a folder with the jars of parquet-cli, parquet-java reads all files as well.
Every value of every file is compared, and pyarrow checks statistics. One line per reader; leaves with 1 if one failed.
"""

import base64
import datetime
import decimal
import json
import math
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import uuid

UNITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}


# What NDJSON says, as plain Python values

def whole(digits):
    """Reals without a fraction are written without one, and -0 is no integer."""
    return -0.0 if digits == "-0" else int(digits)


def bfloat16(number):
    return struct.pack("<f", number)[2:]


def wanted(value, field, about):
    if value is None:
        return None
    kind = field["id"]
    if kind in ("list", "vector"):
        child = field["children"][0]
        if kind == "vector" and about["bytes_as_lists"] and child["id"] in ("float16", "bfloat16") and not child["nullable"]:
            return ("halves", [value_of_half(one, child["id"]) for one in value])
        return [wanted(one, child, about) for one in value]
    if kind == "structure":
        return {child["name"]: wanted(value[child["name"]], child, about) for child in field["children"]}
    if kind == "bits":
        bytes_ = base64.b64decode(value)
        return list(bytes_) if about["bytes_as_lists"] else bytes_
    if kind == "binary":
        return base64.b64decode(value)
    if kind == "uuid":
        return uuid.UUID(value).bytes
    if kind == "decimal":
        return decimal.Decimal(value)
    if kind == "date":
        return datetime.date.fromisoformat(value).toordinal() - 719163
    if kind == "timestamp":
        day, time = value[:10], value[11:-1]
        seconds, _, fraction = time.partition(".")
        hours, minutes, whole = map(int, seconds.split(":"))
        total = (datetime.date.fromisoformat(day).toordinal() - 719163) * 86400 + hours * 3600 + minutes * 60 + whole
        return total * 10 ** 9 + int(fraction.ljust(9, "0") or 0)
    if kind in ("float16", "bfloat16", "float32"):
        return struct.unpack("<f", struct.pack("<f", value))[0]
    return float(value) if kind == "float64" else value


def value_of_half(value, kind):
    return None if value is None else struct.pack("<e", value) if kind == "float16" else bfloat16(value)


# What a reader gives, from Arrow's columns

def pulled(array):
    """A list of plain values: times as integers of nanoseconds, days as integers."""
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray):
        return [value for chunk in array.chunks for value in pulled(chunk)]
    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        return pulled(array.storage)
    valid = array.is_valid().to_pylist()
    if pa.types.is_dictionary(kind):
        return pulled(array.dictionary_decode())
    if pa.types.is_struct(kind):
        members = {kind.field(i).name: pulled(array.field(i)) for i in range(kind.num_fields)}
        return [{name: values[i] for name, values in members.items()} if valid[i] else None for i in range(len(array))]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        values, ends = pulled(array.values), array.offsets.to_pylist()
        return [values[ends[i]:ends[i + 1]] if valid[i] else None for i in range(len(array))]
    if pa.types.is_timestamp(kind):
        scale = 10 ** (9 - UNITS[kind.unit])
        return [None if value is None else value * scale for value in array.cast(pa.int64()).to_pylist()]
    if pa.types.is_date32(kind):
        return array.cast(pa.int32()).to_pylist()
    return array.to_pylist()


def same(found, want, field, about):
    if want is None:
        # NaN and infinities are null in NDJSON.
        return found is None or (field["id"] in ("float16", "bfloat16", "float32", "float64") and
                                 (unusual(found) if isinstance(found, bytes) else not math.isfinite(found)))
    if isinstance(want, tuple):
        pairs = [bytes(found[i:i + 2]) for i in range(0, len(found), 2)]
        return len(pairs) == len(want[1]) and all(unusual(pair) or pair[1] & 0x7c == 0x7c if one is None else pair == one for pair, one in zip(pairs, want[1]))
    if found is None:
        return False
    kind = field["id"]
    if kind in ("list", "vector"):
        return len(found) == len(want) and all(same(one, other, field["children"][0], about) for one, other in zip(found, want))
    if kind == "structure":
        return found.keys() == want.keys() and all(same(found[one["name"]], want[one["name"]], one, about) for one in field["children"])
    if kind == "json":
        return json.loads(found, parse_float=decimal.Decimal) == want
    if kind == "uuid":
        return (uuid.UUID(found).bytes if isinstance(found, str) else found.bytes if isinstance(found, uuid.UUID) else found) == want
    if kind == "bfloat16" and about["raw_bfloat16"]:
        return found == bfloat16(want)
    if kind in ("text", "boolean"):
        return type(found) is type(want) and found == want
    return found == want


def unusual(pair):
    """Whether a bfloat16's bytes are no finite number."""
    return len(pair) == 2 and (pair[1] << 8 | pair[0]) & 0x7f80 == 0x7f80


# The readers

def with_pyarrow(path):
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(path)
    check_statistics(file)
    return file.read()


def with_duckdb(path):
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        return connection.sql("select * from read_parquet(?)", params=[str(path)]).to_arrow_table()


def with_polars(path):
    import polars

    return polars.read_parquet(path).to_arrow(compat_level=polars.CompatLevel.oldest())


def check_statistics(file):
    """The least and the largest value of each chunk are those of its values, wherever they are given."""
    for group in range(file.metadata.num_row_groups):
        about, table = file.metadata.row_group(group), None
        for i in range(about.num_columns):
            chunk = about.column(i)
            found = chunk.statistics
            if found is None or "." in chunk.path_in_schema:
                continue
            table = file.read_row_group(group) if table is None else table
            column = table.column(chunk.path_in_schema)
            assert found.null_count == column.null_count, f"{chunk.path_in_schema}: {found.null_count} nulls, not {column.null_count}"
            if not found.has_min_max:
                continue
            values = [value for value in pulled(column.drop_null()) if value == value]
            low, high = extreme(found, "min", column.type), extreme(found, "max", column.type)
            assert (low, high) == (min(values), max(values)), f"{chunk.path_in_schema}: {low}, {high}, not {min(values)}, {max(values)}"


def extreme(statistics, which, kind):
    """A statistic as `pulled` gives values of its column."""
    import pyarrow as pa

    if pa.types.is_timestamp(kind):
        return getattr(statistics, which + "_raw") * 10 ** (9 - UNITS[kind.unit])
    if pa.types.is_date32(kind):
        return getattr(statistics, which + "_raw")
    value = getattr(statistics, which)
    if pa.types.is_float16(kind):
        return struct.unpack("<e", value)[0]
    return value.bytes if isinstance(value, uuid.UUID) else value


READERS = {"pyarrow": with_pyarrow, "duckdb": with_duckdb, "polars": with_polars}


def compare(name, path):
    about = json.loads(path.with_suffix(".schema.json").read_text())
    lines = [json.loads(line, parse_float=decimal.Decimal, parse_int=whole) for line in path.with_suffix(".ndjson").read_text().split("\n")[:-1]]
    table = READERS[name](path)
    assert table.num_rows == len(lines), f"{table.num_rows} rows, not {len(lines)}"
    assert table.column_names == [field["name"] for field in about["fields"]], f"columns {table.column_names}"
    count = 0
    for field in about["fields"]:
        for row, found in enumerate(pulled(table.column(field["name"]))):
            want = wanted(lines[row][field["name"]], field, about)
            assert same(found, want, field, about), f"{field['name']}, row {row}: {found!r}, not {want!r} ({json.dumps(field)})"
            count += 1
    return count


def with_java(jars, paths):
    """parquet-java reads all rows of every type. Its program prints them by way of Avro, which has not all types, so the values of some are compared.

    UUIDs are left out: the program asks for them as texts.
    """
    compared = 0
    for path in paths:
        kind = path.stem.removesuffix("_null")
        if kind == "uuid":
            continue
        log = "-Dorg.slf4j.simpleLogger."
        command = ["java", log + "logFile=System.out", log + "showThreadName=false", log + "showLogName=false", "-cp", f"{jars}/*",
                   "org.apache.parquet.cli.Main", "cat", str(path)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        wants = path.with_suffix(".ndjson").read_text().split("\n")[:-1]
        founds = [line[5:] for line in done.stdout.split("\n") if line.startswith('INFO {"c":')]
        assert done.returncode == 0, f"{path.name}: {done.stdout[-300:]} {done.stderr[-500:]}"
        assert len(founds) == len(wants), f"{path.name}: {len(founds)} rows, not {len(wants)}"
        if kind in ("boolean", "int8", "int16", "int32", "int64", "uint8", "uint16", "text", "json"):
            for row, (found, want) in enumerate(zip(founds, wants)):
                found, want = json.loads(found, strict=False)["c"], json.loads(want)["c"]
                if kind == "json" and found is not None:
                    found = json.loads(found)
                assert found == want, f"{path.name}, row {row}: {found!r}, not {want!r}"
                compared += 1
    return compared


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    there = []
    for name in READERS:
        try:
            __import__(name)
            __import__("pyarrow")
            there.append(name)
        except ImportError:
            print(f"skipped: there is no {name}")
    if not there:
        return 77
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SPATE_PARQUET_FOLDER": folder, "SPATE_PARQUET_SEED": sys.argv[2] if len(sys.argv) > 2 else "1"}
        subprocess.run([sys.argv[1]], env=environment, check=True, stdout=subprocess.DEVNULL)
        paths = sorted(pathlib.Path(folder).glob("*.parquet"))
        for name in there:
            values, problems = 0, []
            for path in paths:
                try:
                    values += compare(name, path)
                except Exception as problem:  # noqa: BLE001: whatever a reader throws is a failure of this file
                    problems.append(f"{path.name}: {type(problem).__name__}: {str(problem)[:400]}")
            failed += len(problems)
            print(f"{'FAILED' if problems else 'ok    '} {name}: {len(paths)} files, {values} values, {len(problems)} files differ", flush=True)
            for problem in problems[:20]:
                print(f"       {problem}")
        if os.environ.get("SPATE_PARQUET_JAR"):
            try:
                values = with_java(os.environ["SPATE_PARQUET_JAR"], [path for path in paths if "random" not in path.name])
                print(f"ok     parquet-java: {values} values")
            except AssertionError as problem:
                failed += 1
                print(f"FAILED parquet-java: {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
