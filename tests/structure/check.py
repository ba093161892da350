#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules of the house that a compiler does not see. Usage: check.py RULE|self_test [ROOT]; lists each breach and leaves with 1."""

import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

# Folder -> the folders whose headers it may include, besides its own.
BELOW = {
    "detail": [],
    "core": ["detail"],
    "simd": ["detail", "core"],
    "rng": ["detail", "core", "simd"],
    "shape": ["detail", "core", "simd", "rng"],
    "dedup": ["detail", "core", "simd", "rng"],
    "exec": ["detail", "core"],
    "sink": ["detail", "core"],
    "store": ["detail", "core"],
    "bytes": ["detail", "core", "simd", "rng", "shape", "dedup", "exec"],
    "field": ["detail", "core", "simd", "rng"],
    "schema": ["detail", "core", "simd", "rng", "field"],
    "format": ["detail", "core", "simd", "rng", "field", "schema"],
    "event": ["detail", "core", "simd", "rng", "field", "schema", "format", "sink"],
    "telemetry": ["detail", "core", "simd", "rng", "field", "schema", "format"],
    "run": ["detail", "core", "simd", "rng", "shape", "dedup", "exec", "sink", "bytes", "field", "schema", "format", "event", "telemetry"],
    "kafka": ["detail", "core", "sink"],
    "http": ["detail", "core", "sink"],
    "delta": ["detail", "core", "simd", "rng", "exec", "sink", "field", "schema", "format", "event", "run", "http"],
}
# Headers that need a library or a flag which the target spate::spate does not bring: no umbrella includes them.
OPTIONAL = {"exec/tbb.hpp", "exec/openmp.hpp", "exec/std_execution.hpp", "schema/json.hpp", "schema/yaml.hpp", "schema/load.hpp", "schema/catalogue.hpp", "telemetry/load_telemetry.hpp", "event/configuration.hpp", "format/parquet_codecs.hpp", "format/avro_codecs.hpp",
            "format/detail/zstd_compressor.hpp", "http/http_client.hpp", "http/retrying_client.hpp", "http/gzip.hpp", "http/elasticsearch_sink.hpp",
            "http/detail/bulk_answer.hpp", "http/detail/bulk_sender.hpp", "http/detail/elasticsearch_index.hpp", "http/detail/elasticsearch_nodes.hpp",
            "http/kinesis_client.hpp", "http/kinesis_sink.hpp", "kafka/kafka_sink.hpp", "kafka/detail/kafka_admin.hpp",
            "kafka/detail/kafka_client.hpp", "kafka/detail/kafka_ledger.hpp", "kafka/detail/kafka_writer.hpp", "delta/delta_log.hpp",
            "delta/s3_store.hpp", "delta/open_store.hpp", "delta/delta_table.hpp", "delta/delta_sink.hpp"}
# Headers that are empty without such a library, or without a part of the standard library: an umbrella may include them.
CONDITIONAL = {"exec/hwloc_topology.hpp", "store/mdspan.hpp"}
# Headers that cost too much to compile, by the rule of compile times.
COSTLY = {"iostream", "regex", "format", "immintrin.h", "bits/stdc++.h"}
# Third-party headers, and the only folders that may include them.
HOMES = {"xsimd": "simd", "hwloc": "exec", "hwloc.h": "exec", "tbb": "exec", "oneapi": "exec", "omp.h": "exec", "nlohmann": "schema http delta", "yaml-cpp": "schema",
         "librdkafka": "kafka", "curl": "http"}
# Macros of a C interface that programs share by its name; whoever comes first defines them.
ABI = {"ARROW_C_DATA_INTERFACE", "ARROW_C_STREAM_INTERFACE", "ARROW_FLAG_DICTIONARY_ORDERED", "ARROW_FLAG_NULLABLE", "ARROW_FLAG_MAP_KEYS_SORTED"}
SOURCES = {".hpp", ".inc", ".cpp", ".cmake", ".py", ".in"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def files(root, *folders):
    for folder in folders or ["."]:
        for path in sorted((root / folder).rglob("*")):
            parts = path.relative_to(root).parts
            if path.is_file() and not parts[0].startswith("build") and not {".git", "__pycache__", ".cache"} & set(parts):
                yield path


def headers(root):
    """(path below include/spate, its folder or None for one that stands at the top, text) of every header and kernel body."""
    base = root / "include/spate"
    for path in files(base):
        if path.suffix in (".hpp", ".inc"):
            name = path.relative_to(base)
            yield name, (name.parts[0] if len(name.parts) > 1 else None), path.read_text()


def code(text):
    """The text without comments; line numbers stay."""
    text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group().count("\n"), text, flags=re.S)
    return re.sub(r"//.*", "", text)


