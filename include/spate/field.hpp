// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_HPP
#define SPATE_FIELD_HPP

/// Field generators: what fills the columns of a table.

#include <spate/field/beta.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/cardinality.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/column.hpp>
#include <spate/field/column_appender.hpp>
#include <spate/field/commerce.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/depends_on.hpp>
#include <spate/field/derived.hpp>
#include <spate/field/duration.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/exponential.hpp>
#include <spate/field/field.hpp>
#include <spate/field/fitted.hpp>
#include <spate/field/foreign_key.hpp>
#include <spate/field/gamma.hpp>
#include <spate/field/growing.hpp>
#include <spate/field/half.hpp>
#include <spate/field/hot_keys.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/internet.hpp>
#include <spate/field/json.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/key_text.hpp>
#include <spate/field/letters.hpp>
#include <spate/field/list.hpp>
#include <spate/field/lognormal.hpp>
#include <spate/field/members.hpp>
#include <spate/field/named.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/pareto.hpp>
#include <spate/field/pattern.hpp>
#include <spate/field/permuted.hpp>
#include <spate/field/person.hpp>
#include <spate/field/place.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/field/prose.hpp>
#include <spate/field/real.hpp>
#include <spate/field/referred_rows.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/sparse_vector.hpp>
#include <spate/field/structure.hpp>
#include <spate/field/take_rows.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/type.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/value_text.hpp>
#include <spate/field/vector.hpp>
#include <spate/field/wall_clock.hpp>
#include <spate/field/with_default.hpp>
#include <spate/field/words.hpp>
#include <spate/field/zipf_int.hpp>

#endif  // SPATE_FIELD_HPP
