# SPDX-License-Identifier: Apache-2.0
"""One round of what Elasticsearch's own client does before it sends: `elasticsearch_bodies.py DOCUMENTS` makes bulk bodies of dictionaries of 215 bytes, as streaming_bulk cuts and serialises them. Prints JSON: {"GB/s": ...} of the documents' bytes."""

import json
import sys
import time

from elasticsearch.helpers.actions import _ActionChunker, expand_action
from elasticsearch.serializer import DEFAULT_SERIALIZERS
from elastic_transport import SerializerCollection

if __name__ == "__main__":
    documents = [{"@timestamp": f"2025-01-01T00:00:{i % 60:02d}.000Z", "service.name": "checkout", "host.name": f"checkout-{i % 9:02d}", "trace.id": f"{i * 0x9e3779b97f4a7c15:032x}"[:32],
                  "cpu": i % 1000 / 1000, "latency_ms": i % 77777 / 100, "requests": i, "errors": i % 17, "anomaly": "none"} for i in range(int(sys.argv[1]))]
    size = sum(len(json.dumps(one, separators=(",", ":"))) for one in documents)
    start = time.perf_counter()
    chunker, made = _ActionChunker(100_000, 8 << 20, SerializerCollection(DEFAULT_SERIALIZERS).get_serializer("application/json")), 0
    for one in documents:
        full = chunker.feed(*expand_action({"_op_type": "create", **one}))
        if full:
            made += len(b"\n".join(full[1])) + 1
    made += len(b"\n".join(chunker.flush()[1])) + 1
    taken = time.perf_counter() - start
    assert made > size
    print(json.dumps({"GB/s": size / taken / 1e9}))
