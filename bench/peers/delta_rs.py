# SPDX-License-Identifier: Apache-2.0
"""One round of delta-rs: reads a table into Arrow memory, then writes the same table to another folder. Prints JSON: {"M rows/s": ...} of the writing.

    python3 delta_rs.py TABLE FOLDER [CODEC]
"""

import json
import shutil
import sys
import time

import deltalake

if __name__ == "__main__":
    source, folder, codec = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "SNAPPY"
    rows = deltalake.DeltaTable(source).to_pyarrow_table()
    shutil.rmtree(folder, ignore_errors=True)
    begin = time.perf_counter()
    deltalake.write_deltalake(folder, rows, writer_properties=deltalake.WriterProperties(compression=codec))
    seconds = time.perf_counter() - begin
    size = sum(add["size_bytes"] for add in deltalake.DeltaTable(folder).get_add_actions().to_pylist()) if hasattr(deltalake.DeltaTable, "get_add_actions") else 0
    print(json.dumps({"M rows/s": rows.num_rows / seconds / 1e6, "seconds": seconds, "bytes": size}))
    shutil.rmtree(folder)
