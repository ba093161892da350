// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/yaml.hpp>

namespace spate::inline v0 {

template specification_node parse_yaml<void>(std::string_view, std::string);

}  // namespace spate::inline v0
