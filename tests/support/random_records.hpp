// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_RANDOM_RECORDS_HPP
#define SPATE_TESTS_SUPPORT_RANDOM_RECORDS_HPP

/// Random tables of all types, and rows for them with every extreme: what formats are tested with.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>

namespace test {

class random_records {
public:
    explicit random_records(std::uint64_t seed) : random_{seed} {}

    [[nodiscard]] std::uint64_t below(std::uint64_t n) { return random_() % n; }
    [[nodiscard]] bool one_in(std::uint64_t n) { return below(n) == 0; }

    [[nodiscard]] spate::record_type type(std::size_t columns) {
        spate::record_type out;
        for (std::size_t i = 0; i < columns; ++i) out.push_back({"c" + std::to_string(i), type_of(random_id(3), 3)});
        return out;
    }
    /// `depth`: how many levels may be below.
    [[nodiscard]] spate::data_type type_of(spate::type_id id, int depth) {
        spate::data_type out{.id = id, .nullable = one_in(2)};
        switch (id) {
            case spate::type_id::decimal:
                out.digits = static_cast<std::uint8_t>(1 + below(18));
                out.places = static_cast<std::uint8_t>(below(out.digits + 1u));
                break;
            case spate::type_id::timestamp:
                out.places = static_cast<std::uint8_t>(3 * below(4));
                break;
            case spate::type_id::bits:
                out.size = 8u << below(6);
                break;
            case spate::type_id::vector:
                out.size = one_in(8) ? 0 : static_cast<std::uint32_t>(1 + below(5));
                out.children.push_back(type_of(random_id(depth - 1), depth - 1));
                break;
            case spate::type_id::list:
                out.children.push_back(type_of(random_id(depth - 1), depth - 1));
                break;
            case spate::type_id::structure:
                for (std::size_t i = 0, count = 1 + below(3); i < count; ++i) {
                    out.children.push_back(type_of(random_id(depth - 1), depth - 1));
                    out.names.push_back("m" + std::to_string(i));
                }
                break;
            default:
                break;
        }
        return out;
    }
    void fill(const spate::record_type& type, std::size_t count, spate::batch& out) {
        out.count = count;
        out.columns.resize(type.size());
        for (std::size_t i = 0; i < type.size(); ++i) fill(type[i].type, count, out.columns[i]);
    }

