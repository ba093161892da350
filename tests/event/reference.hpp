// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_EVENT_REFERENCE_HPP
#define SPATE_TESTS_EVENT_REFERENCE_HPP

/// Events as the contract says they are, field by field and slowly.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/key.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/field/erased.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace reference {

/// The fields of a type: the common ones, then its own but for those whose names are taken.
inline std::vector<spate::event_field> fields_of(const spate::mix_specification& mix, std::uint32_t type) {
    std::vector<spate::event_field> out = mix.common;
    for (const spate::event_field& one : mix.types[type].fields) {
        bool taken = false;
        for (const spate::event_field& other : mix.common) taken = taken || other.name == one.name;
        if (!taken) out.push_back(one);
    }
    return out;
}

inline spate::record_type type_of(const std::vector<spate::event_field>& fields) {
    spate::record_type out;
    for (const spate::event_field& one : fields) out.push_back({one.name, one.generator.type()});
    return out;
}

/// One event of a type as a batch of one row. Field j reads row `event` of the stream of slot j, or of the slot of the field that it goes via. Requires
/// that no field is made from one that is itself made from others.
inline spate::batch row_of(const spate::mix_specification& mix, std::uint32_t type, std::uint64_t event) {
    std::vector<spate::event_field> fields = fields_of(mix, type);
    spate::batch out;
    out.first = event;
    out.count = 1;
    out.columns.resize(fields.size());
    const auto place = [&](std::string_view name) {
        std::size_t i = 0;
        while (fields[i].name != name) ++i;
        return i;
    };
    for (const bool made_from_others : {false, true})
        for (std::size_t j = 0; j < fields.size(); ++j) {
            std::vector<const spate::column*> inputs;
            std::vector<spate::field_type> types;
            for (const std::string& name : fields[j].generator.inputs()) {
                inputs.push_back(&out.columns[place(name)]);
                types.push_back({name, fields[place(name)].generator.type()});
            }
            if (inputs.empty() == made_from_others) continue;
            const std::string via{fields[j].generator.key_name()};
            fields[j].generator.bind(types);
            const spate::key128 key = spate::derive_key(mix.from, "event slot", {spate::hash_name(mix.name), via.empty() ? j : place(via)});
            fields[j].generator.fill({key, event, 1}, inputs, out.columns[j]);
        }
    return out;
}

/// The bytes that a format writes for a row, without its head.
template <class Format>
std::string encoded(const Format& format, const spate::record_type& type, const spate::batch& row) {
    auto encoder = format.encoder(type);
    spate::text_buffer out;
    encoder.begin(out, false);
    encoder.encode(row, out);
    (void)encoder.finish(out);
    return std::string{out.text()};
}

}  // namespace reference

#endif  // SPATE_TESTS_EVENT_REFERENCE_HPP
