// SPDX-License-Identifier: Apache-2.0
// Payloads that are made field by field through the dialects are the rows that the encoders of the formats make.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/detail/avro_payload.hpp>
#include <spate/event/detail/binary_payload.hpp>
#include <spate/event/detail/protobuf_payload.hpp>
#include <spate/field/half.hpp>
#include <spate/format/avro.hpp>
#include <spate/format/binary_rows.hpp>
#include <spate/format/protobuf.hpp>

#include "../format/record_laws.hpp"

using namespace spate;

namespace {

template <class Dialect>
class payload_maker {
public:
    explicit payload_maker(const record_type& type) : type_{type}, dialect_{type, "some.event"} {}

    std::string row(const batch& rows, std::size_t row) {
        const std::string head = dialect_.head();
        std::memset(memory_.data(), 0x55, memory_.size());
        to_ = memory_.data();
        put(head);
        for (std::size_t i = 0; i < type_.size(); ++i) field(i, rows.columns[i], row);
        put(dialect_.tail());
        to_ = Dialect::finish(memory_.data(), to_);
        return {memory_.data(), to_};
    }

private:
    using value_place = detail::value_place;

    void put(std::string_view text) {
        std::memcpy(to_, text.data(), text.size());
        to_ += text.size();
    }
    void field(std::size_t i, const column& from, std::size_t row) {
        const data_type& type = type_[i].type;
        const value_place at = dialect_.place(i);
        char* const begin = memory_.data();
        if (from.is_null(row)) {
            put(dialect_.null_text(i));
            return Dialect::put_null(at, begin);
        }
        put(dialect_.before(i));
        // Of what a choice may be, every other row is made as one is.
        const bool as_choice = row % 2 == 0;
        std::string encoded;
        if (type.id == type_id::text && as_choice) {
            dialect_.text(i, encoded, from.text(row));
        } else if (as_choice && type.id >= type_id::int8 && type.id <= type_id::timestamp) {
            dialect_.number(i, encoded, from, row);
        } else if (simple(type.id, at, from, row)) {
            return;
        } else {
            Dialect::append(at, begin, static_cast<std::size_t>(to_ - begin), encoded, type, from, row);
            return put(encoded);
        }
        const std::size_t size = encoded.size();
        encoded.append(32, '?');
        to_ = Dialect::put_choice(state_, at, begin, to_, encoded.data(), size);
    }
    template <type_id Id, class Number>
    bool integer(const value_place& at, const column& from, std::size_t row) {
        const Number number = from.values<Number>()[row];
        char* const before = to_;
        to_ = Dialect::template put_integer<Id>(state_, at, memory_.data(), to_, static_cast<std::uint64_t>(number));
        CHECK(to_ - before <= static_cast<std::ptrdiff_t>(Dialect::longest_value));
        return true;
    }
    bool simple(type_id id, const value_place& at, const column& from, std::size_t row) {
        char* const begin = memory_.data();
        switch (id) {
            case type_id::boolean:
                to_ = Dialect::template put_integer<type_id::boolean>(state_, at, begin, to_, from.boolean(row));
                return true;
            case type_id::int8:
                return integer<type_id::int8, std::int8_t>(at, from, row);
            case type_id::int16:
                return integer<type_id::int16, std::int16_t>(at, from, row);
            case type_id::int32:
                return integer<type_id::int32, std::int32_t>(at, from, row);
            case type_id::int64:
                return integer<type_id::int64, std::int64_t>(at, from, row);
            case type_id::uint8:
                return integer<type_id::uint8, std::uint8_t>(at, from, row);
            case type_id::uint16:
                return integer<type_id::uint16, std::uint16_t>(at, from, row);
            case type_id::uint32:
                return integer<type_id::uint32, std::uint32_t>(at, from, row);
            case type_id::uint64:
                return integer<type_id::uint64, std::uint64_t>(at, from, row);
            case type_id::date:
                return integer<type_id::date, std::int32_t>(at, from, row);
            case type_id::decimal:
                return integer<type_id::decimal, std::int64_t>(at, from, row);
            case type_id::timestamp:
                return integer<type_id::timestamp, std::int64_t>(at, from, row);
            case type_id::float32:
                // A NaN of 32 bits need not come back as it was from 64.
                if (const float value = from.values<float>()[row]; value != value) return false;
                to_ = Dialect::template put_real<type_id::float32>(state_, at, begin, to_, from.values<float>()[row]);
                return true;
            case type_id::float64:
                to_ = Dialect::template put_real<type_id::float64>(state_, at, begin, to_, from.values<double>()[row]);
                return true;
            case type_id::uuid:
                to_ = Dialect::put_uuid(state_, at, begin, to_, from.values<std::byte>() + 16 * row);
                return true;
            default:
                return false;
        }
    }

    record_type type_;
    Dialect dialect_;
    typename Dialect::state state_{};
    std::vector<char> memory_ = std::vector<char>(1 << 20);
    char* to_ = nullptr;
};

template <class Dialect>
std::string row_of(const record_type& type, const batch& rows, std::size_t row) {
    return payload_maker<Dialect>{type}.row(rows, row);
}

}  // namespace

TEST_CASE("event/payload_dialects: a bare datum is a row of a block") { test::check_single_rows(avro{}, row_of<detail::avro_payload>); }

TEST_CASE("event/payload_dialects: a single object is a row behind the schema's fingerprint") {
    test::check_single_rows(avro{}, [](const record_type& type, const batch& rows, std::size_t row) {
        const std::string whole = row_of<detail::avro_single_object_payload>(type, rows, row);
        const auto head = payload_single_object_head(type, "some.event");
        REQUIRE(whole.substr(0, head.size()) == std::string{head.data(), head.size()});
        return whole.substr(head.size());
    });
}

TEST_CASE("event/payload_dialects: a message is one of protobuf without its size") {
    test::check_single_rows(protobuf{}, [](const record_type& type, const batch& rows, std::size_t row) {
        const std::string message = row_of<detail::protobuf_payload>(type, rows, row);
        char size[16];
        return std::string(size, static_cast<std::size_t>(protobuf_values::put_whole(size, message.size()) - size)) + message;
    });
}

TEST_CASE("event/payload_dialects: a binary row is one of binary_rows") { test::check_single_rows(binary_rows{}, row_of<detail::binary_payload>); }
