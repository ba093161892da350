// SPDX-License-Identifier: Apache-2.0
/// Events of two types as Avro's single objects, with the .avsc file of each type beside them.
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/mixed_events.hpp>
#include <spate/event/payload_schema.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/uuid.hpp>

int main() {
    using namespace spate;
    mix_specification mix{.name = "shop", .from = seed{42}, .payload = payload_format::avro_single_object};
    mix.common = {{"id", uuid4()}};
    mix.types = {{"user.login", {3, 4}, {{"device", one_of({"phone", "desk"})}}}, {"user/login", {1, 4}, {{"attempts", uniform_int(1, 5)}}}};
    const mixed_events events{mix};

    std::vector<std::string_view> ids;
    for (const event_type& type : mix.types) ids.push_back(type.id);
    const std::vector<std::string> names = payload_schema_names({ids.data(), ids.size()});
    for (std::size_t i = 0; i < ids.size(); ++i)
        std::printf("%s%s: %s\n", names[i].c_str(), std::string{payload_schema_extension(mix.payload)}.c_str(),
                    payload_schema_text(mix.payload, events.payload_type(i), ids[i]).c_str());

    // A reader finds the schema by the fingerprint behind the marker.
    const event_record first = events[0];
    const std::size_t type = first.event_type_id == ids[0] ? 0 : 1;
    const auto head = payload_single_object_head(events.payload_type(type), ids[type]);
    return names[0] == "user.login" && names[1] == "user_login" && first.serialized_payload.substr(0, 10) == std::string_view{head.data(), 10} ? 0 : 1;
}
