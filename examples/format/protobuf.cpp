// SPDX-License-Identifier: Apache-2.0
// A table as length-delimited Protocol Buffers, and the .proto file that goes with it.
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <spate/exec/inline.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/protobuf.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>
#include <spate/sink/memory.hpp>

constexpr std::string_view wanted = R"(
syntax = "proto3";

package shop;

message Order {
  sint64 id = 1;
  optional string price = 2;  // decimal(3, 2)
  repeated string tags = 3;
}
)";

int main() {
    using namespace spate;
    const auto orders =
        schema(field<"id">(sequence(1)), field<"price">(nullable(decimal("1.00", "9.99"), 0.5)), field<"tags">(list_of(one_of({"new", "sale"}), 1, 3))) |
        rows(2);
    const protobuf_options options{.message = "Order", .package = "shop", .file = "order.proto"};
    const std::string text = proto_text(orders.type(), options);
    std::fputs(text.c_str(), stdout);
    // For readers that need no compiler, as python's descriptor_pool.
    const std::string descriptors = proto_descriptor_set(orders.type(), options);

    std::vector<std::byte> file;
    inline_executor here;
    (void)run(orders, protobuf{options}, vector_sink{file}, here);
    // Each row behind its size; its first field is number 1, whose value 1 is 2 as an sint64.
    const auto size = static_cast<std::size_t>(file[0]);
    const bool is_first = file[1] == std::byte{0x08} && file[2] == std::byte{2},
               is_second = file[size + 2] == std::byte{0x08} && file[size + 3] == std::byte{4};
    std::printf("%zu bytes, %zu of descriptors\n", file.size(), descriptors.size());
    return text == wanted.substr(1) && is_first && is_second ? 0 : 1;
}
