// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_EXPORT_SAFETENSORS_HPP
#define SPATE_STORE_EXPORT_SAFETENSORS_HPP

/// `export_safetensors(features, "features.safetensors")`: arrays in one file that PyTorch, JAX and others read.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/detail/json_text.hpp>
#include <spate/detail/utf8.hpp>
#include <spate/store/detail/array_export.hpp>
#include <spate/store/detail/complete_file.hpp>
#include <spate/store/detail/little_endian.hpp>
#include <spate/store/dtype.hpp>

namespace spate::inline v0 {
namespace detail {

/// What safetensors calls the types, in the order of dtype; the complex ones are not in all of its readers.
inline constexpr std::string_view safetensors_types[dtype_count] = {"BOOL", "I8",  "I16",  "I32", "I64", "U8", "U16", "U32",
                                                                    "U64",  "F16", "BF16", "F32", "F64", "",   ""};
/// The longest header that readers take.
inline constexpr std::uint64_t most_safetensors_header = 100'000'000;

[[nodiscard]] inline bool is_utf8(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

}  // namespace detail

/// Writes arrays of a store or a store_reader, all of them or those of `names`, to a .safetensors file: 8 bytes with the length of the header, the header in
/// JSON, padded to a multiple of 8, and the elements without gaps, those of wide types first so that all are aligned. Dropped rows are left out. The file has
/// its name once it is whole and on the disk; until then it is `path`.partial. A file of the name is replaced.
///
/// Determinism: the same arrays give the same bytes. Errors: io_error, and then there is no new file; config_error for a name that is none, that is not UTF-8
/// or is "__metadata__", and for complex elements, which the format's readers do not share. Cost: reads the data once, a part of 1 MiB (or one row) at a time.
/// Source: safetensors, "Format".
template <stored_arrays From>
void export_safetensors(From& from, const std::string& path, std::span<const std::string> names = {}) {
    auto arrays = detail::arrays_to_export(from, names);
    const auto refuse = [](const detail::exported_array& one, std::string_view problem, std::string_view remedy) {
        detail::raise_config("array", '"' + one.name + '"', problem, remedy);
    };
    for (const detail::exported_array& one : arrays) {
        if (detail::safetensors_types[static_cast<std::size_t>(one.type)].empty())
            refuse(one, "has elements of " + std::string{to_string(one.type)} + ", which safetensors has not", "leave it out, or export to .npz");
        if (one.name == "__metadata__") refuse(one, "is a name that safetensors keeps for itself", "rename it");
        if (!detail::is_utf8(one.name)) refuse(one, "is no UTF-8, which safetensors demands of names", "rename it");
    }
    std::stable_sort(arrays.begin(), arrays.end(),
                     [](const detail::exported_array& a, const detail::exported_array& b) { return size_of(a.type) > size_of(b.type); });
    std::string header = "{";
    std::uint64_t offset = 0;
    for (const detail::exported_array& one : arrays) {
        if (header.size() > 1) header += ',';
        header += detail::json_text(one.name) + ":{\"dtype\":\"";
        header += detail::safetensors_types[static_cast<std::size_t>(one.type)];
        header += "\",\"shape\":[";
        for (std::size_t i = 0; i < one.shape.size(); ++i) header += (i == 0 ? "" : ",") + std::to_string(one.shape[i]);
        header += "],\"data_offsets\":[" + std::to_string(offset) + ',' + std::to_string(offset + one.bytes) + "]}";
        offset += one.bytes;
    }
    header += '}';
    header.resize((header.size() + 7) / 8 * 8, ' ');
    if (header.size() > detail::most_safetensors_header)
        detail::raise_config("arrays", std::to_string(arrays.size()), "arrays make a header of more than 100 MB, which readers refuse",
                             "export some at a time");
    std::string length;
    detail::put_little_endian(length, static_cast<std::uint64_t>(header.size()));
    detail::complete_file file{path};
    file.write(length + header);
    for (const detail::exported_array& one : arrays) detail::each_exported_part(from, one, [&](std::span<const std::byte> part) { file.write(part); });
    file.close();
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_EXPORT_SAFETENSORS_HPP
