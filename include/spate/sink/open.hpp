// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_OPEN_HPP
#define SPATE_SINK_OPEN_HPP

/// `open_sink`: the sink that a text names, as a command line gives it.

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>

#include <spate/core/error.hpp>
#include <spate/sink/descriptor.hpp>
#include <spate/sink/file.hpp>
#include <spate/sink/socket.hpp>

namespace spate::inline v0 {

/// One of the sinks that a text can name. Use it with std::visit: no write goes through a table of functions.
using any_sink = std::variant<file_sink, descriptor_sink, socket_sink>;

/// What kind of target a text names.
enum class target_kind : unsigned char { file, standard_output, descriptor, socket };

/// "-" is standard output, "fd:3" a descriptor, "tcp://..." and "unix:..." sockets, everything else a file ("./-" is a file too).
[[nodiscard]] inline target_kind kind_of_target(std::string_view text) noexcept {
    if (text == "-") return target_kind::standard_output;
    if (text.starts_with("fd:")) return target_kind::descriptor;
    if (text.starts_with("tcp://") || text.starts_with("unix:")) return target_kind::socket;
    return target_kind::file;
}

/// Opens the sink that `text` names; `options` holds for files alone. Throws as the sinks' constructors do.
[[nodiscard]] inline any_sink open_sink(std::string_view text, const file_options& options = {}) {
    switch (kind_of_target(text)) {
        case target_kind::standard_output:
            return standard_output();
        case target_kind::socket:
            return any_sink{std::in_place_type<socket_sink>, text};
        case target_kind::descriptor: {
            int number = -1;
            const std::string_view digits = text.substr(3);
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
            if (error != std::errc{} || end != digits.data() + digits.size() || number < 0)
                detail::raise_config("out", "\"" + std::string{text} + "\"", "is not the number of a descriptor", "write it like fd:3");
            return any_sink{std::in_place_type<descriptor_sink>, number};
        }
        case target_kind::file:
            break;
    }
    return any_sink{std::in_place_type<file_sink>, std::string{text}, options};
}

}  // namespace spate::inline v0

#endif  // SPATE_SINK_OPEN_HPP
