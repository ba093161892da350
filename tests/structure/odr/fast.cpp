// SPDX-License-Identifier: Apache-2.0
#define UNIT fast
#include "unit.inc"
