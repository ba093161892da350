// SPDX-License-Identifier: Apache-2.0
// A second unit with the same headers: nothing may be defined twice.
#include <spate/spate.hpp>

std::uint64_t size_of_other_unit() { return (spate::zero_bytes() | spate::take(7)).size(); }
