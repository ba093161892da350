// SPDX-License-Identifier: Apache-2.0
// The collections that come with the library.
#include <cstdio>

#include <spate/schema/builtin_schemas.hpp>

int main() {
    for (const spate::builtin_schema& one : spate::builtin_schemas())
        std::printf("%-22.*s %.*s\n", static_cast<int>(one.id.size()), one.id.data(), static_cast<int>(one.description.size()), one.description.data());
    return spate::find_builtin_schema("ecommerce") != nullptr ? 0 : 1;
}
