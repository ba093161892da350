// SPDX-License-Identifier: Apache-2.0
// spate info, the help texts and the version.
#include <doctest/doctest.h>

#include <spate/version.hpp>

#include "support.hpp"

TEST_CASE("cli/info: text and JSON tell of the machine") {
    const test::outcome text = test::run({"info"});
    CHECK(text.status == 0);
    CHECK(text.err.empty());
    for (const char* word : {"cores", "caches", "kernels", "memory", "runs in", "pages", "CPU quota", SPATE_VERSION_STRING}) {
        CAPTURE(word);
        CHECK(text.out.find(word) != std::string::npos);
    }
    const test::outcome made = test::run({"info", "--json"});
    REQUIRE(made.status == 0);
    const test::json machine = test::json_parser::parse(made.out);
    CHECK(machine["spate"].text == SPATE_VERSION_STRING);
    CHECK(machine["physical_cores"].value >= 1);
    CHECK(machine["logical_cpus"].value >= machine["physical_cores"].value);
    CHECK(machine["usable_cores"].value <= machine["physical_cores"].value);
    CHECK(!machine["nodes"].items.empty());
    CHECK(machine["caches"]["l2"].value >= machine["caches"]["l1d"].value);
    CHECK(machine["page_size"].value >= 4096);
    const auto& isas = machine["available_isas"].items;
    CHECK(std::any_of(isas.begin(), isas.end(), [&](const test::json& one) { return one.text == machine["isa"].text; }));

    const test::outcome forced = test::run({"info", "--json"}, [] { ::setenv("SPATE_ISA", "scalar", 1); });
    CHECK(test::json_parser::parse(forced.out)["isa"].text == "scalar");
}

TEST_CASE("cli: help and version") {
    const test::outcome version = test::run({"--version"});
    CHECK(version.status == 0);
    CHECK(version.out == "spate " SPATE_VERSION_STRING "\n");
    const test::outcome all = test::run({"--help"});
    CHECK(all.status == 0);
    for (const char* command : {"bytes", "inspect", "verify", "info"}) {
        CHECK(all.out.find(command) != std::string::npos);
        const test::outcome help = test::run({command, "--help"});
        CHECK(help.status == 0);
        CHECK(help.out.find("Example") != std::string::npos);
        CHECK(help.err.empty());
    }
    const test::outcome bytes = test::run({"bytes", "--help"});
    for (const char* option :
         {"--size",   "--seed", "--compress", "--dedup",  "--unit",  "--group",    "--engine",      "--threads", "--numa", "--chunk",
          "--offset", "--out",  "--direct",   "--resume", "--force", "--duration", "--no-progress", "--json",    "-v",     "--log-format"}) {
        CAPTURE(option);
        CHECK(bytes.out.find(option) != std::string::npos);
    }
}
