// SPDX-License-Identifier: Apache-2.0
/// The first events of a mix as a broker gets them, and as documents of a search engine.
#include <cstdio>

#include <spate/event/mixed_events.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/run/event_messages.hpp>

int main() {
    spate::mix_specification mix{.name = "shop", .from = spate::seed{7}};
    mix.common = {{"user", spate::one_of({"ann", "bob", "eve"})}};
    mix.types = {{"view", {9, 10}, {}}, {"buy", {1, 10}, {{"price", spate::uniform_int(1, 100)}}}};
    mix.partition_key = "user";
    const spate::mixed_events events{mix};

    for (const spate::envelope value : {spate::envelope::payload, spate::envelope::document}) {
        const spate::event_messages source{events, value};
        const auto maker = source.maker();  // one for each thread
        for (const spate::message& one : maker->make(0, 3))
            std::printf("%.*s -> %.*s\n", static_cast<int>(one.key.size()), one.key.data(), static_cast<int>(one.value.size()), one.value.data());
    }
}