def public(root):
    return [name for name, folder, _ in headers(root) if folder not in (None, "detail") and "detail" not in name.parts and name.suffix == ".hpp"]


def includes(root):
    """Includes go one way; only the folder at home in a library includes it; private folders stay private."""
    for name, folder, text in headers(root):
        if folder is not None and folder not in BELOW:
            yield f"include/spate/{name}: the folder {folder} has no place in the order of includes"
            continue
        for quote, target in INCLUDE.findall(text):
            first, *rest = target.split("/")
            if quote == '"':
                yield f"include/spate/{name}: includes \"{target}\" with quotes; write <{'spate/...'}>"
            elif target in COSTLY:
                yield f"include/spate/{name}: includes <{target}>, which costs too much to compile"
            elif first in HOMES and folder not in HOMES[first].split():
                yield f"include/spate/{name}: includes <{target}>; only {'/, '.join(HOMES[first].split())}/ does"
            elif first == "spate":
                there = rest[0] if len(rest) > 1 else None
                if not (root / "include" / target).is_file():
                    yield f"include/spate/{name}: includes <{target}>, which does not exist"
                elif folder is not None and there is None and rest[0] != "version.hpp":
                    yield f"include/spate/{name}: includes the umbrella <{target}>"
                elif folder is not None and there is not None and there != folder and there not in BELOW[folder]:
                    yield f"include/spate/{name}: {folder}/ must not include {there}/ (<{target}>)"
                elif there not in (None, "detail", folder) and "detail" in rest[1:]:
                    yield f"include/spate/{name}: includes <{target}>, which is private to {there}/"


def umbrellas(root):
    """A header beside a folder holds includes only, all of the folder's public headers; each folder has one."""
    base = root / "include/spate"
    known = "".join((root / name).read_text() for name in ("CMakeLists.txt", "cmake/spate-components.cmake"))
    for name in sorted(OPTIONAL):
        if not re.search(rf"^set\(.*\s{re.escape(name)}[\s)]", known, re.M):
            yield f"include/spate/{name}: is optional, but not for CMake; add it to SPATE_OPTIONAL_HEADERS or to a component's headers"
    for name, folder, text in headers(root):
        if folder is None and name.name != "version.hpp":
            for line in code(text).splitlines():
                if line.strip() and not re.match(r"#\s*(include\s*<spate/|ifndef|define SPATE_\w+_HPP$|endif)", line):
                    yield f"include/spate/{name}: an umbrella holds includes only, not: {line.strip()}"
    for folder in sorted({name.parts[0] for name in public(root)}):
        umbrella = base / f"{folder}.hpp"
        if not umbrella.is_file():
            yield f"include/spate/{folder}.hpp is missing: each folder has an umbrella"
            continue
        inside = {target for _, target in INCLUDE.findall(umbrella.read_text())}
        for name in public(root):
            listed = f"spate/{name}" in inside
            if name.parts[0] == folder and str(name) not in CONDITIONAL and listed == (str(name) in OPTIONAL):
                yield f"include/spate/{folder}.hpp: {'must not include the optional' if listed else 'does not include'} <spate/{name}>"


def tests(root):
    """Each public header has a test of the same path that includes it and has a test case."""
    for name in public(root):
        test = root / "tests" / name.with_suffix(".cpp")
        if not test.is_file():
            yield f"include/spate/{name} has no test: tests/{name.with_suffix('.cpp')} is missing"
            continue
        text = test.read_text()
        if f"<spate/{name}>" not in text:
            yield f"tests/{name.with_suffix('.cpp')} does not include <spate/{name}>"
        if not re.search(r"^\s*TEST_CASE(_TEMPLATE|_FIXTURE)?\(", text, re.M):
            yield f"tests/{name.with_suffix('.cpp')} has no test case"


def heads(root):
    """Every source begins with its licence; every header has the guard of its path and says what it gives."""
    for path in files(root):
        name = path.relative_to(root)
        if path.suffix in SOURCES or path.name in ("CMakeLists.txt", "bootstrap", "run"):
            if not any("SPDX-License-Identifier: Apache-2.0" in line for line in path.read_text().splitlines()[:3]):
                yield f"{name}: no SPDX line at the top"
    for name, _, text in headers(root):
        if name.suffix == ".hpp":
            guard = "SPATE_" + re.sub(r"\W", "_", "_".join(name.parts)).upper()
            if name.parts == ("spate.hpp",):
                guard = "SPATE_SPATE_HPP"
            if f"#ifndef {guard}\n#define {guard}\n" not in text or not text.rstrip().endswith(f"#endif  // {guard}"):
                yield f"include/spate/{name}: the guard is not {guard}, from the second line to the last"
            if "\n///" not in text:
                yield f"include/spate/{name}: no /// sentence says what the header gives"


