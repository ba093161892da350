#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What two servers of Kinesis make of the Kinesis sink: kinesis-local, which has shards and sequence numbers, and moto, which checks signatures and limits.

    python3 tests/integration/kinesis.py build/dev/tests/bin/test_integration_kinesis_sender --server build/kinesis-local/node_modules/kinesis-local \
        [--program build/dev/bin/spate] [--seed 7] [--long]

Needs the packages of requirements-kinesis.txt, and node for kinesis-local (npm install kinesis-local@0.6.2); where one is absent it leaves with 77. The servers
listen on the loopback device alone, on free ports, and are ended by their process ids. Between the sender and kinesis-local stands a proxy which refuses records and
requests, and loses requests and answers: nothing may be lost, and nothing may be there twice but what such an answer was about.
"""

import argparse
import base64
import collections
import contextlib
import http.client
import http.server
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import kinesis_program
import program as spate

try:
    import boto3
    import botocore.config
except ImportError:
    boto3 = None

START_LIMIT, RUN_LIMIT = 60, 300
ACCESS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "hush-hush"}
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kinesis:*", "Resource": "*"}]}


class Failure(Exception):
    pass


def require(holds, message):
    if not holds:
        raise Failure(message)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def server(words, environment, port, folder, name):
    """A process of its own that listens on a port."""
    log = pathlib.Path(folder) / f"{name}.log"
    with open(log, "w") as to:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=to, stderr=to, cwd=folder, env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment})
    try:
        begin = time.monotonic()
        while True:
            if process.poll() is not None or time.monotonic() - begin > START_LIMIT:
                raise Failure(f"{name} did not start: {log.read_text()[-2000:]}")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        print(f"{name} is up after {time.monotonic() - begin:.1f} s", flush=True)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def client(service, url, access=("AKIAIOSFODNN7EXAMPLE", "hush-hush")):
    return boto3.client(service, endpoint_url=url, region_name="us-east-1", aws_access_key_id=access[0], aws_secret_access_key=access[1],
                        config=botocore.config.Config(retries={"max_attempts": 1}))


def everything(kinesis, stream):
    """(shard, key, value) of all records, each shard's in its order."""
    out = []
    for shard in kinesis.list_shards(StreamName=stream)["Shards"]:
        iterator = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        last = -1
        while iterator:
            answer = kinesis.get_records(ShardIterator=iterator, Limit=10000)
            for one in answer["Records"]:
                require(int(one["SequenceNumber"]) > last, f"{stream}: sequence numbers of {shard['ShardId']} do not rise")
                last = int(one["SequenceNumber"])
                out.append((shard["ShardId"], one["PartitionKey"], one["Data"]))
            if not answer["Records"] and answer.get("MillisBehindLatest", 0) == 0:
                break
            iterator = answer.get("NextShardIterator")
    return out


def message(place, size, long=None):
    letters = 1 << 20 if place == long else place * 37 % size
    return str(place) if place % 97 == 0 else f"user-{place % 100}", b'{"n":%d,"pad":"%s"}' % (place, b"x" * letters)


def compare(records, count, size, first=0, twice=()):
    """Each place once under its key, those of `twice` more often, and nothing else; how many are there more than once."""
    found = collections.Counter((key, value) for _, key, value in records)
    wanted = [message(place, size) for place in range(first, count) if place % 89 != 7]
    missing = [one for one in wanted if found[one] == 0]
    require(not missing, f"{len(missing)} of {len(wanted)} messages are not there, as {missing[:1]}")
    other = set(found) - set(wanted)
    require(not other, f"{len(other)} records are no messages, as {next(iter(other), None)}")
    doubled = [one for one in wanted if found[one] > 1 and one[1] not in twice]
    require(not doubled, f"{len(doubled)} of {len(wanted)} messages are there more than once, as {doubled[:1]}")
    return sum(found.values()) - len(wanted)


