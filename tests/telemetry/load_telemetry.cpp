// SPDX-License-Identifier: Apache-2.0
#include <spate/telemetry/load_telemetry.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/schema/problems.hpp>

using namespace spate;

namespace {

struct text_file {
    std::string path;
    text_file(const char* ending, const std::string& text) {
        path = (std::filesystem::temp_directory_path() / "spate-telemetry-XXXXXX").string() + std::string{ending};
        const int made = ::mkstemps(path.data(), static_cast<int>(std::string{ending}.size()));
        REQUIRE(made >= 0);
        ::close(made);
        std::ofstream{path} << text;
    }
    text_file(const text_file&) = delete;
    text_file& operator=(const text_file&) = delete;
    ~text_file() { std::remove(path.c_str()); }
};

}  // namespace

TEST_CASE("telemetry/load_telemetry: YAML, with what it leaves out") {
    const text_file file{".yaml",
                         "from: 2025-06-01T00:00:00Z\n"
                         "days: 7\n"
                         "interval: 10s\n"
                         "services:\n"
                         "  - checkout\n"
                         "  - {name: payment, latency: 80ms, errors: 0.01, version: 2.1.0}\n"
                         "anomaly_rate: 0.05\n"};
    const telemetry_configuration made = load_telemetry(file.path);
    CHECK(made.options.begin == 1'748'736'000'000'000'000);
    CHECK(made.options.interval == 10'000'000'000);
    CHECK(made.options.intervals == 60480);
    REQUIRE(made.options.services.size() == 2);
    CHECK(made.options.services[1].latency == 80'000);
    CHECK(made.options.services[1].errors == 10'000);
    CHECK(made.options.services[1].version == "2.1.0");
    CHECK(made.options.anomaly_rate == ratio{1, 20});
    CHECK(made.options.from == seed{0});
}

TEST_CASE("telemetry/load_telemetry: JSON, and a file with nothing in it") {
    const text_file json{".json", R"({"seed": 5, "kind": "logs"})"}, empty{".yml", "# as built in\n"};
    CHECK(load_telemetry(json.path).options.from == seed{5});
    CHECK(load_telemetry(json.path).kind == telemetry_kind::logs);
    CHECK(load_telemetry(empty.path).options.services.size() == 4);
}

TEST_CASE("telemetry/load_telemetry: problems have their places, all at once") {
    const text_file file{".yaml",
                         "intervall: 1s\n"
                         "services:\n"
                         "  - name: web\n"
                         "    cpu: 35\n"
                         "kind: log\n"};
    std::string all;
    try {
        (void)load_telemetry(file.path);
    } catch (const specification_error& error) {
        all = error.what();
    }
    CHECK(all == file.path + ":1:1: unknown key \"intervall\"; did you mean \"interval\"?\n" + file.path +
                     ":5:7: kind: \"log\" is not one of its values; did you mean \"logs\"?\n" + file.path +
                     ":4:10: service \"web\": cpu: 35 is no share from 0 to 0.9; give one, like 0.31");
}

TEST_CASE("telemetry/load_telemetry: a file that cannot be read") {
    CHECK_THROWS_AS((void)load_telemetry("/nowhere/t.yaml"), io_error);
    CHECK_THROWS_AS((void)load_telemetry("t.toml"), config_error);
}
