// SPDX-License-Identifier: Apache-2.0
// How fast do rows become length-delimited Protocol Buffers in memory, on one thread? See support/format_speed.hpp.

#include <spate/format/protobuf.hpp>

#include "../support/format_speed.hpp"

int main(int count, char** arguments) { bench::print_format_speed("protobuf", spate::protobuf{}, 1, count, arguments); }
