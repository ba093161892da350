// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_ISA_HPP
#define SPATE_TESTS_SUPPORT_ISA_HPP

/// For tests that are run once per instruction set: leaves the program with 77 where SPATE_ISA names one that this machine lacks,
/// and offers to switch between those that it has.

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/simd/isa.hpp>

namespace test {

/// Whether the word is the name of any instruction set, of this machine or of another.
inline bool names_an_isa(std::string_view word) {
    for (std::size_t i = 0; i < spate::simd::isa_count; ++i)
        if (spate::simd::name(static_cast<spate::simd::isa>(i)) == word) return true;
    return false;
}

/// Before any test case: a forced instruction set that is missing ends the program with 77, a misspelt one with 1.
inline bool require_forced_isa() {
    try {
        spate::simd::choose_isa();
    } catch (const spate::config_error& error) {
        const bool absent = names_an_isa(error.value());
        std::fprintf(stderr, "%s%s\n", absent ? "skipped: " : "", error.what());
        std::fflush(stderr);
        std::_Exit(absent ? 77 : 1);
    }
    return true;
}

inline const bool forced_isa_is_there = require_forced_isa();

/// Makes `which` the instruction set in use until the end of the scope.
class with_isa {
public:
    explicit with_isa(spate::simd::isa which) : before_{static_cast<int>(spate::simd::active_isa())} {
        spate::simd::detail::chosen_isa.store(static_cast<int>(which));
    }
    ~with_isa() { spate::simd::detail::chosen_isa.store(before_); }
    with_isa(const with_isa&) = delete;
    with_isa& operator=(const with_isa&) = delete;

private:
    int before_;
};

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_ISA_HPP
