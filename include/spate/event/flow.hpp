// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_FLOW_HPP
#define SPATE_EVENT_FLOW_HPP

/// Events that belong together: orders with their payments and shipments, sessions, changes of a table's rows.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>

namespace spate::inline v0 {

/// One step of a flow: an event of a type, some time after the step before it.
struct flow_step {
    /// A place in mix_specification::types.
    std::uint32_t type = 0;
    /// In nanoseconds, from the step before; see flow_plan for how values between are distributed. Nothing of the first step.
    std::uint64_t least_delay = 0, most_delay = 0;
};

/// What the steps of an instance are, where instances differ: sessions that take other ways, rows with fewer changes.
///
/// Implementations are pure functions of their arguments, which do not throw. Thread safety: they do not change.
class flow_course {
public:
    /// The instance has no such step.
    static constexpr std::uint32_t ended = ~std::uint32_t{0};

    flow_course() = default;
    flow_course(const flow_course&) = delete;
    flow_course& operator=(const flow_course&) = delete;
    virtual ~flow_course() = default;

    /// The type of a step's event, a place in mix_specification::types, or `ended`; once ended, later steps are too. `key` is that of
    /// the flow's field flow::course_field.
    [[nodiscard]] virtual std::uint32_t type_of(const key128& key, std::uint64_t instance, std::uint32_t step) const noexcept = 0;
};

/// A kind of flow: each instance is one event of each step, in order, or with a course those that this says.
struct flow {
    std::string name;
    /// The share of all places of the stream that are kept for this flow: exact, and all of them are its events unless it has a course.
    ratio share{1, 10};
    std::vector<flow_step> steps = {};
    /// Says the types of steps in place of flow_step::type. The places of steps that an instance does not have are left to the mix.
    std::shared_ptr<const flow_course> course = {};
    /// The field of its events that draws what the course draws: the course is given that field's key. Empty: a key of its own.
    std::string course_field = {};
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_FLOW_HPP
