// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_JOURNAL_WRITES_HPP
#define SPATE_STORE_DETAIL_JOURNAL_WRITES_HPP

/// What a journal lists, done to the arrays that it names.

#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/detail/journal.hpp>
#include <spate/store/detail/open_array.hpp>
#include <spate/store/detail/steps.hpp>
#include <spate/store/npy_header.hpp>

namespace spate::inline v0::detail {

/// `opened(name)` is the array of a name, open for writing. With `durable`, what is written reaches the disk. Throws io_error.
class journal_writes {
public:
    journal_writes(const journal& of, bool durable) noexcept : of_{&of}, durable_{durable} {}

    /// Takes the checksums of what is going to be changed.
    template <class Opened>
    void void_sums(const Opened& opened) const {
        std::set<open_array*> had;
        of_->each([&](const journal::write& one) {
            open_array& array = opened(array_of(one));
            if (one.offset >= npy_data_offset && array.sums.mark(one.offset - npy_data_offset, one.bytes.size())) had.insert(&array);
        });
        if (durable_)
            for (const open_array* const array : had) array->sums.sync();
    }
    /// Changes rows in memory; rows beyond an array's end, and headers, are written to the file. `rows` are those that arrays have then.
    template <class Opened>
    void apply(const Opened& opened, const std::map<std::string, std::uint64_t, std::less<>>& rows) const {
        std::set<open_array*> touched;
        bool had_header = false;
        const auto sync = [&] {
            if (durable_)
                for (const open_array* const array : touched) array->file.sync();
        };
        of_->each([&](const journal::write& one) {
            open_array& array = opened(array_of(one));
            touched.insert(&array);
            // The headers come last, and must not be on the disk before the rows that they tell of.
            if (one.offset < npy_data_offset && !std::exchange(had_header, true)) sync();
            const std::uint64_t end = npy_data_offset + array.file.bytes_of(array.file.rows());
            if (one.offset >= npy_data_offset && one.offset + one.bytes.size() <= end)
                std::memcpy(array.file.data() + (one.offset - npy_data_offset), one.bytes.data(), one.bytes.size());
            else if (const std::error_code error = write_all_at(array.file.descriptor(), one.offset, one.bytes))
                raise(io_error{error, "write", array.file.path(), one.offset});
        });
        store_step("journal applied");
        for (const auto& [name, count] : rows) opened(name).file.set_rows(count);
        sync();
    }

private:
    [[nodiscard]] static std::string_view array_of(const journal::write& one) noexcept { return one.file.substr(0, one.file.size() - 4); }

    const journal* of_;
    bool durable_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_JOURNAL_WRITES_HPP
