# SPDX-License-Identifier: Apache-2.0
"""One round of numpy's SFC64 bytes, 256 KiB at a time. Prints JSON: {"GB/s": ...}. Runs in the virtual environment."""

import json
import sys
import time

import numpy

SIZE = 256 * 1024

if __name__ == "__main__":
    made = numpy.random.Generator(numpy.random.SFC64(1))
    made.bytes(SIZE)
    count, begin, cpu_begin = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - begin < float(sys.argv[1]):
        count += len(made.bytes(SIZE))
    print(json.dumps({"GB/s": count / (time.process_time() - cpu_begin) / 1e9}))
