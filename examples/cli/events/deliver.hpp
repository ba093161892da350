// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_EVENTS_DELIVER_HPP
#define SPATE_EXAMPLES_CLI_EVENTS_DELIVER_HPP

/// Events on their way to a sink that acknowledges them.

#include "../console.hpp"
#include "../delivery/deliver.hpp"
#include "options.hpp"

namespace cli {

/// The stream of a request that has a delivery. Where it is resumed and its seed was drawn, or its start was now, those of the note are taken, and `asked`
/// becomes what that makes of it.
[[nodiscard]] stream_maker events_stream(events_request& asked, const typed_options& typed);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_EVENTS_DELIVER_HPP
