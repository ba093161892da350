// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_NUMA_HPP
#define SPATE_EXEC_NUMA_HPP

/// What the user wants of a machine with several memory nodes.

#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/detail/config.hpp>

namespace spate::inline v0 {

/// Where threads run and memory lies on a machine with several memory nodes. On a machine with one node all three are the same.
///
/// - automatic(): threads are spread evenly over the nodes; a page lies on the node of the thread that first writes it.
/// - uma(): nodes are not looked at. Threads take the cores in numerical order; buffers are interleaved over all nodes.
/// - on_node(k): threads and buffers are on node k (the operating system's number) alone.
class numa_policy {
public:
    constexpr numa_policy() noexcept = default;

    [[nodiscard]] static constexpr numa_policy automatic() noexcept { return {}; }
    [[nodiscard]] static constexpr numa_policy uma() noexcept { return numa_policy{kind::uma, 0}; }
    [[nodiscard]] static constexpr numa_policy on_node(unsigned id) noexcept { return numa_policy{kind::node, id}; }

    [[nodiscard]] constexpr bool is_automatic() const noexcept { return kind_ == kind::automatic; }
    [[nodiscard]] constexpr bool is_uma() const noexcept { return kind_ == kind::uma; }
    [[nodiscard]] constexpr bool is_node() const noexcept { return kind_ == kind::node; }
    /// The node of on_node; 0 for the others.
    [[nodiscard]] constexpr unsigned node() const noexcept { return node_; }

    friend constexpr bool operator==(const numa_policy&, const numa_policy&) = default;

private:
    enum class kind : unsigned char { automatic, uma, node };
    constexpr numa_policy(kind how, unsigned node) noexcept : kind_{how}, node_{node} {}

    kind kind_ = kind::automatic;
    unsigned node_ = 0;
};

/// "auto", "uma" or "node 1", as parse_numa reads it.
SPATE_WHEN_USED
[[nodiscard]] inline std::string to_string(const numa_policy& policy) {
    if (policy.is_node()) return "node " + std::to_string(policy.node());
    return policy.is_uma() ? "uma" : "auto";
}

/// Reads "auto", "uma", "node 1" (also "node1", "node:1", "node=1") or just "1". Throws config_error, which names `parameter`, for anything
/// else. Whether the node exists is seen when threads or buffers are placed.
SPATE_WHEN_USED
[[nodiscard]] inline numa_policy parse_numa(std::string_view text, std::string_view parameter = "numa") {
    if (text == "auto") return numa_policy::automatic();
    if (text == "uma") return numa_policy::uma();
    std::string_view digits = text;
    if (digits.starts_with("node")) {
        digits.remove_prefix(4);
        if (!digits.empty() && (digits[0] == ' ' || digits[0] == ':' || digits[0] == '=')) digits.remove_prefix(1);
    }
    unsigned id = 0;
    bool good = !digits.empty() && digits.size() <= 5;
    for (const char letter : digits) {
        good = good && letter >= '0' && letter <= '9';
        id = id * 10 + static_cast<unsigned>(letter - '0');
    }
    if (!good) detail::raise_config(parameter, "\"" + std::string{text} + "\"", "is not a placement", "write auto, uma, or a node like \"node 0\"");
    return numa_policy::on_node(id);
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_NUMA_HPP
