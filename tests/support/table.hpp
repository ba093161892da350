// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_TABLE_HPP
#define SPATE_TESTS_SUPPORT_TABLE_HPP

/// A table with a column of every type, whose values are hashes of the row: for formats and runs, without a generator.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/schema/batch.hpp>

namespace test {

struct every_type {
    std::uint64_t rows = 0;

    [[nodiscard]] std::uint64_t size() const noexcept { return rows; }
    [[nodiscard]] static spate::record_type type() {
        using enum spate::type_id;
        spate::record_type out;
        const auto add = [&out](const char* name, spate::data_type one) { out.push_back({name, std::move(one)}); };
        add("b", {.id = boolean, .nullable = true});
        add("i8", {.id = int8});
        add("i16", {.id = int16});
        add("i32", {.id = int32, .nullable = true});
        add("i64", {.id = int64});
        add("u8", {.id = uint8});
        add("u16", {.id = uint16});
        add("u32", {.id = uint32});
        add("u64", {.id = uint64});
        add("f16", {.id = float16});
        add("bf16", {.id = bfloat16});
        add("f32", {.id = float32});
        add("f64", {.id = float64});
        add("price", {.id = decimal, .digits = 15, .places = 2, .nullable = true});
        add("day", {.id = date});
        add("t0", {.id = timestamp, .places = 0});
        add("t3", {.id = timestamp, .places = 3});
        add("t6", {.id = timestamp, .places = 6});
        add("t9", {.id = timestamp, .places = 9});
        add("id", {.id = uuid});
        add("note", {.id = text, .nullable = true});
        add("city", {.id = text, .nullable = true});
        add("raw", {.id = binary});
        add("doc", {.id = json});
        add("code", {.id = bits, .size = 24});
        add("tags", {.id = list, .nullable = true, .children = {{.id = int32, .nullable = true}}});
        add("point", {.id = vector, .size = 3, .children = {{.id = float32}}});
        add("name", {.id = structure, .nullable = true, .children = {{.id = int32}, {.id = text}}, .names = {"x", "label"}});
        return out;
    }

    void fill(std::uint64_t first, std::size_t count, spate::batch& out) const {
        const spate::record_type of = type();
        out.first = first;
        out.count = count;
        out.columns.resize(of.size());
        for (std::size_t i = 0; i < of.size(); ++i) fill_column(of[i].type, of[i].name == "city", 1000 * (i + 1), first, count, out.columns[i]);
    }

private:
    static std::string text_of(std::uint64_t word, spate::type_id id) {
        if (id == spate::type_id::json) return "{\"n\":" + std::to_string(word % 1000) + ",\"s\":\"a\\\"b\"}";
        const std::string_view letters = "abc xyz,\"\\\n\xc3\xa9Z";
        std::string text;
        for (std::size_t k = 0; k < word % 40; ++k) {
            const std::size_t at = spate::mix(word + k) % 13;
            text += at == 11 || at == 12 ? std::string_view{"\xc3\xa9"} : letters.substr(at < 11 ? at : 0, 1);
        }
        return text;
    }

