#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do other readers find in our Avro files what the rows hold? Every value of every table is compared, and the schema and the codec, too.

The reader is fastavro, with its own readers of logical types, or with --java, a folder with the jars of org.apache.avro, avro-java (see avro_java/). Without
the one that is asked for it leaves with 77.
"""

import datetime
import decimal
import json
import pathlib
import subprocess
import sys
import uuid

import rows

HERE = pathlib.Path(__file__).parent
DAY = datetime.date(1970, 1, 1).toordinal()
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)
PRIMITIVES = {"boolean": "boolean", "text": "string", "binary": "bytes", "int64": "long", "uint32": "long", "float64": "double",
              **dict.fromkeys(("int8", "int16", "int32", "uint8", "uint16"), "int"), **dict.fromkeys(("float16", "bfloat16", "float32"), "float")}


def check_type(found, type, names):
    """That a schema is what format/avro.hpp says of a type; named types go into `names`."""
    if type.nullable:
        assert isinstance(found, list) and len(found) == 2 and found[0] == "null", f"{found} of nulls"
        found = found[1]
    kind = type.id
    if kind in PRIMITIVES:
        want = PRIMITIVES[kind]
    elif kind in ("decimal", "uint64"):
        digits, places = (type.digits, type.places) if kind == "decimal" else (20, 0)
        want = {"type": "bytes", "logicalType": "decimal", "precision": digits, "scale": places}
    elif kind == "date":
        want = {"type": "int", "logicalType": "date"}
    elif kind == "timestamp":
        want = {"type": "long", "logicalType": {0: "timestamp-millis", 3: "timestamp-millis", 6: "timestamp-micros", 9: "timestamp-nanos"}[type.places]}
    elif kind == "uuid":
        want = {"type": "string", "logicalType": "uuid"}
    elif kind == "json":
        want = {"type": "string", "sqlType": "JSON"}
    elif kind in ("list", "vector"):
        check_type(found["items"], type.children[0], names)
        want = {"type": "array", "items": found["items"]}
    elif kind == "structure":
        check_fields(found, type.names, type.children, names)
        return
    else:
        names.append(found["name"])
        want = {"type": "fixed", "name": found["name"], "size": type.size // 8}
    assert found == want, f"{found}, not {want}"


def check_fields(found, fields, types, names):
    assert found["type"] == "record" and len(found["fields"]) == len(fields), found
    names.append(found["name"])
    for one, name, type in zip(found["fields"], fields, types):
        assert one.get("columnName", one["name"]) == name, f"{one}, not {name!r}"
        assert one.get("default", 0) is None if type.nullable else "default" not in one, f"default of {one}"
        check_type(one["type"], type, names)


def whole(value, type):
    """A date's or a time's number, in the type's unit."""
    if type.id == "date":
        return value.toordinal() - DAY
    if type.places == 9:
        return value
    return (value - EPOCH) // MICROSECOND // 10 ** (6 - type.places)


def same(found, want, type):
    kind = type.id
    if found is None or want is None:
        return found is want
    if kind in ("list", "vector"):
        return isinstance(found, list) and len(found) == len(want) and all(same(one, other, type.children[0]) for one, other in zip(found, want))
    if kind == "structure":
        return isinstance(found, dict) and len(found) == len(want) and all(map(same, found.values(), want.values(), type.children))
    if kind in rows.REALS:
        return rows.same_real(found, want)
    if kind in ("date", "timestamp"):
        return whole(found, type) == want
    if kind in ("decimal", "uint64"):
        return isinstance(found, decimal.Decimal) and found.as_tuple().exponent == -type.places and int(found.scaleb(type.places)) == want
    if kind == "uuid":
        return isinstance(found, uuid.UUID) and found.bytes == want
    return found.__class__ is want.__class__ and found == want


def with_fastavro(table):
    import fastavro

    names = [table.settings["avro_prefix"] + name for name in table.names]
    with table.path.with_suffix(".avro").open("rb") as file:
        reader = fastavro.reader(file)
        schema, named = json.loads(reader.metadata["avro.schema"]), []
        assert reader.codec == table.settings["avro_codec"], reader.codec
        check_fields(schema, names, table.types, named)
        assert len(set(named)) == len(named), f"names of types: {named}"
        found, count = list(reader), 0
    assert len(found) == len(table.rows), f"{len(found)} rows, not {len(table.rows)}"
    for row, (one, want) in enumerate(zip(found, table.rows)):
        assert list(one) == [field["name"] for field in schema["fields"]], f"fields {list(one)}"
        for name, type, value, other in zip(names, table.types, one.values(), want):
            assert same(value, other, type), f"{name!r}, row {row}: {value!r:.200}, not {other!r:.200} ({type})"
            count += 1
    return count


def with_java(jars, folder):
    """avro_java/ReadAvro.java reads and compares all files of the folder; it prints a line as rows.report does."""
    done = subprocess.run(["java", "-cp", f"{jars}/*", str(HERE / "avro_java/ReadAvro.java"), str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    if done.returncode not in (0, 1) or not done.stdout.startswith(("ok     avro-java", "FAILED avro-java")):
        print(f"FAILED avro-java: left with {done.returncode}: {done.stderr[-2000:]}")
    return done.returncode == 0 and done.stdout.startswith("ok     avro-java")


def main():
    parser = rows.arguments(__doc__)
    parser.add_argument("--java", metavar="JARS", help="a folder with the jars of avro: avro-java reads the files, instead of fastavro")
    given = parser.parse_args()
    if not given.java:
        try:
            import fastavro  # noqa: F401
        except ImportError:
            print("skipped: there is no fastavro")
            return 77
    with rows.tables(given.program, given.seed) as tables:
        if given.java:
            return 0 if with_java(given.java, tables[0].path.parent) else 1
        return 0 if rows.report("fastavro", tables, with_fastavro) else 1


if __name__ == "__main__":
    sys.exit(main())
