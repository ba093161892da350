#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does a real Kafka broker hold what was sent, each message once? Starts one from its jars, sends, breaks things, and reads all back by another client.

    mvn -q -B -f tests/integration/kafka_broker/pom.xml dependency:copy-dependencies -DoutputDirectory=$PWD/build/kafka
    build/venv-kafka/bin/python tests/integration/kafka.py build/dev/tests/bin/test_integration_kafka_files --jars build/kafka [--program build/dev/bin/spate] [--full] [--only NAME]

The venv has the packages of requirements-kafka.txt. Where Java, openssl or the packages are absent this leaves with 77.
"""

import argparse
import collections
import io
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import kafka_program  # noqa: E402
import kafka_server  # noqa: E402
from kafka_server import Broker, Failure, PASSWORD, USER  # noqa: E402

try:
    from confluent_kafka import Consumer, TopicPartition
except ImportError:
    print("skipped: there is no confluent-kafka; install tests/integration/requirements-kafka.txt")
    sys.exit(77)

LIMIT = 120
PAST = 1_700_000_000_000


def murmur2(key):
    """The hash of Java's producer."""
    mask, m, length = 0xFFFFFFFF, 0x5BD1E995, len(key)
    h = (0x9747B28C ^ length) & mask
    for at in range(0, length - length % 4, 4):
        k = struct.unpack_from("<I", key, at)[0] * m & mask
        k = (k ^ k >> 24) * m & mask
        h = (h * m & mask) ^ k
    rest = key[length - length % 4:]
    for at in reversed(range(len(rest))):
        h ^= rest[at] << 8 * at
    if rest:
        h = h * m & mask
    h = (h ^ h >> 13) * m & mask
    return h ^ h >> 15


