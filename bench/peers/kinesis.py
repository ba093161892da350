# SPDX-License-Identifier: Apache-2.0
"""One round of what a script would do: `kinesis.py BODIES SIZE` builds bodies of PutRecords of 500 events with json and base64, and hashes each as its signature needs it. Prints JSON: {"GB/s": ...} of events."""

import base64
import hashlib
import json
import sys
import time


def body(events):
    records = [{"Data": base64.b64encode(value).decode(), "PartitionKey": key} for key, value in events]
    return json.dumps({"StreamName": "events", "Records": records}, separators=(",", ":")).encode()


if __name__ == "__main__":
    bodies, size = int(sys.argv[1]), int(sys.argv[2])
    text = bytes(32 + i * 2654435761 % 2**32 % 95 for i in range(500 * size))
    events = [(f"user-{100_000 + i * 7919 % 900_000}", text[i * size:(i + 1) * size]) for i in range(500)]
    begin = time.process_time()
    for _ in range(bodies):
        hashlib.sha256(body(events)).hexdigest()
    print(json.dumps({"GB/s": bodies * 500 * size / (time.process_time() - begin) / 1e9}))
