// SPDX-License-Identifier: Apache-2.0
#include "column_profile.hpp"

#include <utility>

namespace cli::infer {

column_profile& column_profile::member(std::string_view key) {
    for (std::size_t tried = 0; tried < members.size(); ++tried) {
        if (next_member_ >= members.size()) next_member_ = 0;
        column_profile& one = *members[next_member_++];
        if (one.name == key) return one;
    }
    auto& made = *members.emplace_back(std::make_unique<column_profile>(std::string{key}));
    made.in_list = in_list;
    if (objects > 1) made.add_null(objects - 1);
    return made;
}

void column_profile::end_object() {
    for (const auto& one : members)
        if (one->rows < objects) one->add_null(objects - one->rows);
}

}  // namespace cli::infer
