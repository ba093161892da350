# SPDX-License-Identifier: Apache-2.0
"""One round of delta-rs: reads a table into Arrow memory, then writes the same table to another folder. Prints JSON: {"M rows/s": ...} of the writing.

    python3 delta_rs.py TABLE FOLDER [CODEC]
"""

import json
import pathlib
import shutil
import sys
import time

import deltalake

if __name__ == "__main__":
    source, folder, codec = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "SNAPPY"
    rows = deltalake.DeltaTable(source).to_pyarrow_table()
    shutil.rmtree(folder, ignore_errors=True)
    begin, used = time.perf_counter(), time.process_time()
    deltalake.write_deltalake(folder, rows, writer_properties=deltalake.WriterProperties(compression=codec))
    seconds = time.perf_counter() - begin
    size = sum(file.stat().st_size for file in pathlib.Path(folder).glob("*.parquet"))
    print(json.dumps({"M rows/s": rows.num_rows / seconds / 1e6, "seconds": seconds, "processor seconds": time.process_time() - used, "bytes": size}))
    shutil.rmtree(folder)
