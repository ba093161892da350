// SPDX-License-Identifier: Apache-2.0
// The snippets of the guide dedup.md.
#include <spate/bytes.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace spate;

namespace {
void check(bool holds) {
    if (!holds) std::exit(1);
}
}  // namespace

int main() {
    const random_bytes random{seed{42}};
    // clang-format off
{
auto even   = random | take(1_TiB) | duplicated({.ratio = {3, 2}, .unit = 4_KiB});
auto skewed = random | take(1_TiB) | duplicated({.ratio = {3, 2}, .unit = 4_KiB, .popularity = zipf(1.1), .max_references = 254});
check(even.mapper().distinct() == skewed.mapper().distinct());
}
{
const auto rows = parse_histogram("0 9000\n1 400\n24 8\n");           // or read_histogram(path), or measure_histogram(path, 4_KiB)
const duplication like{.unit = 4_KiB, .popularity = from_histogram(rows)};
auto data = random | take(10'000 * 4_KiB) | duplicated(like);         // 9,000 singletons, 400 pairs, 8 contents 25 times each
check(data.mapper().distinct() == 9408);
}
{
const duplication asked{.ratio = 2.0, .unit = 4_KiB, .run = 1024, .cdc_average = 64_KiB};
auto data = random | take(1_TiB) | duplicated(asked);                 // a chunker of 64 KiB finds 2.0
std::printf("fixed blocks find %.3f\n", predict(asked, 1_TiB).ratio());
check(data.extent() == 4_MiB);
}
{
const duplication asked{.ratio = 2.0, .pool = 7};
auto monday  = random_bytes(seed{1}) | take(100_GiB) | duplicated(asked);
auto tuesday = random_bytes(seed{2}) | take(100_GiB) | duplicated(asked);   // the same contents in another order
check(monday.contents().origin() == tuesday.contents().origin());
}
{
duplication asked{.ratio = 2.0, .unit = 4_KiB};
const auto before = predict(asked, 100_GiB);
const auto after  = predict_rewrite(asked, 100_GiB, seed{42}, 0, 1'000'000);   // units 0 to 999,999 overwritten with version 1
asked.version = 1;
auto rewritten = random | take(100_GiB) | duplicated(asked);
check(after->unique > before.unique && rewritten.layout().version == 1);
}
    // clang-format on
}