def words(root):
    """No notes to ourselves, no paths of one machine, no leftovers of a merge."""
    bad = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b|(?<![\w.])/(work|home|root)/\w|^(<<<<<<<|>>>>>>>) ", re.M)
    for path in files(root):
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for match in bad.finditer(text):
            yield f"{path.relative_to(root)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"


def definitions(root):
    """No inline entity depends on flags, and macros live in one file, or end in the file where they begin."""
    flags = re.compile(r"\b(__AVX\w*|__SSE\w*|__FMA__|__AES__|__VAES__|__FAST_MATH__|__OPTIMIZE__|NDEBUG|__has_include|__BMI\w*)\b")
    for name, _, text in headers(root):
        bare = code(text)
        for match in flags.finditer(bare):
            yield f"include/spate/{name}: depends on {match.group()}, so two units of one program may differ"
        if name.as_posix() in ("detail/config.hpp", "version.hpp"):
            continue
        for macro in re.findall(r"^\s*#\s*define\s+(\w+)", bare, re.M):
            # The parameter of a kernel body is undefined by the file that it is handed to.
            bodies = [root / "include" / target for _, target in INCLUDE.findall(text) if target.endswith(".inc")]
            ended = re.search(rf"^\s*#\s*undef\s+{macro}\b", "\n".join([bare, *(body.read_text() for body in bodies)]), re.M)
            if not ended and not macro.endswith("_HPP") and macro not in ABI:
                yield f"include/spate/{name}: defines {macro} and does not undefine it; macros live in detail/config.hpp"
        if re.search(r"^using namespace ", bare, re.M):
            yield f"include/spate/{name}: using namespace in a header"


def lengths(root):
    """Files that a reader can hold."""
    limits = [(path, 500) for path in files(root, "include")]
    limits += [(root / "CMakeLists.txt", 150), (root / "cmake/vcpkg/spate/portfile.cmake", 25)]
    for path, limit in limits:
        lines = path.read_text().count("\n")
        if lines > limit:
            yield f"{path.relative_to(root)}: {lines} lines; split it, {limit} is the limit"


def version(root):
    """One version: the header's; what must repeat it agrees."""
    text = (root / "include/spate/version.hpp").read_text()
    major, minor, patch = (re.search(rf"define SPATE_VERSION_{part} (\d+)$", text, re.M).group(1) for part in ("MAJOR", "MINOR", "PATCH"))
    whole = f"{major}.{minor}.{patch}"
    if f'"{whole}"' not in text:
        yield f"version.hpp: SPATE_VERSION_STRING is not {whole}"
    if json.loads((root / "cmake/vcpkg/spate/vcpkg.json").read_text())["version"] != whole:
        yield f"cmake/vcpkg/spate/vcpkg.json: the version is not {whole}"
    for stated in re.findall(r"\bspate/(\d+\.\d+\.\d+)", (root / "README.md").read_text()):
        if stated != whole:
            yield f"README.md: spate/{stated} is not the version {whole}"
    if not re.search(rf"^## \[?{re.escape(whole)}\b", (root / "CHANGELOG.md").read_text(), re.M):
        yield f"CHANGELOG.md: no section {whole}"
    for name, _, text in headers(root):
        for space in re.findall(r"namespace spate::inline (\w+)", code(text)):
            if space != f"v{major}":
                yield f"include/spate/{name}: namespace spate::inline {space}; it is v{major}"
        if re.search(r"namespace spate\s*(\{|::(?!inline))", code(text)):
            yield f"include/spate/{name}: opens namespace spate without inline v{major}"


def snippets(root):
    """Each block of the README and the guides that names a language is a part of an example, line by line, so that it is compiled and run."""
    examples = ["\n".join(line.strip() for line in path.read_text().splitlines() if line.strip()) for path in files(root, "examples") if path.suffix == ".cpp"]
    for page in [root / "README.md", *(path for path in files(root, "examples") if path.suffix == ".md")]:
        text = page.read_text()
        for match in re.finditer(r"^```(?!cmake)\w[\w+]*\n(.*?)^```", text, re.M | re.S):
            block = "\n".join(line.strip() for line in match.group(1).splitlines() if line.strip())
            if not any(f"\n{block}\n" in f"\n{example}\n" for example in examples):
                yield f"{page.relative_to(root)}:{text.count(chr(10), 0, match.start()) + 1}: this block is in no file of examples/"


