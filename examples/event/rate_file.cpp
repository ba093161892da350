// SPDX-License-Identifier: Apache-2.0
/// The rates of two minutes, as a monitoring system exports them, replayed for ever.
#include <spate/event/rate_file.hpp>
#include <spate/event/schedule.hpp>

int main() {
    const spate::rate_file load = spate::parse_rates("time,rate\n2026-08-01T07:46:00Z,1500\n2026-08-01T07:47:00Z,1800.5\n");
    const spate::schedule when{*load.start, load.shape(120'000'000'000)};
    return when.count_before(*load.start + 240'000'000'000) == 2 * (90'000 + 108'030) ? 0 : 1;
}
