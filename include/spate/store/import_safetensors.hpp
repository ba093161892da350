// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_IMPORT_SAFETENSORS_HPP
#define SPATE_STORE_IMPORT_SAFETENSORS_HPP

/// `import_safetensors(batch, "model.safetensors")`: the tensors of a safetensors file.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/store/detail/header_json.hpp>
#include <spate/store/detail/input_file.hpp>
#include <spate/store/detail/little_endian.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/export_safetensors.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/store_batch.hpp>

namespace spate::inline v0 {

/// Stages all tensors of a .safetensors file in a batch; arrays of the same names are replaced. Returns their names in the order of the header. What the file
/// says of itself (__metadata__) is not kept.
///
/// Errors: io_error; store_error, with file and offset, for a header that is none, a tensor whose bytes are not those of its shape, overlap another's or go
/// beyond the end, and for types that no store holds (F8_E4M3 and others); config_error for a name that no array can have. Let these leave the batch's scope,
/// which forgets what was staged. Cost: reads the data once, a part of 1 MiB at a time. Source: safetensors, "Format".
inline std::vector<std::string> import_safetensors(store_batch& to, const std::string& path) {
    constexpr std::string_view remedy = "write the file anew";
    const detail::input_file from{path};
    if (from.size() < 8) from.fail(from.size(), "it is too short for a safetensors file", "give another file");
    const auto length = detail::number_at<std::uint64_t>(from.text(0, 8), 0);
    if (length > detail::most_safetensors_header || length > from.size() - 8)
        from.fail(0, "the header would have " + std::to_string(length) + " bytes; it is no safetensors file, or is cut off", "give another file");
    const std::string header = from.text(8, static_cast<std::size_t>(length));

    struct tensor {
        std::string name;
        dtype type = dtype::uint8;
        array_shape shape = {};
        std::uint64_t begin = 0, end = 0;
    };
    std::vector<tensor> all;
    detail::header_json json{header, from.path(), 8};
    json.object([&](const std::string& name) {
        if (name == "__metadata__") return json.skip();
        tensor one{.name = name};
        bool typed = false, shaped = false, placed = false;
        json.object([&](const std::string& key) {
            if (key == "dtype") {
                const std::string text = json.text();
                const auto* const found = std::find(std::begin(detail::safetensors_types), std::end(detail::safetensors_types), text);
                if (text == "C64")
                    one.type = dtype::complex64;
                else if (text.empty() || found == std::end(detail::safetensors_types))
                    json.fail(detail::array_text(name) + " has the type " + text + ", which no store holds");
                else
                    one.type = static_cast<dtype>(found - std::begin(detail::safetensors_types));
                typed = true;
            } else if (key == "shape") {
                json.array([&] { one.shape.push_back(json.number()); });
                if (one.shape.size() > most_axes) json.fail(detail::array_text(name) + " has more than 64 axes");
                shaped = true;
            } else if (key == "data_offsets") {
                std::vector<std::uint64_t> ends;
                json.array([&] { ends.push_back(json.number()); });
                if (ends.size() != 2 || ends[0] > ends[1]) json.fail("the data_offsets of " + detail::array_text(name) + " are no two offsets in order");
                one.begin = ends[0];
                one.end = ends[1];
                placed = true;
            } else {
                json.skip();
            }
        });
        if (!typed || !shaped || !placed) json.fail(detail::array_text(name) + " lacks one of dtype, shape and data_offsets");
        std::uint64_t wanted = size_of(one.type);
        if (std::find(one.shape.begin(), one.shape.end(), 0u) != one.shape.end()) wanted = 0;
        for (const std::uint64_t axis : one.shape)
            if (wanted != 0 && __builtin_mul_overflow(wanted, axis, &wanted)) json.fail(detail::array_text(name) + " has more than 2^64 bytes");
        if (one.end - one.begin != wanted)
            json.fail(detail::array_text(name) + " has " + std::to_string(one.end - one.begin) + " bytes, but its shape has " + std::to_string(wanted));
        if (one.end > from.size() - 8 - length)
            from.fail(from.size(), "the file ends here, but " + detail::array_text(name) + " goes on to " + std::to_string(8 + length + one.end),
                      "copy the file anew");
        all.push_back(std::move(one));
    });
    json.end();

    std::vector<const tensor*> placed;
    for (const tensor& one : all) placed.push_back(&one);
    std::sort(placed.begin(), placed.end(), [](const tensor* a, const tensor* b) { return a->begin != b->begin ? a->begin < b->begin : a->end < b->end; });
    for (std::size_t i = 1; i < placed.size(); ++i)
        if (placed[i]->begin < placed[i - 1]->end)
            from.fail(8 + length + placed[i]->begin, detail::array_text(placed[i]->name) + " overlaps " + detail::array_text(placed[i - 1]->name), remedy);
    std::sort(placed.begin(), placed.end(), [](const tensor* a, const tensor* b) { return a->name < b->name; });
    for (std::size_t i = 1; i < placed.size(); ++i)
        if (placed[i]->name == placed[i - 1]->name) from.fail(8, detail::array_text(placed[i]->name) + " is there twice", remedy);

    std::vector<std::string> names;
    for (const tensor& one : all) {
        to.save(one.name, one.type, one.shape, [&](detail::array_writer& writer) {
            from.each_part(8 + length + one.begin, one.end - one.begin, [&](std::span<const std::byte> part) { writer.write(part); });
        });
        names.push_back(one.name);
    }
    return names;
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_IMPORT_SAFETENSORS_HPP
