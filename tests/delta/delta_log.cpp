// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <spate/delta/delta_log.hpp>
#include <spate/delta/delta_schema.hpp>

#include "memory_store.hpp"

#include <doctest/doctest.h>

using namespace spate;

namespace {

const std::string log_folder = "_delta_log/0000000000000000000";

delta_actions creation() {
    delta_actions out;
    out.protocol = delta_protocol{};
    out.metadata = new_delta_table(delta_schema({{"x", {.id = type_id::int64}}}), {"day"}, {{"spate.stream.s", "seed=1"}, {"empty", ""}});
    return out;
}
delta_actions append(const std::string& path, std::int64_t next = 0, const std::string& app = "s") {
    delta_actions out;
    out.adds = {{path, {{"day", path.size() % 2 == 0 ? std::optional<std::string>{"a b"} : std::nullopt}}, 5, 6, true, R"({"numRecords":1})", {}}};
    if (next != 0) out.transactions = {{app, next, next}};
    return out;
}

// A table of `count` commits, the first of which makes it; removes a file now and then.
std::shared_ptr<test::memory_store> table_of(int count, std::uint64_t interval = 10) {
    auto store = std::make_shared<test::memory_store>();
    delta_log log{store, {.checkpoint_interval = interval}};
    log.commit(creation());
    for (int i = 1; i < count; ++i) {
        delta_actions one = append("f" + std::to_string(i), i);
        if (i % 4 == 0) one.removes = {delta_remove_of(log.snapshot().files.begin()->second, detail::delta_now())};
        if (i == 3) one.adds[0].tags = {{"k", "v"}, {"l", ""}};
        log.commit(one);
    }
    return store;
}

std::string error_of(const std::shared_ptr<test::memory_store>& store) {
    try {
        delta_log{store}.update();
    } catch (const delivery_error& error) {
        return error.what();
    }
    return {};
}
bool says(const std::string& text, std::string_view part) {
    const bool out = text.find(part) != std::string::npos;
    if (!out) MESSAGE(text);
    return out;
}
bool same(const delta_snapshot& a, const delta_snapshot& b) {
    return a.version == b.version && a.protocol == b.protocol && a.metadata == b.metadata && a.files == b.files && a.removed == b.removed &&
           a.transactions == b.transactions;
}

}  // namespace

TEST_CASE("delta/delta_log: what was committed is read back, from commits and from checkpoints alone") {
    const auto store = table_of(25);
    delta_log writer{store};
    const delta_snapshot all = writer.update();
    CHECK(all.version == 24);
    CHECK(all.files.size() == 18);
    CHECK(all.removed.size() == 6);
    CHECK(all.transaction("s") == 24);
    CHECK(all.metadata.partition_columns == std::vector<std::string>{"day"});
    CHECK(all.property("empty") == "");
    CHECK(store->read("_delta_log/_last_checkpoint") == R"({"version":20,"size":23})");
    for (const bool hint : {true, false}) {
        auto trimmed = std::make_shared<test::memory_store>();
        trimmed->files = store->files;
        for (int i = 0; i <= 20; ++i) trimmed->remove(detail::delta_commit_name(i));
        if (!hint) trimmed->remove("_delta_log/_last_checkpoint");
        CHECK(same(delta_log{trimmed}.update(), all));
    }
    auto plain = std::make_shared<test::memory_store>();
    for (int i = 0; i < 25; ++i) plain->files[detail::delta_commit_name(i)] = store->files[detail::delta_commit_name(i)];
    CHECK(same(delta_log{plain}.update(), all));
}

TEST_CASE("delta/delta_log: older versions can be asked for") {
    const auto store = table_of(15, 4);
    for (std::int64_t version = 0; version < 15; ++version) {
        const delta_snapshot then = delta_log{store}.at(version);
        CHECK(then.version == version);
        CHECK(then.transaction("s").value_or(0) == version);
    }
    CHECK_THROWS_AS((void)delta_log{store}.at(15), delivery_error);
    CHECK_THROWS_AS((void)delta_log{store}.at(-1), delivery_error);
}

TEST_CASE("delta/delta_log: a log follows what others commit, and begins anew where the commits have gone") {
    const auto store = table_of(3);
    delta_log reader{store}, writer{store, {.checkpoint_interval = 5}};
    CHECK(reader.update().version == 2);
    writer.update();
    writer.commit(append("g"));
    CHECK(reader.update().version == 3);
    CHECK(reader.snapshot().files.contains("g"));
    for (int i = 4; i < 11; ++i) writer.commit(append("h" + std::to_string(i)));
    for (int i = 0; i < 9; ++i) store->remove(detail::delta_commit_name(i));
    CHECK(same(reader.update(), writer.snapshot()));
}

