// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_USERS_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_USERS_HPP

/// The built-in collection `users`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view users_schema = R"json({
  "collection_name": "user_profiles",
  "description": "People with an account: addresses, dates, purchases and how they behave",
  "fields": [
    {"name": "user_id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the user, given by the database"},
    {"name": "username", "type": "VarChar", "max_length": 50, "description": "Name to log in with",
     "generator": {"type": "user_name"}},
    {"name": "email", "type": "VarChar", "max_length": 100, "description": "Address, which has the user's name",
     "generator": {"type": "template", "text": "{username}@example.com"}},
    {"name": "age", "type": "Int32", "min": 13, "max": 120, "nullable": true, "description": "In years",
     "generator": {"type": "normal", "mean": 35, "deviation": 14, "min": 13, "max": 98, "places": 0}},
    {"name": "gender", "type": "VarChar", "max_length": 20, "nullable": true, "description": "As the user wrote",
     "generator": {"type": "choice", "values": ["female", "male", "non-binary", "undisclosed"], "weights": [47, 46, 3, 4]}},
    {"name": "country", "type": "VarChar", "max_length": 100, "nullable": true, "description": "Where the user lives",
     "generator": {"type": "country"}},
    {"name": "registration_date", "type": "Int64", "description": "Seconds since 1970",
     "generator": {"type": "timestamp", "from": "2018-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z", "places": 0}},
    {"name": "last_login", "type": "Int64", "nullable": true, "description": "Seconds since 1970, never before the registration, more often of late",
     "generator": {"type": "expression", "result": "int64",
       "value": "1767225600 - (1767225600 - registration_date) * (registration_date * 7919 % 1000) * (registration_date * 7919 % 1000) / 1000000"}},
    {"name": "total_purchases", "type": "Int32", "min": 0, "max": 10000, "description": "How often the user bought",
     "generator": {"type": "lognormal", "log_mean": 2.2, "log_deviation": 1.2, "max": 10000, "places": 0, "default": 0, "default_share": 0.12}},
    {"name": "total_spent", "type": "Float", "min": 0.0, "max": 1000000.0, "description": "In US dollars, more for members",
     "generator": {"type": "expression",
       "value": "min(total_purchases * (8 + registration_date % 5000 * 0.01) * if(is_premium, 1.6, 1), 1000000)", "places": 2}},
    {"name": "interests", "type": "Array", "element_type": "VarChar", "max_capacity": 20, "max_length": 50, "description": "What the user likes",
     "generator": {"type": "list", "min_length": 1, "max_length": 4, "distinct": true, "of": {"type": "choice", "values": ["astronomy", "baking", "board games", "books", "camping", "chess", "cinema", "climbing", "coffee", "cooking", "cycling", "dancing", "design", "fashion", "fishing", "fitness", "football", "gaming", "gardening", "hiking", "history", "investing", "jazz", "knitting", "languages", "museums", "music", "nature", "painting", "pets", "photography", "podcasts", "programming", "running", "sailing", "science", "swimming", "theatre", "travel", "yoga"]}}},
    {"name": "is_premium", "type": "Bool", "description": "Whether the user is a paying member, as frequent buyers often are",
     "generator": {"type": "depends_on", "field": "total_purchases", "cases": {
       "0..9": {"type": "boolean", "probability": 0.06},
       "10..49": {"type": "boolean", "probability": 0.22}},
       "otherwise": {"type": "boolean", "probability": 0.5}}},
    {"name": "is_active", "type": "Bool", "description": "Whether the user was there in the last half year",
     "generator": {"type": "expression", "value": "coalesce(last_login, registration_date) > 1751500800"}},
    {"name": "profile_data", "type": "JSON", "description": "Language, time zone, settings and where the user came from",
     "generator": {"type": "json", "fields": [
       {"name": "language", "type": "choice", "values": ["en", "es", "de", "fr", "pt", "ja", "zh"], "weights": [50, 14, 9, 9, 7, 5, 6]},
       {"name": "timezone", "type": "choice", "values": ["America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Europe/Berlin", "Europe/London", "Asia/Tokyo", "Asia/Kolkata"]},
       {"name": "newsletter", "type": "boolean", "probability": 0.4},
       {"name": "theme", "type": "choice", "values": ["light", "dark", "system"]},
       {"name": "signup_source", "type": "choice", "values": ["web", "ios", "android", "referral"], "weights": [40, 25, 25, 10]}]}},
    {"name": "behavioral_embedding", "type": "FloatVector", "dim": 256, "description": "Of what the user does",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_USERS_HPP
