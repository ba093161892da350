// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DELIVERY_OPTIONS_HPP
#define SPATE_EXAMPLES_CLI_DELIVERY_OPTIONS_HPP

/// The options by which events, documents and rows go to a sink.

#include <cstdint>
#include <optional>
#include <string>

#include <spate/core/error.hpp>
#include <spate/event/sink_url.hpp>
#include <spate/sink/sink_configuration.hpp>

#include "../commands.hpp"
#include "../console.hpp"

namespace cli {

/// How a stream is delivered, whatever it is of.
struct delivery_request {
    spate::sink_configuration sink;
    /// The folder of checkpoints; nothing for none.
    std::string checkpoint = {};
    /// As typed; nothing where it was not.
    std::string stream = {};
    std::optional<std::uint16_t> metrics_port = {};
    /// Begin anew although an earlier delivery has not come to its end.
    bool resume = false, restart = false, dry_run = false;
};

/// The group of options "The sink". `has_dry_run` for a command that has declared --dry-run itself.
void declare_delivery(command_options& to, bool has_dry_run = false);

/// What --sink names: a URL, a file with sink_config, or a type, whose other keys are those of `configured` where that is of the same type. Without --sink it
/// is `configured`. Throws config_error and specification_error.
[[nodiscard]] spate::configured_sink parse_sink(const typed_options& typed, spate::configured_sink configured = {});

/// Whether a sink is sent to by deliver(): a server, a table, or a folder of files that are rolled. Others are outputs, as those of --out.
[[nodiscard]] bool is_delivered(const spate::sink_configuration& sink, const typed_options& typed);
/// The target of a sink that is an output: a path, or - for standard output. Throws config_error for a file without a path.
[[nodiscard]] std::string output_of(const spate::sink_configuration& sink);

/// Throws config_error for options that need a sink which is delivered to, where there is none.
void refuse_without_delivery(const typed_options& typed);
/// Reads the other options.
[[nodiscard]] delivery_request parse_delivery(const typed_options& typed, spate::sink_configuration sink);
/// The name of a stream: --stream, else `name`, else the file's, without what cannot be in one.
[[nodiscard]] std::string stream_name(const delivery_request& asked, const std::string& name, const std::string& file);

/// Secrets that stand in the command line itself, where every list of processes shows them: a sentence, or nothing.
[[nodiscard]] std::string exposed_secrets(const typed_options& typed, const spate::sink_configuration& sink);
/// "kafka, bootstrap_servers a:9092, sasl_password ***".
[[nodiscard]] std::string sink_text(const spate::sink_configuration& sink);
/// --sink as it can be shown: no password.
[[nodiscard]] std::string shown_sink_option(const std::string& given);

/// What a sink says of a key, with the place where that is written.
[[noreturn]] void refuse_setting(const spate::sink_configuration& sink, const spate::config_error& error);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DELIVERY_OPTIONS_HPP
