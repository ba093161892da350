# SPDX-License-Identifier: Apache-2.0
"""Arrow's columns as plain values, and whether they are those of rows.py."""

import decimal
import struct
import uuid

import rows

UNITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}


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
    if pa.types.is_fixed_size_list(kind):
        values, size, first = pulled(array.values), kind.list_size, array.offset
        return [values[(first + i) * size:(first + i + 1) * size] if valid[i] else None for i in range(len(array))]
    if pa.types.is_timestamp(kind):
        scale = 10 ** (9 - UNITS[kind.unit])
        return [None if value is None else value * scale for value in array.cast(pa.int64()).to_pylist()]
    if pa.types.is_date32(kind):
        return array.cast(pa.int32()).to_pylist()
    return array.to_pylist()


def half(value, kind):
    """The bytes of a float16 or bfloat16."""
    return struct.pack("<e", value) if kind == "float16" else struct.pack("<f", value)[2:]


def same_half(found, want, kind):
    return len(found) == 2 and (found == half(want, kind) if want == want else rows.real(kind, int.from_bytes(found, "little")) != want)


def same(found, want, type, about):
    """Whether a reader has found the value of a row. Arrow's types do not say all of ours, so some are bytes."""
    if found is None or want is None:
        return found is want
    kind = type.id
    as_lists = about["bytes_as_lists"] == "1"
    if kind == "vector" and as_lists and type.children[0].id in ("float16", "bfloat16") and not type.children[0].nullable:
        pairs = [bytes(found[i:i + 2]) for i in range(0, len(found), 2)]
        return len(pairs) == len(want) and all(same_half(one, other, type.children[0].id) for one, other in zip(pairs, want))
    if kind in ("list", "vector"):
        return len(found) == len(want) and all(same(one, other, type.children[0], about) for one, other in zip(found, want))
    if kind == "structure":
        return list(found) == type.names and all(same(found[name], want[name], child, about) for name, child in zip(type.names, type.children))
    if kind == "bits" and as_lists:
        return isinstance(found, list) and bytes(found) == want
    if kind == "uuid":
        return (uuid.UUID(found).bytes if isinstance(found, str) else found.bytes if isinstance(found, uuid.UUID) else found) == want
    if kind == "bfloat16" and about["raw_bfloat16"] == "1":
        return same_half(found, want, kind)
    if kind in rows.REALS:
        return rows.same_real(float(found), want)
    if kind == "decimal":
        return isinstance(found, decimal.Decimal) and found == decimal.Decimal(want).scaleb(-type.places)
    if kind == "timestamp":
        return found == want * 10 ** (9 - type.places)
    if kind == "json" and about["json_as_string"] == "0" and isinstance(found, bytes):
        # As polars gives what it does not know for a text.
        return found == want.encode()
    return found.__class__ is want.__class__ and found == want
