// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_FAKER_METHODS_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_FAKER_METHODS_HPP

/// The names of Python Faker's methods, and the generators that stand for them.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/detail/configuration/section.hpp>
#include <spate/field/commerce.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/internet.hpp>
#include <spate/field/pattern.hpp>
#include <spate/field/person.hpp>
#include <spate/field/place.hpp>
#include <spate/field/prose.hpp>
#include <spate/field/uuid.hpp>

namespace spate::inline v0::detail {

struct faker_method {
    std::string_view name;
    erased_field (*make)(std::uint64_t argument);
    /// What faker_args takes, and what it is unless given.
    std::string_view argument = {};
    std::uint64_t otherwise = 0;
};

[[nodiscard]] inline erased_field prose_of(std::uint64_t least, std::uint64_t most, prose_unit unit) {
    return prose({.min_bytes = static_cast<std::size_t>(least), .max_bytes = static_cast<std::size_t>(most), .unit = unit});
}

[[nodiscard]] inline const std::vector<faker_method>& faker_methods() {
    using n = std::uint64_t;
    static const std::vector<faker_method> all{
        {"name", [](n) -> erased_field { return full_name(); }},
        {"first_name", [](n) -> erased_field { return first_name(); }},
        {"last_name", [](n) -> erased_field { return last_name(); }},
        {"user_name", [](n) -> erased_field { return user_name(); }},
        {"email", [](n) -> erased_field { return email(); }},
        {"ascii_email", [](n) -> erased_field { return email(); }},
        {"safe_email", [](n) -> erased_field { return email(); }},
        {"free_email", [](n) -> erased_field { return email(); }},
        {"company_email", [](n) -> erased_field { return email(); }},
        {"ascii_company_email", [](n) -> erased_field { return email(); }},
        {"phone_number", [](n) -> erased_field { return phone_number(); }},
        {"street_address", [](n) -> erased_field { return street_address(); }},
        {"city", [](n) -> erased_field { return city(); }},
        {"country", [](n) -> erased_field { return country(); }},
        {"country_code", [](n) -> erased_field { return country_code(); }},
        {"zipcode", [](n) -> erased_field { return postcode(); }},
        {"postcode", [](n) -> erased_field { return postcode(); }},
        {"company", [](n) -> erased_field { return company_name(); }},
        {"url", [](n) -> erased_field { return url(); }},
        {"uri", [](n) -> erased_field { return url(); }},
        {"domain_name", [](n) -> erased_field { return domain_name(); }},
        {"ipv4", [](n) -> erased_field { return ipv4(); }},
        {"ipv6", [](n) -> erased_field { return ipv6(); }},
        {"user_agent", [](n) -> erased_field { return user_agent(); }},
        {"uuid4", [](n) -> erased_field { return uuid4(); }},
        {"credit_card_number", [](n) -> erased_field { return pattern("4\\d{15}"); }},
        {"ean13", [](n) -> erased_field { return pattern("\\d{13}"); }},
        {"word", [](n) -> erased_field { return prose_of(3, 12, prose_unit::words); }},
        {"sentence", [](n words) -> erased_field { return prose_of(5 * words, 8 * words, prose_unit::sentences); }, "nb_words", 6},
        {"paragraph", [](n sentences) -> erased_field { return prose_of(40 * sentences, 80 * sentences, prose_unit::sentences); }, "nb_sentences", 3},
        {"text", [](n letters) -> erased_field { return prose_of(letters / 2 + 1, letters, prose_unit::sentences); }, "max_nb_chars", 200}};
    return all;
}

/// The generator that stands for `faker`. Requires the key.
[[nodiscard]] inline std::optional<erased_field> read_faker(const section& in) {
    const std::string name = in.text("faker");
    if (name.empty()) return {};
    const faker_method* found = nullptr;
    std::vector<std::string_view> names;
    for (const faker_method& one : faker_methods()) {
        names.push_back(one.name);
        if (one.name == name) found = &one;
    }
    if (found == nullptr) {
        in.refuse(*in.find("faker"), "faker: \"" + name + "\" has no counterpart here", suggestion(name, names));
        return {};
    }
    const section arguments{in.find("faker_args"), in.subject() + ", faker_args", in.problems(), "{nb_words: 6}"};
    if (found->argument.empty() && arguments.is_there() && !in.find("faker_args")->keys().empty()) {
        in.refuse(*in.find("faker_args"), "faker_args: " + name + " takes none here", "leave them out");
        return {};
    }
    arguments.refuse_unknown({found->argument});
    std::uint64_t argument = found->otherwise;
    if (!found->argument.empty()) argument = arguments.whole(found->argument, found->otherwise, 1, 100'000);
    std::optional<erased_field> made;
    attempt(*in.find("faker"), in.subject(), in.problems(), [&] { made = found->make(argument); });
    return made;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_FAKER_METHODS_HPP
