// SPDX-License-Identifier: Apache-2.0
#include <spate/delta/s3_options.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("delta/s3_options: a path has a bucket and a prefix") {
    s3_options options;
    set_s3_path(options, "s3://bucket/a/b//");
    CHECK(options.bucket == "bucket");
    CHECK(options.prefix == "a/b");
    set_s3_path(options, "s3a://other");
    CHECK(options.bucket == "other");
    CHECK(options.prefix.empty());
    CHECK_THROWS_AS(set_s3_path(options, "s3:///a"), config_error);
    CHECK_THROWS_AS(set_s3_path(options, "s3://user:word@host/a"), config_error);
    CHECK(is_s3_path("s3a://x"));
    CHECK_FALSE(is_s3_path("/s3://x"));
}