    void fill(const spate::data_type& type, std::size_t count, spate::column& out) {
        using spate::type_id;
        switch (type.id) {
            case type_id::boolean:
                out.start(type, count);
                for (std::size_t i = 0; i < (count + 63) / 64; ++i) out.values<std::uint64_t>()[i] = random_();
                break;
            case type_id::int8:
                return finish(type, integers<std::int8_t>(type, count, out));
            case type_id::int16:
                return finish(type, integers<std::int16_t>(type, count, out));
            case type_id::int32:
                return finish(type, integers<std::int32_t>(type, count, out));
            case type_id::int64:
                return finish(type, integers<std::int64_t>(type, count, out));
            case type_id::uint8:
                return finish(type, integers<std::uint8_t>(type, count, out));
            case type_id::uint16:
                return finish(type, integers<std::uint16_t>(type, count, out));
            case type_id::uint32:
                return finish(type, integers<std::uint32_t>(type, count, out));
            case type_id::uint64:
                return finish(type, integers<std::uint64_t>(type, count, out));
            case type_id::float16:
            case type_id::bfloat16:
                return finish(type, integers<std::uint16_t>(type, count, out));
            case type_id::float32:
                return finish(type, reals<float>(type, count, out));
            case type_id::float64:
                return finish(type, reals<double>(type, count, out));
            case type_id::decimal: {
                std::int64_t most = 1;
                for (int i = 0; i < type.digits; ++i) most *= 10;
                return finish(type, within<std::int64_t>(type, count, -(most - 1), most - 1, out));
            }
            case type_id::date:
                return finish(type, within<std::int32_t>(type, count, -719162, 2932896, out));
            case type_id::timestamp: {
                if (type.places == 9) return finish(type, within<std::int64_t>(type, count, -9223286400000000000, 9223286400000000000, out));
                const std::int64_t unit = type.places == 0 ? 1 : type.places == 3 ? 1000 : 1000000;
                return finish(type, within<std::int64_t>(type, count, -62135596800 * unit, 253402300800 * unit - 1, out));
            }
            case type_id::uuid:
            case type_id::bits: {
                out.start(type, count);
                const std::size_t bytes = count * (type.id == type_id::bits ? type.size / 8 : 16);
                for (std::size_t i = 0; i < bytes; ++i) out.values<std::uint8_t>()[i] = static_cast<std::uint8_t>(one_in(9) ? 255 : random_());
                break;
            }
            case type_id::list: {
                out.start(type, count);
                std::int32_t at = 0;
                for (std::size_t i = 0; i < count; ++i) out.offsets()[i + 1] = at += static_cast<std::int32_t>(one_in(50) ? 40 : below(4));
                fill(type.children[0], static_cast<std::size_t>(at), out.child(0));
                break;
            }
            case type_id::vector:
                out.start(type, count);
                fill(type.children[0], count * type.size, out.child(0));
                break;
            case type_id::structure:
                out.start(type, count);
                for (std::size_t i = 0; i < type.children.size(); ++i) fill(type.children[i], count, out.child(i));
                break;
            default:
                texts(type, count, out);
        }
        finish(type, out);
    }

private:
    [[nodiscard]] spate::type_id random_id(int depth) {
        const auto id = static_cast<spate::type_id>(below(static_cast<std::uint64_t>(spate::type_id::structure) + 1));
        return depth <= 0 && id >= spate::type_id::list ? spate::type_id::int32 : id;
    }
    template <class Number>
    spate::column& integers(const spate::data_type& type, std::size_t count, spate::column& out) {
        return within<Number>(type, count, std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max(), out);
    }
    template <class Number>
    spate::column& within(const spate::data_type& type, std::size_t count, Number least, Number largest, spate::column& out) {
        out.start(type, count);
        const bool few = one_in(2);
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t range = static_cast<std::uint64_t>(largest) - static_cast<std::uint64_t>(least);
            const std::uint64_t step = few ? below(4) : range == ~std::uint64_t{0} ? random_() : random_() % (range + 1);
            const std::uint64_t which = below(16);
            out.values<Number>()[i] = which == 0   ? least
                                      : which == 1 ? largest
                                                   : static_cast<Number>(static_cast<std::uint64_t>(least) + std::min(step, range));
        }
        return out;
    }
    template <class Real>
    spate::column& reals(const spate::data_type& type, std::size_t count, spate::column& out) {
        using limits = std::numeric_limits<Real>;
        constexpr Real special[] = {Real(0),       -Real(0),           limits::max(),       limits::lowest(),    limits::denorm_min(),
                                    limits::min(), limits::infinity(), -limits::infinity(), limits::quiet_NaN(), Real(0.1)};
        out.start(type, count);
        for (std::size_t i = 0; i < count; ++i)
            out.values<Real>()[i] = one_in(3) ? special[below(std::size(special))] : static_cast<Real>(static_cast<double>(random_()) / 1e12 - 9e6);
        return out;
    }
    void texts(const spate::data_type& type, std::size_t count, spate::column& out) {
        constexpr std::string_view words[] = {
            "", "a", "Köln", "line\nbreak \"quoted\"", "\xf0\x9f\x99\x82", "null", "0", "a longer text of more than thirty-two bytes"};
        static const spate::text_dictionary first{words}, second{std::span<const std::string_view>{words + 2, 4}};
        constexpr std::string_view values[] = {"{}", "[]", "1", "\"x\"", "{\"a\":[1,{\"b\":null}]}", "true", "null"};
        if (type.id == spate::type_id::text && one_in(3)) {
            const spate::text_dictionary& given = one_in(2) ? first : second;
            out.start(given, count);
            for (std::size_t i = 0; i < count; ++i) out.values<std::uint32_t>()[i] = static_cast<std::uint32_t>(below(given.size()));
            return;
        }
        std::string all;
        std::vector<std::int32_t> ends{0};
        for (std::size_t i = 0; i < count; ++i) {
            if (type.id == spate::type_id::json) {
                all += values[below(std::size(values) - 1)];
            } else if (one_in(2)) {
                all += words[below(std::size(words))];
            } else {
                const std::size_t size = one_in(5000) ? 70000 : one_in(100) ? 1000 : below(20);
                const bool any = one_in(2);
                for (std::size_t k = 0; k < size; ++k) {
                    if (type.id == spate::type_id::binary)
                        all += static_cast<char>(below(256));
                    else
                        all += any ? any_character() : std::string(1, static_cast<char>(32 + below(95)));
                }
            }
            ends.push_back(static_cast<std::int32_t>(all.size()));
        }
        out.start(type, count, all.size());
        if (!all.empty()) std::memcpy(out.values<char>(), all.data(), all.size());
        std::copy(ends.begin(), ends.end(), out.offsets());
    }
    /// Control characters and those that formats escape more often than others.
    [[nodiscard]] std::string any_character() {
        constexpr std::string_view others[] = {
            "\"", "\\", "/", ",", ";", "\x7f", "é", "\xef\xbf\xbf", "\xe2\x80\xa8", "\xf0\x9f\x99\x82", "\xf4\x8f\xbf\xbf", "\xef\xbb\xbf"};
        const std::uint64_t which = below(4);
        if (which == 0) return std::string(1, static_cast<char>(below(32)));
        return which == 1 ? std::string{others[below(std::size(others))]} : std::string(1, static_cast<char>(32 + below(95)));
    }
    void finish(const spate::data_type& type, spate::column& out) {
        if (!type.nullable || one_in(4) || out.size() == 0) return;
        const std::uint64_t kind = below(3);
        std::uint64_t* const valid = out.make_validity();
        std::size_t nulls = 0;
        for (std::size_t word = 0; word < (out.size() + 63) / 64; ++word) valid[word] = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            const bool is_null = kind == 0 || one_in(kind == 1 ? 2 : 10);
            nulls += is_null;
            if (!is_null) valid[i / 64] |= std::uint64_t{1} << i % 64;
        }
        out.set_nulls(nulls);
    }

    std::mt19937_64 random_;
};

