// SPDX-License-Identifier: Apache-2.0
// Options that several commands take.
#include <string>
#include <string_view>

#include "commands.hpp"
#include "pipeline.hpp"

namespace cli {

void declare_stream(command_options& to) {
    std::string engines;
    for (const std::string_view name : engine_names()) (engines += engines.empty() ? "" : ", ") += name;
    to.group("The stream");
    to.option("size", "SIZE", "How many bytes: 4096, 64KiB, 1.5GiB, 10GB, or unlimited");
    to.option("seed", "N", "The number from which all bytes follow; drawn and shown if it is not given");
    to.option("engine", "NAME", "The random engine (default: the first):\n" + engines);
    to.option("offset", "N", "Begin at byte N of the stream: the output holds bytes N to size");
    to.group("How it compresses");
    to.option("compress", "RATIO", "How well every unit compresses: 2, 1.5, 7/3 (default 1: not at all)");
    to.option("codec", "NAME", "With which codec: lz4, zstd[:1|:3], zlib[:1|:6], snappy (default: between lz4 and zstd)");
    to.option("compress-unit", "SIZE", "What is compressed by itself: a power of two from 512 to 64MiB (default 4KiB)");
    to.option("compress-mix", "W:R,...", "Shares of the units that compress by different ratios: 0.3:1,0.5:2,0.2:4");
    to.option("fits", "BYTES", "Every unit compresses to at most so many bytes, and to hardly less (default codec: lz4)");
    to.option("profile", "P.json", "Contents like those of a file that spate profile has measured; its duplicates too, without other options for them");
    to.option("holes", "SHARE", "Make this share of the units zero: 0.1 (default 0: none is)");
    to.group("What is repeated");
    to.option("dedup", "RATIO", "Units per distinct unit, exactly: 1.5, 3/2 (default 1: none is repeated)");
    to.option("unit", "SIZE", "What is deduplicated: a multiple of 512, at most 64MiB (default 4KiB)");
    to.option("dedup-histogram", "FILE", "Repeat units as in a histogram, lines of `duplicates contents`, scaled to the size");
    to.option("popularity", "uniform|zipf:S", "How the references are shared out (default uniform)");
    to.option("max-refs", "N", "No unit is repeated more often than makes N of it (VDO: 254)");
    to.option("locality,--group", "N", "How many units are shuffled together; duplicates lie within such a group (default 65536)");
    to.option("run", "L", "Repeat runs of L units, for systems that cut chunks by content (default 1)");
    to.option("shift", "SIZE", "Rotate each further copy of a run by so many bytes, less than a unit (default 0)");
    to.option("cdc-average", "SIZE", "Reach the ratio for a chunker with this average chunk, not for fixed units");
    to.option("pool", "N", "Take contents from pool N, which streams of all seeds share");
    to.option("version", "V", "The contents of version V: all others than those of other versions (default 0)");
}

void declare_threads(command_options& to) {
    to.group("Threads");
    to.option("threads", "N", "How many threads (default: one per physical core)");
    to.option("numa", "auto|uma|K", "Spread over memory nodes, ignore them, or use node K alone (default auto)");
}

void declare_reporting(command_options& to, bool progress) {
    to.group("Reporting");
    to.flag("--json", "json", "Report as one JSON object");
    if (progress) to.flag("--no-progress", "no-progress", "No progress line; there is one only on a terminal anyway");
    to.flag("-v,--verbose", "verbose", "Tell more on standard error");
    to.option("log-format", "text|json", "How messages on standard error look (default text)");
}

}  // namespace cli
