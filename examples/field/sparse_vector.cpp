// SPDX-License-Identifier: Apache-2.0
// Sparse vectors like those of a learned model with a vocabulary of 30,522 words, of which some are in many documents.
#include <spate/field/sequence.hpp>
#include <spate/field/sparse_vector.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto documents = schema(field<"id">(sequence()), field<"terms">(sparse_vector(30522, {.entries = {20, 200}, .unit = true, .zipf = 1.0})));
    const auto terms = documents.row(12345).get<"terms">();
    float squares = 0;
    for (const auto& [index, value] : terms) squares += value * value;
    return terms.size() >= 20 && terms.size() <= 200 && terms.back().index < 30522 && squares > 0.999f && squares < 1.001f ? 0 : 1;
}
