// SPDX-License-Identifier: Apache-2.0
#include <spate/shape/mimic_text.hpp>

#include <doctest/doctest.h>

#include <string>

#include "../support/mimic.hpp"

using namespace spate;

namespace {

std::string refused(const std::string& text) {
    try {
        (void)parse_mimic(text);
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("shape/mimic_text: what is written is read") {
    for (const mimic_parameters& one : {test::mimic_prose(), test::mimic_binary()}) {
        const std::string text = format_mimic(one);
        CHECK(parse_mimic(text) == one);
        CHECK(format_mimic(parse_mimic(text)) == text);
    }
    mimic_parameters plain{};
    plain.bytes.fill(16);
    plain.phrases[8] = 4096;
    plain.literal_lengths.fill(2);
    plain.phrase_lengths.fill(8);
    plain.phrase_lengths[255] = 9;
    CHECK(format_mimic(plain) == "mimic-v1 random=0 bytes=16*256 phrases=0*8,4096 literals=2*256 lengths=8*255,9");
}

TEST_CASE("shape/mimic_text: other texts are refused") {
    const std::string good = "mimic-v1 random=0 bytes=16*256 phrases=0*8,4096 literals=2*256 lengths=8*255,9";
    const std::string remedy = "; use parameters as `spate profile` writes them";
    CHECK(refused(good) == "accepted");
    CHECK(refused("") == "mimic: \"\" is not a model that is known: it is not mimic-v1" + remedy);
    CHECK(refused(replaced(good, "v1", "v2")) == "mimic: \"mimic-v2\" is not a model that is known: it is not mimic-v1" + remedy);
    CHECK(refused("mimic-v1") == "mimic: \"\" is not random=..." + remedy);
    CHECK(refused(replaced(good, "bytes", "byte")) == "mimic: \"byte=16*256\" is not bytes=..." + remedy);
    CHECK(refused(replaced(good, "=16*256", "")) == "mimic: \"bytes\" is not bytes=..." + remedy);
    CHECK(refused(replaced(good, "16*256", "16*257")) == "mimic: \"bytes=16*257\" holds more than 256 numbers, or none of one" + remedy);
    CHECK(refused(replaced(good, "16*256", "16*255")) == "mimic: \"bytes=16*255\" does not hold 256 numbers" + remedy);
    CHECK(refused(replaced(good, "16*256", "16*0")) == "mimic: \"bytes=16*0\" holds more than 256 numbers, or none of one" + remedy);
    CHECK(refused(replaced(good, "16*256", "-16*256")) == "mimic: \"bytes=-16*256\" does not hold whole numbers up to 4096" + remedy);
    CHECK(refused(replaced(good, "16*256", "70000*256")) == "mimic: \"bytes=70000*256\" does not hold whole numbers up to 4096" + remedy);
    CHECK(refused(replaced(good, "16*256", "16*256,")) == "mimic: \"bytes=16*256,\" does not hold whole numbers up to 4096" + remedy);
    CHECK(refused(replaced(good, "16*256", "16*255,17")) == "mimic: bytes: 4097 is the sum of the shares; make them sum to 4096");
    CHECK(refused(replaced(good, "8*255,9", "8*255,2")) == "mimic: phrase_lengths: 2 is not the length of a phrase; use 3 to 512");
    CHECK(refused(good + " more") == "mimic: \"more\" follows the end" + remedy);
    // Cut off anywhere, it is refused.
    for (std::size_t size = 0; size < good.size(); ++size) CHECK(refused(good.substr(0, size)) != "accepted");
}
