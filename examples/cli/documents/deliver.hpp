// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DOCUMENTS_DELIVER_HPP
#define SPATE_EXAMPLES_CLI_DOCUMENTS_DELIVER_HPP

/// Documents on their way to a sink that acknowledges them.

#include "../delivery/deliver.hpp"
#include "options.hpp"

namespace cli {

/// The stream of a request that has a delivery: places are the numbers of documents. Of a live one, documents of a time that has been go at once, and those of
/// an interval are spread over it; log lines, of which traces have different numbers, go up to 16 traces later. With `begins_with_now` the first document
/// follows from the time of the call, and a stream that is resumed keeps that of its first run.
[[nodiscard]] stream_maker documents_stream(const documents_request& asked, bool begins_with_now);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DOCUMENTS_DELIVER_HPP