TEST_CASE("delta/delta_log: no table is version -1, and its first commit needs metadata and protocol") {
    auto store = std::make_shared<test::memory_store>();
    delta_log log{store};
    CHECK(log.update().version == -1);
    CHECK_THROWS_AS(log.commit(append("x")), config_error);
    CHECK(log.commit(creation()) == 0);
}

TEST_CASE("delta/delta_log: an append goes behind what others have appended") {
    const auto store = table_of(1);
    delta_log one{store}, two{store};
    one.update(), two.update();
    for (int i = 0; i < 12; ++i) {
        CHECK(one.commit(append("a" + std::to_string(i), i + 1, "one")) == 2 * i + 1);
        CHECK(two.commit(append("b" + std::to_string(i), i + 1, "two")) == 2 * i + 2);
    }
    CHECK(two.snapshot().files.size() == 24);
    CHECK(same(delta_log{store}.update(), two.snapshot()));
}

TEST_CASE("delta/delta_log: what others have changed is a conflict, and nothing is committed") {
    const auto conflicts = [](const delta_actions& theirs, const delta_actions& mine) {
        const auto store = table_of(3);
        delta_log one{store}, two{store};
        one.update(), two.update();
        one.commit(theirs);
        try {
            two.commit(mine);
        } catch (const delta_conflict&) {
            return delta_log{store}.update().version == 3;
        }
        return false;
    };
    delta_actions changed, newer;
    changed.metadata = *creation().metadata;
    newer.protocol = delta_protocol{1, 3, {}, {}};
    delta_actions overwrite = append("new");
    overwrite.removes = {{.path = "f1"}};
    CHECK(conflicts(changed, append("x")));
    CHECK(conflicts(newer, append("x")));
    CHECK(conflicts(append("x", 10), append("y", 11)));
    CHECK(conflicts(append("x"), overwrite));
    CHECK(conflicts(append("x"), changed));
    CHECK_FALSE(conflicts(overwrite, append("x")));
    CHECK_FALSE(conflicts(append("x", 10, "a"), append("y", 11, "b")));
    // Two who make the table.
    auto store = std::make_shared<test::memory_store>();
    delta_log one{store}, two{store};
    one.commit(creation());
    CHECK_THROWS_AS(two.commit(creation()), delta_conflict);
    CHECK(two.update().version == 0);
}

TEST_CASE("delta/delta_log: a commit whose answer was lost is known again") {
    const auto store = table_of(2);
    delta_log log{store};
    log.update();
    store->before_create = [](std::string_view) { return true; };
    CHECK(log.commit(append("x", 7)) == 2);
    store->before_create = {};
    CHECK(same(delta_log{store}.update(), log.snapshot()));
}

TEST_CASE("delta/delta_log: a damaged checkpoint is passed over where the commits are complete, and named where they are not") {
    const std::string name = "_delta_log/00000000000000000010.checkpoint.parquet";
    const auto whole = table_of(12);
    const delta_snapshot wanted = delta_log{whole}.update();
    const std::string bytes = whole->files.at(name);
    for (std::size_t size = 0; size < bytes.size(); size += 97) {
        auto store = std::make_shared<test::memory_store>();
        store->files = whole->files;
        store->files[name] = bytes.substr(0, size);
        CHECK(same(delta_log{store}.update(), wanted));
        store->remove(detail::delta_commit_name(4));
        CHECK(says(error_of(store), "memory/" + name + ", byte "));
    }
}

TEST_CASE("delta/delta_log: missing and damaged commits are named") {
    const auto damaged = [](const auto& damage) {
        const auto store = table_of(6);
        damage(store->files);
        return error_of(store);
    };
    const std::string four = detail::delta_commit_name(4);
    CHECK(says(damaged([&](auto& files) { files.erase(four); }), "commit 4 is missing"));
    CHECK(says(damaged([&](auto& files) { files.erase(detail::delta_commit_name(0)); }), "does not begin with commit 0"));
    CHECK(says(damaged([&](auto& files) { files[four].resize(files[four].size() - 20); }), "memory/" + four + ": line 4 is not JSON"));
    CHECK(says(damaged([&](auto& files) { files[four] = ""; }), four + ": line 1 is empty"));
    CHECK(says(damaged([&](auto& files) { files[four] = "{}\n[1]\n"; }), four + ": line 2 is no object"));
    CHECK(says(damaged([&](auto& files) { files[four] = R"({"add":{"size":1}})"; }), "line 1 has no path"));
    CHECK(says(damaged([&](auto& files) { files[four] = R"({"add":{"path":"x","size":"1"}})"; }), "has a size that is no whole number"));
    CHECK(says(damaged([&](auto& files) { files[four] = R"({"txn":{"appId":"x","version":18446744073709551615}})"; }), "has a version beyond 2^63"));
    CHECK(says(damaged([&](auto& files) { files[detail::delta_commit_name(0)] = R"({"add":{"path":"x","size":1}})"; }), "has no metaData or no protocol"));
}

