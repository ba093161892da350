// SPDX-License-Identifier: Apache-2.0
#include <spate/field/key_text.hpp>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sample.hpp"

using namespace spate;

TEST_CASE("field/key_text: all texts of an alphabet, each once") {
    for (const auto& [alphabet, digits] :
         {std::pair{"01", 1u}, std::pair{"01", 9u}, std::pair{"abc", 5u}, std::pair{"0123456789", 4u}, std::pair{"xyzw", 6u}}) {
        CAPTURE(alphabet);
        const auto keys = key_text({.prefix = "k-", .length = 2 + digits, .alphabet = alphabet});
        std::uint64_t all = 1;
        for (std::uint32_t i = 0; i < digits; ++i) all *= std::string_view{alphabet}.size();
        REQUIRE(keys.capacity() == all);
        const auto texts = laws::values(keys, static_cast<std::size_t>(all));
        CHECK(std::set<std::string>(texts.begin(), texts.end()).size() == all);
        for (const std::string& one : texts) {
            REQUIRE(one.size() == 2 + digits);
            REQUIRE(one.starts_with("k-"));
            REQUIRE(one.find_first_not_of(alphabet, 2) == std::string::npos);
        }
        if (all > 20) CHECK(!std::is_sorted(texts.begin(), texts.end()));
        // Beyond them, all over again.
        CHECK(laws::values(keys, 3, all) == laws::values(keys, 3));
    }
}

TEST_CASE("field/key_text: different and in no order, however long") {
    for (const std::uint32_t length : {8u, 12u, 13u, 16u, 24u, 36u, 57u}) {
        CAPTURE(length);
        const auto keys = key_text({.prefix = "doc_", .length = length});
        auto texts = laws::values(keys, 200'000);
        std::size_t ascents = 0;
        for (std::size_t i = 1; i < texts.size(); ++i) ascents += texts[i - 1] < texts[i];
        CHECK(ascents > 98'000);
        CHECK(ascents < 102'000);
        // Every character is as likely as the others at every place.
        for (std::size_t at = 4; at < length; ++at) {
            std::size_t counts[256] = {};
            for (const std::string& one : texts) ++counts[static_cast<unsigned char>(one[at])];
            for (const char letter : std::string_view{"0123456789abcdefghijklmnopqrstuvwxyz"}) REQUIRE(counts[static_cast<unsigned char>(letter)] > 4900);
        }
        std::sort(texts.begin(), texts.end());
        CHECK(std::adjacent_find(texts.begin(), texts.end()) == texts.end());
    }
    CHECK(key_text({.length = 8}).capacity() == 2'821'109'907'456u);
    CHECK(key_text({.length = 10}).capacity() == std::uint64_t{1} << 48);
    CHECK(key_text({.length = 65535}).capacity() == std::uint64_t{1} << 48);
}

TEST_CASE("field/key_text: another key, other texts") {
    const auto keys = key_text();
    CHECK(laws::values(keys, 5) != laws::values(keys, 5, 0, {7, 8}));
    CHECK(laws::values(key_text({.length = 40}), 1)[0].substr(0, 30) != laws::values(key_text({.length = 40}), 1, 0, {7, 8})[0].substr(0, 30));
}

TEST_CASE("field/key_text: any partition of rows, and any rows alone") {
    for (const key_text_options& options : {key_text_options{}, key_text_options{"doc_", 9, "ab"}, key_text_options{"Größe ", 40, "0123456789ABCDEF"},
                                            key_text_options{"", 1, "xy"}, key_text_options{"", 300, "\"\\"}}) {
        const auto keys = key_text(options);
        laws::check_partition(keys);
        std::vector<std::uint64_t> rows;
        std::vector<std::string> wanted;
        for (std::uint64_t i = 0; i < 100; ++i) {
            rows.push_back(i * i * i * i * 1'000'003 % (std::uint64_t{1} << 48));
            wanted.push_back(laws::values(keys, 1, rows.back())[0]);
        }
        column made;
        keys.fill_scattered(laws::some_key, rows, made);
        laws::check_column(keys.type(), made, rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) REQUIRE(made.text(i) == wanted[i]);
        CHECK(made.plain() == (options.alphabet.find('\\') == std::string::npos && options.prefix.find("ö") == std::string::npos));
    }
}

TEST_CASE("field/key_text: what cannot be") {
    statistics::check_refused([] { return key_text({.length = 0}); }, "key_text: length");
    statistics::check_refused([] { return key_text({.prefix = "doc_", .length = 4}); }, "key_text: length");
    statistics::check_refused([] { return key_text({.length = 65536}); }, "key_text: length");
    statistics::check_refused([] { return key_text({.alphabet = "a"}); }, "key_text: alphabet");
    statistics::check_refused([] { return key_text({.alphabet = ""}); }, "key_text: alphabet");
    statistics::check_refused([] { return key_text({.alphabet = "abca"}); }, "key_text: alphabet");
    statistics::check_refused([] { return key_text({.alphabet = "aé"}); }, "key_text: alphabet");
    statistics::check_refused([] { return key_text({.prefix = "\xc3"}); }, "key_text: prefix");
}
