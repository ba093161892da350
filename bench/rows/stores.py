# SPDX-License-Identifier: Apache-2.0
"""An array store beside its peers."""

import statistics

from rounds import ratio_check, value_check


def measure(bench):
    """Operations of an array store, microseconds each: a whole round of ours, then one of the peers."""
    checks = []
    for rows, name in ((1_000_000, "1 M x 10"), (100_000, "100 K x 10")):
        ours, theirs = [], []
        for _ in range(2 if bench.given.quick else 5):
            ours.append(bench.run([bench.program("bench_store_store"), "--rows", str(rows), "--folder", bench.folder()]))
            theirs.append(bench.peer("store.py", str(rows), bench.folder()) or {})

        def beside(what, operation, peer, other, factor, required, which="median", as_limit=False):
            """How many times as fast as another one ours is."""
            pairs = [(1e-6 / one[operation][which] * factor, 1e-6 / found[other][which] * factor) for one, found in
                     ((one, one if as_limit else them.get(peer, {})) for one, them in zip(ours, theirs)) if other in found]
            check = ratio_check("store", f"{what}, {name}", "per us", pairs, f"{peer}, {other}" if as_limit or other != operation else peer, required, as_limit)
            if pairs:
                check["note"] = f"{statistics.median(one[operation]['median'] for one in ours) * 1e6:.4g} us, best {min(one[operation]['best'] for one in ours) * 1e6:.4g}"
            checks.append(check)

        beside("replace 100 rows", "replace", "numpack", "replace", 1, 8)
        beside("replace 100 rows", "replace", "memmap", "replace", 1, None)
        for level in ("data", "full"):
            checks.append(value_check("store", f"replace 100 rows, {level}, {name}", "us", [one[f"replace, {level}"]["median"] * 1e6 for one in ours], "<=", None))
            checks.append(value_check("store", f"append 100 rows, {level}, {name}", "us", [one[f"append, {level}"]["median"] * 1e6 for one in ours], "<=", None))
        beside("append 100 rows", "append", "pwrite", "two pwrites", 1, 1 / 1.1, as_limit=True)
        beside("append 100 rows", "append", "numpack", "append", 1, None)
        beside("append 100 rows in a batch", "append in a batch", "numpack", "append in a batch", 1, 5)
        checks.append(value_check("store", f"second lazy load, {name}", "us", [one["lazy load"]["median"] * 1e6 for one in ours], "<=", 0.3))
        beside("second lazy load", "lazy load", "numpack", "lazy load", 1, None)
        beside("load into warm memory", "load", "read(2)", "read", 1, 0.95, as_limit=True)
        beside("load into warm memory", "load", "npy", "load", 1, 1.3)
        beside("save", "save", "npy", "save", 1, 0.95)
        beside("save over the same shape", "save over", "ours", "save", 1, 1.5, as_limit=True)
        beside("1,000 rows, the same again", "rows again", "memmap", "rows again", 1, 5)
        beside("1,000 rows, fresh lists", "rows fresh", "memmap", "rows fresh", 1, None)
        for mode in ("100 modifications", "100 modifications, batch", "100 modifications, writable batch"):
            beside(mode, mode, "numpack", mode, 1, 3)
        for peer in ("numpack", "npz", "h5py", "zarr"):
            for operation in ("save", "load", "rows again", "replace", "append"):
                if any(operation in them.get(peer, {}) for them in theirs) and not (peer == "numpack" and operation in ("replace", "append")):
                    beside(operation, operation, peer, operation, 1, None)
        allowed = 4096 + 0.002 * ours[0]["bytes of the .npy"]["best"]
        checks.append(value_check("store", f"on disk beyond the .npy, {name}", "bytes", [one["bytes beyond the .npy"]["best"] for one in ours], "<=", round(allowed)))
    opened = [bench.run([bench.program("bench_store_store"), "--arrays", "10000", "--folder", bench.folder()])["open"]["median"] * 1e3 for _ in range(3)]
    return checks + [value_check("store", "open a store of 10,000 arrays", "ms", opened, "<=", 10)]
