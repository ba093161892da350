# SPDX-License-Identifier: Apache-2.0
"""How long does a file take to compile that only includes <spate/bytes.hpp>, and how long the standard and system headers alone that it brings?"""

import pathlib
import re
import resource
import shutil
import statistics
import subprocess

from rounds import value_check


def seconds(command):
    """The processor time of a compilation, which other programs on the machine disturb less than its duration; it has one thread."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def foreign_headers(compiler, flags, source):
    """The headers that ours (and xsimd's, whose cost is counted as ours) include and that are neither, in order. -H shows the tree of all
    headers, one dot a level; those that a foreign header includes come with it."""
    done = subprocess.run([compiler, *flags, "-H", "-fsyntax-only", str(source)], stderr=subprocess.PIPE, text=True, check=True)
    found, above = [], []
    for depth, path in re.findall(r"^(\.+) (.+)$", done.stderr, re.MULTILINE):
        path = str(pathlib.Path(path).resolve())
        foreign = "/include/spate/" not in path and "/xsimd/" not in path
        del above[len(depth) - 1:]
        if foreign and not any(above):
            found.append(path)
        above.append(foreign)
    return list(dict.fromkeys(found))


def measure(folder, include_flags, rounds):
    compiler = next((name for name in ("g++-12", "g++") if shutil.which(name)), None)
    if compiler is None:
        return [{"row": "11", "what": "compiling <spate/bytes.hpp>", "unit": "s", "required": 1.6, "sense": "<=", "note": "not measured: there is no g++"}]
    folder.mkdir(parents=True, exist_ok=True)
    flags = ["-std=c++20", "-O2", *include_flags]
    ours, theirs = folder / "ours.cpp", folder / "headers.cpp"
    ours.write_text("#include <spate/bytes.hpp>\n")
    headers = foreign_headers(compiler, flags, ours)
    theirs.write_text("".join(f'#include "{path}"\n' for path in headers))

    pairs = []
    for turn in range(-1, max(rounds, 7)):
        taken = {source: seconds([compiler, *flags, "-c", str(source), "-o", str(folder / "out.o")]) for source in ((ours, theirs) if turn % 2 else (theirs, ours))}
        # The first round brings the files into the page cache.
        if turn >= 0:
            pairs.append((taken[ours], taken[theirs]))
    version = subprocess.run([compiler, "-dumpfullversion"], stdout=subprocess.PIPE, text=True).stdout.strip()
    alone = statistics.median(theirs for _, theirs in pairs)
    limit = {"limit": alone, "limit_is": f"{len(headers)} headers alone"}
    return [value_check("11", f"compiling <spate/bytes.hpp>, g++ {version} -O2", "s", [ours for ours, _ in pairs], "<=", 1.6, **limit),
            value_check("11", "the same, above its system headers", "s", [ours - theirs for ours, theirs in pairs], "<=", 0.5)]
