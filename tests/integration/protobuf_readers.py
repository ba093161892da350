#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does protobuf find in our length-delimited messages what the rows hold? Every value of every table is compared.

The reader is Google's protobuf, which knows the messages from our descriptors alone; what it serialises again must be the bytes that it read. Then protoc
(of grpcio-tools) compiles our .proto files and must get the same descriptors. Where one of the two is absent it leaves with 77, after the other.
"""

import io
import sys
import uuid

import rows
from text_readers import decimal_of

NAME = "Row"


def descriptors(table):
    from google.protobuf import descriptor_pb2

    out = descriptor_pb2.FileDescriptorSet.FromString(table.path.with_suffix(".desc").read_bytes())
    assert len(out.file) == 1, f"{len(out.file)} files"
    return out


def message_class(table):
    from google.protobuf import descriptor_pool, message_factory

    pool = descriptor_pool.DescriptorPool()
    file = descriptors(table).file[0]
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(".".join(filter(None, [file.package, NAME]))))


def is_list(type):
    return type.id in ("list", "vector")


def members(message, names, types):
    fields = message.DESCRIPTOR.fields
    assert len(fields) == len(types), f"{len(fields)} fields, not {len(types)}"
    assert [field.number for field in fields] == list(range(1, len(types) + 1)), "the numbers of the fields"
    return [value_of(message, field, type) for field, type in zip(fields, types)]


def value_of(message, field, type):
    """The value of a field as tests/integration/rows.py has it, but for decimals and UUIDs, which are texts."""
    assert field.has_presence == (type.nullable or type.id == "structure"), f"{field.name}: presence"
    if field.has_presence and not message.HasField(field.name):
        assert type.nullable, f"{field.name} is absent"
        return None
    found = getattr(message, field.name)
    if is_list(type):
        if type.nullable:
            found = getattr(found, found.DESCRIPTOR.fields[0].name)
        return [element_of(one, type.children[0]) for one in found]
    return dict(zip(type.names, members(found, type.names, type.children))) if type.id == "structure" else found


def element_of(found, type):
    if type.nullable or is_list(type):
        return members(found, ["value"], [type])[0]
    return dict(zip(type.names, members(found, type.names, type.children))) if type.id == "structure" else found


def compare_value(found, want, type):
    """How many values are the same."""
    kind = type.id
    if want is None or found is None:
        assert found is want, f"{found!r:.200}, not {want!r:.200} ({kind})"
    elif is_list(type):
        assert len(found) == len(want), f"{len(found)} elements, not {len(want)}"
        return 1 + sum(compare_value(one, other, type.children[0]) for one, other in zip(found, want))
    elif kind == "structure":
        return 1 + sum(compare_value(found[name], want[name], child) for name, child in zip(type.names, type.children))
    elif kind in rows.REALS:
        assert rows.same_real(found, want), f"{found!r}, not {want!r} ({kind})"
    else:
        text = decimal_of(want, type.places) if kind == "decimal" else str(uuid.UUID(bytes=want)) if kind == "uuid" else want
        assert found.__class__ is text.__class__ and found == text, f"{found!r:.200}, not {text!r:.200} ({kind})"
    return 1


def with_protobuf(table):
    from google.protobuf import proto

    kind, file, count = message_class(table), io.BytesIO(table.path.with_suffix(".pb").read_bytes()), 0
    for number, row in enumerate(table.rows):
        begin = file.tell()
        message = proto.parse_length_prefixed(kind, file)
        assert message is not None, f"{number} rows, not {len(table.rows)}"
        again = io.BytesIO()
        proto.serialize_length_prefixed(message, again)
        assert again.getvalue() == file.getvalue()[begin:file.tell()], f"row {number} is serialised in another way"
        for name, type, found, want in zip(table.names, table.types, members(message, table.names, table.types), row):
            try:
                count += compare_value(found, want, type)
            except AssertionError as problem:
                raise AssertionError(f"row {number}, {name!r}: {problem}") from None
    assert file.read() == b"", "there are more rows"
    return count


def with_protoc(table):
    """Our descriptors are those that protoc makes of our .proto file."""
    from google.protobuf import descriptor_pb2
    from grpc_tools import protoc

    ours, out = descriptors(table), table.path.with_suffix(".protoc")
    done = protoc.main(["protoc", f"-I{table.path.parent}", f"--descriptor_set_out={out}", f"{table.path.with_suffix('.proto')}"])
    assert done == 0, f"protoc left with {done}:\n{table.path.with_suffix('.proto').read_text()}"
    theirs = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())
    assert ours == theirs, f"{ours}\nis not\n{theirs}"
    assert table.path.with_suffix(".desc").read_bytes() == out.read_bytes(), "the same descriptors, in other bytes"
    return 1 + len(ours.file[0].message_type[0].field)


def main():
    given = rows.arguments(__doc__).parse_args()
    readers = {}
    for module, name, compare in (("google.protobuf", "protobuf", with_protobuf), ("grpc_tools", "protoc", with_protoc)):
        try:
            __import__(module)
            readers[name] = compare
        except ImportError:
            print(f"skipped: there is no {name}")
    with rows.tables(given.program, given.seed) as tables:
        good = [rows.report(name, tables, compare) for name, compare in readers.items()]
    return 1 if not all(good) else 77 if len(readers) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
