// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_DATA_STREAM_PARTS_HPP
#define SPATE_TELEMETRY_DETAIL_DATA_STREAM_PARTS_HPP

/// What the name of a data stream is made of.

#include <cstddef>
#include <string_view>

namespace spate::inline v0::detail {

/// "logs-shop-default" is of type logs, dataset shop and namespace default. All are empty where the name has not at least three parts. Source: Elastic's data
/// stream naming scheme.
struct data_stream_parts {
    std::string_view type, dataset, name_space;

    explicit data_stream_parts(std::string_view name) noexcept {
        const std::size_t first = name.find('-'), second = first == std::string_view::npos ? first : name.find('-', first + 1);
        if (second == std::string_view::npos || first == 0 || second == first + 1 || second + 1 == name.size()) return;
        type = name.substr(0, first);
        dataset = name.substr(first + 1, second - first - 1);
        name_space = name.substr(second + 1);
    }
    [[nodiscard]] bool empty() const noexcept { return type.empty(); }
    /// The value of a field of the Elastic Common Schema; `otherwise` for all but the three of data streams, and where there are no parts.
    [[nodiscard]] std::string_view value_of(std::string_view field, std::string_view otherwise) const noexcept {
        if (empty()) return otherwise;
        return field == "data_stream.type" ? type : field == "data_stream.dataset" ? dataset : field == "data_stream.namespace" ? name_space : otherwise;
    }
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_DATA_STREAM_PARTS_HPP
