// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_STORE_ARRAYS_HPP
#define SPATE_EXAMPLES_CLI_STORE_ARRAYS_HPP

/// What the commands of `spate store` share: opening a store, its errors in terms of what was typed, shapes as text.

#include <cstdint>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/durability.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/store_reader.hpp>

#include "../console.hpp"

namespace cli {

/// Does what a command has to do; errors of the library about a store, an array or a name come in terms of the options and arguments as typed.
int with_store(const typed_options& typed, int (*act)(const typed_options& typed, console& out), console& out);

/// Says what the store had to tell of a manifest that was damaged.
void warn_of(const spate::store_reader& from, const console& out);

/// Throws config_error for an array that the store has not.
void require_array(const spate::store_reader& from, const std::string& name, const char* parameter);

/// What --durability says; `data` unless typed.
[[nodiscard]] spate::durability durability_of(const typed_options& typed);

/// "a,b": the parts between commas. Throws config_error for an empty one.
[[nodiscard]] std::vector<std::string> names_of(const typed_options& typed, const char* option);

/// "1000000 x 10", "scalar".
[[nodiscard]] std::string shape_text(const spate::array_shape& shape);
/// "[1000000, 10]".
[[nodiscard]] std::string shape_json(const spate::array_shape& shape);
/// "1 array", "2 arrays".
[[nodiscard]] std::string counted(std::uint64_t count, const std::string& what);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_STORE_ARRAYS_HPP
