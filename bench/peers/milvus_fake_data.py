# SPDX-License-Identifier: Apache-2.0
"""One round of milvus-fake-data, or of its successor milvus-ingest for the schemas that only this has: `milvus_fake_data.py SCHEMA ROWS FOLDER`. Prints JSON: {"rows/s": ..., "command rows/s": ..., "peak MiB": ..., "files": ..., "bytes": ...}.

Runs the program as its users do, Parquet files in FOLDER, which are removed. "rows/s" is what it says of itself, without the second that Python takes to load;
"command rows/s" counts the whole command.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

BOTH = ("simple", "ecommerce", "documents", "images", "users", "videos", "news")

if __name__ == "__main__":
    schema, rows, folder = sys.argv[1:]
    program = pathlib.Path(sys.executable).parent / ("milvus-fake-data" if schema in BOTH else "milvus-ingest")
    if not program.exists():
        sys.exit(f"there is no {program}")
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="spate-bench-peer-", dir=folder))
    try:
        out = scratch / "out"
        options = ["--rows", rows, "--yes"] if schema in BOTH else ["--total-rows", rows]
        command = [str(program), "generate", "--builtin", schema, *options, "--out", str(out), "--no-progress"]
        begin = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"MILVUS_FAKE_DATA_SCHEMA_DIR": str(scratch / "schemas"), "MILVUS_INGEST_SCHEMA_DIR": str(scratch / "schemas")}) as child:
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        taken = time.perf_counter() - begin
        if child.returncode != 0:
            sys.exit(f"{program.name} ended with {child.returncode}")
        about = json.loads((out / "meta.json").read_text())["generation_info"]
        files = [out / name for name in about["data_files"]]
        print(json.dumps({"rows/s": int(rows) / about["total_time"], "command rows/s": int(rows) / taken, "peak MiB": used.ru_maxrss / 1024, "files": len(files),
                          "bytes": sum(file.stat().st_size for file in files)}))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
