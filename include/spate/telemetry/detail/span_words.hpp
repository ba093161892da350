// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_SPAN_WORDS_HPP
#define SPATE_TELEMETRY_DETAIL_SPAN_WORDS_HPP

/// What spans and log lines are named after: routes, queries and steps. No text has a character that JSON escapes.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spate::inline v0::detail {

/// The kinds of spans, numbered as OpenTelemetry does (trace.proto, SpanKind), and a query, which is a client's span too.
enum class span_kind : std::uint8_t { internal = 1, server = 2, client = 3, query = 4 };

inline constexpr std::string_view http_methods[] = {"GET", "POST", "PUT", "DELETE"};

/// What a service can be asked; `method` is a number of http_methods.
struct endpoint {
    std::string_view route;
    std::uint8_t method;
};

inline constexpr endpoint endpoints[] = {{"/api/orders/:id", 0},     {"/api/orders", 1},       {"/api/products/:id", 0}, {"/api/products", 0},
                                         {"/api/cart/:id/items", 1}, {"/api/cart/:id", 0},     {"/api/users/:id", 0},    {"/api/users", 1},
                                         {"/api/payments", 1},       {"/api/payments/:id", 0}, {"/api/stock/:sku", 0},   {"/api/stock/:sku", 2},
                                         {"/api/search", 0},         {"/api/sessions", 1},     {"/api/sessions/:id", 3}, {"/api/recommendations", 0}};
inline constexpr std::size_t endpoint_count = std::size(endpoints);
/// How many of them one service answers.
inline constexpr std::size_t endpoints_of_service = 4;

/// `system` is a number of database_systems.
struct query {
    std::string_view name;
    std::uint8_t system;
};

inline constexpr std::string_view database_systems[] = {"postgresql", "redis"};
inline constexpr query queries[] = {{"SELECT orders", 0}, {"INSERT orders", 0}, {"SELECT products", 0}, {"UPDATE stock", 0},
                                    {"SELECT users", 0},  {"GET session", 1},   {"SET session", 1},     {"INCR counters", 1}};
inline constexpr std::size_t query_count = std::size(queries);

inline constexpr std::string_view steps[] = {"validate input",     "authorize", "render response", "compute price",
                                             "read configuration", "serialize", "apply rules",     "publish event"};
inline constexpr std::size_t step_count = std::size(steps);

/// Names of spans have one numbering: first endpoints, then queries, then steps.
inline constexpr std::size_t first_query = endpoint_count, first_step = first_query + query_count, span_name_count = first_step + step_count;

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_SPAN_WORDS_HPP
