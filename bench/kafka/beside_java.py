# SPDX-License-Identifier: Apache-2.0
"""Our sink beside Kafka's own tool for measuring producers, with equal settings, against one broker on this machine."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "integration"))
import kafka_server  # noqa: E402
from rounds import ratio_check, value_check  # noqa: E402

PEER = "ProducerPerformance 4.2.0"
PARTITIONS, BYTES = 4, 200


def java(jars, address, topic, count, batch, transactions):
    """Messages a second of one run of the peer."""
    properties = [f"bootstrap.servers={address}", "acks=all", "enable.idempotence=true", "linger.ms=5", f"batch.size={batch}", "compression.type=none", "buffer.memory=67108864"]
    command = ["java", "-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", f"{jars}/*", "org.apache.kafka.tools.ProducerPerformance", "--topic", topic, "--num-records",
               str(count), "--record-size", str(BYTES), "--throughput", "-1", "--producer-props", *properties]
    if transactions:
        command += ["--transactional-id", "java-bench", "--transaction-duration-ms", "1000"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=600)
    found = re.findall(rf"^{count} records sent, ([0-9.]+) records/sec", done.stdout, re.M)
    if not found:
        raise OSError(f"{PEER}: {(done.stderr or done.stdout)[-400:]}")
    return float(found[-1])


def measure(bench):
    jars = (bench.given.kafka or bench.build.parent / "kafka").resolve()
    missing = kafka_server.is_missing() or (None if jars.is_dir() else str(jars))
    if missing:
        return [ratio_check("kafka", f"{BYTES}-byte messages", "M messages/s", [], PEER, 0.9) | {"note": f"not measured: there is no {missing}"}]
    program, count, rounds = bench.program("bench_kafka_kafka"), 500_000 if bench.given.quick else 5_000_000, 3 if bench.given.quick else 7
    checks, folder = [], tempfile.mkdtemp(prefix="spate-bench-kafka-", dir=bench.folder())
    broker = None
    try:
        # What was sent is deleted soon: some GB a minute come together.
        broker = kafka_server.Broker(jars, folder, "1g", "log.retention.bytes=300000000\nlog.retention.check.interval.ms=5000\nlog.segment.delete.delay.ms=1000\nnum.partitions=4\n")
        broker.start()

        def ours(run, topic, batch=16384, transactions=False):
            command = [program, "--run", run, "--servers", broker.address, "--topic", topic, "--count", str(count), "--bytes", str(BYTES), "--batch", str(batch), "--linger", "5"]
            return bench.run(command + (["--transactions"] if transactions else []))

        ours("constant", "warm")
        java(jars, broker.address, "warm", count // 5, 16384, False)
        for batch, transactions in ((16384, False), (16384, True), (1_000_000, False), (1_000_000, True)):
            pairs = []
            for turn in range(rounds):
                order = ("ours", "java") if turn % 2 == 0 else ("java", "ours")
                found = {}
                for which in order:
                    found[which] = (ours("constant", "bench", batch, transactions)["messages/s"] if which == "ours" else
                                    java(jars, broker.address, "bench", count, batch, transactions)) / 1e6
                pairs.append((found["ours"], found["java"]))
            what = f"{BYTES}-byte messages, batches of {batch} bytes{', transactions of 1 s' if transactions else ''}"
            checks.append(ratio_check("kafka", what, "M messages/s", pairs, PEER, 0.9))
        # 1,000 types, made and sent; beside the client alone with constant messages of as many bytes.
        pairs, rates = [], []
        for transactions in (False, True):
            pairs, rates = [], []
            for _ in range(rounds):
                made = ours("events", "events", 1_000_000, transactions)
                alone = bench.run([program, "--run", "client", "--servers", broker.address, "--topic", "events", "--count", str(count), "--bytes", str(round(made["bytes"])),
                                   "--batch", "1000000", "--linger", "5"])
                pairs.append((made["messages/s"] / 1e6, alone["messages/s"] / 1e6))
                rates.append(made["messages/s"] / 1e6)
            what = "events of 1,000 types" + (", transactions" if transactions else "")
            checks.append(value_check("kafka", what, "M events/s", rates, ">=", 1))
            checks.append(ratio_check("kafka", what + " and the client's own limit", "M events/s", pairs, "constant messages by librdkafka", None, as_limit=True) |
                          {"note": f"{made['bytes']:.0f} bytes each"})
    except kafka_server.Failure as failure:
        raise OSError(str(failure)) from failure
    finally:
        if broker is not None:
            broker.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return checks
