// SPDX-License-Identifier: Apache-2.0
#include "source.hpp"

#include <spate/telemetry/log_documents.hpp>
#include <spate/telemetry/metric_documents.hpp>
#include <spate/telemetry/trace_documents.hpp>

namespace cli {
namespace {

template <class Documents>
class kept_documents final : public any_documents::kept {
public:
    explicit kept_documents(const spate::telemetry_options& options) : documents_{options}, services_{options.services.size()} {}
    [[nodiscard]] spate::record_type type() const override { return documents_.type(); }
    [[nodiscard]] std::uint64_t size() const noexcept override { return documents_.size(); }
    void fill(std::uint64_t first, std::size_t count, spate::batch& out) const override { documents_.fill(first, count, out); }
    [[nodiscard]] std::uint64_t first_of(std::uint64_t interval) const override {
        const std::uint64_t trace = interval * services_;
        if constexpr (requires { documents_.rows_of(trace); })
            return trace < documents_.traces() ? documents_.rows_of(trace).first : documents_.size();
        else
            return trace;
    }

private:
    Documents documents_;
    std::uint64_t services_;
};

}  // namespace

any_documents any_documents::make(spate::telemetry_kind kind, const spate::telemetry_options& options) {
    if (kind == spate::telemetry_kind::logs) return any_documents{std::make_shared<const kept_documents<spate::log_documents>>(options)};
    if (kind == spate::telemetry_kind::traces) return any_documents{std::make_shared<const kept_documents<spate::trace_documents>>(options)};
    return any_documents{std::make_shared<const kept_documents<spate::metric_documents>>(options)};
}

}  // namespace cli
