#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do metrics, log lines and spans join on their trace ids, as whoever stores them will join them?

Takes the program test_integration_telemetry_files, which writes them under both namings; or --files METRICS LOGS TRACES, NDJSON of one naming. Where pyarrow
is there, Parquet has to hold the same rows as NDJSON.
"""

import argparse
import calendar
import json
import os
import re
import subprocess
import sys
import tempfile
import time

SECOND = 10 ** 9
TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{3}|\d{6}|\d{9}))?Z")


class Failures:
    def __init__(self):
        self.count = 0

    def check(self, holds, what, document):
        if not holds:
            self.count += 1
            if self.count <= 10:
                print(f"{what}: {json.dumps(document)}")


def nanoseconds(text):
    whole, part = TIME.fullmatch(text).groups()
    return calendar.timegm(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) * SECOND + int((part or "0").ljust(9, "0"))


def is_hex(text, digits):
    return re.fullmatch(f"[0-9a-f]{{{digits}}}", text) is not None and text.strip("0") != ""


def span_of(line):
    """What both namings say of a span."""
    if "@timestamp" in line:
        begin = nanoseconds(line["@timestamp"])
        return {"trace": line["trace.id"], "id": line["span.id"], "parent": line["parent.id"], "service": line["service.name"], "host": line["host.name"],
                "begin": begin, "end": begin + line["event.duration"], "failed": line["event.outcome"] == "failure", "anomaly": line["labels.anomaly"],
                "server": line["span.kind"] == "server"}
    resource = line["resource"]
    return {"trace": line["traceId"], "id": line["spanId"], "parent": line["parentSpanId"], "service": resource["service.name"], "host": resource["host.name"],
            "begin": line["startTimeUnixNano"], "end": line["endTimeUnixNano"], "failed": line["status"]["code"] == 2,
            "anomaly": line["attributes"]["anomaly"], "server": line["kind"] == 2}


def log_of(line):
    if "@timestamp" in line:
        return {"trace": line["trace.id"], "span": line["span.id"], "service": line["service.name"], "host": line["host.name"],
                "time": nanoseconds(line["@timestamp"]), "level": line["log.level"], "anomaly": line["labels.anomaly"]}
    return {"trace": line["traceId"], "span": line["spanId"], "service": line["resource"]["service.name"], "host": line["resource"]["host.name"],
            "time": line["timeUnixNano"], "level": line["severityText"], "anomaly": line["attributes"]["anomaly"]}


def metric_of(line):
    ecs = "@timestamp" in line
    return {"trace": line["trace.id" if ecs else "trace_id"], "service": line["service.name"], "host": line["host.name"],
            "time": nanoseconds(line["@timestamp" if ecs else "timestamp"]), "anomaly": line["anomaly"]}


def lines_of(path):
    with open(path, "rb") as file:
        return [json.loads(line) for line in file]


def check_traces(traces, failures):
    """Returns the root of each trace."""
    roots = {}
    for id, spans in traces.items():
        failures.check(is_hex(id, 32), "not a trace id", id)
        of_id = {span["id"]: span for span in spans}
        failures.check(len(of_id) == len(spans), "span ids that repeat", spans)
        for span in spans:
            failures.check(is_hex(span["id"], 16), "not a span id", span)
            if span["parent"] is None:
                failures.check(id not in roots, "a second root", span)
                roots[id] = span
                continue
            parent = of_id.get(span["parent"])
            failures.check(parent is not None, "a parent that is no span of the trace", span)
            if parent is None:
                continue
            failures.check(parent["begin"] <= span["begin"] <= span["end"] <= parent["end"], "a span that is not within its parent", span)
            failures.check(not (span["failed"] and span["server"]) or parent["failed"], "a client that does not fail with its server", span)
        failures.check(id in roots, "a trace without a root", spans)
    return roots


def check(metric_lines, log_lines, trace_lines, interval, failures):
    traces = {}
    for line in trace_lines:
        span = span_of(line)
        traces.setdefault(span["trace"], []).append(span)
    roots = check_traces(traces, failures)
    spans = {span["id"]: span for of_trace in traces.values() for span in of_trace}

    seen = set()
    for line in metric_lines:
        metric = metric_of(line)
        root = roots.get(metric["trace"])
        failures.check(root is not None, "an exemplar that is no trace", line)
        if root is None:
            continue
        seen.add(metric["trace"])
        failures.check(all(root[key] == metric[key] for key in ("service", "host", "anomaly")), "an exemplar of another service, host or anomaly", line)
        failures.check(metric["time"] <= root["begin"] < metric["time"] + interval, "an exemplar that begins in another interval", line)
    failures.check(seen == set(traces), "traces that are no exemplars", len(traces) - len(seen))

    logged, errors = set(), set()
    for line in log_lines:
        log = log_of(line)
        span = spans.get(log["span"])
        failures.check(span is not None and span["trace"] == log["trace"], "a line of no span", line)
        if span is None:
            continue
        logged.add(log["trace"])
        failures.check(all(span[key] == log[key] for key in ("service", "host", "anomaly")), "a line of another service, host or anomaly", line)
        failures.check(span["begin"] <= log["time"] <= span["end"], "a line outside its span", line)
        failures.check(log["level"] != "ERROR" or span["failed"], "an error of a span that does not fail", line)
        if log["level"] == "ERROR":
            errors.add(log["trace"])
    failures.check(logged == set(traces), "traces without a line", len(traces) - len(logged))
    failing = {id for id, root in roots.items() if root["failed"]}
    failures.check(failing and failing <= errors, "failing requests without an error line", len(failing - errors))
    print(f"{len(metric_lines)} metrics, {len(log_lines)} lines and {len(spans)} spans of {len(traces)} traces, {len(failing)} of which fail")


def check_parquet(path, lines, failures):
    """Times of ECS are texts in NDJSON."""
    import pyarrow.parquet
    import pyarrow

    table = pyarrow.parquet.read_table(path)
    failures.check(table.column_names == list(lines[0]), "columns that differ from NDJSON's", table.column_names)
    columns = []
    for column in table.columns:
        if pyarrow.types.is_timestamp(column.type):
            unit = {"s": SECOND, "ms": 10 ** 6, "us": 10 ** 3, "ns": 1}[column.type.unit]
            columns.append([value * unit for value in column.cast("int64").to_pylist()])
        else:
            columns.append(column.to_pylist())
    failures.check(table.num_rows == len(lines), "rows that differ from NDJSON's", table.num_rows)
    for values, line in zip(zip(*columns), lines):
        expected = [nanoseconds(value) if name in ("@timestamp", "timestamp") else value for name, value in line.items()]
        same = all(float(value) == other if isinstance(other, float) else value == other for value, other in zip(values, expected))
        failures.check(same, f"a row of {os.path.basename(path)} that differs", line)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program", nargs="?")
    arguments.add_argument("--files", nargs=3, metavar=("METRICS", "LOGS", "TRACES"))
    arguments.add_argument("--interval", type=float, default=1, help="seconds")
    given = arguments.parse_args()
    failures = Failures()
    interval = int(given.interval * SECOND)
    if given.files:
        check(*[lines_of(path) for path in given.files], interval, failures)
    elif given.program:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([given.program, "--minimal"], check=True, env={**os.environ, "SPATE_TELEMETRY_FOLDER": folder})
            for naming in ("ecs", "otel"):
                names = [os.path.join(folder, f"{naming}_{kind}") for kind in ("metrics", "logs", "traces")]
                lines = [lines_of(name + ".ndjson") for name in names]
                check(*lines, interval, failures)
                try:
                    for name, of in zip(names, lines):
                        check_parquet(name + ".parquet", of, failures)
                except ImportError:
                    print("pyarrow is absent: Parquet is not read")
    else:
        arguments.error("give the program test_integration_telemetry_files, or --files")
    if failures.count:
        sys.exit(f"{failures.count} failures")


if __name__ == "__main__":
    main()