TEST_CASE("delta/delta_log: what is not known is refused by its name") {
    const auto with = [](const std::string& line) {
        const auto store = table_of(2);
        store->files[detail::delta_commit_name(2)] = line;
        return store;
    };
    CHECK(
        says(error_of(with(R"({"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["v2Checkpoint"],"writerFeatures":["v2Checkpoint"]}})")),
             "the reader feature v2Checkpoint"));
    CHECK(says(error_of(with(R"({"protocol":{"minReaderVersion":4,"minWriterVersion":7}})")), "version 4 of the reader protocol"));
    CHECK(says(error_of(with(R"({"add":{"path":"x","size":1,"deletionVector":{"storageType":"u"}}})")), "feature deletionVectors"));
    auto only = std::make_shared<test::memory_store>();
    only->files["_delta_log/00000000000000000005.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.parquet"] = "";
    CHECK(says(error_of(only), "v2Checkpoint"));

    const auto writing = [&](const std::string& line, delta_actions actions) -> std::string {
        delta_log log{with(line)};
        log.update();
        try {
            log.commit(actions);
        } catch (const delivery_error& error) {
            return error.what();
        }
        return {};
    };
    const auto property = [](const std::string& name) {
        return R"({"metaData":{"id":"i","schemaString":"{}","partitionColumns":[],"configuration":{")" + name + R"(":"true"}}})";
    };
    delta_actions removal;
    removal.removes = {{.path = "f1"}};
    CHECK(
        says(writing(R"({"protocol":{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["rowTracking"]}})", append("x")), "the feature rowTracking"));
    CHECK(says(writing(R"({"protocol":{"minReaderVersion":1,"minWriterVersion":8}})", append("x")), "version 8 of the writer protocol"));
    CHECK(says(writing(property("delta.constraints.c"), append("x")), "checkConstraints"));
    CHECK(says(writing(property("delta.appendOnly"), removal), "delta.appendOnly"));
    CHECK(writing(property("delta.appendOnly"), append("x")).empty());
    CHECK(writing(R"({"protocol":{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["appendOnly","invariants"]}})", append("x")).empty());
}

TEST_CASE("delta/delta_log: a checkpoint of several row groups, and one without files") {
    auto store = std::make_shared<test::memory_store>();
    delta_log log{store, {.checkpoint_interval = 1}};
    delta_actions first = creation();
    log.commit(first);
    log.checkpoint();
    delta_actions many;
    for (int i = 0; i < 60'000; ++i) many.adds.push_back(append("file-" + std::to_string(i)).adds[0]);
    log.commit(many);
    store->remove(detail::delta_commit_name(0));
    store->remove(detail::delta_commit_name(1));
    CHECK(same(delta_log{store}.update(), log.snapshot()));
    CHECK(delta_log{store}.at(0).files.empty());
}

TEST_CASE("delta/delta_log: removals of more than a week ago leave the checkpoints") {
    const auto store = table_of(3);
    delta_log log{store};
    log.update();
    delta_actions removal;
    removal.removes = {{.path = "f1", .deletion_timestamp = detail::delta_now() - 8LL * 24 * 3600 * 1000},
                       {.path = "f2", .deletion_timestamp = detail::delta_now()}};
    log.commit(removal);
    log.checkpoint();
    for (int i = 0; i < 4; ++i) store->remove(detail::delta_commit_name(i));
    const delta_snapshot after = delta_log{store}.update();
    CHECK(after.removed.size() == 1);
    CHECK(after.removed.contains("f2"));
}

TEST_CASE("delta/delta_log: a commit stands where its checkpoint cannot be written, and the next checkpoint has it") {
    const auto store = table_of(10);
    delta_log log{store, {.checkpoint_interval = 10}};
    log.update();
    store->put_fails = true;
    CHECK(log.commit(append("late", 90)) == 10);
    CHECK(!store->files.contains("_delta_log/_last_checkpoint"));
    CHECK_THROWS_AS(log.checkpoint(), delivery_error);
    store->put_fails = false;
    for (int i = 11; i <= 20; ++i) log.commit(append("f" + std::to_string(i), 90 + i));
    CHECK(store->files.contains("_delta_log/_last_checkpoint"));
    CHECK(delta_log{store}.update().files.contains("late"));
}
