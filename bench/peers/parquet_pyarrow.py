# SPDX-License-Identifier: Apache-2.0
"""One round of pyarrow's Parquet writer, a required column of 768 floats a row to memory, on one thread. Prints JSON: {"GB/s": ...}. Runs in the virtual environment.

The same file as spate's: PLAIN, no codec, pages of 1 MiB, row groups of 64 MiB, no least and largest values.
"""

import json
import sys
import time

import numpy
import pyarrow
import pyarrow.parquet

WIDTH, ROWS = 768, 21504

if __name__ == "__main__":
    values = pyarrow.array(numpy.random.default_rng(1).random(ROWS * WIDTH, dtype=numpy.float32))
    element = pyarrow.field("element", pyarrow.float32(), nullable=False)
    lists = pyarrow.ListArray.from_arrays(pyarrow.array(numpy.arange(ROWS + 1, dtype=numpy.int32) * WIDTH), values, type=pyarrow.list_(element))
    table = pyarrow.table([lists], schema=pyarrow.schema([pyarrow.field("vector", lists.type, nullable=False)]))
    pyarrow.set_cpu_count(1)

    def write():
        out = pyarrow.BufferOutputStream()
        pyarrow.parquet.write_table(table, out, row_group_size=ROWS, use_dictionary=False, compression="none", write_statistics=False, store_schema=False,
                                    data_page_size=1 << 20, data_page_version="1.0", use_compliant_nested_type=True)
        return out

    write()
    count, begin, cpu_begin = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - begin < float(sys.argv[1]):
        write()
        count += ROWS * WIDTH * 4
    print(json.dumps({"GB/s": count / (time.process_time() - cpu_begin) / 1e9}))
