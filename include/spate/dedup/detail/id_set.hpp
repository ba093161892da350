// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_DETAIL_ID_SET_HPP
#define SPATE_DEDUP_DETAIL_ID_SET_HPP

/// The contents that stand at ranges of a stream's extents: counted group by group where a range has whole groups, marked in bitmaps elsewhere.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <spate/dedup/extent_mapper.hpp>

namespace spate::inline v0::detail {

template <class Mapper>
class id_set {
public:
    explicit id_set(const Mapper& map) : map_{map} {}

    // The contents of extents [first, behind).
    void add(std::uint64_t first, std::uint64_t behind) {
        if (first >= behind) return;
        const std::uint64_t group = map_.group(), begin = (first + group - 1) / group;
        const std::uint64_t end = behind == map_.size() ? (behind + group - 1) / group : behind / group;
        if (begin >= end) {
            // Within one group, or in parts of two.
            const std::uint64_t border = std::clamp(begin * group, first, behind);
            mark(first, border);
            mark(border, behind);
            return;
        }
        mark(first, begin * group);
        // Contents are numbered on from group to group; a group without one of its own repeats the last before it.
        const std::uint64_t from = map_.contents_before(begin), to = map_.contents_before(end);
        const std::uint64_t lowest = map_.contents_before(begin + 1) == from ? std::max<std::uint64_t>(from, 1) - 1 : from;
        ranges_.push_back({lowest, std::max(to, lowest + 1)});
        if (end * group < behind) mark(end * group, behind);
    }

    // Units [first, behind) of content `id`, that is, a part of it.
    void add_part(std::uint64_t id, std::uint64_t first, std::uint64_t behind) {
        if (first < behind) parts_.push_back({id, first, behind});
    }

    // How many different units that is, of which a content has `run`.
    [[nodiscard]] std::uint64_t units(std::uint64_t run) {
        std::uint64_t contents = 0, reached = 0;
        std::sort(ranges_.begin(), ranges_.end(), [](const range& a, const range& b) { return a.first < b.first; });
        for (const range& one : ranges_) {
            const std::uint64_t first = std::max(one.first, reached);
            if (first < one.behind) contents += one.behind - first, reached = one.behind;
        }
        for (std::size_t i = 0; i < bitmaps_.size(); ++i)
            for (std::size_t bit = 0; bit < bitmaps_[i].marks.size(); ++bit)
                if (bitmaps_[i].marks[bit] && !has(bitmaps_[i].first + bit, i)) ++contents;
        std::uint64_t sum = contents * run, id = ~std::uint64_t{0};
        std::sort(parts_.begin(), parts_.end(), [](const part& a, const part& b) { return a.id != b.id ? a.id < b.id : a.first < b.first; });
        for (const part& one : parts_) {
            if (has(one.id, bitmaps_.size())) continue;
            if (one.id != id) reached = 0;
            id = one.id;
            const std::uint64_t first = std::max(one.first, reached);
            if (first < one.behind) sum += one.behind - first, reached = one.behind;
        }
        return sum;
    }

private:
    struct range {
        std::uint64_t first, behind;
    };
    struct part {
        std::uint64_t id, first, behind;
    };
    struct bitmap {
        std::uint64_t first;
        std::vector<bool> marks;
    };

    // Whether a range or one of the first bitmaps has a content.
    [[nodiscard]] bool has(std::uint64_t id, std::size_t bitmaps) const {
        for (const range& one : ranges_)
            if (id >= one.first && id < one.behind) return true;
        for (std::size_t i = 0; i < bitmaps; ++i)
            if (id >= bitmaps_[i].first && id - bitmaps_[i].first < bitmaps_[i].marks.size() &&
                bitmaps_[i].marks[static_cast<std::size_t>(id - bitmaps_[i].first)])
                return true;
        return false;
    }

    // Marks what stands at positions of one group.
    void mark(std::uint64_t first, std::uint64_t behind) {
        if (first >= behind) return;
        const std::uint64_t number = first / map_.group();
        const std::uint64_t lowest = std::max<std::uint64_t>(map_.contents_before(number), 1) - 1,
                            highest = std::max(map_.contents_before(number + 1), lowest + 1);
        bitmaps_.push_back({lowest, std::vector<bool>(static_cast<std::size_t>(highest - lowest))});
        std::uint64_t ids[256];
        while (first < behind) {
            const std::span<std::uint64_t> some{ids, static_cast<std::size_t>(std::min<std::uint64_t>(std::size(ids), behind - first))};
            map_.map(first, some);
            for (const std::uint64_t id : some) bitmaps_.back().marks[static_cast<std::size_t>(id - lowest)] = true;
            first += some.size();
        }
    }

    const Mapper& map_;
    std::vector<range> ranges_;
    std::vector<part> parts_;
    std::vector<bitmap> bitmaps_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_DEDUP_DETAIL_ID_SET_HPP
