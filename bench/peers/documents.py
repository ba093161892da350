# SPDX-License-Identifier: Apache-2.0
"""One round of what a script would do: `documents.py DOCUMENTS FOLDER` writes metric documents of four services with json and random.gauss, one after the other. Prints JSON: {"documents/s": ..., "bytes": ..., "peak MiB": ...}."""

import datetime
import json
import math
import os
import random
import resource
import sys
import tempfile
import time

SERVICES = [("cart", 180, 12.0), ("search", 320, 38.0), ("payment", 60, 85.0), ("checkout", 90, 52.0)]


def write(documents, path):
    random.seed(42)
    begin = datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc)
    requests, errors = [0] * len(SERVICES), [0] * len(SERVICES)
    with open(path, "w") as out:
        for number in range(documents):
            second, place = divmod(number, len(SERVICES))
            name, rate, latency = SERVICES[place]
            load = (1 + 0.3 * math.sin(second * math.tau / 86400)) * random.gauss(1, 0.04)
            requests[place] += int(rate * load)
            errors[place] += random.random() < 0.3
            document = {"@timestamp": (begin + datetime.timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ"), "service.name": name,
                        "host.name": f"{name}-{random.randrange(1, 3):02d}", "trace.id": f"{random.getrandbits(128):032x}", "cpu": round(0.3 * load, 4),
                        "latency_ms": round(latency * load * random.gauss(1, 0.1), 2), "requests": requests[place], "errors": errors[place],
                        "anomaly": "spike" if random.random() < 0.02 else "none"}
            out.write(json.dumps(document, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    amount, folder = int(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory(prefix="spate-bench-peer-", dir=folder) as scratch:
        file, start = os.path.join(scratch, "out"), time.perf_counter()
        write(amount, file)
        taken = time.perf_counter() - start
        print(json.dumps({"documents/s": amount / taken, "bytes": os.path.getsize(file), "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
