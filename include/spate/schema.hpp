// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_HPP
#define SPATE_SCHEMA_HPP

/// Tables: fields by name, their rows, and specifications of them.

#include <spate/schema/batch.hpp>
#include <spate/schema/builtin_schemas.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/collection_table.hpp>
#include <spate/schema/expression.hpp>
#include <spate/schema/generator_kinds.hpp>
#include <spate/schema/json_schema.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/read_collection.hpp>
#include <spate/schema/row.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/runtime_foreign_key.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/schema/runtime_structure.hpp>
#include <spate/schema/schema.hpp>
#include <spate/schema/specification.hpp>
#include <spate/schema/template_text.hpp>

#endif  // SPATE_SCHEMA_HPP
