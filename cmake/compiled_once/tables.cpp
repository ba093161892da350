// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/collection_table.hpp>
#include <spate/schema/read_collection.hpp>
#include <spate/schema/specification.hpp>

namespace spate::inline v0 {

template runtime_schema make_schema<void>(const specification_node&, std::string, std::string_view, const specification_opener&);
template collection read_collection<void>(const specification_node&, std::string);
template runtime_schema make_table<void>(const collection&, const collection_table_options&, std::string);

}  // namespace spate::inline v0
