// SPDX-License-Identifier: Apache-2.0
#include "instants.hpp"

#include <cstdio>
#include <ctime>

namespace cli {

std::string instant_text(std::int64_t nanoseconds) {
    constexpr std::int64_t second = 1'000'000'000;
    std::int64_t whole = nanoseconds / second, rest = nanoseconds % second;
    if (rest < 0) --whole, rest += second;
    const auto seconds = static_cast<std::time_t>(whole);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[64];
    std::string out{text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts)};
    if (rest % 1'000'000 != 0)
        std::snprintf(text, sizeof text, ".%09d", static_cast<int>(rest));
    else
        std::snprintf(text, sizeof text, ".%03d", static_cast<int>(rest / 1'000'000));
    if (rest != 0) out += text;
    return out + "Z";
}

}  // namespace cli
