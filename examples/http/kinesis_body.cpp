// SPDX-License-Identifier: Apache-2.0
/// What PutRecords is sent: bodies of up to 500 records and 5 MiB; records that were refused are sent again alone.
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <spate/http/kinesis_body.hpp>

int main() {
    spate::kinesis_body body{"events", "kinesis, stream events"};
    spate::message one;
    for (const char* const value : {"{\"n\":0}", "{\"n\":1}", "{\"n\":2}"}) {
        one.value = value;
        one.key = one.place == 1 ? "user-7" : "";  // a message without a key has its place for one
        if (!body.add(one)) return 1;              // full: send it first
        ++one.place;
    }
    std::printf("%.*s\n", static_cast<int>(body.text().size()), body.text().data());
    body.keep(std::vector<std::size_t>{1});
    const std::string again{body.text()};
    std::printf("%s\n", again.c_str());
    return again == R"({"StreamName":"events","Records":[{"Data":"eyJuIjoxfQ==","PartitionKey":"user-7"}]})" ? 0 : 1;
}
