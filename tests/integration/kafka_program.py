# SPDX-License-Identifier: Apache-2.0
"""What `spate --sink kafka://` sends to the broker of kafka.py: contents, keys, headers, framing, kills, shards, a stop, refusals."""

import datetime
import io
import json
import os
import pathlib

from kafka_server import Failure, PASSWORD, USER
import program as spate
from program import SECRET, again, compare


def milliseconds(text):
    return round(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


def sent_as(event):
    return [event["partition_key"], event["serialized_payload"], milliseconds(event["timestamp"])]


def test(path, test, full):
    try:
        return run(path, test, full)
    except spate.Failure as failure:
        raise Failure(f"program: {failure}") from failure


def run(path, test, full):
    environment = os.environ | {"SPATE_SECRET_KAFKA_PASSWORD": PASSWORD, "SPATE_SECRET_KAFKA_WRONG": SECRET}
    program, address = spate.Program(path, test.broker.folder, environment), test.broker.address
    events = ("events", "--config", program.events)

    def read(topic):
        return [one for messages in test.read(topic).values() for one in messages]

    def read_events(topic):
        return [[one.key().decode(), json.loads(one.value()), one.timestamp()[1]] for one in read(topic)]

    # Nothing is sent by a dry run; a batch is what the same command writes.
    counted = ("--count", 20000, "--seed", 7, "--start-time", "2026-01-01T00:00:00Z", "--rate", "1M")
    program.run(*events, *counted, "--sink", f"kafka://{address}/program-dry", "--dry-run")
    program.run(*events, "--count", 1, "--sink", f"kafka://{address}/program-dry")
    compare("a dry run before one event", [len(read("program-dry"))], [1])
    program.run(*events, *counted, "--sink", f"kafka://{address}/program?headers=true&compression=lz4&partitions=4")
    made = program.made(*events, *counted)
    compare("events", read_events("program"), map(sent_as, made))
    compare("headers", [[name for name, _ in one.headers()] for one in read("program")[:100]], [["event_type", "place"]] * 100)
    rows = ("rows", "--builtin", "ecommerce", "--rows", 2000, "--seed", 7)
    program.run(*rows, "--sink", f"kafka://{address}/program-rows", "--key", "brand")
    compare("rows", [[one.key() and one.key().decode(), json.loads(one.value())] for one in read("program-rows")], [[one["brand"], one] for one in program.made(*rows)])
    documents = ("documents", "--days", 0.005)
    program.run(*documents, "--sink", f"kafka://{address}/program-documents")
    compare("documents", [json.loads(one.value()) for one in read("program-documents")], program.made(*documents))
    framed(program, events, address, read, made)

    # kill -9, with a seed that was drawn and a start that was now; two shards; another specification.
    count = 60000 if full else 24000
    sink = ("--sink", f"kafka://{address}/program-killed?transaction_interval_ms=100", "--count", count)
    report = program.killed((*events, *sink), kills=10 if full else 3)
    compare("killed", read_events("program-killed"), map(sent_as, program.made(*events, "--count", count, *again(report))))
    program.refused(["another specification"], "events", "--config", program.changed, *sink, "--resume")
    start = spate.now()
    shards = (*events, "--count", count, "--seed", 7, "--start-time", start, "--sink", f"kafka://{address}/program-shards?transaction_interval_ms=100")
    ends = program.killed_shards(shards, 2)
    compare("shards", read_events("program-shards"), map(sent_as, program.made(*events, "--count", count, "--seed", 7, "--start-time", start)))

    # A stop flushes, and is gone on with.
    sink = ("--count", 1_000_000, "--sink", f"kafka://{address}/program-stopped")
    report = program.stopped((*events, *sink))
    compare("stopped", [len(read("program-stopped"))], [report["acknowledged"]])
    program.refused(["--resume", "--force", "has not come to its end"], *events, *sink)
    program.metrics((*events, "--count", 1_000_000, "--sink", f"kafka://{address}/program-metrics"))

    # Refusals; SASL and TLS by references to secrets.
    hub = f"kafka://localhost:{test.broker.tls}/program?security_protocol=SASL_SSL&ssl_ca_location={test.broker.folder}/ca.crt&connect_timeout_ms=6000&sasl_username={USER}"
    program.run(*events, "--dry-run", "--sink", hub + "&sasl_password={{secrets/kafka/password}}")
    program.refused(["sasl_password"], *events, "--dry-run", "--sink", hub + "&sasl_password={{secrets/kafka/wrong}}", status=1)
    program.refused(["no such topic"], *events, "--dry-run", "--sink", f"kafka://{address}/absent?create_topic=false", status=1)
    program.refused(["no broker answers"], *events, "--dry-run", "--sink", "kafka://127.0.0.1:9/absent?connect_timeout_ms=1000", status=1)
    print(f"program: {len(made)} events, 2000 rows, documents, framed Avro; {count} events killed, shards of {ends}: once each", flush=True)


def framed(program, events, address, read, made):
    """Avro behind Confluent's frame is the event, by the schema that the program writes."""
    import fastavro
    sample = pathlib.Path(program.folder) / "framed"
    sample.mkdir()
    config = sample / "shop.yaml"
    config.write_text(program.events.read_text() + "serialization_format: avro\n")
    program.run("events", "--config", config, "--count", 500, "--seed", 7, "--start-time", "2026-01-01T00:00:00Z", "--rate", "1M",
                "--sink", f"kafka://{address}/program-framed?framing=confluent_avro&schema_ids=order.placed%3D1,order.paid%3D2,3&headers=true")
    ids = {"order.placed": 1, "order.paid": 2, "order/returned": 3}
    for one in read("program-framed"):
        kind, place = dict(one.headers())["event_type"].decode(), int(dict(one.headers())["place"])
        if one.value()[:5] != b"\0" + ids[kind].to_bytes(4, "big") or made[place]["event_type_id"] != kind:
            raise Failure(f"framed: the message at place {place} begins with {one.value()[:5]}, and is of {kind}")
        if kind == "order.paid":
            schema = fastavro.parse_schema({"type": "record", "name": "paid", "fields": [{"name": "user_id", "type": "int"}, {"name": "at", "type": "long"}, {"name": "by", "type": "string"}]})
            value = fastavro.schemaless_reader(io.BytesIO(one.value()[5:]), schema)
            expected = made[place]["serialized_payload"]
            if (value["user_id"], value["by"]) != (expected["user_id"], expected["by"]):
                raise Failure(f"framed: {value} is not {expected}")
