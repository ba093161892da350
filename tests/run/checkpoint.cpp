// SPDX-License-Identifier: Apache-2.0
#include <spate/run/checkpoint.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/wait.h>
#include <unistd.h>

#include "support.hpp"

using namespace spate;

namespace {

const delivery_checkpoint sample{{"clicks", 2, 5, 0xfedcba9876543210u, "seed=7 \"x\" ä"}, 700, 123456789012, false};

std::string message_of(const auto& work) {
    try {
        work();
    } catch (const config_error& error) {
        return error.what();
    }
    return {};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) { return text.replace(text.find(from), from.size(), to); }

}  // namespace

TEST_CASE("a checkpoint is read back as it was written, by the next run too") {
    const test::directory folder;
    const std::string name = folder / "a/b";
    {
        const checkpoint_file file{name + "/", sample.stream};
        CHECK(file.path() == name + "/clicks-2-of-5.json");
        CHECK(!file.read(sample.stream));
        file.write(sample);
        delivery_checkpoint later = sample;
        later.next = 3;
        later.complete = true;
        file.write(later);
        file.write(sample);
    }
    const checkpoint_file file{name, sample.stream};
    const auto found = file.read(sample.stream);
    REQUIRE(found);
    CHECK(found->stream.name == "clicks");
    CHECK(found->stream.shard == 2);
    CHECK(found->stream.shards == 5);
    CHECK(found->stream.specification == 0xfedcba9876543210u);
    CHECK(found->stream.note == sample.stream.note);
    CHECK(found->first == 700);
    CHECK(found->next == 123456789012);
    CHECK(!found->complete);
    CHECK(!std::filesystem::exists(file.path() + ".partial"));
}

TEST_CASE("what is no checkpoint is refused, with the file, the line and what is wrong") {
    const test::directory folder;
    const checkpoint_file file{folder.path.string(), sample.stream};
    const std::string text = to_json(sample);
    const auto problem = [&](const std::string& changed) {
        test::write_text(file.path(), changed);
        const std::string out = message_of([&] { (void)file.read(sample.stream); });
        CHECK(out.find(file.path()) != std::string::npos);
        return out;
    };
    test::write_text(file.path(), text);
    CHECK(file.read(sample.stream)->next == sample.next);
    CHECK(problem("").find("the file ends in the middle") != std::string::npos);
    for (std::size_t cut = 0; cut + 2 < text.size(); ++cut) CHECK(!problem(text.substr(0, cut)).empty());
    CHECK(problem(replaced(text, "\"version\": 1", "\"version\": 2")).find("version 2 is not known") != std::string::npos);
    CHECK(problem(replaced(text, "spate checkpoint", "spate run")).find("the format is \"spate run\"") != std::string::npos);
    CHECK(problem(replaced(text, "fedcba98", "fedcbaX8")).find("16 hexadecimal digits") != std::string::npos);
    CHECK(problem(replaced(text, "fedcba98", "fedc")).find("16 hexadecimal digits") != std::string::npos);
    CHECK(problem(replaced(text, "clicks", "clocks")).find("is of clocks-2-of-5, not of clicks-2-of-5") != std::string::npos);
    CHECK(problem(text + "x").find("remove it to begin anew") != std::string::npos);
}

TEST_CASE("two runs do not share a checkpoint, and one that died holds none") {
    const test::directory folder;
    const std::string name = folder.path.string();
    {
        const checkpoint_file file{name, sample.stream};
        CHECK(message_of([&] { (void)checkpoint_file{name, sample.stream}; }).find("another process delivers clicks-2-of-5") != std::string::npos);
        delivery_stream other = sample.stream;
        other.shard = 3;
        CHECK_NOTHROW((void)checkpoint_file{name, other});
    }
    const pid_t child = ::fork();
    if (child == 0) {
        const checkpoint_file file{name, sample.stream};
        file.write(sample);
        ::_exit(0);
    }
    int status = 1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(checkpoint_file{name, sample.stream}.read(sample.stream)->next == sample.next);
}

TEST_CASE("streams need a name, a shard and a short note, and checkpoints a folder") {
    const test::directory folder;
    delivery_stream stream;
    CHECK_NOTHROW(check_stream(stream));
    for (const char* const name : {"", "a b", "a/b", "ä"}) {
        stream.name = name;
        CHECK_THROWS_AS(check_stream(stream), config_error);
    }
    stream = {"a", 1, 1};
    CHECK_THROWS_AS(check_stream(stream), config_error);
    stream = {"a", 0, 1, 0, std::string(201, 'x')};
    CHECK_THROWS_AS(check_stream(stream), config_error);
    CHECK_THROWS_AS((checkpoint_file{"", {}}), config_error);
    test::write_text(folder / "file", "x");
    CHECK(message_of([&] { (void)checkpoint_file{folder / "file", {}}; }).find("is not a folder") != std::string::npos);
    CHECK(specification_text(0xab) == "00000000000000ab");
}
