// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_ERROR_HPP
#define SPATE_CORE_ERROR_HPP

/// What the library throws: `config_error` for a specification that makes no sense, `io_error` for an output that failed.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <spate/detail/config.hpp>

namespace spate::inline v0 {

/// A specification is wrong. Says what was given, for which parameter, what is wrong with it and what would be right:
/// "unit: 1000 is not a multiple of 512; use 512 or 1024".
class config_error : public std::exception {
public:
    /// `parameter` is the parameter's name as the library spells it (a program may show it as its own option), `value` what was
    /// given, `problem` continues the sentence that the value begins, `remedy` says what would be right.
    config_error(std::string_view parameter, std::string_view value, std::string_view problem, std::string_view remedy)
        : parameter_{parameter}, value_{value}, problem_{problem}, remedy_{remedy} {
        message_ = parameter_ + ": " + value_ + (value_.empty() ? "" : " ") + problem_;
        if (!remedy_.empty()) message_ += "; " + remedy_;
    }

    [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }
    [[nodiscard]] const std::string& parameter() const noexcept { return parameter_; }
    [[nodiscard]] const std::string& value() const noexcept { return value_; }
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    [[nodiscard]] const std::string& remedy() const noexcept { return remedy_; }

private:
    std::string parameter_, value_, problem_, remedy_, message_;
};

/// An output or an input failed. Says which, at which offset, and the system's reason.
class io_error : public std::system_error {
public:
    io_error(std::error_code code, std::string_view operation, std::string_view name, std::uint64_t offset)
        : std::system_error{code, std::string{operation} + " " + std::string{name} + " at offset " + std::to_string(offset)}, offset_{offset} {}

    /// The first byte that was not transferred.
    [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

private:
    std::uint64_t offset_;
};

namespace detail {

/// Throws; in a program compiled without exceptions, prints the message and aborts. (The parameter keeps translation units that
/// were compiled with and without exceptions from sharing one definition.)
template <class Error, bool Exceptions = SPATE_HAS_EXCEPTIONS()>
[[noreturn]] SPATE_COLD void raise(const Error& error) {
    if constexpr (Exceptions) {
#if defined(__cpp_exceptions)
        throw error;
#endif
    }
    std::fprintf(stderr, "spate: %s\n", error.what());
    std::abort();
}

template <bool Exceptions = SPATE_HAS_EXCEPTIONS()>
[[noreturn]] SPATE_COLD void raise_config(std::string_view parameter, std::string_view value, std::string_view problem, std::string_view remedy) {
    raise<config_error, Exceptions>(config_error{parameter, value, problem, remedy});
}

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_CORE_ERROR_HPP
