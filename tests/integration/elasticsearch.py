#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does Elasticsearch take the bulk bodies of `spate documents`, and what the sink sends? Starts one from its zip, sends metrics, logs and traces, and compares
what it gives back; then elasticsearch_sink.py does the same with the sink, and elasticsearch_program.py with `spate --sink`.

    python3 tests/integration/elasticsearch.py --program build/dev/bin/spate --sink build/dev/tests/bin/test_integration_elasticsearch_documents \
        --zip build/elasticsearch/elasticsearch-8.15.0.zip [--full]

It listens on the loopback device alone, on a free port, in a temporary directory, and is ended by its process id. Elasticsearch refuses to run as root: then it
runs as nobody. Where Java is absent this leaves with 77.
"""

import argparse
import gzip
import json
import os
import pathlib
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile

import elasticsearch_program
import elasticsearch_sink
import program as spate

START_LIMIT, REQUEST_LIMIT, BODY_LIMIT = 120, 60, 5_000_000
SETTINGS = """\
cluster.name: spate-test
node.name: test
path.data: {folder}/data
path.logs: {folder}/logs
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
discovery.type: single-node
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""
# So little that requests are refused now and then.
NARROW = """\
http.max_content_length: 6mb
indexing_pressure.memory.limit: 16mb
"""


