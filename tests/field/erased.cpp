// SPDX-License-Identifier: Apache-2.0
#include <spate/field/erased.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <spate/field/sequence.hpp>

using namespace spate;

namespace {
struct doubled : number_field<std::int64_t> {
    std::vector<std::string> names{"base"};
    [[nodiscard]] std::span<const std::string> inputs() const { return names; }
    void bind(std::span<const field_type> types) { CHECK(types[0].name == "base"); }
    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const {
        out.start(type(), rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out.values<std::int64_t>()[i] = 2 * inputs[0]->values<std::int64_t>()[i];
    }
};
}  // namespace

TEST_CASE("field/erased: fills what the generator fills, alone and from others") {
    erased_field base = sequence(3, 4), from = doubled{};
    CHECK(base.type().id == type_id::int64);
    CHECK(base.inputs().empty());
    REQUIRE(from.inputs().size() == 1);
    from.bind(std::vector<field_type>{{"base", base.type()}});
    column first, second;
    base.fill({{}, 10, 5}, {}, first);
    const column* const inputs[] = {&first};
    from.fill({{}, 10, 5}, inputs, second);
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(first.values<std::int64_t>()[i] == 43 + 4 * static_cast<std::int64_t>(i));
        CHECK(second.values<std::int64_t>()[i] == 2 * first.values<std::int64_t>()[i]);
    }
}

TEST_CASE("field/erased: one that is to stand alone must") {
    const erased_generator alone{erased_field{sequence(1)}};
    column out;
    alone.fill({{}, 7, 1}, out);
    CHECK(out.values<std::int64_t>()[0] == 8);
    CHECK_THROWS_WITH_AS((void)erased_generator{erased_field{doubled{}}},
                         "generator: is made from the field \"base\", which it does not see here; use one that stands alone", config_error);
}
