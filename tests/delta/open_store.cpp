// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <spate/delta/open_store.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("delta/open_store: a path says where the table lies") {
    CHECK(open_delta_store("/a/b/")->local_folder() == "/a/b");
    CHECK(open_delta_store("file:///a/b")->local_folder() == "/a/b");
    CHECK(open_delta_store("relative")->target() == "relative");
    s3_options options;
    options.access_key_id = "id";
    options.secret_access_key = secret{"key"};
    const auto store = open_delta_store("s3://bucket/t", options);
    CHECK(store->target() == "s3://bucket/t");
    CHECK(store->local_folder().empty());
    CHECK_THROWS_AS((void)open_delta_store("hdfs://a/b"), config_error);
    options.secret_access_key = {};
    CHECK_THROWS_AS((void)open_delta_store("s3://bucket/t", options), config_error);
}
