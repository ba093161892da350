// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>
#include <variant>

#include <fcntl.h>
#include <unistd.h>

#include <spate/sink/open.hpp>

#include "../run/support.hpp"

TEST_CASE("sink/open: a text names a sink") {
    CHECK(spate::kind_of_target("-") == spate::target_kind::standard_output);
    CHECK(spate::kind_of_target("./-") == spate::target_kind::file);
    CHECK(spate::kind_of_target("fd:3") == spate::target_kind::descriptor);
    CHECK(spate::kind_of_target("tcp://a:1") == spate::target_kind::socket);
    CHECK(spate::kind_of_target("unix:a") == spate::target_kind::socket);
    CHECK(spate::kind_of_target("a/b:c") == spate::target_kind::file);
    CHECK(std::get<spate::descriptor_sink>(spate::open_sink("-")).name() == "standard output");

    const test::directory here;
    const auto bytes = test::bytes_of({}, 0, 1000);
    spate::any_sink file = spate::open_sink(here / "out");
    std::visit([&](auto& sink) { sink.write(bytes); }, file);
    std::visit([&](auto& sink) { sink.close(); }, file);
    CHECK(test::read_file(here / "out") == bytes);
    CHECK_THROWS_WITH_AS((void)spate::open_sink(here / "out"), doctest::Contains("exists"), spate::config_error);

    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    spate::any_sink pipe = spate::open_sink("fd:" + std::to_string(ends[1]));
    std::visit([&](auto& sink) { sink.write(bytes); }, pipe);
    std::byte got[2000];
    CHECK(::read(ends[0], got, sizeof got) == 1000);
    CHECK(std::equal(bytes.begin(), bytes.end(), got));
    ::close(ends[0]);
    ::close(ends[1]);

    for (const char* bad : {"fd:", "fd:x", "fd:-1", "fd:1x", "fd:99999999999"})
        CHECK_THROWS_WITH_AS((void)spate::open_sink(bad), doctest::Contains("fd:3"), spate::config_error);
    CHECK_THROWS_AS((void)spate::open_sink("tcp://nowhere"), spate::config_error);
}