    void fill_column(const spate::data_type& type, bool words, std::uint64_t salt, std::uint64_t first, std::size_t count, spate::column& out) const {
        const auto word = [=](std::size_t i) { return spate::mix(salt + (first + i) * 0x9e3779b97f4a7c15u); };
        if (words)
            out.start(*cities(), count);
        else
            out.start(type, count, count * 80);
        if (type.nullable) {
            std::uint64_t* const valid = out.make_validity();
            std::size_t nulls = 0;
            for (std::size_t k = 0; k < (count + 63) / 64; ++k) valid[k] = 0;
            for (std::size_t i = 0; i < count; ++i) {
                const bool null = word(i) >> 60 == 0;
                nulls += null;
                if (!null) valid[i / 64] |= std::uint64_t{1} << i % 64;
            }
            out.set_nulls(nulls);
        }
        const auto bytes = spate::width_of(type.id) + (type.id == spate::type_id::bits ? type.size / 8 : 0);
        for (std::size_t i = 0; i < (count + 63) / 64 && type.id == spate::type_id::boolean; ++i) out.values<std::uint64_t>()[i] = 0;
        std::int32_t at = 0;
        for (std::size_t i = 0; i < count; ++i) {
            std::uint64_t one[2] = {word(i), spate::mix(word(i))};
            switch (type.id) {
                case spate::type_id::boolean:
                    out.values<std::uint8_t>()[i / 8] = static_cast<std::uint8_t>(out.values<std::uint8_t>()[i / 8] | (one[0] & 1) << i % 8);
                    continue;
                case spate::type_id::text:
                case spate::type_id::json:
                case spate::type_id::binary: {
                    if (words) {
                        out.values<std::uint32_t>()[i] = static_cast<std::uint32_t>(one[0] % 3);
                        continue;
                    }
                    const std::string text = text_of(one[0], type.id);
                    if (!text.empty()) std::memcpy(out.values<char>() + at, text.data(), text.size());
                    at += static_cast<std::int32_t>(text.size());
                    out.offsets()[i + 1] = at;
                    continue;
                }
                case spate::type_id::list:
                    at += static_cast<std::int32_t>(one[0] % 4);
                    out.offsets()[i + 1] = at;
                    continue;
                case spate::type_id::vector:
                case spate::type_id::structure:
                    continue;
                case spate::type_id::float16:
                    one[0] = 0x3c00 + one[0] % 1024;
                    break;
                case spate::type_id::bfloat16:
                    one[0] = 0x3f80 + one[0] % 128;
                    break;
                case spate::type_id::float32:
                    one[0] = std::bit_cast<std::uint32_t>(static_cast<float>(one[0] >> 40) / 1024.0f);
                    break;
                case spate::type_id::float64:
                    one[0] = std::bit_cast<std::uint64_t>(static_cast<double>(one[0] >> 11) / 1048576.0);
                    break;
                case spate::type_id::decimal:
                    one[0] = one[0] % 200000000 - 100000000;
                    break;
                case spate::type_id::date:
                    one[0] %= 20000;
                    break;
                case spate::type_id::timestamp:
                    one[0] %= 1000000000 * (type.places == 0 ? 1u : type.places == 3 ? 1000u : 1000000000u);
                    break;
                default:
                    break;
            }
            std::memcpy(out.values<char>() + i * bytes, one, bytes);
        }
        if (type.id == spate::type_id::list) {
            // A row's elements are functions of the row alone.
            out.child(0).start(type.children[0], static_cast<std::size_t>(at));
            std::uint64_t* const valid = out.child(0).make_validity();
            for (std::size_t k = 0; k < static_cast<std::size_t>(at + 63) / 64; ++k) valid[k] = 0;
            std::size_t nulls = 0;
            for (std::size_t i = 0; i < count; ++i)
                for (auto k = static_cast<std::size_t>(out.offsets()[i]); k < static_cast<std::size_t>(out.offsets()[i + 1]); ++k) {
                    const std::uint64_t element = spate::mix(word(i) + k - static_cast<std::size_t>(out.offsets()[i]));
                    out.child(0).values<std::int32_t>()[k] = static_cast<std::int32_t>(element);
                    nulls += element >> 62 == 0;
                    if (element >> 62 != 0) valid[k / 64] |= std::uint64_t{1} << k % 64;
                }
            out.child(0).set_nulls(nulls);
        } else if (type.id == spate::type_id::vector) {
            fill_column(type.children[0], false, salt + 1, first * type.size, count * type.size, out.child(0));
        } else if (type.id == spate::type_id::structure) {
            for (std::size_t k = 0; k < type.children.size(); ++k) fill_column(type.children[k], false, salt + 1 + k, first, count, out.child(k));
        }
    }

    static const spate::text_dictionary* cities() {
        static constexpr std::string_view texts[] = {"Rome", "say \"hi\"", ""};
        static const spate::text_dictionary words{{texts, 3}};
        return &words;
    }
};
static_assert(spate::record_source<every_type>);

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_TABLE_HPP