class Test:
    def __init__(self, broker, helper, full):
        self.broker, self.helper, self.full = broker, helper, full

    # Running

    def start(self, topic, settings=(), **with_):
        given = {"sink.topic": topic, "sink.bootstrap_servers": self.broker.address} | {key.replace("__", "."): value for key, value in with_.items()} | dict(settings)
        environment = os.environ | {"SPATE_KAFKA": "\n".join(f"{key}={value}" for key, value in given.items() if value is not None)}
        return subprocess.Popen([self.helper], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, topic, settings=(), **with_):
        """The words of the helper's last line, after 'done'."""
        process = self.start(topic, settings, **with_)
        try:
            output = process.communicate(timeout=LIMIT)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            raise Failure(f"{topic}: the helper goes on for more than {LIMIT} s: {process.communicate()[0][-500:]}") from None
        lines = [line for line in output.splitlines() if line.startswith(("done ", "error ", "checked "))]
        if not lines:
            raise Failure(f"{topic}: the helper ended with {process.returncode}: {output[-1000:]}")
        return lines[-1]

    def send(self, topic, settings=(), **with_):
        line = self.run(topic, settings, **with_)
        if not line.startswith("done "):
            raise Failure(f"{topic}: {line}")
        words = line.split()[1:]
        return dict(zip(("sent", "acknowledged", "retries", "errors", "bytes"), map(int, words[:5]))) | {"seconds": float(words[5]), "counted": int(words[6]), "in_flight": int(words[7])}

    def fails(self, name, parts, topic, settings=(), **with_):
        begin = time.monotonic()
        line = self.run(topic, settings, **with_)
        for part in (parts,) if isinstance(parts, str) else parts:
            if not line.startswith("error ") or part not in line:
                raise Failure(f"{name}: expected an error with '{part}', got: {line}")
        for text in (PASSWORD, "a1b2c3", "wrong-password"):
            if text in line:
                raise Failure(f"{name}: the message tells a secret")
        print(f"{name}: {time.monotonic() - begin:.1f} s: {line[6:]}", flush=True)

    # Reading

    def read(self, topic, isolation="read_committed"):
        """All messages of each partition, by a client of its own."""
        consumer = Consumer({"bootstrap.servers": self.broker.address, "group.id": f"reader-{random.random()}", "isolation.level": isolation, "enable.auto.commit": False,
                             "auto.offset.reset": "earliest", "enable.partition.eof": False})
        try:
            partitions = sorted(consumer.list_topics(topic, timeout=20).topics[topic].partitions)
            out, ends, begin = {partition: [] for partition in partitions}, self.ends(consumer, topic, partitions), time.monotonic()
            consumer.assign([TopicPartition(topic, partition, 0) for partition in ends])
            while any(one.offset < ends[one.partition] for one in consumer.position([TopicPartition(topic, partition) for partition in ends])):
                for one in consumer.consume(10000, timeout=0.1):
                    if one.error() is not None:
                        raise Failure(f"{topic}: {one.error()}")
                    out[one.partition()].append(one)
                if time.monotonic() - begin > LIMIT:
                    raise Failure(f"{topic}: the partitions do not come to their ends {ends}")
            return out
        finally:
            consumer.close()

    def ends(self, consumer, topic, partitions):
        """The end of each partition that holds something, once no transaction is undecided there: a commit is acknowledged before its markers are written."""
        everything = Consumer({"bootstrap.servers": self.broker.address, "group.id": "ends", "isolation.level": "read_uncommitted"})
        try:
            begin = time.monotonic()
            while time.monotonic() - begin < LIMIT:
                decided, written = ({partition: one.get_watermark_offsets(TopicPartition(topic, partition), timeout=20)[1] for partition in partitions}
                                    for one in (consumer, everything))
                if decided == written:
                    return {partition: end for partition, end in written.items() if end > 0}
                time.sleep(0.05)
            raise Failure(f"{topic}: a transaction stays open: {decided} of {written}")
        finally:
            everything.close()

    def check(self, topic, count, keys=0, lost=0, isolation="read_committed", begin=PAST, again=False):
        """Each place once, in order within its partition; with keys where Java's producer puts them. `again`: places may come once more, behind where they were."""
        read = self.read(topic, isolation)
        seen = collections.Counter()
        for partition, messages in read.items():
            places = []
            for one in messages:
                place = int(one.value().split(b":", 2)[1])
                places.append(place)
                if one.timestamp() != (1, begin + place):
                    raise Failure(f"{topic}: the message at place {place} has the time {one.timestamp()}")
                if (one.key() or b"") != b"" and keys == 0:
                    raise Failure(f"{topic}: the message at place {place} has a key")
                if keys != 0 and (murmur2(one.key()) & 0x7FFFFFFF) % len(read) != partition:
                    raise Failure(f"{topic}: key {one.key()} is in partition {partition}, where Java's producer does not put it")
            seen.update(places)
            if again:
                places = list(dict.fromkeys(places))
            step = next((pair for pair in zip(places, places[1:]) if pair[0] >= pair[1]), None)
            if step:
                raise Failure(f"{topic}: partition {partition} is not in order: {step[1]} follows {step[0]}, and {sum(times > 1 for times in seen.values())} are there twice")
        expected = {place for place in range(count) if not lost or place % lost != 3}
        missing, twice, strange = expected - set(seen), [place for place, times in seen.items() if times > 1 and not again], set(seen) - expected
        if missing or twice or strange:
            raise Failure(f"{topic}: of {len(expected)} messages {len(missing)} are missing ({sorted(missing)[:3]}), {len(twice)} there twice ({sorted(twice)[:3]}), {len(strange)} strange")
        return read

    # Tests

    def plain(self):
        for place, codec in enumerate(("none", "gzip", "snappy", "lz4", "zstd")):
            for transactions in ("true", "false") if self.full or place == 0 else ("true",) if place % 2 == 0 else ("false",):
                topic = f"plain-{codec}-{transactions}"
                counts = self.send(topic, count=20000, keys=500, lost=7, stream=topic, sink__compression=codec, sink__transactions=transactions, sink__headers="true",
                                   sink__partitions=5, sink__transaction_interval_ms=100)
                read = self.check(topic, 20000, 500, 7)
                if len(read) != 5 or counts["acknowledged"] != 20000 or counts["in_flight"] != 0 or counts["counted"] != counts["sent"]:
                    raise Failure(f"{topic}: {len(read)} partitions, {counts}")
                for one in read[0][:1000]:
                    place = int(one.value().split(b":", 2)[1])
                    if one.headers() != [("event_type", [b"order.created", b"order.paid", b"order.shipped"][place % 3]), ("place", str(place).encode())]:
                        raise Failure(f"{topic}: headers are {one.headers()}")
        print("plain: 5 codecs with and without transactions: counts, keys, order, headers, times", flush=True)
        counts = self.send("sticky", count=200000, stream="sticky", sink__partitions=4)
        sizes = {partition: len(found) for partition, found in self.check("sticky", 200000).items()}
        if min(sizes.values()) < 10000:
            raise Failure(f"without keys partitions have {sizes}")
        print(f"without keys: {sizes}, {counts['sent'] / counts['seconds'] / 1e3:.0f} k messages/s", flush=True)

    def framing(self):
        """Confluent's deserializers read what stands behind the frame, and ask the registry for the number in it."""
        import fastavro
        from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
        from confluent_kafka.schema_registry.avro import AvroDeserializer
        from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer
        from confluent_kafka.serialization import MessageField, SerializationContext
        from google.protobuf import wrappers_pb2
        import json

        schema = {"type": "record", "name": "one", "fields": [{"name": "id", "type": "long"}, {"name": "text", "type": "string"}]}
        registry = SchemaRegistryClient.new_client({"url": "mock://spate"})
        ids = [registry.register_schema(f"subject-{i}", Schema(json.dumps(schema | {"name": f"one{i}"}), "AVRO")) for i in range(3)]
        packed = io.BytesIO()
        fastavro.schemaless_writer(packed, fastavro.parse_schema(schema), {"id": 7, "text": "seven"})
        self.send("framed-avro", count=30, payload=packed.getvalue().hex(), stream="framed-avro", sink__framing="confluent_avro",
                  sink__schema_ids=f"order.created={ids[0]}, order.paid={ids[1]}, {ids[2]}")
        avro, numbers = AvroDeserializer(registry), collections.Counter()
        for messages in self.read("framed-avro").values():
            for one in messages:
                numbers[struct.unpack(">I", one.value()[1:5])[0]] += 1
                if avro(one.value(), SerializationContext("framed-avro", MessageField.VALUE)) != {"id": 7, "text": "seven"}:
                    raise Failure(f"framed-avro: {one.value()}")
        if numbers != {ids[0]: 10, ids[1]: 10, ids[2]: 10}:
            raise Failure(f"framed-avro: numbers of schemas {numbers}")
        # wrappers.proto begins with DoubleValue: the first message of a file, whose path is one 0.
        value = wrappers_pb2.DoubleValue(value=1.5)
        self.send("framed-protobuf", count=10, payload=value.SerializeToString().hex(), stream="framed-protobuf", sink__framing="confluent_protobuf", sink__schema_ids="9")
        protobuf = ProtobufDeserializer(wrappers_pb2.DoubleValue, {"use.deprecated.format": False})
        found = [protobuf(one.value(), SerializationContext("framed-protobuf", MessageField.VALUE)) for messages in self.read("framed-protobuf").values() for one in messages]
        if found != [value] * 10:
            raise Failure(f"framed-protobuf: {found}")
        print("framing: Avro and protobuf by Confluent's deserializers", flush=True)

    def secured(self):
        """A listener as that of Event Hubs: SASL_SSL, PLAIN, $ConnectionString, 1,046,528 bytes."""
        folder, tls = self.broker.folder, f"localhost:{self.broker.tls}"
        hubs = {"sink.bootstrap_servers": tls, "sink.connection_string": PASSWORD, "sink.ssl_ca_location": f"{folder}/ca.crt", "type": "eventhubs", "sink.connect_timeout_ms": "8000"}
        self.send("hub", hubs | {"sink.create_topic": "true"}, count=5000, keys=50, stream="hub")
        self.check("hub", 5000, 50)
        # Messages near the limit, many at once: no request is longer than Event Hubs take.
        counts = self.send("hub-large", hubs | {"sink.create_topic": "true"}, count=40, bytes=999_800, stream="hub-large")
        self.check("hub-large", 40)
        print(f"secured: 5000 messages, and 40 of 999,800 bytes: {counts['bytes'] / 1e6 / counts['seconds']:.0f} MB/s", flush=True)
        self.fails("too long", ["place 600", "order.created", "1100000 bytes", "1000000", "(acknowledged 600)"], "hub", hubs, count=1000, long_at=600, long_bytes=1_100_000, stream="long")
        sasl = {"sink.bootstrap_servers": tls, "sink.security_protocol": "SASL_SSL", "sink.sasl_username": USER, "sink.sasl_password": PASSWORD,
                "sink.ssl_ca_location": f"{folder}/ca.crt", "sink.connect_timeout_ms": "8000"}
        self.send("sasl", sasl, count=2000, keys=50, stream="sasl")
        self.check("sasl", 2000, 50)
        self.fails("wrong password", "sasl_password", "sasl", sasl | {"sink.sasl_password": "wrong-password"}, count=10)
        self.fails("wrong connection string", "connection_string", "hub", hubs | {"sink.connection_string": PASSWORD.replace("a1b2c3", "wrong-password")}, count=10)
        self.fails("wrong authority", "ssl_ca_location", "sasl", sasl | {"sink.ssl_ca_location": f"{folder}/other.crt"}, count=10)
        self.fails("the system's authorities", "TLS", "sasl", sasl | {"sink.ssl_ca_location": None}, count=10)
        self.fails("wrong host name", "TLS", "sasl", sasl | {"sink.bootstrap_servers": f"127.0.0.1:{self.broker.tls}"}, count=10)
        self.fails("no TLS", "no broker answers", "sasl", {"sink.bootstrap_servers": tls, "sink.connect_timeout_ms": "3000"}, count=10)
        self.send("sasl-unverified", sasl | {"sink.ssl_ca_location": f"{folder}/other.crt", "sink.verify_tls": "false"}, count=100, stream="unverified")

    def refused(self):
        self.fails("unknown topic", ["no such topic", "create_topic"], "absent", sink__create_topic="false", count=10)
        self.fails("unknown topic, only checked", "no such topic", "absent", sink__create_topic="false", check=1)
        if not self.run("absent", check=1).startswith("checked "):
            raise Failure("check fails")
        consumer = Consumer({"bootstrap.servers": self.broker.address, "group.id": "none"})
        if "absent" in consumer.list_topics(timeout=20).topics:
            raise Failure("a check has made a topic")
        consumer.close()
        self.fails("unreachable", ["no broker answers", "bootstrap_servers"], "absent", sink__bootstrap_servers="127.0.0.1:9", sink__connect_timeout_ms="2000", count=10)
        self.fails("unknown host", ["no broker answers", "bootstrap_servers"], "absent", sink__bootstrap_servers="host.invalid:9092", sink__connect_timeout_ms="2000", count=10)
        self.fails("too long for the topic", ["place 700", "2000000 bytes", "1046528", "max.message.bytes", "(acknowledged 700)"], "long", count=1000, long_at=700, long_bytes=2_000_000, stream="long")
        self.check("long", 700)
        self.fails("too long, no transactions", ["place 700", "(acknowledged 700)"], "long-plain", count=1000, long_at=700, long_bytes=2_000_000, sink__transactions="false")
        self.check("long-plain", 700)

    def resume(self, rounds):
        """kill -9 of the sender at random moments, and on from where the broker knows that it was."""
        count, kills, places = 40000, 0, []
        for turn in range(rounds):
            topic = f"resume-{turn}"
            for attempt in range(1000):
                process = self.start(topic, count=count, keys=300, stream=topic, step=256, pause_us=5000, sink__transaction_interval_ms=20)
                lines = []
                deadline = time.monotonic() + 0.2 + random.random() * 1.2 if attempt < (4 if self.full else 2) else None
                if deadline is None:
                    lines = process.communicate(timeout=LIMIT)[0].splitlines()
                else:
                    time.sleep(max(0, deadline - time.monotonic()))
                    process.kill()
                    lines = process.communicate()[0].splitlines()
                    kills += process.returncode == -9
                places += [int(line.split()[1]) for line in lines if line.startswith("resumed ")]
                if any(line.startswith("error ") for line in lines):
                    raise Failure(f"{topic}: {lines[-3:]}")
                if any(line.startswith("done ") for line in lines):
                    break
            self.check(topic, count, 300)
        begun = sorted(place for place in places if 0 < place < count)
        print(f"resume: {rounds} streams of {count} messages, {kills} kills, {len(begun)} resumed in their midst: each message once", flush=True)
        if not begun:
            raise Failure("no sender was ever resumed in the midst of its stream")

    def broker_dies(self):
        """kill -9 of the broker in the midst of streams, and on with the same folder. Its last answers are lost: what it holds is sent again."""
        count, now = 150000 if self.full else 40000, int(time.time()) * 1000
        # At its start a broker forgets producers whose newest message has a time a day past, other than those of open transactions: it then takes batches twice.
        cases = {"dies-transactions": ("true", PAST, False), "dies-plain": ("false", now, False), "dies-past": ("false", PAST, True)}
        senders = {}
        for topic, (transactions, begin, _) in cases.items():
            senders[topic] = self.start(topic, count=count, keys=300, stream=topic, step=256, pause_us=40000, time=begin, sink__transactions=transactions,
                                        sink__transaction_interval_ms=200, sink__bootstrap_servers=self.broker.relayed)
            self.wait_for_acknowledged(senders[topic])
        for _ in range(3 if self.full else 1):
            self.broker.relay.lose_answers()
            time.sleep(0.3)
            self.broker.kill()
            self.broker.relay.cut()
            self.broker.start()
            time.sleep(1)
        for topic, process in senders.items():
            output = process.communicate(timeout=LIMIT)[0]
            if not any(line.startswith("done ") for line in output.splitlines()):
                raise Failure(f"{topic}: {output[-1000:]}")
            _, begin, again = cases[topic]
            messages = sum(map(len, self.check(topic, count, 300, begin=begin, again=again).values()))
            print(f"the broker was killed and started again: {topic}: {messages} messages of {count} places", flush=True)

    @staticmethod
    def wait_for_acknowledged(process):
        for line in process.stdout:
            if line.startswith("at ") and int(line.split()[2]) > 0:
                return

    def broker_stays_away(self):
        """A sender whose broker does not come back ends in a bounded time, and goes on later."""
        process = self.start("away", count=30000, keys=300, stream="away", step=256, pause_us=30000, sink__transaction_interval_ms=100, sink__delivery_timeout_ms="4000")
        self.wait_for_acknowledged(process)
        self.broker.kill()
        begin = time.monotonic()
        try:
            output = process.communicate(timeout=40)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            raise Failure(f"away: the sender waits for a broker without end: {process.communicate()[0][-200:]}") from None
        finally:
            took = time.monotonic() - begin
            self.broker.start()
        line = next((line for line in output.splitlines() if line.startswith("error ")), output[-300:])
        if "bootstrap_servers" not in line:
            raise Failure(f"away: {line}")
        self.send("away", count=30000, keys=300, stream="away")
        self.check("away", 30000, 300)
        print(f"away: ended after {took:.1f} s: {line[6:]}", flush=True)

    def fenced(self):
        """Of two runs of one stream the newer one goes on."""
        first = self.start("fenced", count=1_000_000, stream="fenced", step=256, pause_us=20000, sink__transaction_interval_ms=100)
        self.wait_for_acknowledged(first)
        self.send("fenced", count=30000, stream="fenced", step=256, sink__transaction_interval_ms=100)
        output = first.communicate(timeout=LIMIT)[0]
        line = next((line for line in output.splitlines() if line.startswith("error ")), output[-300:])
        if "another run of the same stream has taken over" not in line:
            raise Failure(f"the older run is not fenced: {line}")
        self.check("fenced", 30000)
        print(f"fenced: {line[6:]}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("helper", help="the program test_integration_kafka_files")
    parser.add_argument("--jars", required=True, help="the folder of the broker's jars")
    parser.add_argument("--program", help="the program spate; without it only the sink is tested")
    parser.add_argument("--full", action="store_true", help="more kills")
    parser.add_argument("--only", help="one of plain, framing, secured, refused, resume, fenced, program, broker_dies, broker_stays_away")
    given = parser.parse_args()
    missing = kafka_server.is_missing()
    if missing or not pathlib.Path(given.jars).is_dir():
        print(f"skipped: there is no {missing or given.jars}")
        return 77
    folder = tempfile.mkdtemp(prefix="spate-kafka-")
    broker = None
    try:
        broker = Broker(given.jars, folder)
        print(f"Kafka is up after {broker.start():.1f} s", flush=True)
        test = Test(broker, given.helper, given.full)
        tests = {"plain": test.plain, "framing": test.framing, "secured": test.secured, "refused": test.refused, "resume": lambda: test.resume(30 if given.full else 5),
                 "fenced": test.fenced, "program": lambda: kafka_program.test(given.program, test, given.full), "broker_dies": test.broker_dies, "broker_stays_away": test.broker_stays_away}
        for name, one in tests.items():
            if given.only in (None, name) and (name != "program" or given.program):
                begin = time.monotonic()
                one()
                print(f"--- {name}: {time.monotonic() - begin:.1f} s", flush=True)
    except Failure as failure:
        print(f"FAILED: {failure}")
        return 1
    finally:
        if broker is not None:
            broker.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
