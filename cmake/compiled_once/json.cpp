// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/json.hpp>

namespace spate::inline v0 {

template specification_node parse_json<void>(std::string_view, std::string);

}  // namespace spate::inline v0
