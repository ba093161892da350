// SPDX-License-Identifier: Apache-2.0
// How fast do rows become binary rows in memory, on one thread? See support/format_speed.hpp.

#include <spate/format/binary_rows.hpp>

#include "../support/format_speed.hpp"

int main(int count, char** arguments) { bench::print_format_speed("binary-rows", spate::binary_rows{}, 1, count, arguments); }
