// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_NAMED_VALUES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_NAMED_VALUES_HPP

/// Texts whose field's name says what they are.

#include <optional>
#include <string_view>

#include <spate/field/commerce.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/internet.hpp>
#include <spate/field/person.hpp>
#include <spate/field/place.hpp>

namespace spate::inline v0::detail {

/// What a text field of this name holds, unless its file says otherwise; nothing for names that say nothing.
[[nodiscard]] inline std::optional<erased_field> named_values(std::string_view name) {
    const auto is = [name](auto... names) { return ((name == names) || ...); };
    if (is("first_name")) return first_name();
    if (is("last_name")) return last_name();
    if (is("full_name", "author")) return full_name();
    if (is("username", "user_name")) return user_name();
    if (is("email")) return email();
    if (is("phone", "phone_number")) return phone_number();
    if (is("address", "street_address")) return street_address();
    if (is("city")) return city();
    if (is("country")) return country();
    if (is("country_code")) return country_code();
    if (is("url", "website", "image_url")) return url();
    if (is("brand", "brand_name")) return brand_name();
    if (is("company", "company_name")) return company_name();
    if (is("product_name")) return product_name();
    return {};
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_NAMED_VALUES_HPP
