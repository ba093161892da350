# SPDX-License-Identifier: Apache-2.0
"""One round of the array stores that bench/store measures: `store.py ROWS FOLDER`. Prints JSON: {peer: {operation: {"best": seconds, "median": seconds}}} of an
array of ROWS x 10 float32; opening and closing are not counted. A peer that is not installed is left out."""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time

import numpy

COLUMNS = 10


class Timer:
    def __init__(self):
        self.operations = {}

    def add(self, name, times, run, before=None, parts=1):
        seconds = []
        for i in range(times):
            if before is not None:
                before(i)
            begin = time.perf_counter()
            run(i)
            seconds.append((time.perf_counter() - begin) / parts)
        self.operations[name] = {"best": min(seconds), "median": statistics.median(seconds)}


def fresh_lists(rows, count, size):
    random = numpy.random.default_rng(1)
    return [random.integers(0, rows, size) for _ in range(count)]


def of_numpack(rows, folder, elements):
    from numpack import NumPack

    out, path = Timer(), os.path.join(folder, "numpack")
    part, lists = numpy.full((100, COLUMNS), 0.5, numpy.float32), [sorted(set(one.tolist())) for one in fresh_lists(rows, 64, 100)]
    parts = [numpy.full((len(one), COLUMNS), 0.5, numpy.float32) for one in lists]
    with NumPack(path) as store:
        out.add("save", 5, lambda i: store.save({f"s{i}": elements}))
        for i in range(5):
            store.drop(f"s{i}")
        store.save({"a": elements})
        out.add("save over", 5, lambda i: store.save({"a": elements}))
        out.add("load", 7, lambda i: store.load("a"))
        store.load("a", lazy=True)
        out.add("lazy load", 200, lambda i: store.load("a", lazy=True))
        same, fresh = fresh_lists(rows, 1, 1000)[0].tolist(), [one.tolist() for one in fresh_lists(rows, 100, 1000)]
        out.add("rows again", 100, lambda i: store.getitem("a", same))
        out.add("rows fresh", 100, lambda i: store.getitem("a", fresh[i]))
        out.add("replace", 500, lambda i: store.replace({"a": parts[i % 64]}, lists[i % 64]))

        def modify(mode, count=100):
            for _ in range(count):
                array = mode.load("a")
                array[:10] *= 2
                if mode is store:
                    mode.save({"a": array})

        out.add("100 modifications", 1, lambda i: modify(store, 20), parts=0.2)  # of which a fifth is done
        store.save({"a": elements})

        def batch(_):
            with store.batch_mode():
                modify(store)

        def writable(_):
            with store.writable_batch_mode() as mode:
                modify(mode)

        out.add("100 modifications, batch", 5, batch)
        out.add("100 modifications, writable batch", 20, writable)
        store.save({"a": elements})
        out.add("append", 200, lambda i: store.append({"a": part}))

        def append_in_batch(_):
            with store.batch_mode():
                for _ in range(100):
                    store.append({"a": part})

        out.add("append in a batch", 5, append_in_batch, parts=100)
    with NumPack(os.path.join(folder, "numpack-again")) as store:
        store.save({"a": elements})
    out.operations["bytes"] = {"best": sum(os.path.getsize(os.path.join(folder, "numpack-again", one)) for one in os.listdir(os.path.join(folder, "numpack-again")))}
    return out.operations


def of_npy(rows, folder, elements):
    out, path = Timer(), os.path.join(folder, "a.npy")

    def remove(_):
        if os.path.exists(path):
            os.remove(path)

    out.add("save", 7, lambda i: numpy.save(path, elements), remove)
    out.add("save over", 7, lambda i: numpy.save(path, elements))
    out.add("load", 9, lambda i: numpy.load(path))
    return out.operations


def of_memmap(rows, folder, elements):
    out, path = Timer(), os.path.join(folder, "a.npy")
    numpy.save(path, elements)
    out.add("lazy load", 50, lambda i: numpy.load(path, mmap_mode="r"))
    array = numpy.load(path, mmap_mode="r+")
    same, fresh, part = fresh_lists(rows, 1, 1000)[0], fresh_lists(rows, 200, 1000), numpy.full((100, COLUMNS), 0.5, numpy.float32)
    lists = fresh_lists(rows, 64, 100)
    out.add("rows again", 500, lambda i: numpy.array(array[same]))
    out.add("rows fresh", 200, lambda i: numpy.array(array[fresh[i]]))

    def replace(i):
        array[lists[i % 64]] = part

    def modify(_):
        for _ in range(100):
            array[:10] *= 2

    out.add("replace", 500, replace)
    out.add("100 modifications", 20, modify)
    return out.operations


def of_npz(rows, folder, elements):
    out, path = Timer(), os.path.join(folder, "a.npz")
    out.add("save", 5, lambda i: numpy.savez(path, a=elements))
    out.add("load", 5, lambda i: numpy.load(path)["a"])
    return out.operations


def of_h5py(rows, folder, elements):
    import h5py

    out, path = Timer(), os.path.join(folder, "a.h5")
    with h5py.File(path, "w") as file:
        def remove(_):
            if "a" in file:
                del file["a"]

        # Chunked, since only such can grow.
        out.add("save", 5, lambda i: file.create_dataset("a", data=elements, maxshape=(None, COLUMNS), chunks=(65536, COLUMNS)), remove)
        data, lists, part = file["a"], [sorted(set(one.tolist())) for one in fresh_lists(rows, 16, 100)], numpy.full((100, COLUMNS), 0.5, numpy.float32)
        out.add("load", 5, lambda i: data[:])
        same = sorted(set(fresh_lists(rows, 1, 1000)[0].tolist()))
        out.add("rows again", 5, lambda i: data[same])

        def replace(i):
            data[lists[i % 16]] = part[: len(lists[i % 16])]

        def append(_):
            data.resize(data.shape[0] + 100, 0)
            data[-100:] = part

        out.add("replace", 20, replace)
        out.add("append", 100, append)
    return out.operations


def of_zarr(rows, folder, elements):
    import zarr

    out, path = Timer(), os.path.join(folder, "a.zarr")

    def save(_):
        array = zarr.create_array(path, shape=elements.shape, chunks=(65536, COLUMNS), dtype="f4", compressors=None, overwrite=True)
        array[:] = elements

    out.add("save", 3, save)
    array, part, lists = zarr.open_array(path, mode="r+"), numpy.full((100, COLUMNS), 0.5, numpy.float32), fresh_lists(rows, 16, 100)
    out.add("load", 3, lambda i: array[:])
    same = fresh_lists(rows, 1, 1000)[0]
    out.add("rows again", 5, lambda i: array.oindex[same])

    def replace(i):
        array.oindex[lists[i % 16]] = part

    out.add("replace", 5, replace)
    out.add("append", 5, lambda i: array.append(part))
    return out.operations


def main():
    rows, folder = int(sys.argv[1]), sys.argv[2]
    elements = numpy.random.default_rng(1).random((rows, COLUMNS), numpy.float32)
    found = {}
    for name, measure in {"numpack": of_numpack, "npy": of_npy, "memmap": of_memmap, "npz": of_npz, "h5py": of_h5py, "zarr": of_zarr}.items():
        place = tempfile.mkdtemp(prefix="spate-bench-peer-", dir=folder)
        try:
            found[name] = measure(rows, place, elements)
        except ImportError as absent:
            print(f"{name}: {absent}", file=sys.stderr)
        finally:
            shutil.rmtree(place)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
