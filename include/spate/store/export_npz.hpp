// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_EXPORT_NPZ_HPP
#define SPATE_STORE_EXPORT_NPZ_HPP

/// `export_npz(features, "features.npz")`: arrays in one file, as NumPy's savez writes them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <spate/store/detail/array_export.hpp>
#include <spate/store/detail/complete_file.hpp>
#include <spate/store/detail/zip_writer.hpp>
#include <spate/store/npy_header.hpp>

namespace spate::inline v0 {
namespace detail {

// A header of ours without the room for a first axis that grows: it ends at a multiple of 64 bytes, as NumPy's do.
[[nodiscard]] inline std::string short_npy_header(dtype type, std::span<const std::uint64_t> shape) {
    std::string out = make_npy_header(type, shape);
    out.resize(out.find_last_not_of(" \n") + 1);
    out.resize((out.size() + 1 + 63) / 64 * 64 - 1, ' ');
    out += '\n';
    out[8] = static_cast<char>((out.size() - 10) & 0xff);
    out[9] = static_cast<char>((out.size() - 10) >> 8);
    return out;
}

}  // namespace detail

/// Writes arrays of a store or a store_reader, all of them or those of `names`, to an .npz file, which np.load reads: a ZIP archive of .npy files that are
/// stored without compression. Dropped rows are left out. bfloat16 comes as uint16, since NumPy has none. The file has its name once it is whole and on the
/// disk; until then it is `path`.partial. A file of the name is replaced.
///
/// Determinism: the same arrays give the same bytes. Errors: io_error, and then there is no new file; config_error for a name that is none. Cost: reads the
/// data once, a part of 1 MiB (or one row) at a time.
template <stored_arrays From>
void export_npz(From& from, const std::string& path, std::span<const std::string> names = {}) {
    const auto arrays = detail::arrays_to_export(from, names);
    detail::complete_file file{path};
    detail::zip_writer to{file};
    for (const detail::exported_array& one : arrays) {
        const std::string header = detail::short_npy_header(one.type, one.shape);
        to.begin(one.name + ".npy", header.size() + one.bytes);
        to.write(std::as_bytes(std::span{header}));
        detail::each_exported_part(from, one, [&](std::span<const std::byte> part) { to.write(part); });
        to.end();
    }
    to.finish();
    file.close();
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_EXPORT_NPZ_HPP
