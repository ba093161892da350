// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_READ_STREAM_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_READ_STREAM_HPP

/// What a configuration says of a stream besides its events: how they arrive.

#include <cstdint>
#include <string>
#include <string_view>

#include <spate/event/arrival.hpp>
#include <spate/event/detail/configuration/section.hpp>
#include <spate/schema/node.hpp>

namespace spate::inline v0::detail {

// A share alone, or a map with the share and what else there is of it: `read(section)` takes that.
template <class Read>
void read_share(const section& in, std::string_view key, ratio& share, const Read& read) {
    const specification_node* const given = in.find(key);
    if (given == nullptr) return;
    if (!given->is(specification_node::kind::map)) {
        share = in.share_of(*given, key, share);
        return;
    }
    const section part{given, in.subject() + ": " + std::string{key}, in.problems(), ""};
    if (!part.has("share")) part.refuse(*given, "has no share", "add one, like share: 0.01");
    share = part.share("share", share);
    read(part);
}

/// `arrival`: late, out_of_order, duplicate and lost.
[[nodiscard]] inline arrival_options read_arrival(const specification_node* node, problem_list& problems) {
    arrival_options out;
    const section in{node, "arrival", problems, "{late: 0.02, lost: 0.001}"};
    in.refuse_unknown({"late", "out_of_order", "duplicate", "lost"});
    read_share(in, "late", out.late, [&out](const section& part) {
        part.refuse_unknown({"share", "mean_delay", "most_delay"});
        out.mean_delay = part.time("mean_delay", out.mean_delay);
        out.most_delay = part.time("most_delay", out.most_delay);
        if (out.mean_delay == 0 || out.most_delay < out.mean_delay)
            part.refuse(*part.find(part.has("mean_delay") ? "mean_delay" : "most_delay"), "mean_delay is 0, or above most_delay",
                        "give a mean that is above 0 and at most most_delay");
    });
    read_share(in, "out_of_order", out.out_of_order, [&out](const section& part) {
        part.refuse_unknown({"share", "jitter"});
        out.jitter = part.time("jitter", out.jitter);
    });
    read_share(in, "duplicate", out.duplicate, [&out](const section& part) {
        part.refuse_unknown({"share", "within"});
        out.duplicate_within = static_cast<std::uint32_t>(part.whole("within", out.duplicate_within, 1, 1'000'000));
    });
    read_share(in, "lost", out.lost, [](const section& part) { part.refuse_unknown({"share"}); });
    if (in.is_there() && out.late.value() + out.out_of_order.value() + out.duplicate.value() + out.lost.value() > 1)
        in.refuse(*node, "the shares sum to more than 1", "make them less");
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_READ_STREAM_HPP
