#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do real deduplicators and compressing file systems find what was asked for? Usage: systems.py SPATE [NAME...]

Writes streams with the program SPATE, gives them to restic, borg, casync and mksquashfs, and compares what those report with what was asked for. Needs some
10 GB of space in TMPDIR and ends each tool after ten minutes. One line per check; leaves with 1 if one failed, with 77 if no tool is there.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

MIB = 1 << 20
ENVIRONMENT = {**os.environ, "RESTIC_PASSWORD": "spate", "BORG_PASSPHRASE": "spate", "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "yes", "LC_ALL": "C"}
failed, passed, skipped = [], 0, []


def run(*command, cwd=None):
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return done.stdout


def check(what, found, wanted, tolerance):
    global passed
    error = found / wanted - 1
    good = abs(error) <= tolerance
    passed += good
    if not good:
        failed.append(what)
    print(f"{'ok    ' if good else 'FAILED'} {what}: {found:.4f}, asked for {wanted:.4f} ({error * 100:+.2f} %, allowed {tolerance * 100:g} %)", flush=True)


def write(spate, folder, size, *options):
    path = folder / "data" / "stream"
    path.parent.mkdir(exist_ok=True)
    run(spate, "bytes", "--size", size, "--seed", "5", "--force", "--no-progress", "--out", path, *options)
    path.with_name("stream.spate.json").unlink()
    return path


def size_of(folder):
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())


def restic(spate, folder):
    """Chunks of 1 MiB on the average; runs of 64 of them."""
    path = write(spate, folder, 4096 * MIB, "--dedup", "1.5", "--run", 64 * 256, "--cdc-average", "1MiB")
    run("restic", "init", "--repo", folder / "plain", "--repository-version", "2")
    run("restic", "backup", "--repo", folder / "plain", "--no-cache", "--compression", "off", path)
    stored = json.loads(run("restic", "stats", "--repo", folder / "plain", "--no-cache", "--mode", "raw-data", "--json"))
    check("restic, dedup 1.5 in runs of 64 chunks", path.stat().st_size / stored["total_size"], 1.5, 0.02)
    path = write(spate, folder, 1024 * MIB, "--compress", "2", "--codec", "zstd", "--compress-unit", "1MiB")
    run("restic", "init", "--repo", folder / "zstd", "--repository-version", "2")
    run("restic", "backup", "--repo", folder / "zstd", "--no-cache", "--compression", "auto", path)
    stored = json.loads(run("restic", "stats", "--repo", folder / "zstd", "--no-cache", "--mode", "raw-data", "--json"))
    check("restic, compress 2 with zstd", path.stat().st_size / stored["total_size"], 2, 0.03)


def borg(spate, folder):
    """Chunks of 16 KiB on the average; runs of 64 of them."""
    path = write(spate, folder, 1024 * MIB, "--dedup", "2", "--run", 64 * 4, "--cdc-average", "16KiB")
    for name, compression, options, ratio in (("plain", "none", (), None), ("lz4", "lz4", ("--compress", "2", "--codec", "lz4"), 2), ("zlib", "zlib,6", ("--compress", "3", "--codec", "zlib"), 3)):
        if ratio is not None:
            path = write(spate, folder, 512 * MIB, "--compress-unit", "64KiB", *options)
        run("borg", "init", "--encryption", "none", folder / name)
        chunks = "12,18,14,4095" if ratio is None else "19,23,21,4095"
        told = json.loads(run("borg", "create", "--json", "--compression", compression, "--chunker-params", chunks, f"{folder / name}::one", path))["archive"]["stats"]
        if ratio is None:
            check("borg, dedup 2 in runs of 64 chunks", told["original_size"] / told["deduplicated_size"], 2, 0.02)
        else:
            check(f"borg, compress {ratio} with {name}", told["original_size"] / told["compressed_size"], ratio, 0.03)


def casync(spate, folder):
    """Chunks of 16 KiB on the average; runs of 64 of them. Its store holds each chunk once, compressed, which random bytes are not."""
    path = write(spate, folder, 1024 * MIB, "--dedup", "2", "--run", 64 * 4, "--cdc-average", "16KiB")
    run("casync", "make", "--chunk-size=4096:16384:65536", "--store", folder / "store.castr", folder / "one.caibx", path)
    check("casync, dedup 2 in runs of 64 chunks", path.stat().st_size / size_of(folder / "store.castr"), 2, 0.02)


def mksquashfs(spate, folder):
    for codec, compression, options in (("lz4", "lz4", ()), ("zlib:6", "gzip", ("-Xcompression-level", "6")), ("zstd:3", "zstd", ("-Xcompression-level", "3"))):
        path = write(spate, folder, 512 * MIB, "--compress", "2.5", "--codec", codec, "--compress-unit", "128KiB")
        image = folder / "image"
        image.unlink(missing_ok=True)
        run("mksquashfs", path, image, "-comp", compression, *options, "-b", "128K", "-no-progress", "-no-exports", "-no-duplicates", "-quiet")
        check(f"squashfs with {compression}, compress 2.5", path.stat().st_size / image.stat().st_size, 2.5, 0.01)


def main():
    spate = pathlib.Path(sys.argv[1]).resolve()
    systems = {"restic": restic, "borg": borg, "casync": casync, "mksquashfs": mksquashfs}
    for name in sys.argv[2:] or systems:
        if shutil.which(name) is None:
            skipped.append(name)
            print(f"skipped {name}: it is not installed", flush=True)
            continue
        with tempfile.TemporaryDirectory(prefix="spate-") as folder:
            try:
                systems[name](spate, pathlib.Path(folder))
            except (RuntimeError, subprocess.TimeoutExpired) as problem:
                failed.append(name)
                print(f"FAILED {name}: {problem}", flush=True)
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
    return 1 if failed else 77 if passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
