// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_RANDOM_COLLECTION_HPP
#define SPATE_TESTS_SUPPORT_RANDOM_COLLECTION_HPP

/// Random collections that keep all rules, as JSON: every type, with every key that it takes, and with generators whose values have to be fitted.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <spate/schema/collection.hpp>

#include "random_records.hpp"

namespace test {

class random_collection {
public:
    explicit random_collection(std::uint64_t seed) : random_{seed} {}

    /// A map or a list, with a key, so many other fields of any types, and one vector that is not sparse. Without `wide`, vectors have at most 64 elements.
    [[nodiscard]] std::string text(std::size_t fields, bool wide = false) {
        wide_ = wide;
        has_partition_ = false;
        std::string list = '[' + primary();
        for (std::size_t i = 0; i < fields; ++i) list += ", " + field("f" + std::to_string(i), spate::collection_type_names[random_.below(17)]);
        list += ", " + field("vector", one_of({"FloatVector", "BinaryVector", "Float16Vector", "BFloat16Vector"})) + ']';
        if (random_.one_in(4)) return list;
        return "{\"collection_name\": \"c" + number(0, 1000) + "\"" + maybe(", \"description\": \"any\"") + maybe(", \"num_partitions\": 7") +
               maybe(", \"enable_dynamic_field\": true") + ", \"fields\": " + list + '}';
    }

