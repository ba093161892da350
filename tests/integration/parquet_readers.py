#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do other readers find in our Parquet files what the rows hold? Every value of every table is compared, and pyarrow checks statistics.

The readers are pyarrow, duckdb and polars, and with --java, a folder with the jars of parquet-hadoop, parquet-java (see parquet_java/). Where one of those
that were asked for is absent it leaves with 77, after the others.
"""

import pathlib
import struct
import subprocess
import sys
import uuid

import rows
from arrow_values import UNITS, pulled, same

HERE = pathlib.Path(__file__).parent


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


def comparing(read):
    def compare(table):
        found, count = read(table.path.with_suffix(".parquet")), 0
        assert found.num_rows == len(table.rows), f"{found.num_rows} rows, not {len(table.rows)}"
        assert found.column_names == table.names, f"columns {found.column_names}"
        for i, (name, type) in enumerate(zip(table.names, table.types)):
            for row, (one, want) in enumerate(zip(pulled(found.column(i)), (values[i] for values in table.rows), strict=True)):
                assert same(one, want, type, table.settings), f"{name!r}, row {row}: {one!r:.200}, not {want!r:.200} ({type})"
                count += 1
        return count
    return compare


def with_java(jars, folder):
    """parquet_java/ReadParquet.java reads and compares all files of the folder; it prints a line as rows.report does."""
    done = subprocess.run(["java", "-cp", f"{jars}/*", str(HERE / "parquet_java/ReadParquet.java"), str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    if done.returncode not in (0, 1) or not done.stdout.startswith(("ok     parquet-java", "FAILED parquet-java")):
        print(f"FAILED parquet-java: left with {done.returncode}: {done.stderr[-2000:]}")
    return done.returncode == 0 and done.stdout.startswith("ok     parquet-java")


def main():
    parser = rows.arguments(__doc__)
    parser.add_argument("--java", metavar="JARS", help="a folder with the jars of parquet-hadoop: parquet-java reads the files, instead of the others")
    given = parser.parse_args()
    there = {}
    for name in () if given.java else READERS:
        try:
            __import__("pyarrow")
            __import__(name)
            there[name] = READERS[name]
        except ImportError:
            print(f"skipped: there is no {name}")
    with rows.tables(given.program, given.seed) as tables:
        if given.java:
            return 0 if with_java(given.java, tables[0].path.parent) else 1
        good = [rows.report(name, tables, comparing(read)) for name, read in there.items()]
    return 1 if not all(good) else 77 if len(there) < len(READERS) else 0


if __name__ == "__main__":
    sys.exit(main())
