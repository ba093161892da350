#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do NumPy and safetensors read the files of a store as it was written, and does a store read what NumPack wrote? Every element is compared."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpack
import numpy as np
from safetensors import safe_open

TYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 bfloat16 float32 float64 complex64 complex128".split()
SHAPES = [(), (0,), (7,), (0, 3), (5, 0), (1000, 3), (2, 1, 3, 1, 4)]


def expected(type, shape):
    """The elements as tests/integration/store_files.cpp makes them."""
    i = np.arange(int(np.prod(shape, dtype=np.int64)), dtype=np.uint64)
    if type == "bool":
        out = i % 3 == 0
    elif type in ("float16", "bfloat16"):
        out = (i * 257).astype(np.uint16)
        out = out.view(np.float16) if type == "float16" else out
    elif type.startswith("float"):
        out = (i.astype(np.float64) / 4).astype(type)
    elif type.startswith("complex"):
        out = np.empty(i.size, type)
        out.real, out.imag = i.astype(np.float64) / 4, -i.astype(np.float64)
    else:
        out = (i * np.uint64(0x9E3779B97F4A7C15)).astype(np.dtype(type).str.replace("i", "u")).view(type)
    return out.reshape(shape)


def same(found, want, where):
    assert found.dtype == want.dtype and found.shape == want.shape, f"{where}: {found.dtype} {found.shape}, not {want.dtype} {want.shape}"
    assert np.ascontiguousarray(found).tobytes() == np.ascontiguousarray(want).tobytes(), f"{where}: other elements"


def wanted():
    return {"_".join([type, *map(str, shape)]): expected(type, shape) for type in TYPES for shape in SHAPES}


def read_store(folder):
    count = 0
    for name, want in wanted().items():
        path = folder / "store" / f"{name}.npy"
        same(np.load(path), want, f"np.load {name}")
        mapped = np.load(path, mmap_mode="r")
        same(mapped, want, f"np.load mmap {name}")
        assert want.size == 0 or (isinstance(mapped, np.memmap) and mapped.offset == 4096), f"{name} is not mapped from 4096"
        count += 1
    # Dropped rows are there until update().
    same(np.load(folder / "store/changed.npy"), np.array([*physical(), -6, -7], np.int32), "changed")
    return count


def physical():
    return [int(x) for x in expected("int32", (8,))] + [-6, -7]


def read_npz(folder):
    with np.load(folder / "all.npz") as found:
        for name, want in wanted().items():
            same(found[name], want, f"npz {name}")
        same(found["changed"], np.array([x for i, x in enumerate(physical()) if i not in (3, 4)] + [-6, -7], np.int32), "npz changed")
        return len(found.files)


def read_safetensors(folder):
    count = 0
    with safe_open(folder / "real.safetensors", "numpy") as found:
        for name in found.keys():
            want = wanted()[name]
            if name.startswith("bfloat16"):  # NumPy has none: what the header says is compared
                part = found.get_slice(name)
                assert part.get_dtype() == "BF16" and tuple(part.get_shape()) == want.shape, name
            else:
                same(found.get_tensor(name), want, f"safetensors {name}")
            count += 1
    assert count == 13 * len(SHAPES), count
    return count


NUMPACK_TYPES = [type for type in TYPES if type != "bfloat16"]


def write_numpack(folder):
    """Arrays of all its types, with rows that are dropped and appended; returns what NumPack itself reads back."""
    pack = numpack.NumPack(str(folder), drop_if_exists=True)
    pack.open()
    for type in NUMPACK_TYPES:
        for shape in [(), (7,), (0, 3), (1000, 3), (2, 1, 3, 1, 4)]:
            pack.save({"_".join(["n", type, *map(str, shape)]): expected(type, shape)})
    pack.drop("n_int32_1000_3", [0, 1, 2, 63, 64, 65, 500, 999])
    pack.drop("n_float32_7", [6])
    pack.append({"n_uint8_7": np.arange(3, dtype=np.uint8)})
    pack.append({"n_int32_1000_3": np.arange(6, dtype=np.int32).reshape(2, 3)})
    pack.close()
    pack = numpack.NumPack(str(folder))
    pack.open()
    # It aborts where it is to load an array without axes, which it saves.
    single = {f"n_{type}": expected(type, ()) for type in NUMPACK_TYPES}
    found = {name: np.array(pack.load(name)) for name in pack.get_member_list() if name not in single} | single
    pack.close()
    return found


def read_imported(folder, want):
    for name, array in want.items():
        found = np.load(folder / "imported" / f"{name}.npy")
        same(found, array, f"NumPack {name}")
    return len(want)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program", help="test_integration_store_files")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        want = write_numpack(folder / "numpack")
        environment = {**os.environ, "SPATE_STORE_FOLDER": scratch, "SPATE_NUMPACK_FOLDER": str(folder / "numpack")}
        made = subprocess.run([given.program], env=environment, capture_output=True, text=True)
        if made.returncode != 0:
            sys.exit(f"{given.program} left with {made.returncode}:\n{made.stdout}{made.stderr}")
        print(f"np.load and mmap: {read_store(folder)} arrays, npz: {read_npz(folder)}, safetensors: {read_safetensors(folder)}, "
              f"NumPack {numpack.__version__}: {read_imported(folder, want)}; all the same")


if __name__ == "__main__":
    main()
