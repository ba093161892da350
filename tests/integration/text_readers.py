#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do other readers find in our NDJSON, JSON arrays and CSV what the rows hold? Every value of every table is compared.

The readers are python's json and csv, orjson, and for quotes and nulls in CSV the grammar of RFC 4180. Without orjson it leaves with 77, after the others.
"""

import base64
import csv
import datetime
import decimal
import json
import math
import re
import struct
import sys
import uuid

import rows

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)
EPOCH = datetime.date(1970, 1, 1).toordinal()


class Number(str):
    """A number as it is written."""


# What texts ought to say

def time_of(value, places):
    seconds, part = divmod(value, 10 ** places)
    days, seconds = divmod(seconds, 86400)
    time = f"{datetime.date.fromordinal(EPOCH + days).isoformat()}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return time + (f".{part:0{places}}" if places else "") + "Z"


def decimal_of(value, places):
    digits = f"{abs(value):0{places + 1}}"
    return ("-" if value < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def text_of(value, type):
    """Of values that JSON has in quotes, but for texts; None of others."""
    kind = type.id
    if kind == "date":
        return datetime.date.fromordinal(EPOCH + value).isoformat()
    if kind == "timestamp":
        return time_of(value, type.places)
    if kind == "uuid":
        return str(uuid.UUID(bytes=value))
    return base64.b64encode(value).decode() if kind in ("binary", "bits") else None


def single(number):
    """The float32 that is nearest."""
    try:
        return struct.unpack("<f", struct.pack("<f", number))[0]
    except OverflowError:
        return math.copysign(math.inf, number)


def is_shortest(text, value, kind):
    """Whether a finite real's digits read back as the same number, and no fewer do. Whole numbers that need no exponent may have all their digits."""
    narrow = (lambda one: one) if kind == "float64" else single
    digits = len(re.sub("e.*", "", text.lower()).lstrip("-0.").replace(".", "").rstrip("0"))
    if not NUMBER.fullmatch(text) or not rows.same_real(narrow(float(text)), value):
        return False
    if digits <= 1 or text.lstrip("-").isdigit() and int(text) == value:
        return True
    return narrow(float(f"{value:.{digits - 2}e}")) != value


def check(is_right, found, want, type):
    assert is_right, f"{found!r:.200}, not {want!r:.200} ({type.id})"


# `found` is as the reader of `exact` texts gives it: with numbers as they are written, else as ints and floats.

def compare_json(found, want, type, loads, exact):
    """How many values are the same."""
    kind = type.id
    if want is None or kind in rows.REALS and not math.isfinite(want):
        check(found is None, found, want, type)
    elif kind in ("list", "vector"):
        check(isinstance(found, list) and len(found) == len(want), found, want, type)
        return 1 + sum(compare_json(one, other, type.children[0], loads, exact) for one, other in zip(found, want))
    elif kind == "structure":
        check(isinstance(found, dict) and list(found) == type.names, found, want, type)
        return 1 + sum(compare_json(found[name], want[name], child, loads, exact) for name, child in zip(type.names, type.children))
    elif kind in rows.REALS:
        if exact:
            check(isinstance(found, Number) and is_shortest(found, want, kind), found, want, type)
        else:
            # orjson has -0 for an integer, which has no sign.
            narrow = float(found) if kind == "float64" else single(found)
            check(type_is(found, float, int) and (found == want == 0 or rows.same_real(narrow, want)), found, want, type)
    elif kind == "decimal":
        number = decimal_of(want, type.places)
        near = decimal.Decimal(number) if type_is(found, int) else float(number)
        check(found == Number(number) if exact else type_is(found, float, int) and found == near, found, want, type)
    elif kind == "boolean":
        check(found is want, found, want, type)
    elif kind == "text":
        check(type_is(found, str) and found == want, found, want, type)
    elif kind == "json":
        other = loads(want)
        check(found == other and isinstance(found, other.__class__), found, want, type)
    elif (text := text_of(want, type)) is not None:
        check(type_is(found, str) and found == text, found, text, type)
    else:
        check(isinstance(found, Number) and found == str(want) if exact else type_is(found, int) and found == want, found, want, type)
    return 1


def type_is(value, *types):
    return value.__class__ in types


