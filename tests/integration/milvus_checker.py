# SPDX-License-Identifier: Apache-2.0
"""What Milvus's importer refuses in a Parquet file, told without a server: `breaches(collection, path)` lists it all; `read(path)` reads a meta.json or a collection.

The rules are those of milvus 2.4 to 2.6 (internal/util/importutilv2/parquet), where versions differ the stricter one, and what a collection promises besides:
keys are unique, numbers keep to min and max, indices of sparse vectors are sorted. Needs pyarrow alone.
"""

import json
import math
import pathlib
import struct
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

INTEGERS = {"Int8": pa.int8(), "Int16": pa.int16(), "Int32": pa.int32(), "Int64": pa.int64()}
SCALARS = INTEGERS | {"Bool": pa.bool_(), "Float": pa.float32(), "Double": pa.float64(), "VarChar": pa.string(), "String": pa.string()}
# Of an element of a dense vector: its type, and elements for each dimension.
VECTORS = {"FloatVector": (pa.float32(), 1), "Int8Vector": (pa.int8(), 1), "BinaryVector": (pa.uint8(), 1 / 8), "Float16Vector": (pa.uint8(), 2),
           "BFloat16Vector": (pa.uint8(), 2)}
MOST_BYTES, MOST_GROUP_ROWS, MOST_GROUP_BYTES = 16 << 30, 1_000_000, 512 << 20


def read(path):
    content = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    return content["schema"] if isinstance(content, dict) and "schema" in content else content


def fields_of(collection):
    return collection if isinstance(collection, list) else collection["fields"]


def wanted(field):
    kind = field["type"]
    if kind == "Array":
        return pa.list_(SCALARS[field["element_type"]])
    if kind in VECTORS:
        return pa.list_(VECTORS[kind][0])
    return SCALARS.get(kind, pa.string())


def is_sparse_group(kind):
    if not pa.types.is_struct(kind) or {kind.field(i).name for i in range(kind.num_fields)} != {"indices", "values"}:
        return False
    indices, values = kind.field("indices").type, kind.field("values").type
    return (pa.types.is_list(indices) and indices.value_type in (pa.int32(), pa.uint32(), pa.int64(), pa.uint64()) and
            pa.types.is_list(values) and values.value_type in (pa.float32(), pa.float64()))


def converts(found, to, field):
    """Whether the importer reads a column of one type as another: numbers widen, all else has to be the same."""
    if pa.types.is_null(found):
        return bool(field.get("nullable")) or "default_value" in field
    if pa.types.is_struct(found):
        return field["type"] == "SparseFloatVector" and is_sparse_group(found)
    if pa.types.is_binary(found):
        return to == pa.list_(pa.uint8())
    if pa.types.is_list(found):
        return pa.types.is_list(to) and converts(found.value_type, to.value_type, field)
    if pa.types.is_signed_integer(found):
        return pa.types.is_floating(to) or (pa.types.is_signed_integer(to) and found.bit_width <= to.bit_width)
    if found in (pa.float32(), pa.float64()):
        return to in (pa.float32(), pa.float64())
    return found == to and found in (pa.bool_(), pa.string(), pa.uint8())


def strict_json(text):
    def refuse(word):
        raise ValueError(f"{word} is no JSON")
    return json.loads(text, parse_constant=refuse)


def single(number):
    return struct.unpack("<f", struct.pack("<f", number))[0]


def check_scalars(kind, field, values):
    """Rules of the elements of a column or of its arrays; `values` has no nulls."""
    if kind in ("VarChar", "String"):
        longest = pc.max(pc.binary_length(values)).as_py() or 0
        if longest > field.get("max_length", 65535):
            yield f"a text of {longest} bytes, more than max_length, {field.get('max_length')}"
    elif kind in ("Float", "Double"):
        if not pc.all(pc.is_finite(values)).as_py() and len(values):
            yield "a number that is not finite"
        if kind == "Float" and len(values) and pc.max(pc.abs(values.cast(pa.float64()))).as_py() > 3.4028234663852886e38:
            yield "a number beyond the range of Float"
    if len(values) and kind in (*INTEGERS, "Float", "Double") and field["type"] != "Array":
        near = pc.min_max(values).as_py()
        bound = single if kind == "Float" else lambda number: number
        if "min" in field and near["min"] < bound(field["min"]):
            yield f"{near['min']}, below min, {field['min']}"
        if "max" in field and near["max"] > bound(field["max"]):
            yield f"{near['max']}, above max, {field['max']}"


