// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_PLACE_HPP
#define SPATE_FIELD_PLACE_HPP

/// Where people live and how they are called: `street_address()`, `city()`, `country()`, `country_code()`, `postcode()`, `phone_number()`.

#include <string>
#include <string_view>
#include <vector>

#include <spate/field/choice.hpp>
#include <spate/field/detail/compose.hpp>
#include <spate/field/detail/lists/place.hpp>
#include <spate/field/pattern.hpp>

namespace spate::inline v0 {

/// A house number and a street: 17 Mill Lane. Some five million different ones. Determinism and cost of this, of postcodes and of phone numbers as
/// pattern_field.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field street_address() {
    return detail::composed("[1-9]\\d{0,3} <street> (Street|Road|Lane|Avenue|Close|Drive|Way|Square)", {{"street", detail::texts_of(detail::street_names)}});
}

/// One of some 170 cities, in UTF-8, all equally likely; a column with a dictionary. Determinism and cost of this and of countries as choice_field.
SPATE_WHEN_USED
[[nodiscard]] inline choice_field city() { return one_of(detail::texts_of(detail::cities)); }

/// One of 79 countries by its English name. A column under the same key has the codes of the same countries.
SPATE_WHEN_USED
[[nodiscard]] inline choice_field country() {
    std::vector<std::string> names = detail::texts_of(detail::countries);
    for (std::string& name : names) name.erase(0, 3);
    return one_of(names);
}

/// One of their codes of two letters (ISO 3166-1).
SPATE_WHEN_USED
[[nodiscard]] inline choice_field country_code() {
    std::vector<std::string> codes = detail::texts_of(detail::countries);
    for (std::string& code : codes) code.resize(2);
    return one_of(codes);
}

/// The code of a country that `country` gives, or an empty text.
SPATE_WHEN_USED
[[nodiscard]] inline std::string country_code_of(std::string_view country) {
    for (const std::string& both : detail::texts_of(detail::countries))
        if (std::string_view{both}.substr(3) == country) return both.substr(0, 2);
    return {};
}

/// A code in one of the forms of five countries, not one that is known to be in use: 40213, 2120, K1A 4B7, LS12 3QD, 106-0032.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field postcode() { return pattern("\\d{5}|[1-9]\\d{3}|[A-Z]\\d[A-Z] \\d[A-Z]\\d|[A-Z]{2}[1-9]\\d? \\d[A-Z]{2}|\\d{3}-\\d{4}"); }

/// A telephone number in the form of ITU-T E.164, of those that the authorities of a country keep free for films and examples: 555-0100 to 555-0199 in North
/// America, and the like in Great Britain (Ofcom), France (Arcep), Germany (Bundesnetzagentur) and Australia (ACMA). Some 150,000 different ones.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field phone_number() {
    return pattern(
        "\\+1(2(02|06|12|14|25|39)|3(03|05|12|34|60)|4(04|12|15|25|80)|5(03|05|12|15|61)|6(02|12|15|17)|7(02|03|13|18)|8(02|08|16|32)|9(02|07|16|19))55501\\d{"
        "2}"
        "|\\+44(7700900|1632960|2079460|1134960|1144960|1154960|1214960|1314960|1414960|1614960)\\d{3}"
        "|\\+33(19900|26191|35301|46571|53649|63998)\\d{4}"
        "|\\+49(3023125|6990009|4066969|2214710|8999998)\\d{3}"
        "|\\+61[2378](5550|7010)\\d{4}");
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_PLACE_HPP