def compare_csv(found, want, type, null):
    kind = type.id
    if want is None:
        check(found == null, found, want, type)
    elif kind in ("list", "vector", "structure"):
        return compare_json(exact_json(found), want, type, exact_json, True)
    elif kind in rows.REALS:
        named = "NaN" if math.isnan(want) else "Infinity" if want > 0 else "-Infinity"
        check(is_shortest(found, want, kind) if math.isfinite(want) else found == named, found, want, type)
    elif kind == "decimal":
        check(found == decimal_of(want, type.places), found, want, type)
    elif kind == "boolean":
        check(found == ("true" if want else "false"), found, want, type)
    elif kind in ("text", "json"):
        check(found == want, found, want, type)
    else:
        text = text_of(want, type)
        check(found == (str(want) if text is None else text), found, want, type)
    return 1


# The readers

def refuse(name):
    raise ValueError(f"{name} is no JSON")


def exact_json(text):
    return json.loads(text, parse_float=Number, parse_int=Number, parse_constant=refuse)


def compare_objects(table, objects, loads, exact):
    assert len(objects) == len(table.rows), f"{len(objects)} rows, not {len(table.rows)}"
    count = 0
    for number, (found, want) in enumerate(zip(objects, table.rows)):
        assert list(found) == table.names, f"row {number}: members {list(found)}"
        for name, type, value in zip(table.names, table.types, want):
            try:
                count += compare_json(found[name], value, type, loads, exact)
            except AssertionError as problem:
                raise AssertionError(f"row {number}, {name!r}: {problem}") from None
    return count


def ndjson(loads, exact):
    def compare(table):
        lines = table.path.with_suffix(".ndjson").read_bytes().split(b"\n")
        assert lines.pop() == b"", "the last line does not end"
        return compare_objects(table, [loads(line) for line in lines], loads, exact)
    return compare


def array(loads, exact):
    return lambda table: compare_objects(table, loads(table.path.with_suffix(".json").read_bytes()), loads, exact)


def read_csv(table):
    with table.path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=table.settings["delimiter"], strict=True))


class Unquoted(str):
    """A value that does not stand between quotes."""


def read_grammar(table):
    """By the grammar of RFC 4180, with the table's delimiter and line ends: python's csv does not say whether a value was quoted."""
    delimiter, end = (re.escape(table.settings[name]) for name in ("delimiter", "line_end"))
    value = re.compile(f'(?:"((?:[^"]|"")*)"|([^"{delimiter}\r\n]*))({delimiter}|{end})')
    text = table.path.with_suffix(".csv").read_bytes().decode()
    lines, line, at = [], [], 0
    while at < len(text):
        found = value.match(text, at)
        assert found, f"line {len(lines) + 1} is not CSV: {text[at:at + 50]!r}"
        line.append(Unquoted(found[2]) if found[1] is None else found[1].replace('""', '"'))
        at = found.end()
        if found[3] == table.settings["line_end"]:
            lines.append(line)
            line = []
    assert not line, "the last line does not end"
    return lines


def lines_of_csv(read, knows_quotes):
    def compare(table):
        given, count = table.settings, 0
        lines = read(table)
        trailing = [""] if given["trailing_delimiter"] == "1" else []
        if given["header"] == "1":
            assert lines.pop(0) == table.names + trailing, "the header"
        assert len(lines) == len(table.rows), f"{len(lines)} rows, not {len(table.rows)}"
        for number, (found, want) in enumerate(zip(lines, table.rows)):
            assert len(found) == len(want) + len(trailing) and found[len(want):] == trailing, f"row {number}: {len(found)} values"
            for name, type, value, one in zip(table.names, table.types, want, found):
                try:
                    is_null = isinstance(one, Unquoted) and one == given["null"]
                    check(not knows_quotes or is_null == (value is None), "null" if is_null else one, value, type)
                    count += compare_csv(one, value, type, given["null"])
                except (AssertionError, ValueError) as problem:
                    raise AssertionError(f"row {number}, {name!r}: {problem}") from None
        return count
    return compare


def main():
    given = rows.arguments(__doc__).parse_args()
    csv.field_size_limit(2 ** 30)
    readers = {"json (NDJSON)": ndjson(exact_json, True), "json (array)": array(exact_json, True), "csv": lines_of_csv(read_csv, False),
               "RFC 4180": lines_of_csv(read_grammar, True)}
    try:
        import orjson

        readers.update({"orjson (NDJSON)": ndjson(orjson.loads, False), "orjson (array)": array(orjson.loads, False)})
    except ImportError:
        print("skipped: there is no orjson")
    with rows.tables(given.program, given.seed) as tables:
        good = [rows.report(name, tables, compare) for name, compare in readers.items()]
    return 1 if not all(good) else 77 if len(readers) < 6 else 0


if __name__ == "__main__":
    sys.exit(main())
