// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/generator_kinds.hpp>

namespace spate::inline v0 {

template const std::vector<generator_kind>& generator_kinds<void>();

}  // namespace spate::inline v0
