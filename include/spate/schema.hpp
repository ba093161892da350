// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_HPP
#define SPATE_SCHEMA_HPP

/// Tables: fields by name, and their rows.

#include <spate/schema/batch.hpp>

#endif  // SPATE_SCHEMA_HPP
