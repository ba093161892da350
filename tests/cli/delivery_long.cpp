// SPDX-License-Identifier: Apache-2.0
// --sink to stores of AWS that are not there: they are asked again for some seconds, and then it is one message without secrets.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "support.hpp"

TEST_CASE("cli/delivery: Kinesis and S3 that are not there are given up soon") {
    const test::directory here;
    std::ofstream{here / "b.yaml"} << "generation_mode: batch\nseed: 5\nevent_types: [{event_type_id: a}]\n";
    const std::string keys = "region=eu-central-1&endpoint_url=http://127.0.0.1:1&aws_access_key_id=hunter2&aws_secret_access_key={{secrets/a/b}}";
    for (const std::string& sink : {"kinesis://s?" + keys, "s3://bucket/t?" + keys}) {
        for (const bool dry : {true, false}) {
            CAPTURE(sink);
            CAPTURE(dry);
            std::vector<std::string> arguments{"events", "--config", here / "b.yaml", "--count", "100", "--sink", sink, "-v"};
            if (dry) arguments.emplace_back("--dry-run");
            const auto begin = std::chrono::steady_clock::now();
            const test::outcome made = test::run(arguments, [] { ::setenv("SPATE_SECRET_A_B", "swordfish", 1); });
            CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{10});
            CHECK_MESSAGE(made.status == 1, made.err);
            CHECK_MESSAGE(made.err.find("127.0.0.1:1") != std::string::npos, made.err);
            for (const char* word : {"hunter2", "swordfish"}) CHECK_MESSAGE((made.out + made.err).find(word) == std::string::npos, made.out, made.err);
            CHECK(made.err.find("a password in the command line") != std::string::npos);
        }
    }
}
