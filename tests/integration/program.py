# SPDX-License-Identifier: Apache-2.0
"""Drives `spate events|rows|documents --sink` as its users do: runs it, kills it, resumes it, and says what should be there: what the same command writes to a file."""

import collections
import datetime
import json
import pathlib
import random
import signal
import subprocess
import time
import urllib.request

LIMIT, SECRET = 120, "hush-hush-42"
EVENTS = """\
common_fields:
  user_id: {type: int, range: [1, %(users)d]}
  at: {type: timestamp}
event_types:
  - {event_type_id: order.placed, weight: 0.6, fields: {id: {type: uuid}, amount: {type: double, range: [1, 500]}}}
  - {event_type_id: order.paid, weight: 0.3, fields: {by: {type: string, values: [card, cash], weights: [0.9, 0.1]}}}
  - {event_type_id: "order/returned", weight: 0.1, fields: {parts: {type: array, item_type: int}}}
generation_mode: streaming
streaming_config: {total_rows_per_second: 8000}
sink_config: {type: stdout, partition_key_field: user_id}
"""


class Failure(Exception):
    pass


def require(holds, message):
    if not holds:
        raise Failure(message)


class Program:
    def __init__(self, path, folder, environment=None):
        self.path, self.folder, self.environment = str(pathlib.Path(path).resolve()), pathlib.Path(folder) / "program", environment
        self.folder.mkdir()
        self.events, self.changed = (self.folder / name / "shop.yaml" for name in ("kept", "changed"))
        for file, users in ((self.events, 1000), (self.changed, 1001)):
            file.parent.mkdir()
            file.write_text(EVENTS % {"users": users})

    def start(self, *words):
        return subprocess.Popen([self.path, *map(str, words), "--json"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=self.environment)

    def end(self, process, status=0):
        """The report, and what it told on standard error."""
        try:
            out, told = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Failure(f"{process.args} goes on for more than {LIMIT} s: {process.communicate()}") from None
        require(SECRET not in out + told, f"{process.args} shows a secret")
        require(process.returncode == status, f"{process.args} left with {process.returncode}, not {status}: {told}{out}")
        return json.loads(out) if out.lstrip().startswith("{") else {}, told

    def run(self, *words):
        return self.end(self.start(*words))[0]

    def refused(self, parts, *words, status=2):
        told = self.end(self.start(*words), status)[1]
        for part in parts:
            require(part in told, f"{words}: '{part}' is not in the message: {told}")
        return told

    def made(self, *words):
        """The records that the same command writes to a file."""
        file = self.folder / f"made-{random.getrandbits(60)}.ndjson"
        self.run(*words, "--out", file)
        records = [json.loads(line) for line in file.read_text().splitlines()]
        file.unlink()
        return records

    def killed(self, words, kills=3, seconds=(0.5, 1.1)):
        """kill -9 at random moments, and on from where the target or the checkpoint says; the last report, and how many runs began in the midst."""
        killed = 0
        for _ in range(kills):
            process = self.start(*words, "--resume")
            time.sleep(random.uniform(*seconds))
            process.kill()
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
        report = self.run(*words, "--resume")
        require(report["complete"], f"a resumed run is not complete: {report}")
        require(killed > 0 and report["first"] > 0, f"nothing was killed in the midst: {killed} kills, at last from place {report['first']} on")
        return report

    def killed_shards(self, words, shards):
        """All shards at once, kill -9, and on; how far each came."""
        running = [self.start(*words, "--shard", f"{place}/{shards}", "--resume") for place in range(shards)]
        time.sleep(0.9)
        for process in running:
            process.kill()
            process.communicate()
        reports = [self.end(process)[0] for process in [self.start(*words, "--shard", f"{place}/{shards}", "--resume") for place in range(shards)]]
        require(all(one["complete"] and one["first"] > 0 for one in reports), f"shards are not resumed in the midst: {reports}")
        return [one["acknowledged"] for one in reports]

    def stopped(self, words, number=signal.SIGTERM, seconds=1.2, status=1):
        """Stops a run in time by a signal; its report. What it has acknowledged is there."""
        process = self.start(*words)
        time.sleep(seconds)
        process.send_signal(number)
        report, _ = self.end(process, status)
        require(report["end"] == "stopped" and report["acknowledged"] > 0, f"a stopped run reports {report}")
        return report

    def metrics(self, words):
        """A run's page of metrics, twice: its values rise; then the run is stopped."""
        process = self.start(*words, "--metrics-port", 0)
        try:
            while True:
                line = process.stderr.readline()
                require(line != "", "the page of metrics is not told")
                if "http://127.0.0.1:" in line:
                    break
            pages = []
            for _ in range(2):
                time.sleep(1.3)
                with urllib.request.urlopen(line.split()[-1], timeout=10) as answer:
                    pages.append({one.rsplit(" ", 1)[0].split("{")[0]: float(one.rsplit(" ", 1)[1]) for one in answer.read().decode().splitlines() if not one.startswith("#")})
        finally:
            process.send_signal(signal.SIGTERM)
        self.end(process, 1)
        require(pages[1]["spate_sent_total"] > pages[0]["spate_sent_total"] > 0 and pages[1]["spate_seconds_total"] > pages[0]["spate_seconds_total"], f"metrics stand still: {pages}")
        require({"spate_events_total", "spate_position", "spate_lag_events", "spate_in_flight_bytes", "spate_lateness_seconds"} <= set(pages[0]), f"metrics are not there: {pages[0]}")


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def again(report):
    """The options by which a stream whose seed and start were drawn is made anew."""
    return ("--seed", report["seed"], "--start-time", report["start"])


def compare(name, found, expected, twice=False):
    """Both as lists of what JSON makes; with twice some may be there more often."""
    found, expected = (collections.Counter(json.dumps(one, sort_keys=True) for one in all_of) for all_of in (found, expected))
    missing, more = expected - found, found - expected
    require(not missing, f"{name}: {missing.total()} of {expected.total()} are missing, as {next(iter(missing), None)}")
    strange = [one for one in more if one not in expected]
    require(not strange, f"{name}: {len(strange)} are strange, as {strange[:1]} where {next(iter(expected), None)} would be right")
    require(twice or not more, f"{name}: {more.total()} of {expected.total()} are there twice, as {next(iter(more), None)}")
    return more.total()
