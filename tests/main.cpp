// SPDX-License-Identifier: Apache-2.0
// Runs the test cases of one file. A run in which no test case was executed is a failure: a filter that matches nothing must not pass.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>

namespace {
unsigned executed = 0;

struct counter : doctest::IReporter {
    explicit counter(const doctest::ContextOptions&) {}
    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats& stats) override { executed = stats.numTestCasesPassingFilters; }
    void test_case_start(const doctest::TestCaseData&) override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_end(const doctest::CurrentTestCaseStats&) override {}
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}
};
DOCTEST_REGISTER_LISTENER("counter", 1, counter);
}  // namespace

int main(int argc, char** argv) {
    doctest::Context context{argc, argv};
    const int failed = context.run();
    if (context.shouldExit()) return failed;
    if (executed == 0) {
        std::fprintf(stderr, "no test case was executed\n");
        return 1;
    }
    return failed;
}
