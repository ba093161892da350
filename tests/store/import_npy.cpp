// SPDX-License-Identifier: Apache-2.0
#include <spate/store/import_npy.hpp>

#include <complex>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "array_files.hpp"

using test::bytes_of;
using test::says;

namespace {

std::string npy(const std::string& dictionary) {
    std::string out{"\x93NUMPY\x01\x00", 8};
    out += static_cast<char>(dictionary.size() + 1);
    return out + '\0' + dictionary + '\n';
}

struct place {
    test::folder files;
    spate::store store{files / "store", {.level = spate::durability::none}};
    void import(const std::string& bytes) {
        test::write_file(files / "a.npy", bytes);
        spate::store_batch batch{store};
        spate::import_npy(batch, "a", files / "a.npy");
    }
    std::string problem(const std::string& bytes) {
        return test::problem_of([&] { import(bytes); });
    }
};

}  // namespace

TEST_CASE("store/import_npy: by rows, by columns and of the other order of bytes") {
    place here;
    here.import(npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }") + bytes_of<std::int32_t>({1, 2, 3, 4, 5, 6}));
    CHECK(here.store.shape("a") == spate::array_shape{2, 3});
    CHECK(here.store.load<std::int32_t>("a") == std::vector<std::int32_t>{1, 2, 3, 4, 5, 6});
    here.import(npy("{'descr': '>u2', 'fortran_order': True, 'shape': (2, 3), }") + std::string{"\0\1\0\4\0\2\0\5\0\3\1\6", 12});
    CHECK(here.store.load<std::uint16_t>("a") == std::vector<std::uint16_t>{1, 2, 3, 4, 5, 0x106});
    here.import(npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2, 2), }") + std::string{"\0\1\2\3\4\5\6\7", 8});
    CHECK(here.store.load<std::uint8_t>("a") == std::vector<std::uint8_t>{0, 4, 2, 6, 1, 5, 3, 7});
    here.import(npy("{'descr': '>c8', 'fortran_order': False, 'shape': (), }") + std::string{"\x3f\x80\0\0\x40\0\0\0", 8});
    CHECK(here.store.load<std::complex<float>>("a") == std::vector<std::complex<float>>{{1, 2}});
    here.import(npy("{'descr': '<f8', 'fortran_order': True, 'shape': (3, 0), }"));
    CHECK(here.store.shape("a") == spate::array_shape{3, 0});
    std::string columns;
    for (int i = 0; i < 3000; ++i) columns += bytes_of<std::complex<double>>({{1.0 * i, -1.0 * i}});
    here.import(npy("{'descr': '<c16', 'fortran_order': True, 'shape': (1000, 3), }") + columns);
    const auto got = here.store.load<std::complex<double>>("a");
    for (std::size_t row = 0; row < 1000; ++row)
        for (std::size_t column = 0; column < 3; ++column) {
            const bool same =
                got[3 * row + column] == std::complex<double>(1.0 * static_cast<double>(column * 1000 + row), -1.0 * static_cast<double>(column * 1000 + row));
            if (!same) CHECK(same);
        }
}

TEST_CASE("store/import_npy: what is too short, too long or no array is refused") {
    place here;
    const std::string whole = npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }") + bytes_of<std::int32_t>({1, 2});
    for (std::size_t cut = 0; cut < whole.size(); ++cut) CHECK(says(here.problem(whole.substr(0, cut)), {"a.npy at offset"}));
    CHECK(says(here.problem(whole + "x"), {"\"a\"", "9 bytes behind its header", "8"}));
    CHECK(says(here.problem(npy("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }")), {"'|O'"}));
    CHECK(here.store.names().empty());
    CHECK(here.problem(whole) == "nothing");
    CHECK(says(test::problem_of([&] {
                   spate::store_batch batch{here.store};
                   spate::import_npy(batch, "a/b", here.files / "a.npy");
               }),
               {"\"a/b\""}));
}
