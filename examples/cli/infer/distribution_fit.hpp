// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_DISTRIBUTION_FIT_HPP
#define SPATE_EXAMPLES_CLI_INFER_DISTRIBUTION_FIT_HPP

/// Which distribution a sample is most like.

#include <vector>

namespace cli::infer {

struct distribution_fit {
    enum kind : unsigned char { uniform, normal, lognormal, exponential } what = uniform;
    /// Mean and deviation, those of the logarithms, or the rate.
    double first = 0, second = 0;
    /// The largest difference of the distribution functions (Kolmogorov and Smirnov).
    double distance = 1;
};

/// The best of four distributions within [min, max], by moments. Uniform unless another is much nearer, and for fewer than 200 values. Requires a sample in
/// ascending order, within the bounds, and min < max.
[[nodiscard]] distribution_fit fit_distribution(const std::vector<double>& sorted, double min, double max);

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_DISTRIBUTION_FIT_HPP