class Sender:
    def __init__(self, program):
        self.program = program

    def start(self, url, stream, access=None, **how):
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **(ACCESS if access is None else access)}
        environment |= {f"KINESIS_{key.upper()}": str(value) for key, value in {"endpoint": url, "stream": stream, **how}.items()}
        return subprocess.Popen([self.program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, text=True)

    def run(self, *given, **how):
        """What it has counted and, if it failed, its one message."""
        process = self.start(*given, **how)
        try:
            out, _ = process.communicate(timeout=RUN_LIMIT)
        except subprocess.TimeoutExpired as late:
            process.kill()
            raise Failure(f"the sender was not done after {RUN_LIMIT} s") from late
        errors = [line[6:] for line in out.splitlines() if line.startswith("ERROR ")]
        require(process.returncode == (2 if errors else 0) and len(errors) < 2, f"the sender left with {process.returncode}: {out}")
        for word in ("hush-hush", "not-the-secret"):
            require(word not in out, "the sender shows a secret")
        words = next((line.split() for line in out.splitlines() if line.startswith("begin ")), [])
        return dict(zip(words[::2], map(float, words[1::2]))), errors[0] if errors else ""


class Proxy(http.server.ThreadingHTTPServer):
    """Hands requests to a server, and makes trouble."""

    daemon_threads = True

    def __init__(self, port, seed=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.behind, self.is_calm, self.random = port, seed is None, random.Random(seed)
        self.lock, self.one_at_a_time = threading.Lock(), threading.Lock()
        self.counts, self.lost = collections.Counter(), set()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def forward(self, body):
        # One at a time: moto gives two records that come at once the same number, and then has one of them.
        with self.server.one_at_a_time:
            return self.forwarded(body)

    def forwarded(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "content-length")}
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        status, out = answer.status, answer.read()
        connection.close()
        return status, out

    def reset(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def reply(self, status, body, headers=()):
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), ("Content-Type", "application/x-amz-json-1.1"), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            draw, drops = self.server.random.random(), self.server.random.getrandbits(64)
        if self.server.is_calm or not self.headers["X-Amz-Target"].endswith(".PutRecords"):
            return self.reply(*self.forward(body))
        kind = next((kind for kind, below in (("429", 0.05), ("503", 0.1), ("throttled", 0.15), ("reset", 0.2), ("lost", 0.27)) if draw < below), "")
        with self.server.lock:
            self.server.counts[kind or "taken"] += 1
        if kind == "429":
            return self.reply(429, b"slow down", [("Retry-After", "0")])
        if kind == "503":
            return self.reply(503, b"<html>no</html>")
        if kind == "throttled":
            return self.reply(400, b'{"__type":"ProvisionedThroughputExceededException","message":"Rate exceeded"}')
        if kind == "reset":
            return self.reset()
        # A fifth of the records is refused: the rest goes on to the server.
        given, drop = json.loads(body), random.Random(drops)
        refused = [drop.random() < 0.2 for _ in given["Records"]]
        kept = [one for one, no in zip(given["Records"], refused) if not no]
        answers = []
        if kept:
            status, out = self.forward(json.dumps({**given, "Records": kept}).encode())
            if status != 200:
                return self.reply(status, out)
            answers = json.loads(out)["Records"]
        if kind == "lost":
            with self.server.lock:
                self.server.lost.update(base64.b64decode(one["Data"]) for one in kept)
            return self.reset()
        codes = ("ProvisionedThroughputExceededException", "InternalFailure")
        merged = [{"ErrorCode": drop.choice(codes), "ErrorMessage": "not now"} if no else answers.pop(0) for no in refused]
        with self.server.lock:
            self.server.counts["records refused"] += sum(refused)
        return self.reply(200, json.dumps({"FailedRecordCount": sum(refused), "Records": merged}).encode())


def shards_and_order(sender, kinesis, url, count):
    """Few records: kinesis-local takes some hundreds a second."""
    said, error = sender.run(url, "ordered", count=count, shards=2, concurrent=1, size=300)
    require(not error, error)
    records = everything(kinesis, "ordered")
    compare(records, count, 300)
    shard_of, places = {}, collections.defaultdict(list)
    for shard, key, value in records:
        require(shard_of.setdefault(key, shard) == shard, f"the key {key} is in two shards")
        places[shard].append(json.loads(value)["n"])
    require(len(places) == 2, f"{len(places)} shards have records, and 2 should")
    require(all(one == sorted(one) for one in places.values()), "one request at a time does not keep the order")
    print(f"order: {len(records)} records in 2 shards, in order, {said['requests']:.0f} requests", flush=True)

    # From 2 shards to 7: by way of 4.
    _, error = sender.run(url, "ordered", count=10, rate=6500)
    require(not error, error)
    summary = kinesis.describe_stream_summary(StreamName="ordered")["StreamDescriptionSummary"]
    require(summary["OpenShardCount"] == 7 and summary["StreamStatus"] == "ACTIVE", f"the stream has {summary['OpenShardCount']} shards and should have 7")
    said, error = sender.run(url, "parallel", count=count, shards=3, concurrent=8, size=300)
    require(not error, error)
    compare(everything(kinesis, "parallel"), count, 300)
    require(said["in-flight"] == 0 and said["next"] == count, f"the counts do not agree: {said}")
    print(f"shards: 2 to 7; 8 requests at once: {said['sent']:.0f} records, {said['sent'] / said['seconds']:.0f} a second", flush=True)


def trouble(sender, kinesis, port, count, seed):
    proxy = Proxy(port, seed)
    try:
        said, error = sender.run(proxy.url, "troubled", count=count, shards=2, size=200)
    finally:
        proxy.shutdown()
    require(not error, error)
    more = compare(everything(kinesis, "troubled"), count, 200, twice=proxy.lost)
    require(proxy.counts["records refused"] > count / 20 and said["retries"] >= proxy.counts["records refused"], f"too little trouble: {said} {proxy.counts}")
    print(f"trouble: {said['sent']:.0f} records, {said['retries']:.0f} sent again, {more} twice, all of them of lost answers; {dict(proxy.counts)}", flush=True)


def kills(sender, kinesis, url, count, rounds, folder, rng):
    """Kill -9 at any moment, and on from the checkpoint: all is there, and twice only what was not yet in the checkpoint."""
    killed, begins, how = 0, [], {"count": count, "size": 100, "checkpoint": folder, "resume": 1, "concurrent": 2, "shards": 2, "batch": 512}
    for turn in range(rounds):
        process = sender.start(url, "killed", **how)
        time.sleep(rng.uniform(0.05, 0.5) * min(turn + 1, 5))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()
    while True:
        said, error = sender.run(url, "killed", **how)
        require(not error, error)
        begins.append(said["begin"])
        if said["next"] == count:
            break
    found = collections.Counter(value for _, _, value in everything(kinesis, "killed"))
    missing = [place for place in range(count) if place % 89 != 7 and message(place, 100)[1] not in found]
    require(not missing, f"{len(missing)} messages are lost, as {missing[:1]}")
    require(killed > 0 and begins[0] > 0, f"nothing was killed in the middle: {killed} killed, {begins}")
    print(f"kill -9: {killed} times, resumed at {begins[0]:.0f} at last; {len(found)} messages are there, {sum(found.values()) - len(found)} more than once", flush=True)


def refusals(sender, kinesis, url, tls):
    """Each is one clear message, and what was before is there."""
    said, error = sender.run(url, "long", count=500, size=50, long=300)
    require("the message at place 300 has 1048" in error and "at most 1048576" in error, f"a long message is told as: {error}")
    require(said["next"] == 300, f"{said['next']} places are acknowledged before a long message at 300")
    compare(everything(kinesis, "long"), 300, 50)
    _, error = sender.run(f"http://127.0.0.1:{free_port()}", "none", deadline=200)
    require("no answer" in error and "check that the server runs" in error, f"a server that is not there is told as: {error}")
    _, error = sender.run(url, "none", access={})
    require("AWS_ACCESS_KEY_ID is not in the environment" in error and ".aws/credentials" in error, f"missing credentials are told as: {error}")
    _, error = sender.run(f"https://127.0.0.1:{tls}", "none", check=1)
    require("certificate" in error, f"a certificate of nobody is told as: {error}")
    _, error = sender.run(f"https://127.0.0.1:{tls}", "secured", tls="trusting", count=100)
    require(not error, error)
    compare(everything(kinesis, "secured"), 100, 100)
    print("refusals: a long message, no server, no credentials, a certificate that is not trusted", flush=True)


def local(given, folder):
    plain, tls = free_port(), free_port()
    home = pathlib.Path(given.server).resolve()
    environment = {"KINESIS_MOCK_PLAIN_PORT": str(plain), "KINESIS_MOCK_TLS_PORT": str(tls), "KINESIS_MOCK_CERT_PATH": str(home / "server.json"), "SHARD_LIMIT": "100",
                   **{f"{name}_DURATION": "100ms" for name in ("CREATE_STREAM", "UPDATE_SHARD_COUNT", "SPLIT_SHARD")}}
    with server(["node", "--max-old-space-size=600", str(home / "main.js")], environment, plain, folder, "kinesis-local"):
        sender, kinesis, url = Sender(given.sender), client("kinesis", f"http://127.0.0.1:{plain}"), f"http://127.0.0.1:{plain}"
        shards_and_order(sender, kinesis, url, 6_000 if given.long else 1200)
        refusals(sender, kinesis, url, tls)


def signatures_and_limits(sender, url):
    """From the third action on moto recomputes signatures; and it has the limits of Kinesis."""
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset-auth", data=b"3", headers={"Content-Type": "text/plain"}), timeout=30).close()
    iam = client("iam", url)
    iam.create_user(UserName="sender")
    key = iam.create_access_key(UserName="sender")["AccessKey"]
    iam.put_user_policy(UserName="sender", PolicyName="all", PolicyDocument=json.dumps(POLICY))
    access = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    kinesis = client("kinesis", url, (key["AccessKeyId"], key["SecretAccessKey"]))
    _, error = sender.run(url, "signed", access={**access, "AWS_SECRET_ACCESS_KEY": "not-the-secret"})
    require("Signature" in error and "check the secret access key" in error, f"a wrong secret is told as: {error}")
    print(f"a wrong secret: {error}", flush=True)
    _, error = sender.run(url, "signed", access={**access, "AWS_ACCESS_KEY_ID": "AKIANOBODY"})
    require("check the access key id" in error, f"a wrong id is told as: {error}")
    # As many records as go into a request, and as many bytes.
    for stream, how in (("signed", {"count": 5000, "size": 100}), ("wide", {"count": 1500, "size": 30_000})):
        said, error = sender.run(url, stream, access=access, concurrent=1, **how)
        require(not error, error)
        compare(everything(kinesis, stream), how["count"], how["size"])
        print(f"signed: {said['sent']:.0f} records of up to {how['size']} bytes in {said['requests']:.0f} requests", flush=True)


def moto(given, folder, rng):
    port = free_port()
    with server([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], {}, port, folder, "moto"):
        sender, url = Sender(given.sender), f"http://127.0.0.1:{port}"
        kinesis = client("kinesis", url)
        trouble(sender, kinesis, port, 50_000 if given.long else 6_000, rng.random())
        kills(sender, kinesis, Proxy(port).url, 50_000 if given.long else 15_000, 20 if given.long else 3, pathlib.Path(folder) / "checkpoint", rng)
        if given.program:
            kinesis_program.test(given.program, folder, Proxy(port).url, lambda stream: everything(kinesis, stream), given.long, 3000)
        signatures_and_limits(sender, url)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sender", help="test_integration_kinesis_sender")
    parser.add_argument("--program", help="the program spate; without it only the sink is tested")
    parser.add_argument("--server", required=True, help="the folder of the npm package kinesis-local")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31), help="of the trouble")
    parser.add_argument("--long", action="store_true", help="more of all")
    given = parser.parse_args()
    given.sender = str(pathlib.Path(given.sender).resolve())
    if boto3 is None or shutil.which("node") is None:
        print(f"skipped: {'boto3 and moto are' if boto3 is None else 'node is'} not installed")
        return 77
    print(f"seed {given.seed}", flush=True)
    folder = tempfile.mkdtemp(prefix="spate-kinesis-")
    try:
        rng = random.Random(given.seed)
        local(given, folder)
        moto(given, folder, rng)
    except (Failure, spate.Failure) as failure:
        print(f"FAILED: {failure}")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
