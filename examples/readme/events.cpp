// SPDX-License-Identifier: Apache-2.0
#include <spate/spate.hpp>

#include <cstdio>

int main() {
    // clang-format off
    using namespace spate;

    const auto events = event_mix(event<"user.login">(0.7, schema(field<"user">(uniform_int(1, 1000)), field<"device">(one_of({"iOS", "Web"})))),
                                  event<"user.purchase">(0.3, schema(field<"user">(uniform_int(1, 1000)), field<"amount">(decimal("0.99", "99.99")))))
                            .with_seed(seed{42})
                            .keyed_by("user");

    std::printf("%s\n", events[1'000'000'000].serialized_payload.c_str());  // one event, without those before it
    run_to_file(events | rows(100'000), ndjson{}, {.path = "events.ndjson"}, default_pool()).raise_failure("events.ndjson");
    // clang-format on
    return std::remove("events.ndjson");
}
