// SPDX-License-Identifier: Apache-2.0
#include <spate/event/mixed_events.hpp>

namespace spate::inline v0 {

template void mixed_events::core::make_programs<void>();

}  // namespace spate::inline v0
