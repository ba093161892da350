# SPDX-License-Identifier: Apache-2.0
"""Files that milvus_checker.py has to tell apart: one of every type that is right, and those in which one thing is wrong."""

import struct

import pyarrow as pa
import pyarrow.parquet as pq

COLLECTION = {"collection_name": "every_type", "fields": [
    {"name": "id", "type": "Int64", "is_primary": True},
    {"name": "flag", "type": "Bool", "nullable": True},
    {"name": "tiny", "type": "Int8", "min": -5, "max": 5},
    {"name": "small", "type": "Int16"},
    {"name": "middle", "type": "Int32", "default_value": 7},
    {"name": "price", "type": "Float", "min": 0.01, "max": 1000},
    {"name": "exact", "type": "Double"},
    {"name": "title", "type": "VarChar", "max_length": 8},
    {"name": "note", "type": "String", "max_length": 100, "nullable": True},
    {"name": "about", "type": "JSON"},
    {"name": "tags", "type": "Array", "element_type": "VarChar", "max_capacity": 3, "max_length": 6, "nullable": True},
    {"name": "codes", "type": "Array", "element_type": "Int8", "max_capacity": 2},
    {"name": "embedding", "type": "FloatVector", "dim": 4},
    {"name": "bits", "type": "BinaryVector", "dim": 16},
    {"name": "half", "type": "Float16Vector", "dim": 2},
    {"name": "brain", "type": "BFloat16Vector", "dim": 2},
    {"name": "bytes", "type": "Int8Vector", "dim": 3},
    {"name": "terms", "type": "SparseFloatVector", "dim": 100}]}
AUTO = {"collection_name": "auto", "fields": [{"name": "id", "type": "Int64", "is_primary": True, "auto_id": True},
                                              {"name": "embedding", "type": "FloatVector", "dim": 2}]}

STRINGS, FLOATS, BYTES = pa.list_(pa.string()), pa.list_(pa.float32()), pa.list_(pa.uint8())
SPARSE = pa.struct([("indices", pa.list_(pa.uint32())), ("values", FLOATS)])


def right():
    """The columns of a file that is accepted, two rows."""
    half = list(struct.pack("<2e", 1.5, -2))
    return {
        "id": pa.array([1, 2], pa.int64()), "flag": pa.array([True, None]), "tiny": pa.array([-5, 5], pa.int8()), "small": pa.array([3, -4], pa.int8()),
        "middle": pa.array([None, 70000], pa.int32()), "price": pa.array([0.01, 1000], pa.float32()), "exact": pa.array([1e300, 0], pa.float64()),
        "title": pa.array(["12345678", "Köln"]), "note": pa.array([None, ""]), "about": pa.array(['{"a": [1]}', "null"]),
        "tags": pa.array([["a", "sechse"], None], STRINGS), "codes": pa.array([[], [1, -128]], pa.list_(pa.int8())),
        "embedding": pa.array([[1, 2, 3, 4], [0, 0, 0, 0]], FLOATS), "bits": pa.array([[255, 0], [1, 2]], BYTES), "half": pa.array([half, half], BYTES),
        "brain": pa.array([[0x80, 0x3F, 0, 0xC0], [0, 0, 0, 0]], BYTES), "bytes": pa.array([[1, -2, 3], [0, 0, -128]], pa.list_(pa.int8())),
        "terms": pa.array([{"indices": [1, 99], "values": [0.5, 0.25]}, {"indices": [0], "values": [1]}], SPARSE)}


def not_utf8():
    return pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(struct.pack("<3i", 0, 1, 2)), pa.py_buffer(b"\xff\xfe")])


def columns(**changed):
    """The right ones, but for these; None leaves one out."""
    return [(name, one) for name, one in {**right(), **changed}.items() if one is not None]


