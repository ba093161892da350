// SPDX-License-Identifier: Apache-2.0
// Processes that commit to one table, and are killed.
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <thread>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <spate/delta/delta_log.hpp>
#include <spate/delta/delta_schema.hpp>
#include <spate/delta/local_store.hpp>

#include "../support/scratch.hpp"

#include <doctest/doctest.h>

using namespace spate;

namespace {

void make_table(const std::string& path) {
    delta_actions out;
    out.protocol = delta_protocol{};
    out.metadata = new_delta_table(delta_schema({{"x", {.id = type_id::int64}}}));
    delta_log{std::make_shared<local_store>(path)}.commit(out);
}

// Goes on where the application has come to, as a stream that is resumed.
void commit_until(const std::string& path, const std::string& app, std::int64_t last) {
    delta_log log{std::make_shared<local_store>(path)};
    std::int64_t next = log.update().transaction(app).value_or(0);
    while (next < last) {
        ++next;
        delta_actions one;
        one.transactions = {{app, next, 0}};
        one.adds = {{.path = app + '-' + std::to_string(next), .size = 1}};
        log.commit(one);
    }
}

[[nodiscard]] pid_t start(const std::string& path, const std::string& app, std::int64_t last) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    try {
        commit_until(path, app, last);
    } catch (const std::exception&) {
        ::_exit(1);
    }
    ::_exit(0);
}

int status_of(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return -1;
    return status;
}

}  // namespace

TEST_CASE("delta/two_processes: two who append lose nothing, and each keeps its order") {
    const test::scratch folder;
    const std::string path = folder / "table";
    make_table(path);
    const pid_t one = start(path, "one", 60), two = start(path, "two", 60);
    CHECK(status_of(one) == 0);
    CHECK(status_of(two) == 0);
    const auto store = std::make_shared<local_store>(path);
    delta_log log{store};
    CHECK(log.update().version == 120);
    CHECK(log.snapshot().files.size() == 120);
    std::int64_t ones = 0;
    for (std::int64_t version = 1; version <= 120; ++version) {
        const auto commit = detail::find_commit(*store, version);
        REQUIRE(commit);
        REQUIRE(commit->transactions.size() == 1);
        if (commit->transactions[0].app_id == "one") CHECK(commit->transactions[0].version == ++ones);
    }
    CHECK(ones == 60);
}

TEST_CASE("delta/two_processes: whoever is killed at any moment goes on with every commit there once") {
    const test::scratch folder;
    const std::string path = folder / "table";
    make_table(path);
    constexpr std::int64_t last = 400;
    int killed = 0;
    for (int round = 0; round < 40; ++round) {
        const pid_t child = start(path, "app", last);
        std::this_thread::sleep_for(std::chrono::microseconds{500 + round * 397 % 4000});
        ::kill(child, SIGKILL);
        killed += WIFSIGNALED(status_of(child));
        // What is there is whole at any time.
        delta_log log{std::make_shared<local_store>(path)};
        log.update();
        CHECK(static_cast<std::int64_t>(log.snapshot().files.size()) == log.snapshot().transaction("app").value_or(0));
    }
    CHECK(killed > 0);
    commit_until(path, "app", last);
    delta_log log{std::make_shared<local_store>(path)};
    CHECK(log.update().version == last);
    CHECK(static_cast<std::int64_t>(log.snapshot().files.size()) == last);
}