def check_halves(kind, values):
    """Numbers of two bytes whose exponent is full are infinite or not a number."""
    exponent = 0x7C00 if kind == "Float16Vector" else 0x7F80
    words = memoryview(values.buffers()[1])[values.offset:values.offset + len(values) // 2 * 2].cast("B").cast("H")
    if any(word & exponent == exponent for word in set(words)):
        yield "an element that is not finite"


def check_vectors(field, column):
    kind, (element, each) = field["type"], VECTORS[field["type"]]
    length = int(field["dim"] * each)
    sizes = pc.binary_length(column) if pa.types.is_binary(column.type) else pc.list_value_length(column)
    for size in pc.unique(sizes.drop_null()).to_pylist():
        if size != length:
            yield f"a vector of {size} elements, not {length}, which is dim {field['dim']}"
            return
    if pa.types.is_binary(column.type):
        return
    values = column.flatten()
    if values.null_count:
        yield "a null within a vector"
    elif kind == "FloatVector":
        yield from check_scalars("Float", {"type": kind}, values)
    elif element == pa.uint8() and each == 2 and len(values):
        yield from check_halves(kind, values)


def check_arrays(field, column):
    sizes = pc.list_value_length(column)
    largest = pc.max(sizes).as_py() or 0
    if largest > field["max_capacity"]:
        yield f"an array of {largest} elements, more than max_capacity, {field['max_capacity']}"
    if field.get("nullable") and pc.any(pc.equal(sizes, 0)).as_py():
        yield "an empty array, which is read as a null where the field is nullable"
    values = column.flatten()
    if values.null_count:
        yield "a null within an array"
    yield from check_scalars(field["element_type"], field, values.drop_null())


def check_json(_, column):
    for text in column.drop_null().to_pylist():
        try:
            strict_json(text)
        except ValueError as error:
            yield f"no JSON: {error}: {text[:80]!r}"
            return


def sparse(value):
    """Indices and values of a sparse vector, in either of its forms."""
    if isinstance(value, str):
        value = strict_json(value)
        if not isinstance(value, dict):
            raise ValueError("a sparse vector is no object")
        if set(value) != {"indices", "values"}:
            return [int(index) for index in value], list(value.values())
    return value["indices"], value["values"]


def check_sparse(field, column):
    most = field.get("dim", 2**32 - 1)
    for value in column.drop_null().to_pylist():
        try:
            indices, values = sparse(value)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield f"no sparse vector: {error}"
            return
        if not indices or len(indices) != len(values):
            yield f"a sparse vector of {len(indices)} indices and {len(values)} values"
        elif any(not isinstance(index, int) or not 0 <= index < most for index in indices):
            yield f"a sparse vector with an index that is not from 0 to {most - 1}"
        elif any(a >= b for a, b in zip(indices, indices[1:])):
            yield "a sparse vector whose indices are not sorted, or not unique"
        elif any(not isinstance(number, (int, float)) or not math.isfinite(number) or number < 0 for number in values):
            yield "a sparse vector with a value that is negative or not finite"
        else:
            continue
        return


def check_column(field, column):
    kind = field["type"]
    if not converts(column.type, wanted(field), field):
        yield f"{column.type} in the file, which is not read as {kind}"
        return
    if column.null_count and not (field.get("nullable") or "default_value" in field):
        yield f"{column.null_count} nulls, but it is not nullable"
    if pa.types.is_null(column.type):
        return
    try:
        column.validate(full=True)
    except pa.ArrowInvalid as error:
        yield f"no valid values (UTF-8): {error}"
        return
    if field.get("is_primary") and pc.count_distinct(column).as_py() != len(column):
        yield "a key that is there twice"
    if kind in VECTORS:
        yield from check_vectors(field, column)
    elif kind in ("Array", "JSON", "SparseFloatVector"):
        yield from {"Array": check_arrays, "JSON": check_json, "SparseFloatVector": check_sparse}[kind](field, column)
    else:
        yield from check_scalars(kind, field, column.drop_null())


def check_file(path, about):
    if pathlib.Path(path).stat().st_size > MOST_BYTES:
        yield f"the file has more than {MOST_BYTES} bytes"
    for i in range(about.num_row_groups):
        group = about.row_group(i)
        if group.num_rows > MOST_GROUP_ROWS or group.total_byte_size > MOST_GROUP_BYTES:
            yield f"row group {i} has {group.num_rows} rows and {group.total_byte_size} bytes, too many to be read at once"


def breaches(collection, path):
    """All that is wrong with a file of a collection, each as 'column: what'; an empty list for one that is accepted."""
    fields = {field["name"]: field for field in fields_of(collection)}
    file = pq.ParquetFile(path)
    found = list(check_file(path, file.metadata))
    names = file.schema_arrow.names
    found += [f"{name}: there is no such field" for name in names if name not in fields]
    found += [f"{name}: is there twice" for name in sorted(set(names)) if names.count(name) > 1]
    for name, field in fields.items():
        if field.get("auto_id"):
            found += [f"{name}: is there, but the database makes it (auto_id)"] if name in names else []
        elif name not in names:
            found += [] if field.get("nullable") or "default_value" in field else [f"{name}: is missing"]
    if len(set(names)) == len(names):
        table = file.read()
        for name in names:
            field = fields.get(name)
            if field is not None and not field.get("auto_id"):
                column = table.column(name)
                found += [f"{name}: {one}" for one in check_column(field, column.combine_chunks() if column.num_chunks != 1 else column.chunk(0))]
    return found


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: milvus_checker.py COLLECTION.json|meta.json FILE.parquet...")
    wrong = [f"{name}: {one}" for name in sys.argv[2:] for one in breaches(read(sys.argv[1]), name)]
    print("\n".join(wrong) if wrong else f"{len(sys.argv) - 2} files are accepted")
    sys.exit(1 if wrong else 0)
