// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_SCRATCH_HPP
#define SPATE_DETAIL_SCRATCH_HPP

/// Columns for what generators make on the way, kept by each thread so that they need not grow again.

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace spate::inline v0::detail {

/// A T that this thread used before, or a new one; given back at the end of the scope. What is in it is left from its last use.
template <class T>
class scratch {
public:
    scratch() {
        shelf& mine = pool();
        // Room for all that are in use, so that giving them back cannot fail.
        mine.kept.reserve(mine.kept.size() + mine.used + 1);
        if (mine.kept.empty()) {
            held_ = std::make_unique<T>();
        } else {
            held_ = std::move(mine.kept.back());
            mine.kept.pop_back();
        }
        ++mine.used;
    }
    ~scratch() {
        --pool().used;
        pool().kept.push_back(std::move(held_));
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;

    [[nodiscard]] T& operator*() const noexcept { return *held_; }
    [[nodiscard]] T* operator->() const noexcept { return held_.get(); }

private:
    struct shelf {
        std::vector<std::unique_ptr<T>> kept;
        std::size_t used = 0;
    };
    static shelf& pool() {
        thread_local shelf mine;
        return mine;
    }
    std::unique_ptr<T> held_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_DETAIL_SCRATCH_HPP