/// Rows [first, first + count) of a column as a column of their own.
inline void slice(const spate::data_type& type, const spate::column& from, std::size_t first, std::size_t count, spate::column& out) {
    if (from.dictionary() != nullptr) {
        out.start(*from.dictionary(), count);
        std::copy_n(from.values<std::uint32_t>() + first, count, out.values<std::uint32_t>());
    } else if (spate::is_text_like(type.id)) {
        const auto begin = from.offsets()[first], end = from.offsets()[first + count];
        out.start(type, count, static_cast<std::size_t>(end - begin));
        if (end != begin) std::memcpy(out.values<char>(), from.values<char>() + begin, static_cast<std::size_t>(end - begin));
        for (std::size_t i = 0; i <= count; ++i) out.offsets()[i] = from.offsets()[first + i] - begin;
    } else {
        out.start(type, count);
        const std::size_t width = type.id == spate::type_id::bits ? type.size / 8 : spate::width_of(type.id);
        if (width != 0 && count != 0) std::memcpy(out.values<char>(), from.values<char>() + first * width, count * width);
        if (type.id == spate::type_id::boolean) {
            for (std::size_t word = 0; word < (count + 63) / 64; ++word) out.values<std::uint64_t>()[word] = 0;
            for (std::size_t i = 0; i < count; ++i) out.values<std::uint64_t>()[i / 64] |= static_cast<std::uint64_t>(from.boolean(first + i)) << i % 64;
        } else if (type.id == spate::type_id::list) {
            const auto begin = from.offsets()[first], end = from.offsets()[first + count];
            for (std::size_t i = 0; i <= count; ++i) out.offsets()[i] = from.offsets()[first + i] - begin;
            slice(type.children[0], from.child(0), static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin), out.child(0));
        } else if (type.id == spate::type_id::vector) {
            slice(type.children[0], from.child(0), first * type.size, count * type.size, out.child(0));
        } else {
            for (std::size_t i = 0; i < type.children.size(); ++i) slice(type.children[i], from.child(i), first, count, out.child(i));
        }
    }
    std::size_t nulls = 0;
    for (std::size_t i = 0; i < count; ++i) nulls += from.is_null(first + i);
    if (nulls == 0) return;
    std::uint64_t* const valid = out.make_validity();
    for (std::size_t word = 0; word < (count + 63) / 64; ++word) valid[word] = 0;
    for (std::size_t i = 0; i < count; ++i)
        if (!from.is_null(first + i)) valid[i / 64] |= std::uint64_t{1} << i % 64;
    out.set_nulls(nulls);
}

inline void slice(const spate::record_type& type, const spate::batch& from, std::size_t first, std::size_t count, spate::batch& out) {
    out.first = from.first + first;
    out.count = count;
    out.columns.resize(type.size());
    for (std::size_t i = 0; i < type.size(); ++i) slice(type[i].type, from.columns[i], first, count, out.columns[i]);
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_RANDOM_RECORDS_HPP
