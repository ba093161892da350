// SPDX-License-Identifier: Apache-2.0
// A field that has fields, an object in JSON and a tuple in C++. Its members may be made from each other.
#include <cstdio>
#include <string>

#include <spate/field/derived.hpp>
#include <spate/field/place.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/structure.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto address =
        structure(field<"street">(street_address()), field<"city">(city()),
                  field<"label">(derived<"street", "city">([](auto street, auto city) { return std::string{street} + ", " + std::string{city}; })));
    const auto customers = schema(field<"id">(sequence(1)), field<"address">(address));

    const auto [street, city, label] = customers.row(3).get<"address">();
    std::printf("%s\n", label.c_str());
    return label == street + ", " + city ? 0 : 1;
}
