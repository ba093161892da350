# SPDX-License-Identifier: Apache-2.0
"""One round of dgen-py: its stream on one thread, 32 MiB at a time, into one buffer; with --reserve, 24 GiB of its buffers.

Prints JSON: {"GB/s": ..., "peak MiB": ...} or {"ms": ...}. Runs in the virtual environment, one process per round.
"""

import json
import os
import resource
import sys
import time

os.environ["RAYON_NUM_THREADS"] = os.environ["DGEN_THREADS"] = "1"
import dgen_py

MIB = 1 << 20


def stream(seconds):
    buffer = bytearray(32 * MIB)
    made = dgen_py.Generator(size=1 << 36, max_threads=1, chunk_size=32 * MIB, seed=1)
    for _ in range(2):
        made.fill_chunk(buffer)
    count, begin = 0, time.perf_counter()
    cpu_begin = time.process_time()
    while time.perf_counter() - begin < seconds:
        count += made.fill_chunk(buffer)
    # Processor time, as for the engine that it stands beside: there is one thread.
    taken = time.process_time() - cpu_begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"GB/s": count / taken / 1e9, "peak MiB": peak}


def reserve():
    begin = time.perf_counter()
    buffers = dgen_py.create_bytearrays(768, 32 * MIB)
    taken = time.perf_counter() - begin
    assert len(buffers) == 768
    return {"ms": taken * 1e3}


if __name__ == "__main__":
    if sys.argv[1:] == ["--reserve"]:
        print(json.dumps(reserve()))
    else:
        print(json.dumps(stream(float(sys.argv[1]))))
