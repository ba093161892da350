// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_PROMETHEUS_HPP
#define SPATE_SINK_PROMETHEUS_HPP

/// `prometheus_text`: metrics as Prometheus reads them.

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>

namespace spate::inline v0 {

enum class metric_kind : unsigned char { counter, gauge, summary };

/// Names and values that tell samples of one metric apart.
using metric_labels = std::vector<std::pair<std::string, std::string>>;

/// Builds a page in the text format 0.0.4. Source: Prometheus, "Exposition formats". Samples of one metric must come together: begin it with `metric`, which
/// writes # HELP and # TYPE, and add them. Thread safety: one thread at a time.
class prometheus_text {
public:
    static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

    /// Begins a metric. Throws config_error for a name that is none, and one that is there already.
    prometheus_text& metric(std::string_view name, metric_kind kind, std::string_view help) {
        check_name(name, true);
        for (const std::string& one : known_)
            if (one == name) detail::raise_config("metric", "\"" + std::string{name} + "\"", "is there already", "add its samples together");
        known_.emplace_back(name);
        constexpr std::string_view kinds[] = {"counter", "gauge", "summary"};
        text_ += "# HELP " + known_.back() + " ";
        escape(help, false);
        text_ += "\n# TYPE " + known_.back() + " ";
        text_ += kinds[static_cast<std::size_t>(kind)];
        text_ += '\n';
        return *this;
    }
    /// A sample of the metric that was begun last. Throws config_error for a label whose name is none.
    prometheus_text& add(std::uint64_t value, const metric_labels& labels = {}) { return sample(std::to_string(value), labels); }
    prometheus_text& add(double value, const metric_labels& labels = {}) {
        if (std::isnan(value)) return sample("NaN", labels);
        if (std::isinf(value)) return sample(value > 0 ? "+Inf" : "-Inf", labels);
        char text[40];
        return sample({text, std::to_chars(text, text + sizeof text, value).ptr}, labels);
    }

    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    prometheus_text& sample(std::string_view value, const metric_labels& labels) {
        if (known_.empty()) detail::raise_config("metric", "", "a sample comes before its metric", "begin one");
        text_ += known_.back();
        for (std::size_t i = 0; i < labels.size(); ++i) {
            check_name(labels[i].first, false);
            text_ += (i == 0 ? "{" : ",") + labels[i].first + "=\"";
            escape(labels[i].second, true);
            text_ += '"';
        }
        if (!labels.empty()) text_ += '}';
        text_ += ' ';
        text_ += value;
        text_ += '\n';
        return *this;
    }
    static void check_name(std::string_view name, bool colons) {
        bool is_name = !name.empty() && (name[0] < '0' || name[0] > '9');
        for (const char one : name)
            is_name =
                is_name && ((one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9') || one == '_' || (colons && one == ':'));
        if (!is_name) detail::raise_config("metric", "\"" + std::string{name} + "\"", "is no name of a metric or a label", "take letters, digits and _");
    }
    void escape(std::string_view text, bool quotes) {
        for (const char one : text) {
            if (one == '\n') {
                text_ += "\\n";
                continue;
            }
            if (one == '\\' || (quotes && one == '"')) text_ += '\\';
            text_ += one;
        }
    }

    std::string text_;
    std::vector<std::string> known_;
};

}  // namespace spate::inline v0

#endif  // SPATE_SINK_PROMETHEUS_HPP
