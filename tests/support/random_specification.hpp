// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_RANDOM_SPECIFICATION_HPP
#define SPATE_TESTS_SUPPORT_RANDOM_SPECIFICATION_HPP

/// Random specifications, as JSON, of tables that are made of the generators of generator_kinds().

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <spate/schema/generator_kinds.hpp>

#include "random_records.hpp"

namespace test {

class random_specification {
public:
    explicit random_specification(random_records& random) : random_{&random} {}

    /// A table whose first field is of this kind and whose others are of any; `fields` in all, and more where one needs another.
    [[nodiscard]] std::string table(std::string_view kind, std::size_t fields) {
        std::string out = "{\"seed\":" + number(1u << 30) + ",\"fields\":[", switches;
        for (std::size_t i = 0; i < fields; ++i) {
            if (i != 0) kind = any_kind();
            if (kind == "depends_on") {
                const std::string other = "\"switch " + std::to_string(i) + '"';
                switches += ",{\"name\":" + other + ",\"type\":\"boolean\"}";
                out += (i == 0 ? "{" : ",{") + named(i) + ",\"type\":\"depends_on\",\"field\":" + other + ",\"cases\":{\"true\":" + generator("city", 0) +
                       "},\"otherwise\":" + generator(random_->one_in(2) ? "country" : "pattern", 0) + nulls() + '}';
            } else if (kind == "template" || kind == "expression") {
                const std::string count = "count_" + std::to_string(i), word = "word_" + std::to_string(i);
                switches += ",{\"name\":\"" + count + "\",\"type\":\"integer\",\"min\":-99,\"max\":99" + nulls() + "},{\"name\":\"" + word +
                            "\",\"type\":\"choice\",\"values\":[\"a\",\"\\\"é,\\n\",\"\"]" + nulls() + '}';
                out += (i == 0 ? "{" : ",{") + named(i) + ",\"type\":\"" + std::string{kind} + "\"," +
                       (kind == "template" ? "\"text\":\"" + one_of({"{{", "", "; "}) + '{' + word + one_of({"", "|upper", "|empty"}) + "}-{" + count + "}\""
                                           : "\"value\":\"" + one_of({"", "0.5 * ", "3 - ", "0 < "}) + count + one_of({"", " * 7", " / 3"}) + '"') +
                       nulls() + '}';
            } else if (kind == "foreign_key") {
                out += (i == 0 ? "{" : ",{") + named(i) + ",\"type\":\"foreign_key\",\"table\":\"others\",\"field\":\"" + one_of({"number", "word", "value"}) +
                       '"' + maybe(",\"zipf\":" + one_of({"0.5", "1.2"})) + nulls() + '}';
            } else {
                out += (i == 0 ? "{" : ",{") + named(i) + ',' + members(kind, 2) + '}';
            }
        }
        return out + switches +
               "],\"tables\":{\"others\":{\"rows\":300,\"fields\":[{\"name\":\"number\",\"type\":\"permutation\",\"count\":300},"
               "{\"name\":\"word\",\"type\":\"pattern\",\"pattern\":\"[a-z]{0,9}\",\"nulls\":0.1},{\"name\":\"value\"," +
               members(inner_kind(1), 1) + "}]}}}";
    }

private:
    /// A whole number below `n`.
    [[nodiscard]] std::string number(std::uint64_t n) { return std::to_string(random_->below(n)); }
    [[nodiscard]] std::string one_of(std::initializer_list<const char*> values) { return values.begin()[random_->below(values.size())]; }
    /// `text` or, as often, nothing.
    [[nodiscard]] std::string maybe(std::string text) { return random_->one_in(2) ? text : std::string{}; }
    [[nodiscard]] std::string nulls() { return random_->one_in(2) ? std::string{} : ",\"nulls\":" + one_of({"0", "0.01", "0.3", "0.75", "1"}); }
    [[nodiscard]] std::string named(std::size_t i) {
        return "\"name\":\"" + one_of({"plain", "with blank", "a,b;c|d\\te", "say \\\"hi\\\"", "back\\\\slash", "Größe \xf0\x9f\x99\x82", "two\\nlines", " "}) +
               std::to_string(i) + '"';
    }
    [[nodiscard]] static bool needs_others(std::string_view kind) {
        return kind == "depends_on" || kind == "template" || kind == "expression" || kind == "foreign_key";
    }
    /// Of those that need no other field and are pure functions of the row.
    [[nodiscard]] std::string_view simple_kind() {
        for (;;) {
            const std::string_view kind = any_kind();
            bool simple = !needs_others(kind);
            for (const std::string_view other : {"list", "object", "json", "distinct", "fitted", "growing"}) simple = simple && kind != other;
            if (simple) return kind;
        }
    }
    [[nodiscard]] std::string_view any_kind() {
        for (;;)
            if (const std::string_view kind = spate::generator_kinds()[random_->below(spate::generator_kinds().size())].name; kind != "wall_clock") return kind;
    }
    [[nodiscard]] std::string generator(std::string_view kind, int depth) { return "{" + members(kind, depth) + "}"; }

