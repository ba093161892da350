# SPDX-License-Identifier: Apache-2.0
"""What the tables hold that readers are given, as plain Python values: the other end of tests/support/value_dump.hpp.

Booleans, integers (of decimals, dates and timestamps, too: in the type's unit), floats, bytes (of UUIDs, binaries and bits), texts, lists, and dictionaries
for structures; None for nulls.
"""

import argparse
import contextlib
import dataclasses
import math
import os
import pathlib
import secrets
import struct
import subprocess
import sys
import tempfile

REALS = {"float16": "<H", "bfloat16": "<H", "float32": "<I", "float64": "<Q"}


@dataclasses.dataclass
class Type:
    id: str
    nullable: bool
    digits: int
    places: int
    size: int
    names: list
    children: list


@dataclasses.dataclass
class Table:
    name: str
    path: pathlib.Path
    settings: dict
    names: list
    types: list
    rows: list


def raw(word):
    assert word[0] == "x", word
    return bytes.fromhex(word[1:])


def read_type(words):
    id, nullable, digits, places, size, children = next(words), *(int(next(words)) for _ in range(5))
    out = Type(id, bool(nullable), digits, places, size, [], [])
    for _ in range(children):
        out.names.append(raw(next(words)).decode())
        out.children.append(read_type(words))
    return out


def real(kind, bits):
    if kind == "bfloat16":
        return struct.unpack("<f", struct.pack("<HH", 0, bits))[0]
    return struct.unpack({"float16": "<e", "float32": "<f", "float64": "<d"}[kind], struct.pack(REALS[kind], bits))[0]


def read_value(words, type):
    word = next(words)
    if word == "-":
        return None
    kind = type.id
    if kind == "boolean":
        return bool(int(word))
    if kind in REALS:
        return real(kind, int(word))
    if kind in ("text", "json"):
        return raw(word).decode()
    if kind in ("uuid", "binary", "bits"):
        return raw(word)
    if kind in ("list", "vector"):
        return [read_value(words, type.children[0]) for _ in range(int(word))]
    if kind == "structure":
        assert word == "s", word
        return {name: read_value(words, child) for name, child in zip(type.names, type.children)}
    return int(word)


def parse(text, name="", path=pathlib.Path()):
    out = Table(name, path, {}, [], [], [])
    for line in text.split("\n")[:-1]:
        words = iter(line.split(" "))
        what = next(words)
        if what == "settings":
            pairs = list(words)
            out.settings = {key: raw(value).decode() for key, value in zip(pairs[::2], pairs[1::2])}
        elif what == "c":
            out.names.append(raw(next(words)).decode())
            out.types.append(read_type(words))
        else:
            assert what == "r", what
            out.rows.append([read_value(words, type) for type in out.types])
        assert next(words, None) is None, line
    return out


def same_real(found, want):
    """Also the sign of a zero; all NaN are one."""
    return isinstance(found, float) and (found == want and math.copysign(1, found) == math.copysign(1, want) or found != found and want != want)


def arguments(about):
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="integration/reader_files of the tests, as build/dev/tests/bin/test_integration_reader_files")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2 ** 32), help="of the random tables; drawn unless given")
    return parser


@contextlib.contextmanager
def tables(program, seed):
    """All tables that the program has written, with a file of each format beside `path`."""
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([program], env={**os.environ, "SPATE_READER_FOLDER": folder, "SPATE_READER_SEED": str(seed)}, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"{program} left with {done.returncode}:\n{done.stdout[-3000:]}")
        out = [parse(path.read_text(), path.stem, path) for path in sorted(pathlib.Path(folder).glob("*.rows"))]
        for kind, least in (("random", 200), ("generated", 200)):
            count = sum(table.name.startswith(kind) for table in out)
            assert count >= least, f"{count} {kind} tables, not {least}"
        yield out


def report(reader, tables, compare):
    """Calls compare(table), which returns how many values are the same or raises, for each table. One line for the reader; whether all is well."""
    values, problems = 0, []
    for table in tables:
        try:
            values += compare(table)
        except Exception as problem:  # noqa: BLE001: whatever a reader throws is a failure of this table
            problems.append(f"{table.name}: {type(problem).__name__}: {str(problem)[:600]}")
    if not problems and values == 0:
        problems.append("no value was compared")
    print(f"{'FAILED' if problems else 'ok    '} {reader}: {len(tables)} tables, {values} values, {len(problems)} tables differ", flush=True)
    for problem in problems[:20]:
        print(f"       {problem}")
    return not problems
