// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DELIVERY_NO_CURL_HPP
#define SPATE_EXAMPLES_CLI_DELIVERY_NO_CURL_HPP

/// What is said of sinks that need libcurl where this program has none.

#include <string>

#include <spate/core/error.hpp>
#include <spate/sink/sink_configuration.hpp>

namespace cli {

[[noreturn]] inline void refuse_without_curl(const spate::sink_configuration& sink) {
    throw spate::config_error{"type", std::string{to_string(sink.type)}, "cannot be sent to: this program was built without libcurl",
                              "build it where libcurl is installed (libcurl4-openssl-dev, libcurl-devel)"};
}

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DELIVERY_NO_CURL_HPP
