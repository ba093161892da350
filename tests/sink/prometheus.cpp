// SPDX-License-Identifier: Apache-2.0
#include <spate/sink/prometheus.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

#include <spate/core/error.hpp>

using namespace spate;

TEST_CASE("a page has help, type and samples of each metric") {
    prometheus_text page;
    page.metric("spate_events_total", metric_kind::counter, "Events.\nWith a \\ and a \"quote\".")
        .add(std::uint64_t{18446744073709551615u}, {{"stream", "a \"b\" \\ \n c"}, {"shard", "0"}});
    page.metric("spate:rate", metric_kind::gauge, "Rate").add(1.5).add(-2e-9, {{"x", "y"}});
    page.metric("s", metric_kind::summary, "").add(std::uint64_t{0});
    CHECK(page.text() ==
          "# HELP spate_events_total Events.\\nWith a \\\\ and a \"quote\".\n"
          "# TYPE spate_events_total counter\n"
          "spate_events_total{stream=\"a \\\"b\\\" \\\\ \\n c\",shard=\"0\"} 18446744073709551615\n"
          "# HELP spate:rate Rate\n"
          "# TYPE spate:rate gauge\n"
          "spate:rate 1.5\n"
          "spate:rate{x=\"y\"} -2e-09\n"
          "# HELP s \n"
          "# TYPE s summary\n"
          "s 0\n");
}

TEST_CASE("numbers that are none have names") {
    prometheus_text page;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    page.metric("a", metric_kind::gauge, "A").add(infinity).add(-infinity).add(std::numeric_limits<double>::quiet_NaN());
    CHECK(page.text().ends_with("a +Inf\na -Inf\na NaN\n"));
}

TEST_CASE("names that are none, metrics that are there twice and samples of none are refused") {
    prometheus_text page;
    CHECK_THROWS_AS(page.add(1.0), config_error);
    for (const char* const name : {"", "1a", "a-b", "a b", "ä"}) CHECK_THROWS_AS(page.metric(name, metric_kind::gauge, ""), config_error);
    page.metric("a", metric_kind::gauge, "");
    CHECK_THROWS_AS(page.metric("a", metric_kind::gauge, ""), config_error);
    CHECK_THROWS_AS(page.add(1.0, {{"a:b", ""}}), config_error);
}
