// SPDX-License-Identifier: Apache-2.0
#include <spate/sink/delivery.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

using namespace spate;

namespace {

class least_sink final : public delivery_sink {
public:
    [[nodiscard]] std::string target() const override { return "nowhere"; }
    void check(const delivery_stream&) override {}
    void open(const delivery_stream&, std::uint64_t) override {}
    void send(std::uint64_t, std::uint64_t) override {}
    void flush() override {}
    void close() override {}
    [[nodiscard]] std::uint64_t acknowledged() const noexcept override { return 0; }
    [[nodiscard]] delivery_counts counts() const noexcept override { return {}; }
};

}  // namespace

TEST_CASE("a stream's shard has a name of its own") {
    CHECK(delivery_stream{}.id() == "spate-0-of-1");
    CHECK(delivery_stream{"clicks", 3, 16}.id() == "clicks-3-of-16");
}

TEST_CASE("a sink keeps no position unless it says so") {
    least_sink sink;
    CHECK(!sink.keeps_position());
    CHECK(!sink.position({}));
    CHECK_NOTHROW(sink.idle());
}

TEST_CASE("positions are the same where all of them is") {
    const delivery_position one{5, 7, "seed=1"};
    CHECK(one == delivery_position{5, 7, "seed=1"});
    CHECK(one != delivery_position{6, 7, "seed=1"});
    CHECK(one != delivery_position{5, 8, "seed=1"});
    CHECK(one != delivery_position{5, 7, "seed=2"});
}

TEST_CASE("the words of a note are found by their keys") {
    const std::string note = "seed=42 start=1767225600 first= s=x=y";
    CHECK(note_value(note, "seed") == "42");
    CHECK(note_value(note, "start") == "1767225600");
    CHECK(note_value(note, "first") == "");
    CHECK(note_value(note, "s") == "x=y");
    CHECK(!note_value(note, "see"));
    CHECK(!note_value(note, "eed"));
    CHECK(!note_value("", "seed"));
    CHECK(note_value("a  b=1 ", "b") == "1");
}
