// SPDX-License-Identifier: Apache-2.0
// Primary keys that are texts: no two are the same, and their order tells nothing.
#include <cstdio>
#include <set>
#include <string>

#include <spate/field/key_text.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto documents = schema(field<"id">(key_text({.prefix = "doc_", .length = 12}))) | rows(100'000);
    std::set<std::string> keys;
    for (const auto& one : documents) keys.insert(one.get<"id">());
    std::printf("%zu keys, %s the first\n", keys.size(), keys.begin()->c_str());
    return keys.size() == 100'000 ? 0 : 1;
}