RULES = {rule.__name__: rule for rule in (includes, umbrellas, tests, heads, words, definitions, lengths, version, snippets)}

# For the test of the rules themselves: rule -> (file, text appended to it or, after "=", replacing it, part of the expected breach).
FAULTS = {
    "includes": [
        ("include/spate/core/size.hpp", "#include <spate/rng/some.hpp>\n", "does not exist"),
        ("include/spate/core/size.hpp", "#include <iostream>\n", "costs too much"),
        ("include/spate/core/size.hpp", "#include <xsimd/xsimd.hpp>\n", "only simd/ does"),
        ("include/spate/detail/config.hpp", "#include <spate/core/size.hpp>\n", "detail/ must not include core/"),
        ("include/spate/other/x.hpp", "= ", "has no place"),
    ],
    "umbrellas": [
        ("include/spate/core.hpp", "int x;\n", "includes only"),
        ("include/spate/core.hpp", "= ", "does not include <spate/core/size.hpp>"),
        ("cmake/spate-components.cmake", "= set(SPATE_HEADERS_OF_specifications schema/json.hpp)", "schema/load.hpp: is optional, but not for CMake"),
    ],
    "tests": [
        ("include/spate/core/nothing.hpp", "= ", "has no test"),
        ("tests/core/size.cpp", "= #include <spate/core/size.hpp>", "no test case"),
        ("tests/core/size.cpp", '= TEST_CASE("x") {}', "does not include"),
    ],
    "heads": [
        ("include/spate/core/size.hpp", "= #ifndef SPATE_CORE_SIZE_HPP\n", "no SPDX line"),
        ("include/spate/core/size.hpp", "= // SPDX-License-Identifier: Apache-2.0\n#ifndef SIZE_HPP\n#define SIZE_HPP\n/// X\n#endif", "guard is not"),
        ("include/spate/core/size.hpp", "more\n", "guard is not"),
    ],
    "words": [("README.md", "TO" + "DO\n", "TO" + "DO"), ("README.md", "see /ho" + "me/x/y\n", "/ho" + "me/x")],
    "definitions": [
        ("include/spate/core/size.hpp", "#if __AVX2__\n", "__AVX2__"),
        ("include/spate/core/size.hpp", "#define X 1\n", "defines X"),
        ("include/spate/core/size.hpp", "using namespace std;\n", "using namespace"),
    ],
    "lengths": [("CMakeLists.txt", "\n" * 200, "split it"), ("include/spate/core/size.hpp", "\n" * 500, "split it")],
    "snippets": [
        ("README.md", "\n```cpp\nthis is in no example;\n```\n", "in no file of examples"),
        ("examples/guide/bytes.md", "\n```yaml\nthis: is in no example\n```\n", "in no file of examples"),
    ],
    "version": [
        ("README.md", "spate/9.9.9\n", "is not the version"),
        ("CHANGELOG.md", "= ", "no section"),
        ("cmake/vcpkg/spate/vcpkg.json", '= {"version": "9.9.9"}', "the version is not"),
        ("include/spate/core/size.hpp", "namespace spate::inline v9 {}\n", "inline v9"),
        ("include/spate/core/size.hpp", "namespace spate {}\n", "without inline"),
    ],
}


def self_test(root):
    """Each rule sees the faults that it is there for."""
    if set(FAULTS) != set(RULES):
        yield "not every rule has a fault to find"
    for rule, faults in FAULTS.items():
        for name, change, expected in faults:
            with tempfile.TemporaryDirectory() as scratch:
                tree = Path(scratch) / "tree"
                shutil.copytree(root, tree, ignore=shutil.ignore_patterns("build*", ".git", "__pycache__", ".cache"))
                path = tree / name
                path.parent.mkdir(parents=True, exist_ok=True)
                old = path.read_text() if path.is_file() else ""
                path.write_text(change[2:] if change.startswith("=") else old + change)
                found = set(RULES[rule](tree)) - set(RULES[rule](root))
                if not any(expected in breach for breach in found):
                    yield f"{rule} did not see a fault in {name}: expected '{expected}', found {sorted(found)}"


def main():
    root = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parents[2]).resolve()
    rules = {**RULES, "self_test": self_test}
    if len(sys.argv) < 2 or sys.argv[1] not in rules:
        sys.exit(f"usage: check.py {'|'.join(rules)} [ROOT]")
    breaches = list(rules[sys.argv[1]](root))
    for breach in breaches:
        print(breach)
    print(f"{sys.argv[1]}: {len(breaches)} breaches")
    sys.exit(1 if breaches else 0)


if __name__ == "__main__":
    main()
