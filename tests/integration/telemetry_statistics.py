#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do documents of `spate documents` have the statistics that are promised? All is recovered from what the program writes, with Python alone.

    python3 tests/integration/telemetry_statistics.py --program build/dev/bin/spate
"""

import argparse
import collections
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import telemetry_joins

WINDOW = 10  # intervals of one anomaly
MINUTES_OF_DAY = 1440
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
SEVERITIES = {"DEBUG": 5, "INFO": 9, "WARN": 13, "ERROR": 17}
KINDS = ("spike", "drop", "level_shift", "latency_storm", "error_burst")


class Test:
    def __init__(self, program, folder):
        self.program, self.folder, self.failures, self.made = program, folder, 0, 0

    def check(self, holds, what, *shown):
        if not holds:
            self.failures += 1
            print("FAILED:", what, *shown, flush=True)

    def near(self, what, value, expected, tolerance):
        self.check(abs(value - expected) <= tolerance, f"{what}: {value:.6g} is not {expected:.6g} +- {tolerance:.2g}")

    def lines(self, config, *arguments):
        """The lines that a command writes."""
        self.made += 1
        file = os.path.join(self.folder, f"{self.made}.yaml")
        pathlib.Path(file).write_text(config)
        done = subprocess.run([self.program, "documents", "--config", file, "--out", "-", *arguments], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return done.stdout.splitlines()

    def documents(self, config, *arguments):
        return [json.loads(line) for line in self.lines(config, *arguments)]


def by_service(documents):
    out = collections.defaultdict(list)
    for one in documents:
        out[one["service.name"]].append(one)
    return out


def increments(values):
    """What a counter counts in each interval. It begins with the series, and anew where it falls."""
    return [now if now < before else now - before for before, now in zip([0] + values, values)]


def resets(values):
    return sum(now < before for before, now in zip(values, values[1:]))


def solve(matrix):
    """Gauss and Jordan, for a matrix with the right side behind it, symmetric and positive."""
    size = len(matrix)
    for a in range(size):
        for b in range(size):
            if a != b:
                factor = matrix[b][a] / matrix[a][a]
                matrix[b] = [y - factor * x for x, y in zip(matrix[a], matrix[b])]
    return [row[size] / row[i] for i, row in enumerate(matrix)]


def fit_of(points):
    """Mean, day and week of (minute, value) by least squares; and what is left, as shares."""
    def terms(minute):
        day = 2 * math.pi * minute / MINUTES_OF_DAY
        return 1, math.sin(day), math.cos(day), math.sin(day / 7), math.cos(day / 7)
    matrix = [[0.0] * 6 for _ in range(5)]
    for minute, value in points:
        term = terms(minute)
        for a in range(5):
            row, factor = matrix[a], term[a]
            for b in range(5):
                row[b] += factor * term[b]
            row[5] += factor * value
    found = solve(matrix)
    left = {minute: value / sum(x * y for x, y in zip(found, terms(minute))) - 1 for minute, value in points}
    mean = found[0]
    return mean, math.hypot(*found[1:3]) / mean, math.atan2(found[1], found[2]), math.hypot(*found[3:]) / mean, math.atan2(found[3], found[4]), left


def check_labels(test, service, documents):
    """In each window what is seen is what the label says, and nothing else."""
    requests, errors = (increments([one[name] for one in documents]) for name in ("requests", "errors"))
    labels = [one["anomaly"] for one in documents]
    windows = []
    for i in range(0, len(documents) - WINDOW + 1, WINDOW):
        of = slice(i, i + WINDOW)
        test.check(len(set(labels[of])) == 1, f"{service}: a window of two kinds", labels[of])
        count = sum(requests[of])
        cpu = sum(one["cpu"] for one in documents[of])
        latency = statistics.median(one["latency_ms"] * (1 - one["cpu"]) for one in documents[of])
        windows.append((labels[i], count, cpu / count, latency, sum(errors[of]) / count))
    seen = collections.Counter()
    block = 60
    for begin in range(0, len(windows), block):
        part = windows[begin:begin + block]
        usual = [statistics.median(one[k] for one in part) for k in range(1, 4)]
        for label, count, cpu, latency, error in part:
            found = []
            if count > 1.5 * usual[0]:
                found.append("spike")
            if count < 0.9 * usual[0]:
                found.append("drop")
            if cpu > 1.19 * usual[1]:
                found.append("level_shift")
            if latency > 4 * usual[2]:
                found.append("latency_storm")
            if error > 0.04:
                found.append("error_burst")
            seen[label] += 1
            test.check(found == ([] if label == "none" else [label]), f"{service}: a window that is labelled {label} looks like {found}",
                       count / usual[0], cpu / usual[1], latency / usual[2], error)
    return seen


def usual_metrics(test):
    """A million documents of what is built in."""
    lines = test.lines("", "--to", "2025-01-03T21:26:40Z")
    test.check(len(lines) == 1_000_000, "documents of 250,000 s", len(lines))
    test.near("bytes of a document", sum(map(len, lines)) / len(lines) + 1, 215, 2)
    documents = list(map(json.loads, lines))
    test.check(sum(one["@timestamp"].startswith("2025-01-02T") for one in documents) == 345_600, "a day has not 345,600 documents")
    share = sum(one["anomaly"] != "none" for one in documents) / len(documents)
    test.near("share of anomalies", share, 0.02, 0.001)
    seen = collections.Counter()
    for service, of in by_service(documents).items():
        seen += check_labels(test, service, of)
        for name in ("requests", "errors"):
            test.check(1 <= resets([one[name] for one in of]) <= 5, f"{service}: resets of {name} in 2.9 days", resets([one[name] for one in of]))
    for kind in KINDS:
        test.near(f"share of {kind}", seen[kind] / sum(seen.values()), 0.004, 0.002)
    print(f"a million metrics, {share:.4%} of them odd; windows:", dict(seen), flush=True)


def seasons_and_noise(test):
    noise, days = 0.03, 28
    documents = test.documents(f"interval: 1min\nnoise: {noise}\ngrowth: 0\nhistogram: true\n", "--days", str(days))
    for service, of in by_service(documents).items():
        counts = [one["requests"] for one in of]
        requests = increments(counts)
        test.check(days * 0.5 <= resets(counts) <= days * 1.5, f"{service}: resets in {days} days", resets(counts))
        buckets = [one["latency_counts"] for one in of]
        test.check(all(len(one) == len(BOUNDS) + 1 and min(one) >= 0 for one in buckets), f"{service}: buckets")
        test.check([sum(one) for one in buckets] == requests, f"{service}: a histogram whose sum is not the increment of requests")
        for one, bucket, count in zip(of, buckets, requests):
            place = sum(bound < one["latency_ms"] / 1000 for bound in BOUNDS)
            below, until = sum(bucket[:place]), sum(bucket[:place + 1])
            test.check(below <= count / 2 + 0.003 * count + 1 and until >= count / 2 - 0.003 * count - 1, f"{service}: a median outside its bucket", one)

        usual = [i for i, one in enumerate(of) if one["anomaly"] == "none"]
        points = [(i, requests[i]) for i in usual]
        half = days * MINUTES_OF_DAY // 2
        mean, daily, day, weekly, week, left = fit_of(points)
        for which in (lambda i: i < half, lambda i: i >= half):
            part = fit_of([point for point in points if which(point[0])])
            test.near(f"{service}: mean", part[0] / mean, 1, 0.003)
            test.near(f"{service}: daily season", part[1], daily, 0.003)
            test.near(f"{service}: weekly season", part[3], weekly, 0.003)
        test.check(0.225 <= daily <= 0.375 and 0.075 <= weekly <= 0.125, f"{service}: seasons beyond 3/4 to 5/4 of 0.3 and 0.1", daily, weekly)
        test.near(f"{service}: hour of the day's peak", day % (2 * math.pi) / (2 * math.pi) * 24, 14, 1.55)
        # 2025-01-01 is a Wednesday.
        test.near(f"{service}: hours of the week's peak from Wednesday noon", ((week / (2 * math.pi) * 168 - 12 + 84) % 168) - 84, 0, 11)
        rest = list(left.values())
        test.near(f"{service}: mean of the noise", statistics.fmean(rest), 0, 0.0005)
        test.near(f"{service}: deviation of the noise", statistics.pstdev(rest), noise, 0.02 * noise)
        pairs = [(left[i], left[i + 1]) for i in usual if i + 1 in left]
        test.near(f"{service}: correlation of neighbours", statistics.correlation(*zip(*pairs)), -0.5, 0.03)
        apart = sorted(left[i] for i in usual if i % 2 == 0)
        normal = statistics.NormalDist(0, noise)
        distance = max(abs((i + 0.5) / len(apart) - normal.cdf(one)) for i, one in enumerate(apart))
        test.check(distance < 1.63 / math.sqrt(len(apart)) + 0.002, f"{service}: distance from the normal distribution", distance)

        load, cpu, latency = [requests[i] for i in usual], [of[i]["cpu"] for i in usual], [of[i]["latency_ms"] for i in usual]
        found = statistics.correlation(load, cpu), statistics.correlation(load, latency)
        test.check(found[0] > 0.97 and found[1] > 0.7, f"{service}: processor and latency do not follow the load", found)
        work = [x * (1 - y) for x, y in zip(latency, cpu)]
        test.near(f"{service}: deviation of latency x idle", statistics.pstdev(work) / statistics.fmean(work), 0.05, 0.012)
        print(f"{service}: daily {daily:.4f}, weekly {weekly:.4f}, noise {statistics.pstdev(rest):.5f}, distance {distance:.4f}, correlations {found[0]:.3f} {found[1]:.3f}",
              flush=True)
    documents = test.documents("interval: 1h\ngrowth: 0.5\nanomaly_rate: 0\n", "--days", "364")
    for service, of in by_service(documents).items():
        requests = increments([one["requests"] for one in of])
        test.near(f"{service}: growth of 51 weeks", sum(requests[-168:]) / sum(requests[:168]), (1 + 0.5 * 360.5 / 365) / (1 + 0.5 * 3.5 / 365), 0.01)


def joined(test):
    """Kinds and namings tell the same, and spans fail as often as metrics count."""
    to = ("--to", "2025-01-01T00:20:00Z")
    made = {(naming, kind): test.documents(f"naming: {naming}\nkind: {kind}\n", *to) for naming in ("ecs", "otel") for kind in ("metrics", "logs", "traces")}
    failures = telemetry_joins.Failures()
    for naming in ("ecs", "otel"):
        telemetry_joins.check(*(made[naming, kind] for kind in ("metrics", "logs", "traces")), telemetry_joins.SECOND, failures)
    test.failures += failures.count
    for ecs, otel in zip(made["ecs", "metrics"], made["otel", "metrics"]):
        test.near("OpenTelemetry's duration in seconds", otel["http.server.request.duration.median"], ecs["latency_ms"] / 1000, 1e-9 + 1e-5)
        test.check((ecs["requests"], ecs["errors"], ecs["cpu"]) == tuple(otel[name] for name in ("http.server.requests", "http.server.errors", "system.cpu.utilization")),
                   "metrics that differ", ecs, otel)
    for ecs, otel in zip(made["ecs", "logs"], made["otel", "logs"]):
        test.check(list(ecs)[:4] == ["@timestamp", "log.level", "message", "ecs.version"], "the order of ecs-logging", list(ecs))
        test.check(SEVERITIES[otel["severityText"]] == otel["severityNumber"] and ecs["log.level"] == otel["severityText"], "severities", ecs, otel)
        test.check(otel["observedTimeUnixNano"] >= otel["timeUnixNano"], "a line that is observed before it is written", otel)
    for span in made["otel", "traces"]:
        status = span["attributes"]["http.response.status_code"]
        test.check(span["status"]["code"] == 2 or status is None or status < 500, "a span with status 5xx that does not fail", span)

    to = ("--to", "2025-01-01T06:00:00Z")
    spans, metrics = test.documents("kind: traces\n", *to), by_service(test.documents("", *to))
    served, failed = collections.Counter(), collections.Counter()
    queries = collections.defaultdict(list)
    for span in spans:
        if span["span.kind"] == "server":
            served[span["service.name"]] += 1
            failed[span["service.name"]] += span["event.outcome"] == "failure"
        elif span["service.target.name"] in ("postgresql", "redis"):
            queries[span["service.name"], span["labels.anomaly"]].append(span["event.duration"] * 1e-6)
    for service, of in metrics.items():
        errors = sum(increments([one["errors"] for one in of])) / sum(increments([one["requests"] for one in of]))
        share = failed[service] / served[service]
        print(f"{service}: {errors:.3%} of requests fail by the metrics, {share:.3%} of {served[service]} server spans", flush=True)
        test.check(0.6 * errors < share < 1.6 * errors, f"{service}: spans do not fail as often as metrics count", share, errors)
        # A query takes 15/64 of what its service's requests take; nothing else is in it.
        for label in ("none", "latency_storm"):
            latency = statistics.median(one["latency_ms"] for one in of if one["anomaly"] == label)
            test.near(f"{service}: queries of label {label} as a share of the requests' median", statistics.median(queries[service, label]) / latency, 15 / 64, 0.035)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the program spate")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        test = Test(given.program, folder)
        for part in (usual_metrics, seasons_and_noise, joined):
            part(test)
    if test.failures:
        sys.exit(f"{test.failures} failures")


if __name__ == "__main__":
    main()
