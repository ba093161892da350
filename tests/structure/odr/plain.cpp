// SPDX-License-Identifier: Apache-2.0
#define UNIT plain
#include "unit.inc"
