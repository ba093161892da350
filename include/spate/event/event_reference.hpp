// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_EVENT_REFERENCE_HPP
#define SPATE_EVENT_EVENT_REFERENCE_HPP

/// Foreign keys from events to events: a field that has the value of a field of an earlier event.

#include <string>

namespace spate::inline v0 {

/// A field of a type whose value is that of a field of an earlier event of some type; see with_references.
struct event_reference {
    /// The id of the type that gets the field, and the field's name. A field of the type that has this name is replaced, where it stands.
    std::string type, field;
    /// The id of the type that is referred to (it may be the same), and the name of its field or of a common one.
    std::string to_type, to_field;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_EVENT_REFERENCE_HPP
