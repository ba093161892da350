// SPDX-License-Identifier: Apache-2.0
#include <spate/simd/isa.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "../support/isa.hpp"

using namespace spate;

namespace {

// Sets SPATE_ISA and forgets the choice, until the end of the scope.
class environment {
public:
    explicit environment(const char* value) : chosen_{simd::detail::chosen_isa.load()} {
        if (const char* old = std::getenv("SPATE_ISA")) old_ = old, was_set_ = true;
        if (value != nullptr)
            ::setenv("SPATE_ISA", value, 1);
        else
            ::unsetenv("SPATE_ISA");
        simd::detail::chosen_isa.store(-1);
    }
    ~environment() {
        if (was_set_)
            ::setenv("SPATE_ISA", old_.c_str(), 1);
        else
            ::unsetenv("SPATE_ISA");
        simd::detail::chosen_isa.store(chosen_);
    }
    environment(const environment&) = delete;
    environment& operator=(const environment&) = delete;

private:
    int chosen_;
    bool was_set_ = false;
    std::string old_;
};

}  // namespace

TEST_CASE("simd/isa: names") {
    static_assert(simd::name(simd::isa::scalar) == "scalar" && simd::name(simd::isa::neon) == "neon" && simd::name(simd::isa::avx512) == "avx512");
    CHECK(simd::name(simd::isa::sse2) == "sse2");
    CHECK(simd::name(simd::isa::avx2) == "avx2");
}

TEST_CASE("simd/isa: what there is begins with scalar and ends with the best, which is chosen") {
    const auto available = simd::available_isas();
    REQUIRE(!available.empty());
    CHECK(available.front() == simd::isa::scalar);
    CHECK(std::is_sorted(available.begin(), available.end()));
    CHECK(std::adjacent_find(available.begin(), available.end()) == available.end());
#if SPATE_IS_X86_64()
    CHECK(std::find(available.begin(), available.end(), simd::isa::sse2) != available.end());
    CHECK((std::find(available.begin(), available.end(), simd::isa::avx2) != available.end()) == (__builtin_cpu_supports("avx2") != 0));
    CHECK(std::find(available.begin(), available.end(), simd::isa::neon) == available.end());
#elif SPATE_IS_AARCH64()
    CHECK(available.back() == simd::isa::neon);
#endif
    for (const char* value : {static_cast<const char*>(nullptr), ""}) {
        const environment none{value};
        CHECK(simd::choose_isa() == available.back());
        CHECK(simd::active_isa() == available.back());
    }
}

TEST_CASE("simd/isa: SPATE_ISA forces each that there is, once") {
    for (const simd::isa which : simd::available_isas()) {
        const environment forced{std::string{simd::name(which)}.c_str()};
        CHECK(simd::active_isa() == which);
        ::setenv("SPATE_ISA", "scalar", 1);
        CHECK(simd::choose_isa() == which);
    }
}

TEST_CASE("simd/isa: what SPATE_ISA cannot force is refused by name, with what there is") {
    for (const char* wrong : {"neon2", "AVX2", "sse4", "avx2 ", SPATE_IS_X86_64() ? "neon" : "avx2"}) {
        const environment forced{wrong};
        try {
            (void)simd::choose_isa();
            FAIL("accepted " << wrong);
        } catch (const config_error& error) {
            CHECK(error.parameter() == "SPATE_ISA");
            CHECK(error.value() == wrong);
            CHECK(error.remedy().find("scalar") != std::string::npos);
            CHECK(error.remedy().find(simd::name(simd::available_isas().back())) != std::string::npos);
        }
        CHECK(simd::detail::chosen_isa.load() == -1);
    }
    static_assert(noexcept(simd::active_isa()));
}
