// SPDX-License-Identifier: Apache-2.0
#include <spate/run/deliver.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <spate/event/schedule.hpp>
#include <spate/run/event_stream_options.hpp>

#include "fake_sink.hpp"
#include "support.hpp"

using namespace spate;
using namespace std::chrono_literals;

namespace {

const delivery_stream stream{"orders", 0, 1, 0x1234, "seed=7 start=0"};

delivery_options unpaced(std::uint64_t count = unlimited) {
    delivery_options out;
    out.paced = false;
    out.count = count;
    return out;
}

// Whether these are the places [first, end), each once.
bool are_all(std::vector<std::uint64_t> places, std::uint64_t first, std::uint64_t end) {
    std::sort(places.begin(), places.end());
    std::vector<std::uint64_t> expected(end - first);
    std::iota(expected.begin(), expected.end(), first);
    return places == expected;
}

std::string message_of(const auto& work) {
    try {
        work();
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("all places are sent once, whatever the batch, and the sink is flushed and closed") {
    for (const std::uint64_t batch : {512u, 1000u, 65536u}) {
        test::fake_server server;
        test::fake_sink sink{server, {.seed = static_cast<unsigned>(batch)}};
        delivery_options options = unpaced();
        options.batch = batch;
        const delivery_report report = deliver(sink, stream, 100'000, nullptr, options);
        CHECK(report.end_reason == run_end::complete);
        CHECK(report.error.empty());
        CHECK(report.begin == 0);
        CHECK(report.next == 100'000);
        CHECK(report.sent == 100'000);
        CHECK(report.lag() == 0);
        CHECK(report.rate() > 0);
        CHECK(server.largest_send <= batch);
        CHECK(server.closes == 1);
        CHECK(are_all(server.places, 0, 100'000));
    }
}

TEST_CASE("first and count choose places, and the shard has its own numbers") {
    test::fake_server server;
    test::fake_sink sink{server};
    delivery_options options = unpaced(5000);
    options.first = 700;
    const delivery_report report = deliver(sink, stream, 100'000, nullptr, options);
    CHECK(report.first == 700);
    CHECK(server.first == 700);
    CHECK(server.opened.note == "seed=7 start=0 first=700");
    CHECK(are_all(server.places, 700, 5700));

    std::uint64_t all = 0;
    for (std::uint64_t shard = 0; shard < 3; ++shard) {
        test::fake_server part;
        test::fake_sink to{part};
        delivery_stream one = stream;
        one.shard = shard, one.shards = 3;
        const delivery_report got = deliver(to, one, 100'000, nullptr, options);
        const stream_shard of{shard, 3};
        CHECK(are_all(part.places, of.below(700), of.below(5700)));
        CHECK(got.next == of.below(5700));
        all += part.places.size();
    }
    CHECK(all == 5000);
}

TEST_CASE("a delivery that fails tells what is acknowledged, and goes on from there") {
    const test::directory folder;
    test::fake_server server;
    delivery_options options = unpaced();
    options.checkpoint = folder / "checkpoints";
    std::uint64_t safe = 0;
    {
        test::fake_sink sink{server, {.fails_at = 40'000}};
        options.batch = 8192;
        const delivery_report report = deliver(sink, stream, 100'000, nullptr, options);
        CHECK(report.end_reason == run_end::failed);
        CHECK(holds(report.error, "refuses place 40000"));
        CHECK_THROWS_AS(report.raise_failure(), delivery_error);
        CHECK(report.next < 40'000);
        CHECK(report.next > 0);
        CHECK(server.closes == 0);
        safe = report.next;
    }
    const checkpoint_file file{options.checkpoint, stream};
    const auto found = file.read(stream);
    REQUIRE(found);
    CHECK(found->next == safe);
    CHECK(!found->complete);
    CHECK(found->stream.note == stream.note);
    server.places.resize(std::min<std::size_t>(server.places.size(), 40'000));
    const std::vector<std::uint64_t> before = server.places;
    server.places.clear();
    {
        // The lock is held by this test.
        test::fake_sink sink{server};
        CHECK(holds(message_of([&] { (void)deliver(sink, stream, 100'000, nullptr, options); }), "another process delivers orders-0-of-1"));
    }
    {
        test::fake_sink sink{server};
        const auto stored = find_delivery(sink, stream, &file);
        const std::string refused = message_of([&] { (void)deliver(sink, stream, 100'000, nullptr, options, stored, &file); });
        CHECK(holds(refused, "has not come to its end"));
        CHECK(holds(refused, "--resume"));
        options.resume = true;
        delivery_stream other = stream;
        other.specification = 0x99;
        const std::string changed = message_of([&] { (void)deliver(sink, other, 100'000, nullptr, options, stored, &file); });
        CHECK(holds(changed, "0000000000001234"));
        CHECK(holds(changed, "0000000000000099"));
        CHECK(server.opens == 1);
        const delivery_report report = deliver(sink, stream, 100'000, nullptr, options, stored, &file);
        CHECK(report.end_reason == run_end::complete);
        CHECK(report.resumed);
        CHECK(report.begin == safe);
        CHECK(report.next == 100'000);
        CHECK(are_all(server.places, safe, 100'000));
        CHECK(file.read(stream)->complete);
    }
    // What is complete may be begun anew, or be gone on with, which is nothing.
    server.places.clear();
    {
        test::fake_sink sink{server};
        const delivery_report report = deliver(sink, stream, 100'000, nullptr, options, find_delivery(sink, stream, &file), &file);
        CHECK(report.end_reason == run_end::complete);
        CHECK(report.next == 100'000);
        CHECK(server.places.empty());
    }
    options.resume = false;
    {
        test::fake_sink sink{server};
        CHECK(deliver(sink, stream, 1000, nullptr, options, find_delivery(sink, stream, &file), &file).next == 1000);
        CHECK(are_all(server.places, 0, 1000));
    }
}

TEST_CASE("a sink's own position comes before the checkpoint's, and says where the delivery began") {
    test::fake_server server;
    delivery_options options = unpaced(50'000);
    options.first = 300;
    options.batch = 4096;
    {
        test::fake_sink sink{server, {.keeps_position = true, .fails_at = 20'000}};
        CHECK(deliver(sink, stream, unlimited, nullptr, options).end_reason == run_end::failed);
    }
    REQUIRE(server.position);
    const std::uint64_t safe = server.position->next;
    CHECK(safe > 300);
    CHECK(safe < 20'000);
    {
        test::fake_sink sink{server, {.keeps_position = true}};
        CHECK(holds(message_of([&] { (void)deliver(sink, stream, unlimited, nullptr, options); }), "fake server has a delivery"));
    }
    options.resume = true;
    options.first = 5;
    {
        test::fake_sink sink{server, {.keeps_position = true}};
        CHECK(holds(message_of([&] { (void)deliver(sink, stream, unlimited, nullptr, options); }), "that was 300"));
    }
    options.first = 0;
    server.places.clear();
    {
        test::fake_sink sink{server, {.keeps_position = true}};
        const delivery_report report = deliver(sink, stream, unlimited, nullptr, options);
        CHECK(report.first == 300);
        CHECK(report.next == 50'300);
        CHECK(server.opened.note == "seed=7 start=0 first=300");
        CHECK(are_all(server.places, safe, 50'300));
    }
    options.resume = false;
    options.restart = true;
    {
        test::fake_sink sink{server, {.keeps_position = true}};
        options.count = 600;
        CHECK(deliver(sink, stream, unlimited, nullptr, options).begin == 0);
    }
}

TEST_CASE("without anything stored, resume begins at the beginning") {
    const test::directory folder;
    test::fake_server server;
    test::fake_sink sink{server};
    delivery_options options = unpaced(1000);
    options.checkpoint = folder / "c";
    options.resume = true;
    const delivery_report report = deliver(sink, stream, unlimited, nullptr, options);
    CHECK(!report.resumed);
    CHECK(are_all(server.places, 0, 1000));
}

TEST_CASE("the flag stops a delivery, which flushes, closes, and tells what is acknowledged") {
    const test::directory folder;
    test::fake_server server;
    test::fake_sink sink{server, {.lazy = true, .delay = 1000us}};
    std::atomic<bool> stop{false};
    delivery_options options = unpaced();
    options.stop = &stop;
    options.checkpoint = folder / "c";
    options.interval = 10ms;
    int calls = 0;
    const delivery_report report = deliver(sink, stream, unlimited, nullptr, options, [&](const delivery_progress& now) {
        CHECK(now.next == 0);
        if (++calls == 3) stop = true;
    });
    CHECK(report.end_reason == run_end::stopped);
    CHECK(report.next == report.sent);
    CHECK(report.sent == server.places.size());
    CHECK(server.closes == 1);
    CHECK(calls >= 3);
    const checkpoint_file file{options.checkpoint, stream};
    CHECK(file.read(stream)->next == report.next);
    CHECK(!file.read(stream)->complete);
}

TEST_CASE("a paced delivery keeps to the schedule, measures lateness until places are acknowledged, and lets the sink do what is due") {
    test::fake_server server;
    test::fake_sink sink{server};
    delivery_options options;
    options.duration = 300ms;
    const schedule when{1'000'000'000, {2000, 1}};
    const delivery_report report = deliver(sink, stream, unlimited, &when, options);
    CHECK(report.end_reason == run_end::expired);
    CHECK(report.next == 600);
    CHECK(report.due == 600);
    CHECK(report.seconds >= 0.29);
    CHECK(report.lateness.greatest > 0ns);
    CHECK(report.lateness.p50 <= report.lateness.greatest);
    CHECK(server.idles > 5);

    // One that acknowledges at its end has been late all the time.
    test::fake_server other;
    test::fake_sink lazy{other, {.lazy = true}};
    CHECK(deliver(lazy, stream, unlimited, &when, options).lateness.greatest > 250ms);
}

TEST_CASE("a resumed delivery goes on at once, at its pace") {
    test::fake_server server;
    server.position = {3'600'000, stream.specification, "seed=7"};
    test::fake_sink sink{server, {.keeps_position = true}};
    delivery_options options;
    options.resume = true;
    options.duration = 200ms;
    const schedule when{0, {1000, 1}};
    const delivery_report report = deliver(sink, stream, unlimited, &when, options);
    CHECK(report.begin == 3'600'000);
    CHECK(report.next >= 3'600'190);
    CHECK(report.next <= 3'600'201);
}

TEST_CASE("the checkpoint follows what is acknowledged while a delivery goes on") {
    const test::directory folder;
    test::fake_server server;
    test::fake_sink sink{server, {.delay = 2000us}};
    delivery_options options = unpaced();
    options.checkpoint = folder / "c";
    options.checkpoint_interval = 10ms;
    options.batch = 512;
    options.duration = 250ms;
    std::uint64_t last = 0;
    bool moved = false;
    const delivery_report report = deliver(sink, stream, unlimited, nullptr, options, [&](const delivery_progress& now) {
        const delivery_checkpoint seen = parse_checkpoint(test::read_text(folder / "c/orders-0-of-1.json"), "c");
        CHECK(seen.next <= now.next);
        CHECK(seen.next >= last);
        moved = moved || seen.next > 0;
        last = seen.next;
    });
    (void)report;
    options.interval = 10ms;
    options.restart = true;
    test::fake_sink again{server, {.delay = 2000us}};
    (void)deliver(again, stream, unlimited, nullptr, options, [&](const delivery_progress& now) {
        const delivery_checkpoint seen = parse_checkpoint(test::read_text(folder / "c/orders-0-of-1.json"), "c");
        CHECK(seen.next <= now.next + 512);
        moved = moved || (seen.next > 0 && !seen.complete);
    });
    CHECK(moved);
}

TEST_CASE("what cannot go is said before anything is opened; what fails later is in the report") {
    test::fake_server server;
    {
        test::fake_sink sink{server, {.fails_to_open = true}};
        CHECK_THROWS_AS((void)deliver(sink, stream, 10, nullptr, unpaced()), delivery_error);
    }
    {
        test::fake_sink sink{server, {.fails_to_flush = true}};
        const delivery_report report = deliver(sink, stream, 10, nullptr, unpaced());
        CHECK(report.end_reason == run_end::failed);
        CHECK(holds(report.error, "gone away"));
    }
    {
        test::fake_sink sink{server};
        delivery_options options = unpaced();
        options.interval = 10ms;
        const delivery_report report =
            deliver(sink, stream, unlimited, nullptr, options, [](const delivery_progress&) { throw std::runtime_error{"no more"}; });
        CHECK(report.end_reason == run_end::failed);
        CHECK(report.error == "no more");
    }
    test::fake_sink sink{server};
    delivery_stream bad = stream;
    bad.name = "a/b";
    CHECK(holds(message_of([&] { (void)deliver(sink, bad, 10, nullptr, unpaced()); }), "is no name of a stream"));
    bad = stream;
    bad.shard = 1;
    CHECK(holds(message_of([&] { (void)deliver(sink, bad, 10, nullptr, unpaced()); }), "1/1 is no shard"));
    CHECK(holds(message_of([&] { (void)deliver(sink, stream, 10, nullptr, unpaced(11)); }), "reaches beyond the end of the source at 10"));
    CHECK(server.closes == 1);  // of the one that the callback ended
}
