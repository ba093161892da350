# SPDX-License-Identifier: Apache-2.0
"""What `spate --sink kinesis://` sends to the servers of kinesis.py: contents, partition keys, kills with a checkpoint, a stop, refusals."""

import json
import os
import pathlib

import program as spate
from program import SECRET, again, compare

ACCESS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1"}


def test(path, folder, url, everything, long, rate):
    """`everything(stream)` gives all records of a stream as (shard, key, value)."""
    program = spate.Program(path, folder, {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **ACCESS})
    events, count = ("events", "--config", program.events, "--rate", rate), rate * (10 if long else 2)

    def sink(stream, more=""):
        return "--sink", f"kinesis://{stream}?endpoint_url={url}&partition_key_field=user_id&concurrent_requests=1{more}"

    def read(stream):
        return [[key, json.loads(value)] for _, key, value in everything(stream)]

    def sent_as(event):
        return [event["partition_key"], event["serialized_payload"]]

    batch = ("--count", count, "--seed", 7, "--start-time", "2026-01-01T00:00:00Z")
    program.run(*events, *batch, *sink("program", "&shard_count=2"), "--dry-run")
    program.refused(["program"], *events, *batch, *sink("program", "&create_stream=false"), "--dry-run", status=1)
    program.run(*events, *batch, *sink("program", "&shard_count=2"))
    compare("events", read("program"), map(sent_as, program.made(*events, *batch)))
    shards = {shard for shard, _, _ in everything("program")}
    compare("shards", [len(shards)], [2])
    rows = ("rows", "--builtin", "ecommerce", "--rows", 300, "--seed", 7)
    program.run(*rows, "--sink", f"kinesis://program-rows?endpoint_url={url}", "--key", "category")
    compare("rows", read("program-rows"), [[one["category"], one] for one in program.made(*rows)])

    # kill -9 at random moments, with a seed that was drawn, a start that was now, and a checkpoint: all is there, some of it twice.
    kept = ("--checkpoint", pathlib.Path(program.folder) / "state", "--count", count)
    report = program.killed((*events, *kept, *sink("program-killed")), kills=4 if long else 2, seconds=(1.3, 1.6))
    twice = compare("killed", read("program-killed"), map(sent_as, program.made(*events, "--count", count, *again(report))), twice=True)
    program.refused(["another specification"], "events", "--config", program.changed, "--rate", rate, *kept, *sink("program-killed"), "--resume")
    report = program.stopped((*events, "--count", 1_000_000, *sink("program-stopped")))
    compare("stopped", [len(read("program-stopped"))], [report["acknowledged"]])
    program.refused(["no answer"], *events, "--dry-run", "--sink", "kinesis://program?endpoint_url=http://127.0.0.1:9", status=1)
    print(f"program: {count} events and 300 rows once; of {count} events killed {twice} are there twice; a stop at {report['acknowledged']}", flush=True)
