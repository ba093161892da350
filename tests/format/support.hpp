// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_FORMAT_SUPPORT_HPP
#define SPATE_TESTS_FORMAT_SUPPORT_HPP

/// What the tests of formats share: small columns, and a whole file from batches.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <spate/format/format.hpp>

namespace test {

/// Texts, binaries or JSON values.
inline void set_texts(spate::column& to, spate::type_id id, const std::vector<std::string>& texts, bool plain = false) {
    std::size_t bytes = 0;
    for (const std::string& text : texts) bytes += text.size();
    to.start({.id = id}, texts.size(), bytes);
    std::int32_t at = 0;
    std::size_t row = 0;
    for (const std::string& text : texts) {
        if (!text.empty()) std::memcpy(to.values<char>() + at, text.data(), text.size());
        at += static_cast<std::int32_t>(text.size());
        to.offsets()[++row] = at;
    }
    to.set_plain(plain);
}

/// Values of fixed width.
template <class Number>
void set_numbers(spate::column& to, const spate::data_type& type, const std::vector<Number>& numbers) {
    to.start(type, numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) to.values<Number>()[i] = numbers[i];
}

/// Makes a column's rows null.
inline void set_nulls(spate::column& to, std::initializer_list<std::size_t> rows) {
    std::uint64_t* const valid = to.make_validity();
    for (std::size_t i = 0; i < (to.size() + 63) / 64; ++i)
        valid[i] = to.size() - 64 * i >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (to.size() % 64)) - 1;
    for (const std::size_t row : rows) valid[row / 64] &= ~(std::uint64_t{1} << row % 64);
    to.set_nulls(rows.size());
}

/// A batch of one column of texts.
inline spate::batch texts(const std::vector<std::string>& of, bool plain = false) {
    spate::batch rows;
    rows.count = of.size();
    rows.columns.resize(1);
    set_texts(rows.columns[0], spate::type_id::text, of, plain);
    return rows;
}

/// A file of the blocks that these batches make.
template <class Format>
std::string encoded(const Format& format, const spate::record_type& type, std::initializer_list<const spate::batch*> blocks) {
    auto encoder = format.encoder(type);
    using info = typename decltype(encoder)::block_info;
    std::vector<spate::encoded_block<info>> done;
    spate::text_buffer out;
    encoder.head(out);
    for (const spate::batch* const rows : blocks) {
        const std::size_t before = out.size();
        encoder.begin(out, done.empty());
        encoder.encode(*rows, out);
        const info about = encoder.finish(out);
        done.push_back({before, out.size() - before, rows->count, about});
    }
    encoder.tail({done.data(), done.size()}, out);
    return std::string{out.text()};
}

}  // namespace test

#endif  // SPATE_TESTS_FORMAT_SUPPORT_HPP
