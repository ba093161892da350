// SPDX-License-Identifier: Apache-2.0
#include <spate/field/structure.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include <spate/field/derived.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/schema/schema.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/structure: members beside each other, some made from others, are an object in JSON") {
    const auto table = schema(field<"at">(
        structure(field<"next">(derived<"x">([](auto x) { return x + 1; })), field<"x">(sequence(1)), field<"deep">(structure(field<"y">(sequence(7)))))));
    const auto [next, x, deep] = table.row(4).get<"at">();
    CHECK(next == 6);
    CHECK(x == 5);
    CHECK(std::get<0>(deep) == 11);
    batch rows;
    table.fill(4, 1, rows);
    auto encoder = ndjson{}.encoder(table.type());
    text_buffer out;
    encoder.encode(rows, out);
    CHECK(out.text() == "{\"at\":{\"next\":6,\"x\":5,\"deep\":{\"y\":11}}}\n");
}

TEST_CASE("field/structure: every partition of rows gives the same") {
    laws::check_partition(structure(field<"a">(samples::below_of(9)), field<"b">(nullable(samples::letters{}, 0.3)), field<"c">(samples::coin{})));
    laws::check_partition(nullable(structure(field<"a">(samples::city{})), 0.2));
    laws::check_partition(list_of(structure(field<"a">(samples::letters{}), field<"b">(samples::coin{})), 0, 3));
}

TEST_CASE("field/structure: a member hangs on its path, not on its neighbours") {
    const auto words = samples::below_of(1u << 30);
    const auto first = laws::values(structure(field<"a">(words), field<"b">(words)), 1)[0];
    const auto moved = laws::values(structure(field<"b">(words), field<"c">(words), field<"a">(words)), 1)[0];
    CHECK(std::get<0>(first) == std::get<2>(moved));
    CHECK(std::get<1>(first) == std::get<0>(moved));
    CHECK(std::get<0>(first) != std::get<1>(first));
    const auto under = [&](const auto& table) { return table.row(0); };
    const auto inner = structure(field<"a">(words));
    const auto row = under(schema(field<"p">(inner), field<"q">(inner), field<"a">(words)));
    CHECK(std::get<0>(row.template get<"p">()) != std::get<0>(row.template get<"q">()));
    CHECK(std::get<0>(row.template get<"p">()) != row.template get<"a">());
}