class Failure(Exception):
    pass


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Server:
    """An Elasticsearch in a folder; `limits` are lines of its configuration."""

    def __init__(self, archive, folder, limits=NARROW):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        self.home = next(pathlib.Path(folder).glob("elasticsearch-*"))
        for tool in (self.home / "bin").iterdir():
            tool.chmod(0o755)
        http, transport = free_ports(2)
        self.address = f"http://127.0.0.1:{http}"
        (self.home / "config" / "elasticsearch.yml").write_text(SETTINGS.format(folder=folder, http=http, transport=transport) + limits)
        self.log = pathlib.Path(folder) / "output"
        options = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chmod(folder, 0o755)
            for root, folders, files in os.walk(folder):
                for name in [root] + [os.path.join(root, one) for one in folders + files]:
                    os.chown(name, nobody.pw_uid, nobody.pw_gid)
            options = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        java = pathlib.Path(shutil.which("java")).resolve().parent.parent
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "ES_JAVA_HOME": str(java), "ES_JAVA_OPTS": "-Xms384m -Xmx384m", "ES_TMPDIR": folder}
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([str(self.home / "bin" / "elasticsearch")], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, env=environment,
                                            start_new_session=True, **options)

    def wait(self):
        begin = time.monotonic()
        while time.monotonic() - begin < START_LIMIT:
            if self.process.poll() is not None:
                break
            try:
                if self.ask("GET", "/_cluster/health?timeout=1s")["status"] in ("green", "yellow"):
                    return time.monotonic() - begin
            except (OSError, Failure):
                pass
            time.sleep(0.3)
        raise Failure(f"Elasticsearch did not start: {self.log.read_text()[-2000:]}")

    def ask(self, method, path, body=None, kind="application/json", packed=False):
        headers = {"Content-Type": kind}
        if packed:
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        request = urllib.request.Request(self.address + path, data=json.dumps(body).encode() if isinstance(body, dict) else body, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=REQUEST_LIMIT) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Failure(f"{method} {path}: {error.code} {error.read().decode()[:1000]}") from error

    def stop(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return
            try:
                self.process.wait(timeout=20)
                if number == signal.SIGTERM:
                    continue  # what is left of its session
            except subprocess.TimeoutExpired:
                pass


def problems_of(answer):
    """What was refused, item by item: the answer's status is 200 all the same."""
    out = []
    for item in answer["items"]:
        (operation, result), = item.items()
        if result["status"] not in (200, 201):
            out.append(f"{operation}: {result['status']} {json.dumps(result.get('error'))[:300]}")
    if bool(out) != answer["errors"]:
        raise Failure(f"errors is {answer['errors']}, but {len(out)} items have one")
    return out


def parts_of(body):
    """Bodies of at most 5 MB, cut behind whole documents."""
    while body:
        end = len(body)
        if end > BODY_LIMIT:
            end = body.rfind(b"\n{\"create\"", 0, BODY_LIMIT) + 1 or body.rfind(b"\n{\"index\"", 0, BODY_LIMIT) + 1
        yield body[:end]
        body = body[end:]


def made(program, folder, name, lines, arguments):
    config = pathlib.Path(folder) / f"{name}.yaml"
    config.write_text(lines)
    done = subprocess.run([program, "documents", "--config", str(config), "--format", "bulk", "--out", "-", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise Failure(f"spate documents: {done.stderr.decode()}")
    return done.stdout


def check(server, target, path, body, packed):
    lines = body.split(b"\n")
    if lines.pop() != b"" or len(lines) % 2 != 0:
        raise Failure(f"{target}: the body does not end with a newline behind a document")
    documents, items, begin = lines[1::2], [], time.monotonic()
    for part in parts_of(body):
        answer = server.ask("POST", path, part, "application/x-ndjson", packed)
        problems = problems_of(answer)
        if problems:
            raise Failure(f"{target}: {len(problems)} of {len(answer['items'])} documents are refused: {problems[0]}")
        items += answer["items"]
    taken = time.monotonic() - begin
    if len(items) != len(documents):
        raise Failure(f"{target}: {len(documents)} documents were sent, {len(items)} were answered")
    server.ask("POST", f"/{target}/_refresh")
    count = server.ask("GET", f"/{target}/_count")["count"]
    if count != len(documents):
        raise Failure(f"{target}: holds {count} of {len(documents)} documents")
    for place in random.sample(range(len(documents)), 50) + [0, len(documents) - 1]:
        (_, result), = items[place].items()
        kept = server.ask("GET", f"/{result['_index']}/_doc/{result['_id']}")["_source"]
        if kept != json.loads(documents[place]):
            raise Failure(f"{target}: document {place} is not what was sent: {kept} and {documents[place].decode()}")
    print(f"{target}: {count} documents, {len(body) / 1e6:.1f} MB in {taken:.1f} s{', gzip' if packed else ''}", flush=True)
    return documents


def test(server, program, folder, share):
    for kind in ("metrics", "logs"):
        template = {"index_patterns": [f"{kind}-*-*"], "data_stream": {}, "priority": 500,
                    "template": {"settings": {"number_of_shards": 1, "number_of_replicas": 0}, "mappings": {"properties": {"@timestamp": {"type": "date_nanos"}}}}}
        server.ask("PUT", f"/_index_template/{kind}", template)
    server.ask("PUT", "/spans", {"settings": {"number_of_replicas": 0}})
    server.ask("PUT", "/otel", {"settings": {"number_of_replicas": 0}})

    def until(minutes):
        return ["--to", f"2025-01-01T00:{int(minutes):02d}:{int(minutes * 60) % 60:02d}Z"]

    # Into a data stream that the actions name, into one that the path names, and into indices.
    metrics = check(server, "metrics-shop-default", "/_bulk", made(program, folder, "metrics", "data_stream: metrics-shop-default\n", ["--days", f"{0.18 * share:.3f}"]), False)
    logs = check(server, "logs-shop-default", "/logs-shop-default/_bulk", made(program, folder, "logs", "kind: logs\n", until(15 * share)), True)
    spans = check(server, "spans", "/_bulk", made(program, folder, "spans", "kind: traces\nindex: spans\n", until(8 * share)), False)
    check(server, "otel", "/_bulk", made(program, folder, "otel", "kind: logs\nnaming: otel\nindex: otel\n", until(2 * share)), True)

    # Identifiers join what was sent apart.
    trace = json.loads(metrics[4 * 60])["trace.id"]
    for target, documents in (("metrics-shop-default", metrics), ("logs-shop-default", logs), ("spans", spans)):
        found = server.ask("POST", f"/{target}/_search", {"size": 20, "query": {"term": {"trace.id.keyword": trace}}})["hits"]["hits"]
        sent = [json.loads(one) for one in documents if trace.encode() in one]
        if not sent or sorted(map(json.dumps, sent)) != sorted(json.dumps(one["_source"]) for one in found):
            raise Failure(f"{target}: trace {trace} has {len(found)} documents, {len(sent)} were sent")

    # A document that is none is told among those that are.
    good = b'{"create":{}}\n' + metrics[0] + b"\n"
    answer = server.ask("POST", "/metrics-shop-default/_bulk", good + b'{"create":{}}\n{"@timestamp":"soon"}\n' + good, "application/x-ndjson")
    if len(problems_of(answer)) != 1:
        raise Failure("a document without a time is not refused")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the program spate")
    parser.add_argument("--zip", required=True, help="Elasticsearch, as Maven has it: org.elasticsearch.distribution.integ-test-zip:elasticsearch:8.15.0:zip")
    parser.add_argument("--sink", help="the program test_integration_elasticsearch_documents; without it the sink is not tested")
    parser.add_argument("--full", action="store_true", help="more documents, and more kills")
    given = parser.parse_args()
    if shutil.which("java") is None:
        print("skipped: there is no java")
        return 77
    folder = tempfile.mkdtemp(prefix="spate-elasticsearch-")
    try:
        server = Server(given.zip, folder)
        try:
            print(f"Elasticsearch is up after {server.wait():.1f} s", flush=True)
            test(server, given.program, folder, 1 if given.full else 0.25)
            elasticsearch_program.test(given.program, server, folder, given.full)
            if given.sink:
                elasticsearch_sink.test(server, given.sink, folder, given.full)
        finally:
            server.stop()
    except (Failure, elasticsearch_sink.Failure, spate.Failure) as failure:
        print(f"FAILED: {failure}")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
