// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_HPP
#define SPATE_FIELD_HPP

/// Field generators: what fills the columns of a table.

#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/field.hpp>
#include <spate/field/half.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

#endif  // SPATE_FIELD_HPP
