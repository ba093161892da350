# SPDX-License-Identifier: Apache-2.0
"""What `spate --sink elasticsearch://` sends to the server of elasticsearch.py: contents, ids, kills with a checkpoint, live documents, a stop, refusals."""

import pathlib

import program as spate
from program import again, compare


def test(path, server, folder, full):
    program, address = spate.Program(path, folder), server.address.removeprefix("http://")
    events, count = ("events", "--config", program.events), 40000 if full else 16000

    def read(target):
        """All documents, 5000 at a time."""
        server.ask("POST", f"/{target}/_refresh")
        answer, out = server.ask("POST", f"/{target}/_search?scroll=1m", {"size": 5000, "sort": ["_doc"]}), []
        while answer["hits"]["hits"]:
            out += [one["_source"] for one in answer["hits"]["hits"]]
            answer = server.ask("POST", "/_search/scroll", {"scroll": "1m", "scroll_id": answer["_scroll_id"]})
        server.ask("DELETE", "/_search/scroll", {"scroll_id": answer["_scroll_id"]})
        return out

    def sent_as(event):
        return {"@timestamp": event["timestamp"], "event_type_id": event["event_type_id"], "partition_key": event["partition_key"], "payload": event["serialized_payload"]}

    batch = ("--count", 6000, "--seed", 7, "--start-time", "2026-01-01T00:00:00Z", "--rate", "1M")
    stream = f"elasticsearch://{address}/?data_stream=logs-program-default&create_data_stream=true"
    program.run(*events, *batch, "--sink", stream, "--dry-run")
    compare("a dry run", [server.ask("GET", "/logs-program*/_count")["_shards"]["total"]], [0])
    program.run(*events, *batch, "--sink", stream + "&gzip=true")
    compare("events", read("logs-program-default"), map(sent_as, program.made(*events, *batch)))
    rows = ("rows", "--builtin", "ecommerce", "--rows", 300, "--seed", 7)
    program.run(*rows, "--sink", f"elasticsearch://{address}/program-rows")
    compare("rows", read("program-rows"), program.made(*rows))
    live = program.stopped(("documents", "--live", "--from", spate.now(), "--interval", "10ms", "--sink", f"elasticsearch://{address}/program-live"), seconds=2.2, status=0)
    compare("live documents", [len(read("program-live"))], [live["messages"]])

    # kill -9, with ids and a checkpoint: once each, with a seed that was drawn and a start that was now.
    kept = ("--count", count, "--sink", f"elasticsearch://{address}/program-killed?document_ids=true&checkpoint_location={pathlib.Path(program.folder) / 'state'}")
    report = program.killed((*events, *kept), kills=6 if full else 2, seconds=(1.2, 1.5))
    compare("killed", read("program-killed"), map(sent_as, program.made(*events, "--count", count, *again(report))))
    program.refused(["another specification"], "events", "--config", program.changed, *kept, "--resume")
    report = program.stopped((*events, "--count", 1_000_000, "--sink", f"elasticsearch://{address}/program-stopped"))
    compare("stopped", [len(read("program-stopped"))], [report["acknowledged"]])
    program.refused(["127.0.0.1:9"], *events, "--dry-run", "--sink", "elasticsearch://127.0.0.1:9/program", status=1)
    print(f"program: 6000 events, 300 rows, {live['messages']} live documents; {count} events killed: once each; a stop at {report['acknowledged']}", flush=True)
