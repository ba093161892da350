// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_ARROW_HPP
#define SPATE_FORMAT_ARROW_HPP

/// Batches for any user of Arrow: the C data interface and the C stream interface, without Arrow's library.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/arrow_abi.hpp>
#include <spate/format/detail/arrow_nodes.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// What export_schema, export_batch and export_stream take; a batch is exported with the options of its schema.
struct arrow_options {
    /// Columns of texts that are exported as numbers and a dictionary; the others are written out. A batch's column must have one.
    std::vector<std::string> dictionaries = {};
};

namespace detail {

[[nodiscard]] inline bool has_arrow_dictionary(const arrow_options& options, const field_type& field) {
    return field.type.id == type_id::text && std::find(options.dictionaries.begin(), options.dictionaries.end(), field.name) != options.dictionaries.end();
}

}  // namespace detail

/// The type of a table's batches, a structure of its columns: float16 is halffloat, bfloat16 two bytes, decimals decimal128, times UTC timestamps of their
/// unit, UUIDs the extension arrow.uuid, JSON the extension arrow.json, bits bytes of a fixed number, vectors lists of a fixed size.
///
/// The caller releases `out`, once, by its callback. Throws config_error for a dictionary that is no column of texts; std::bad_alloc.
inline void export_schema(const record_type& type, ArrowSchema* out, const arrow_options& options = {}) {
    for (const std::string& name : options.dictionaries)
        if (std::none_of(type.begin(), type.end(), [&name](const field_type& field) { return field.name == name && field.type.id == type_id::text; }))
            detail::raise_config("dictionaries", "\"" + name + "\"", "is no column of texts", "name one, or leave it out");
    auto holder = std::make_unique<detail::arrow_type>();
    holder->format = "+s";
    holder->make_children(type.size());
    for (std::size_t i = 0; i < type.size(); ++i)
        detail::make_arrow_schema(type[i].type, type[i].name, detail::has_arrow_dictionary(options, type[i]), &holder->children[i]);
    *out = ArrowSchema{};
    out->format = holder->format.c_str();
    out->name = "";
    holder->point(*out);
    out->release = [](ArrowSchema* node) { detail::release_arrow_schema(node); };
    out->private_data = holder.release();
}

/// A batch as an array of structures, of the type that export_schema gives with the same options. Its columns are taken over, not copied, except for decimals
/// (which Arrow holds in 16 bytes) and texts of dictionaries; they live until the consumer releases `out`, or the child that it moved away, on any thread.
///
/// Requires a batch of that type. Throws config_error where a column that should have a dictionary has none; std::bad_alloc. `out` is then as it was.
inline void export_batch(batch&& rows, const record_type& type, ArrowArray* out, const arrow_options& options = {}) {
    for (std::size_t i = 0; i < type.size(); ++i)
        if (detail::has_arrow_dictionary(options, type[i]) && rows.columns[i].dictionary() == nullptr)
            detail::raise_config("dictionaries", "\"" + type[i].name + "\"", "has texts without a dictionary", "leave it out");
    auto holder = std::make_unique<detail::arrow_values>();
    holder->make_children(type.size());
    for (std::size_t i = 0; i < type.size(); ++i)
        detail::make_arrow_array(std::move(rows.columns[i]), type[i].type, rows.count, detail::has_arrow_dictionary(options, type[i]), &holder->children[i]);
    detail::set_arrow_node(out, std::move(holder), rows.count, 1);
    rows.count = 0;
    rows.columns.clear();
}

namespace detail {

template <class Table>
struct arrow_stream {
    Table table;
    record_type type;
    std::size_t batch_rows;
    arrow_options options;
    std::uint64_t next = 0;
    std::string error = {};

    // The error's number, as of the C library.
    template <class Function>
    int attempt(const Function& function) noexcept {
        try {
            error.clear();
            function();
            return 0;
        } catch (const std::bad_alloc&) {
            return ENOMEM;
        } catch (const std::exception& thrown) {
            try {
                error = thrown.what();
            } catch (...) {
                error.clear();
            }
            return EINVAL;
        }
    }
};

}  // namespace detail

/// All rows of a table as a stream of batches of `batch_rows` rows, the last of which may be shorter. The stream holds a copy of the table; it is used by one
/// thread at a time. What a generator throws becomes an error of the stream.
/// Throws config_error for batches of no rows and as export_schema does; std::bad_alloc.
template <record_source Table>
void export_stream(Table table, std::size_t batch_rows, ArrowArrayStream* out, arrow_options options = {}) {
    using stream = detail::arrow_stream<Table>;
    if (batch_rows == 0) detail::raise_config("batch_rows", "0", "gives no batch", "take 8192");
    record_type type = table.type();
    ArrowSchema tried{};
    export_schema(type, &tried, options);
    tried.release(&tried);
    auto holder = std::make_unique<stream>(stream{std::move(table), std::move(type), batch_rows, std::move(options)});

    *out = ArrowArrayStream{};
    out->get_schema = [](ArrowArrayStream* self, ArrowSchema* to) {
        auto& of = *static_cast<stream*>(self->private_data);
        return of.attempt([&] { export_schema(of.type, to, of.options); });
    };
    out->get_next = [](ArrowArrayStream* self, ArrowArray* to) {
        auto& of = *static_cast<stream*>(self->private_data);
        return of.attempt([&] {
            const std::uint64_t left = of.table.size() - of.next;
            if (left == 0) {
                to->release = nullptr;
                return;
            }
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, of.batch_rows));
            batch rows;
            of.table.fill(of.next, count, rows);
            export_batch(std::move(rows), of.type, to, of.options);
            of.next += count;
        });
    };
    out->get_last_error = [](ArrowArrayStream* self) -> const char* {
        const std::string& error = static_cast<stream*>(self->private_data)->error;
        return error.empty() ? nullptr : error.c_str();
    };
    out->release = [](ArrowArrayStream* self) {
        delete static_cast<stream*>(self->private_data);
        self->release = nullptr;
    };
    out->private_data = holder.release();
}

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_ARROW_HPP