# What is wrong, the columns, and what has to be said.
WRONG = [
    ("an unknown column", columns(more=pa.array([1, 2])), "more: there is no such field"),
    ("a missing column", columns(embedding=None), "embedding: is missing"),
    ("a column that is there twice", columns() + [("tiny", right()["tiny"])], "tiny: is there twice"),
    ("large_string", columns(title=pa.array(["a", "b"], pa.large_string())), "title: large_string"),
    ("a dictionary", columns(title=pa.array(["a", "b"]).dictionary_encode()), "title: dictionary"),
    ("a list of a fixed size", columns(embedding=pa.array([[1, 2, 3, 4]] * 2, pa.list_(pa.float32(), 4))), "embedding: fixed_size_list"),
    ("a large list", columns(embedding=pa.array([[1, 2, 3, 4]] * 2, pa.large_list(pa.float32()))), "embedding: large_list"),
    ("JSON as a struct", columns(about=pa.array([{"a": 1}, {"a": 2}])), "about: struct"),
    ("a wider integer", columns(tiny=pa.array([1, 2], pa.int16())), "tiny: int16"),
    ("an unsigned integer", columns(small=pa.array([1, 2], pa.uint16())), "small: uint16"),
    ("a number as a text", columns(exact=pa.array(["1", "2"])), "exact: string"),
    ("a real for an integer", columns(small=pa.array([1.0, 2.0])), "small: double"),
    ("an integer for a boolean", columns(flag=pa.array([1, 0], pa.int8())), "flag: int8"),
    ("a timestamp", columns(id=pa.array([1, 2], pa.timestamp("us"))), "id: timestamp"),
    ("a null key", columns(id=pa.array([1, None], pa.int64())), "id: 1 nulls"),
    ("a key that is there twice", columns(id=pa.array([7, 7], pa.int64())), "id: a key that is there twice"),
    ("a null where none may be", columns(title=pa.array(["a", None])), "title: 1 nulls"),
    ("a null vector", columns(embedding=pa.array([[1, 2, 3, 4], None], FLOATS)), "embedding: 1 nulls"),
    ("a text that is too long in bytes, not in letters", columns(title=pa.array(["ab", "Kölnköln"])), "title: a text of 10 bytes"),
    ("a text that is no UTF-8", columns(title=not_utf8()), "title: no valid values (UTF-8)"),
    ("no JSON", columns(about=pa.array(["{}", "{'a': 1}"])), "about: no JSON"),
    ("NaN in JSON", columns(about=pa.array(["{}", '{"a": NaN}'])), "about: no JSON: NaN"),
    ("an array beyond its capacity", columns(tags=pa.array([["a"] * 4, None], STRINGS)), "tags: an array of 4 elements"),
    ("a null in an array", columns(codes=pa.array([[1, None], []], pa.list_(pa.int8()))), "codes: a null within an array"),
    ("an empty array where nulls may be", columns(tags=pa.array([[], None], STRINGS)), "tags: an empty array"),
    ("a long text in an array", columns(tags=pa.array([["siebene"], None], STRINGS)), "tags: a text of 7 bytes"),
    ("an array of another type", columns(codes=pa.array([["1"], []], STRINGS)), "codes: list<"),
    ("a vector of another length", columns(embedding=pa.array([[1, 2, 3], [1, 2, 3, 4]], FLOATS)), "embedding: a vector of 3 elements"),
    ("an empty vector", columns(embedding=pa.array([[], [1, 2, 3, 4]], FLOATS)), "embedding: a vector of 0 elements"),
    ("a null in a vector", columns(embedding=pa.array([[1, None, 3, 4]] * 2, FLOATS)), "embedding: a null within a vector"),
    ("an infinite element", columns(embedding=pa.array([[1, 2, 3, float("inf")]] * 2, FLOATS)), "embedding: a number that is not finite"),
    ("a binary vector of a byte for each dimension", columns(bits=pa.array([[0] * 16] * 2, BYTES)), "bits: a vector of 16 elements"),
    ("bits as booleans", columns(bits=pa.array([[True] * 16] * 2)), "bits: list<"),
    ("halves as binaries of a fixed length", columns(half=pa.array([b"abcd"] * 2, pa.binary(4))), "half: fixed_size_binary"),
    ("halves of a byte each", columns(half=pa.array([[0, 0]] * 2, BYTES)), "half: a vector of 2 elements"),
    ("an infinite half", columns(half=pa.array([[0, 0x7C, 0, 0]] * 2, BYTES)), "half: an element that is not finite"),
    ("a bfloat16 that is not a number", columns(brain=pa.array([[0xC1, 0x7F, 0, 0]] * 2, BYTES)), "brain: an element that is not finite"),
    ("a vector of int8 as uint8", columns(bytes=pa.array([[1, 2, 3]] * 2, BYTES)), "bytes: list<"),
    ("an empty sparse vector", columns(terms=pa.array([{"indices": [], "values": []}] * 2, SPARSE)), "terms: a sparse vector of 0 indices"),
    ("an index twice", columns(terms=pa.array([{"indices": [3, 3], "values": [1, 1]}] * 2, SPARSE)), "terms: a sparse vector whose indices"),
    ("indices that are not sorted", columns(terms=pa.array(['{"9": 1, "3": 1}'] * 2)), "terms: a sparse vector whose indices"),
    ("an index beyond dim", columns(terms=pa.array(['{"100": 0.5}'] * 2)), "terms: a sparse vector with an index"),
    ("more values than indices", columns(terms=pa.array([{"indices": [3], "values": [1, 1]}] * 2, SPARSE)), "terms: a sparse vector of 1 indices and 2"),
    ("a value that is not a number", columns(terms=pa.array([{"indices": [3], "values": [float("nan")]}] * 2, SPARSE)), "terms: a sparse vector with a value"),
    ("a sparse vector as a list", columns(terms=pa.array([[0.5]] * 2, FLOATS)), "terms: list<"),
    ("less than min", columns(tiny=pa.array([-6, 0], pa.int8())), "tiny: -6, below min"),
    ("more than max", columns(price=pa.array([1, 1000.5], pa.float32())), "price: 1000.5, above max"),
    ("a real that is not finite", columns(exact=pa.array([1, float("nan")])), "exact: a number that is not finite"),
    ("a Double beyond Float", columns(price=pa.array([1, 1e39])), "price: "),
]
RIGHT = [
    ("every type", columns()),
    ("columns that may be missing", columns(flag=None, middle=None, note=None)),
    ("sparse vectors as texts, in both forms", columns(terms=pa.array(['{"7": 0.5}', '{"indices": [1, 2], "values": [0.5, 1]}']))),
    ("binaries for bytes", columns(bits=pa.array([b"ab", b"cd"], pa.binary()), half=pa.array([bytes(4)] * 2, pa.binary()))),
    ("narrower integers, and a column of nulls", columns(id=pa.array([1, 2], pa.int8()), note=pa.nulls(2))),
]


