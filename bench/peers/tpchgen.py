# SPDX-License-Identifier: Apache-2.0
"""One round of tpchgen-cli, its lineitem of one thread to /dev/null: `tpchgen.py SCALE FORMAT...`. Prints JSON: {"GB/s": ..., "M rows/s": ...}.

The program is run twice, once for next to nothing, and the difference is taken: it spends most of a second on a text of 300 MiB that comments are cut from,
however many rows are made. Of both, processor time is counted, as for what it stands beside. Its output goes by a pipe (--stdout), of which nothing is
read but by /dev/null. FORMAT is what comes after the program's name, as `tbl` or `parquet -c SNAPPY`: otherwise its defaults hold, in Parquet dictionaries where
they pay, statistics of columns and row groups of 7 MiB. How many bytes it writes is found once and kept in the virtual environment beside it.
"""

import json
import os
import pathlib
import subprocess
import sys

PROGRAM = pathlib.Path(sys.executable).parent / "tpchgen-cli"
ROWS_OF_SCALE = {"0.001": 6005, "0.1": 600572, "1": 6001215}  # as dbgen makes them
SMALL = "0.001"


def command(scale, options):
    return [str(PROGRAM), *options, "-s", scale, "--tables", "lineitem", "--num-threads", "1", "--stdout", "--quiet"]


def seconds(scale, options):
    with subprocess.Popen(command(scale, options), stdout=subprocess.DEVNULL) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{PROGRAM.name} ended with {child.returncode}")
    return used.ru_utime + used.ru_stime


def size(scale, options):
    """The bytes of the output."""
    kept = PROGRAM.parent.parent / f"tpchgen-{scale}-{'-'.join(options).replace('/', '-')}.bytes"
    if not kept.exists():
        count = subprocess.run(["sh", "-c", '"$@" | wc -c', "sh", *command(scale, options)], stdout=subprocess.PIPE, check=True, text=True).stdout
        kept.write_text(count)
    return int(kept.read_text())


if __name__ == "__main__":
    scale, options = sys.argv[1], sys.argv[2:]
    if not PROGRAM.exists():
        sys.exit(f"there is no {PROGRAM}")
    bytes_made = size(scale, options) - size(SMALL, options)
    taken = seconds(scale, options) - seconds(SMALL, options)
    print(json.dumps({"GB/s": bytes_made / taken / 1e9, "M rows/s": (ROWS_OF_SCALE[scale] - ROWS_OF_SCALE[SMALL]) / taken / 1e6}))
