// SPDX-License-Identifier: Apache-2.0
/// A stream of which a hundredth arrives twice and a twentieth late: what stands at each place, and why.
#include <vector>

#include <spate/event/arrival_plan.hpp>

int main() {
    const spate::arrival_plan plan{spate::arrival_plan::key_of(spate::seed{7}, "orders"), {.late = 0.05, .duplicate = 0.01}};
    std::vector<spate::arrived> places(100'000);
    plan.at(0, places);
    int late = 0, twice = 0;
    for (const spate::arrived& place : places) {
        late += place.label == spate::arrival_label::late ? 1 : 0;
        twice += place.label == spate::arrival_label::duplicate ? 1 : 0;
    }
    return late > 4700 && late < 5300 && twice > 850 && twice < 1150 ? 0 : 1;
}
