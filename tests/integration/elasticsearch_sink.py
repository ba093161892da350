# SPDX-License-Identifier: Apache-2.0
"""What the sink of Elasticsearch sends to a real one: all documents, each as often as is promised; after kills too. elasticsearch.py starts the server.

The program is test_integration_elasticsearch_documents, whose documents have `place` 0, 1, 2 ...; so a count and a sum say whether each is there once.
"""

import json
import os
import pathlib
import random
import subprocess
import time

LIMIT = 300


class Failure(Exception):
    pass


def started(program, server, **keys):
    keys = {"hosts": server.address, **keys}
    lines = "\n".join(f"{key}={str(value).lower() if isinstance(value, bool) else value}" for key, value in keys.items())
    return subprocess.Popen([program], env={**os.environ, "SPATE_ELASTICSEARCH": lines}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def sent(program, server, **keys):
    """The line that the program writes."""
    child = started(program, server, **keys)
    try:
        output, _ = child.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        child.kill()
        raise Failure(f"the sink does not end: {keys}") from None
    for line in output.splitlines():
        if line.startswith("{"):
            return json.loads(line)
    raise Failure(f"the program says nothing of what it has sent: {output[-1000:]}")


def expect(what, found, wanted):
    if found != wanted:
        raise Failure(f"{what}: {found!r}, expected {wanted!r}")


def expect_error(what, told, *parts):
    for part in parts:
        if part not in told["error"]:
            raise Failure(f"{what}: {told}, expected an error with {part!r}")


def holding(server, target):
    """How many documents are there, and the sum of their places."""
    server.ask("POST", f"/{target}/_refresh")
    found = server.ask("POST", f"/{target}/_search", {"size": 0, "track_total_hits": True, "aggs": {"sum": {"sum": {"field": "place"}}, "last": {"max": {"field": "place"}}}})
    return found["hits"]["total"]["value"], int(found["aggregations"]["sum"]["value"])


def expect_all(what, server, target, documents, told=None):
    if told is not None:
        expect(f"{what}: error", told["error"], "")
        expect(f"{what}: acknowledged", told["acknowledged"], documents)
    expect(f"{what}: documents and the sum of places", holding(server, target), (documents, documents * (documents - 1) // 2))
    if told is not None:
        rate = f", {documents / told['seconds']:.0f} documents/s" if told["seconds"] else ""
        print(f"{what}: {documents} documents, {told['requests']} requests, {told['retries']} sent again{rate}", flush=True)


def plain(program, server, documents):
    """Into a data stream that is made, and into indices."""
    told = sent(program, server, data_stream="made-by-sink", check=True)
    expect_error("a data stream that is not there", told, "there is no such data stream, and no index template", "create_data_stream: true")
    told = sent(program, server, data_stream="made-by-sink", create_data_stream=True, documents=documents, gzip=True, document_ids=True)
    expect_all("a data stream, gzip, ids", server, "made-by-sink", documents, told)
    expect("a data stream", [one.get("data_stream") for one in server.ask("GET", "/made-by-sink").values()], ["made-by-sink"])
    told = sent(program, server, data_stream="made-by-sink", check=True)
    expect("a data stream that is there: error", told["error"], "")
    # The same once more: every document is there already.
    told = sent(program, server, data_stream="made-by-sink", documents=documents, document_ids=True)
    expect_all("the same documents again", server, "made-by-sink", documents, told)
    told = sent(program, server, index="replaced", operation="index", document_ids=True, documents=2000)
    told = sent(program, server, index="replaced", operation="index", document_ids=True, documents=2000)
    expect_all("documents that are replaced", server, "replaced", 2000, told)
    # Larger than the server takes: 413, and together more than it has memory for: 429.
    told = sent(program, server, index="halved", documents=2 * documents, batch_bytes="15MiB", concurrent_requests=4)
    expect_all("requests that are too large", server, "halved", 2 * documents, told)
    if told["retries"] == 0:
        raise Failure(f"requests that are too large: none was sent again: {told}")
    told = sent(program, server, index="halved", documents=1, pipeline="none")
    expect_error("a pipeline that is not there", told, "pipeline with id [none] does not exist")
    told = sent(program, server, data_stream="halved", check=True)
    expect_error("an index in place of a data stream", told, "is an index and no data stream")


def misfits(program, server, documents):
    server.ask("PUT", "/strict", {"mappings": {"properties": {"place": {"type": "long"}}}})
    place = documents // 3
    told = sent(program, server, index="strict", document_ids=True, documents=documents, misfit=place)
    expect_error("a document that does not fit", told, f"message {place} is refused, status 400, document_parsing_exception", "failed to parse field [place] of type [long]", " documents were taken and 3 refused; make the documents fit")
    expect("a document that does not fit: acknowledged", told["acknowledged"], place)
    told = sent(program, server, index="strict", document_ids=True, documents=documents, misfit=place, on_error="skip")
    expect("documents that do not fit: skipped", (told["skipped"], told["error"], told["acknowledged"]), (3 if place * 3 < documents else 2, "", documents))
    count, _ = holding(server, "strict")
    expect("documents that do not fit: the others", count, documents - told["skipped"])
    print(f"documents that do not fit: {told['skipped']} of {documents} are told", flush=True)


def checkpointed(folder):
    """The place that the checkpoint says."""
    for path in pathlib.Path(folder).glob("*.json"):
        return json.loads(path.read_text())["next"]
    return 0


def kills(program, server, folder, documents, times):
    """Ended by SIGKILL in the middle, and resumed from the checkpoint, until all is sent."""
    checkpoint, resumed = f"{folder}/checkpoint", []
    keys = dict(index="killed", document_ids=True, documents=documents, batch_bytes="64KiB", resume=True, checkpoint=checkpoint)
    for _ in range(times):
        begin = checkpointed(checkpoint)
        wanted, end = begin + random.randrange(1, max(2, 2 * (documents - begin) // (times + 1))), time.monotonic() + 30
        child = started(program, server, **keys)
        while checkpointed(checkpoint) < wanted and child.poll() is None and time.monotonic() < end:
            time.sleep(0.002)
        time.sleep(random.uniform(0, 0.05))
        if child.poll() is None:
            resumed.append(checkpointed(checkpoint))
        child.kill()
        child.communicate()
    told = sent(program, server, **keys)
    expect("after kills: error", told["error"], "")
    expect_all("after kills", server, "killed", documents)
    if not any(0 < place < documents for place in resumed):
        raise Failure(f"no run was killed in the middle: {resumed}")
    print(f"killed at {resumed}: {documents} documents, each once", flush=True)


def test(server, program, folder, full):
    documents = 400_000 if full else 40_000
    plain(program, server, documents)
    misfits(program, server, documents // 4)
    kills(program, server, folder, documents if full else 3 * documents, 40 if full else 4)
