#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does a reader that was written from the page of the format (binary_rows_reader.py) find in our binary rows what the rows hold? Every value is compared."""

import sys

import rows
from binary_rows_reader import File


def same(found, want, type):
    if found is None or want is None:
        return found is want
    if type.id in ("list", "vector"):
        return len(found) == len(want) and all(same(one, other, type.children[0]) for one, other in zip(found, want))
    if type.id == "structure":
        return list(found) == type.names and all(same(found[name], want[name], child) for name, child in zip(type.names, type.children))
    return rows.same_real(found, want) if type.id in rows.REALS else found.__class__ is want.__class__ and found == want


def compare(table):
    file, count = File(table.path.with_suffix(".spaterows").read_bytes()), 0
    found = file.rows()
    assert [field["name"] for field in file.fields] == table.names and len(found) == len(table.rows) == file.count, f"{len(found)} rows, not {len(table.rows)}"
    for field, type in zip(file.fields, table.types):
        assert (field["type"], field.get("nullable", False), field.get("places", type.places)) == (type.id, type.nullable, type.places), f"{field}, not {type}"
    for number, (row, want) in enumerate(zip(found, table.rows)):
        for name, type, value in zip(table.names, table.types, want):
            assert same(row[name], value, type), f"row {number}, {name!r}: {row[name]!r:.200}, not {value!r:.200} ({type.id})"
            count += 1
    # A block in the middle is found by the index alone.
    if file.index:
        middle = len(file.index) // 2
        before = sum(count for _, count in file.index[:middle])
        block, _ = file.block(file.index[middle][0])
        assert str(block) == str(found[before:before + len(block)]), "a block that the index gives"
    return count


def main():
    given = rows.arguments(__doc__).parse_args()
    with rows.tables(given.program, given.seed) as tables:
        return 0 if rows.report("binary rows", tables, compare) else 1


if __name__ == "__main__":
    sys.exit(main())
