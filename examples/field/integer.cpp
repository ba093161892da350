// SPDX-License-Identifier: Apache-2.0
// A column of dice, and a row of it alone: the same number.
#include <spate/field/integer.hpp>

int main() {
    const auto die = spate::uniform_int(1, 6);
    const spate::key128 key = spate::column_key(spate::seed{42}, "games", "die");
    spate::column rolls, one;
    die.fill({key, 0, 1000}, rolls);
    die.fill({key, 777, 1}, one);
    return die.value(one, 0) == die.value(rolls, 777) ? 0 : 1;
}
