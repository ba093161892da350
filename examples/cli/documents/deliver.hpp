// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DOCUMENTS_DELIVER_HPP
#define SPATE_EXAMPLES_CLI_DOCUMENTS_DELIVER_HPP

/// Documents on their way to a sink that acknowledges them.

#include "../delivery/deliver.hpp"
#include "options.hpp"

namespace cli {

/// The stream of a request that has a delivery: places are the numbers of documents. Of a live one, documents of a time that has been go at once, and those of
/// an interval are spread over it.
[[nodiscard]] stream_maker documents_stream(const documents_request& asked);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DOCUMENTS_DELIVER_HPP
