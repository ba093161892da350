// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_SCRATCH_HPP
#define SPATE_FIELD_SCRATCH_HPP

/// Columns for what generators make on the way, kept by each thread so that they need not grow again.

#include <memory>
#include <utility>
#include <vector>

namespace spate::inline v0::detail {

/// A T that this thread used before, or a new one; given back at the end of the scope. What is in it is left from its last use.
template <class T>
class scratch {
public:
    scratch() {
        std::vector<std::unique_ptr<T>>& kept = pool();
        if (kept.empty()) {
            held_ = std::make_unique<T>();
        } else {
            held_ = std::move(kept.back());
            kept.pop_back();
        }
    }
    ~scratch() {
        // Memory may be short, in which case the pool goes without.
        try {
            pool().push_back(std::move(held_));
        } catch (...) {
            held_.reset();
        }
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;

    [[nodiscard]] T& operator*() const noexcept { return *held_; }
    [[nodiscard]] T* operator->() const noexcept { return held_.get(); }

private:
    static std::vector<std::unique_ptr<T>>& pool() {
        thread_local std::vector<std::unique_ptr<T>> kept;
        return kept;
    }
    std::unique_ptr<T> held_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_SCRATCH_HPP