    /// `depth`: how many levels may be below.
    [[nodiscard]] std::string members(std::string_view kind, int depth) { return "\"type\":\"" + std::string{kind} + '"' + parameters(kind, depth) + nulls(); }
    [[nodiscard]] std::string_view inner_kind(int depth) {
        for (;;)
            if (const std::string_view kind = depth > 0 ? any_kind() : simple_kind(); !needs_others(kind)) return kind;
    }
    [[nodiscard]] std::string reals() {
        return random_->one_in(3) ? ",\"places\":" + number(7) : random_->one_in(2) ? ",\"float\":\"" + one_of({"float32", "float64"}) + '"' : std::string{};
    }
    [[nodiscard]] std::string integers() {
        const std::string which = one_of({"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"});
        const bool is_signed = which[0] == 'i';
        return ",\"integer\":\"" + which + '"' +
               maybe(std::string{",\"min\":"} + (is_signed ? "-" : "") + number(100) + ",\"max\":" + std::to_string(100 + random_->below(27)));
    }
    [[nodiscard]] std::string parameters(std::string_view kind, int depth) {
        if (kind == "sequence")
            return maybe(",\"start\":" + one_of({"-9000000000000000000", "-5", "0", "9000000000000000000"}) + ",\"step\":" + one_of({"-1", "3", "1000003"}));
        if (kind == "integer") return integers();
        if (kind == "permutation") return ",\"count\":" + std::to_string(1 + random_->below(500)) + maybe(",\"start\":-100");
        if (kind == "zipf") return ",\"count\":" + std::to_string(1 + random_->below(100000)) + maybe(",\"exponent\":" + one_of({"0.5", "1", "2.5"}));
        if (kind == "hot_keys")
            return ",\"count\":" + std::to_string(100 + random_->below(100000)) + maybe(",\"share\":0.3,\"hot\":" + one_of({"1", "7", "99"}));
        if (kind == "uniform") return maybe(",\"min\":-1e9,\"max\":" + one_of({"0", "0.001", "1e9"})) + reals();
        if (kind == "normal") return maybe(",\"mean\":-3.5,\"deviation\":" + one_of({"0.001", "1000"})) + reals();
        if (kind == "lognormal") return maybe(",\"log_mean\":2,\"log_deviation\":0.5") + reals();
        if (kind == "exponential") return maybe(",\"rate\":" + one_of({"0.001", "100"})) + reals();
        if (kind == "gamma") return ",\"shape\":" + one_of({"0.5", "1", "7.5"}) + reals();
        if (kind == "beta") return ",\"a\":" + one_of({"0.5", "2"}) + ",\"b\":" + one_of({"1", "3"}) + reals();
        if (kind == "pareto") return ",\"shape\":" + one_of({"1.5", "3"}) + reals();
        if (kind == "decimal")
            return one_of({",\"min\":\"0.99\",\"max\":\"999.99\"", ",\"min\":\"-5\",\"max\":\"5\"", ",\"min\":\"-0.000001\",\"max\":\"0.000001\"",
                           ",\"min\":\"-999999999999.999999\",\"max\":\"999999999999.999999\""});
        if (kind == "boolean") return maybe(",\"probability\":" + one_of({"0", "0.01", "1"}));
        if (kind == "choice")
            return ",\"values\":" +
                   one_of({"[1,-2,3]", "[0.1,-2.5e300,3]", "[\"a\",\"\",\"say \\\"hi\\\"\",\"a,b\\n\",\"Köln\\u0001\",\"NULL\"]", "[true,false]"}) + "";
        if (kind == "text")
            return maybe(",\"min_bytes\":" + number(20) + ",\"max_bytes\":" + std::to_string(20 + random_->below(300))) +
                   maybe(",\"unit\":\"" + one_of({"words", "sentences", "paragraphs"}) + '"') + maybe(",\"utf8\":true");
        if (kind == "letters")
            return one_of({",\"length\":1", ",\"length\":40", ",\"min_length\":0,\"max_length\":9"}) +
                   maybe(one_of({",\"alphabet\":\"ab \"", ",\"alphabet\":\"\\\"\\\\\\n\\r\\t,;|\\u0000\\u001f\\u007f\"",
                                 ",\"alphabet\":\"é€\xf0\x9f\x99\x82\\ud83d\\ude00\""}));
        if (kind == "pattern") return ",\"pattern\":\"" + one_of({"SKU-\\\\d{4}-[A-Z]{2}", "[a-z]{0,5}", "(a|bc|\\\"){1,3}"}) + '"';
        if (kind == "uuid7") return ",\"start_milliseconds\":1785542400000" + maybe(",\"rate\":" + one_of({"0.5", "100000"}));
        if (kind == "ipv4" || kind == "ipv6") return maybe(",\"range\":\"" + one_of({"private", "documentation"}) + '"');
        if (kind == "timestamp")
            return one_of({",\"start\":\"2026-01-01T00:00:00Z\",\"step\":\"1s\"", ",\"start\":\"1969-12-31T23:59:59Z\",\"rate\":3",
                           ",\"from\":\"1900-01-01T00:00:00Z\",\"to\":\"2200-01-01T00:00:00Z\""}) +
                   maybe(",\"places\":" + one_of({"0", "3", "6", "9"}));
        if (kind == "date")
            return one_of({",\"start\":\"0001-01-01\",\"step_days\":3", ",\"from\":\"0001-01-01\",\"to\":\"9999-12-31\"",
                           ",\"from\":\"2026-02-28\",\"to\":\"2026-03-01\""});
        if (kind == "wall_clock") return maybe(",\"places\":" + one_of({"0", "3", "6", "9"}));
        if (kind == "list") return ",\"of\":" + generator(inner_kind(depth - 1), depth - 1) + ",\"max_length\":" + number(6);
        if (kind == "json") return ",\"of\":" + generator(inner_kind(depth - 1), depth - 1);
        if (kind == "fitted") {
            const std::string of = one_of({"integer", "uniform", "decimal", "boolean", "timestamp"});
            return random_->one_in(2) ? ",\"of\":" + generator(of, 0) +
                                            one_of({",\"to\":\"int8\"", ",\"to\":\"float32\",\"min\":-2.5,\"max\":1e6", ",\"to\":\"int64\",\"min\":-3"})
                                      : ",\"of\":" + generator(inner_kind(depth - 1), depth - 1) +
                                            one_of({",\"to\":\"json\"", ",\"to\":\"text\",\"max_bytes\":7", ",\"to\":\"text\""});
        }
        if (kind == "sparse_vector")
            return ",\"dimension\":" + one_of({"5", "50", "4294967295"}) + ",\"min_entries\":" + one_of({"0", "1"}) + ",\"max_entries\":" + one_of({"1", "5"}) +
                   maybe(",\"unit\":true") + maybe(",\"zipf\":1.1");
        if (kind == "key_text") return maybe(",\"length\":" + one_of({"3", "10", "50"}) + maybe(",\"prefix\":\"é\""));
        if (kind == "growing")
            return ",\"of\":" + generator(simple_kind(), 0) + ",\"share\":" + one_of({"0.001", "0.3", "1"}) +
                   maybe(",\"most\":" + std::to_string(1 + random_->below(30)));
        if (kind == "distinct") return ",\"of\":" + generator(simple_kind(), 0) + ",\"count\":" + std::to_string(1 + random_->below(30));
        if (kind == "vector")
            return ",\"elements\":" + std::to_string(8 * (1 + random_->below(3))) + ",\"element\":\"" +
                   one_of({"float32", "float16", "bfloat16", "int8", "bit"}) + '"' + maybe(",\"clusters\":" + number(5));
        if (kind == "object") {
            std::string out = ",\"fields\":[";
            for (std::size_t i = 0, count = 1 + random_->below(3); i < count; ++i)
                out += (i == 0 ? "{" : ",{") + named(i) + ',' + members(inner_kind(depth - 1), depth - 1) + '}';
            return out + ']';
        }
        return {};
    }

    random_records* random_;
};

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_RANDOM_SPECIFICATION_HPP
