// SPDX-License-Identifier: Apache-2.0
// Embeddings that lie about a hundred centers.
#include <spate/field/sequence.hpp>
#include <spate/field/vector.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto documents = schema(field<"id">(sequence()), field<"embedding">(unit_vector<float, 768>({.clusters = 100, .spread = 0.1})));
    float squares = 0;
    for (const float one : documents.row(12345).get<"embedding">()) squares += one * one;
    return squares > 0.999f && squares < 1.001f ? 0 : 1;
}