def write(path, named, **options):
    pq.write_table(pa.Table.from_arrays([one for _, one in named], names=[name for name, _ in named]), path, **options)


def check(checker, folder):
    """Runs all cases; what is not as it should be, and how many there are."""
    failures, path, breaches = [], folder / "case.parquet", checker.breaches

    def expect(what, found, expected):
        if found != expected:
            failures.append(f"{what}: found {found}")

    for what, named in RIGHT:
        write(path, named)
        expect(what, breaches(COLLECTION, path), [])
    for what, named, expected in WRONG:
        write(path, named)
        found, field = breaches(COLLECTION, path), expected.split(":")[0]
        if not any(one.startswith(expected) for one in found) or any(not one.startswith(field + ":") for one in found):
            failures.append(f"{what}: expected '{expected}', found {found}")
    # Without the Arrow schema the same texts are plain strings.
    write(path, columns(title=pa.array(["a", "b"], pa.large_string())), store_schema=False)
    expect("large_string that is not told", breaches(COLLECTION, path), [])
    write(path, [("id", pa.array([1])), ("embedding", pa.array([[1, 2]], FLOATS))])
    expect("an auto_id column", breaches(AUTO, path), ["id: is there, but the database makes it (auto_id)"])
    write(path, [("embedding", pa.array([[1, 2]] * (checker.MOST_GROUP_ROWS + 1), FLOATS))], row_group_size=2_000_000)
    expect("a row group of too many rows", [one[:32] for one in breaches(AUTO, path)], ["row group 0 has 1000001 rows and"])
    with open(path, "r+b") as file:
        # A sparse file of 16 GiB and a byte, whose end is that of a small one.
        write(path, [("embedding", pa.array([[1, 2]], FLOATS))])
        whole = path.read_bytes()
        file.truncate(checker.MOST_BYTES + 1 - len(whole))
        file.seek(0, 2)
        file.write(whole)
    expect("a file of too many bytes", [one for one in checker.check_file(path, pq.read_metadata(path))], [f"the file has more than {16 << 30} bytes"])
    path.unlink()
    return failures, len(WRONG) + 3, len(RIGHT) + 1