    /// A field that is not the primary one.
    [[nodiscard]] std::string field(const std::string& name, std::string_view type) {
        std::string out = "{\"name\": \"" + name + "\", \"type\": \"" + std::string{type} + '"' + maybe(", \"description\": \"any\"");
        const bool vector = type.ends_with("Vector");
        nullable_ = !vector && random_.one_in(3);
        if (nullable_) out += ", \"nullable\": true";
        if (type == "SparseFloatVector")
            out += maybe(", \"dim\": " + number(1, 5000)) + maybe(", \"generator\": {\"type\": \"sparse_vector\", \"dimension\": 1, \"min_entries\": 1}", 4);
        else if (type == "BinaryVector")
            out += ", \"dim\": " + std::to_string(8 * (1 + random_.below(wide_ ? 100 : 8)));
        else if (vector)
            out += ", \"dim\": " + number(2, wide_ ? 1000 : 64) + maybe(", \"generator\": {\"type\": \"vector\", \"clusters\": 3}");
        else if (type == "VarChar" || type == "String")
            out += texts();
        else if (type == "Float" || type == "Double")
            out += reals(type == "Float");
        else if (type.starts_with("Int"))
            out += integers(type);
        else if (type == "Bool")
            out += maybe(", \"default_value\": true") + maybe(", \"generator\": {\"type\": \"boolean\", \"probability\": 0.9}", 4);
        else if (type == "Array")
            out += array();
        else
            out += maybe(std::string{", \"generator\": "} +
                             one_of({"{\"type\": \"city\"}", "{\"type\": \"object\", \"fields\": [{\"name\": \"a\", \"type\": \"uuid4\"}]}"}),
                         4);
        return out + '}';
    }

private:
    [[nodiscard]] std::string number(std::int64_t low, std::int64_t high) {
        return std::to_string(low + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(high - low) + 1)));
    }
    [[nodiscard]] std::string one_of(std::initializer_list<const char*> values) { return values.begin()[random_.below(values.size())]; }
    [[nodiscard]] std::string maybe(std::string text, std::uint64_t n = 2) { return random_.one_in(n) ? text : std::string{}; }

    [[nodiscard]] std::string primary() {
        return "{\"name\": \"id\", \"is_primary\": true, \"type\": " +
               one_of({"\"Int64\"", "\"Int64\", \"auto_id\": true", "\"Int64\", \"min\": -5, \"max\": 999999999", "\"VarChar\", \"max_length\": 5",
                       "\"String\", \"max_length\": 64", "\"Int64\", \"generator\": {\"type\": \"permutation\", \"count\": 1000000}",
                       "\"VarChar\", \"max_length\": 15, \"generator\": {\"type\": \"key_text\", \"prefix\": \"é-\", \"length\": 15}",
                       "\"VarChar\", \"max_length\": 7, \"generator\": {\"type\": \"sequence\", \"start\": -99999}",
                       "\"VarChar\", \"max_length\": 36, \"generator\": {\"type\": \"uuid4\"}"}) +
               '}';
    }
    [[nodiscard]] std::string ratio() { return ", \"cardinality_ratio\": " + one_of({"0", "0.001", "0.01", "0.3", "1"}); }
    [[nodiscard]] std::string partition() {
        if (has_partition_ || nullable_ || !random_.one_in(4)) return {};
        has_partition_ = true;
        return ", \"is_partition_key\": true";
    }

    [[nodiscard]] std::string texts() {
        std::string out = ", \"max_length\": " + one_of({"1", "2", "3", "4", "7", "16", "40", "64", "65", "100", "300", "65535"}) + partition();
        switch (random_.below(5)) {
            case 0:
                return out + ratio();
            case 1:
                return out + ", \"enum_values\": [\"a\", \"\", \"b\", \"c\"]";
            case 2:
                return out + maybe(ratio(), 3) + ", \"generator\": " +
                       one_of({"{\"type\": \"city\"}", "{\"type\": \"email\"}", "{\"type\": \"text\", \"max_bytes\": 90, \"utf8\": true}",
                               "{\"type\": \"letters\", \"length\": 40, \"alphabet\": \"aé€\"}", "{\"type\": \"integer\"}", "{\"type\": \"uuid4\"}",
                               "{\"type\": \"choice\", \"values\": [\"größer\", \"x\"]}",
                               "{\"type\": \"list\", \"of\": {\"type\": \"city\"}, \"max_length\": 3}"});
            default:
                return out + maybe(", \"default_value\": \"d\"");
        }
    }
    [[nodiscard]] std::string reals(bool single) {
        const bool low = random_.one_in(2), high = random_.one_in(2);
        const std::string min = one_of({"-1000", "-0.1", "0", "0.001", "-1e30"}), max = one_of({"0.1", "1", "999.99", "1e7", "3.3e38"});
        std::string out = (low ? ", \"min\": " + min : "") + (high ? ", \"max\": " + max : "");
        if (!single && random_.one_in(8)) return ", \"min\": -1.7e308, \"max\": " + one_of({"1.7e308", "-1e308", "5e-324"});
        switch (random_.below(4)) {
            case 0:
                return out + ratio();
            case 1:
                return out + ", \"enum_values\": [0.01, 0.1, 0.05]";
            case 2:
                return out + maybe(ratio(), 3) + ", \"generator\": " +
                       one_of({"{\"type\": \"normal\", \"deviation\": 1000}", "{\"type\": \"integer\"}",
                               "{\"type\": \"decimal\", \"min\": \"-5.00\", \"max\": \"5000.00\"}", "{\"type\": \"uniform\", \"float\": \"float32\"}"});
            default:
                return out + maybe(", \"default_value\": 0.05");
        }
    }
    [[nodiscard]] std::string integers(std::string_view type) {
        const std::string most = type == "Int8" ? "127" : type == "Int16" ? "32767" : type == "Int32" ? "2147483647" : "9223372036854775807";
        const std::string least = type == "Int8" ? "-128" : type == "Int16" ? "-32768" : type == "Int32" ? "-2147483648" : "-9223372036854775808";
        const bool low = random_.one_in(2), high = random_.one_in(2);
        const std::string min = random_.one_in(4) ? least : one_of({"-100", "-1", "0", "3"}), max = random_.one_in(4) ? most : one_of({"4", "5", "100"});
        std::string out = (low ? ", \"min\": " + min : "") + (high ? ", \"max\": " + max : "");
        if (type == "Int64") out += partition();
        switch (random_.below(4)) {
            case 0:
                return out + ratio();
            case 1:
                return out + ", \"enum_values\": [3, 4]";
            case 2:
                return out + maybe(ratio(), 3) + ", \"generator\": " +
                       one_of({"{\"type\": \"normal\", \"deviation\": 50}", "{\"type\": \"integer\"}", "{\"type\": \"zipf\", \"count\": 1000}",
                               "{\"type\": \"timestamp\", \"start\": \"2026-01-01T00:00:00Z\", \"step\": \"1s\"}", "{\"type\": \"boolean\"}"});
            default:
                return out + maybe(", \"default_value\": 3");
        }
    }
    [[nodiscard]] std::string array() {
        const std::string of = one_of({"Bool", "Int8", "Int16", "Int32", "Int64", "Float", "Double", "VarChar", "String"});
        const bool texts = of == "VarChar" || of == "String";
        std::string out = ", \"element_type\": \"" + of + "\", \"max_capacity\": " + one_of({"1", "2", "7", "40", "4096"});
        if (texts) out += ", \"max_length\": " + one_of({"1", "3", "9", "100"});
        if (!random_.one_in(3)) return out;
        return out + ", \"generator\": {\"type\": \"list\", \"min_length\": 1, \"max_length\": 5, \"of\": " +
               (texts ? one_of({"{\"type\": \"city\"}", "{\"type\": \"integer\"}"})
                      : one_of({"{\"type\": \"normal\", \"deviation\": 300}", "{\"type\": \"boolean\"}"})) +
               '}';
    }

    random_records random_;
    bool wide_ = false, nullable_ = false, has_partition_ = false;
};

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_RANDOM_COLLECTION_HPP
