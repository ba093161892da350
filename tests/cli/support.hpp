// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_CLI_SUPPORT_HPP
#define SPATE_TESTS_CLI_SUPPORT_HPP

/// What the tests of the program share: running it with captured output, a directory of their own, a reader of JSON.

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace test {

/// A new directory, removed with all that is in it.
struct directory {
    std::filesystem::path path;
    directory() {
        std::string name = (std::filesystem::temp_directory_path() / "spate-cli-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        path = name;
    }
    directory(const directory&) = delete;
    directory& operator=(const directory&) = delete;
    ~directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    [[nodiscard]] std::string operator/(const std::string& name) const { return (path / name).string(); }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::directory_iterator{path}) out.push_back(entry.path().filename().string());
        std::sort(out.begin(), out.end());
        return out;
    }
};

inline std::string read_file(const std::string& name) {
    std::ifstream in{name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// How a run ended. `status` is the exit status, or 1000 + the number of the signal that ended it.
struct outcome {
    int status = -1;
    std::string out, err;
};

/// A running program. Its output goes into files of a directory of its own; it is ended after a minute.
class program {
public:
    using setup = std::function<void()>;

    /// `standard_output` is a descriptor for its output, or -1 to capture it. `before` runs in the child.
    explicit program(const std::vector<std::string>& arguments, int standard_output = -1, const setup& before = {}) {
        std::vector<char*> words{const_cast<char*>(SPATE_PROGRAM)};
        for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
        words.push_back(nullptr);
        const std::string out = captured_ / "out", err = captured_ / "err";
        process_ = ::fork();
        if (process_ < 0) std::abort();
        if (process_ != 0) return;
        const int in = ::open("/dev/null", O_RDONLY), to = standard_output >= 0 ? standard_output : ::open(out.c_str(), O_WRONLY | O_CREAT, 0600);
        const int errors = ::open(err.c_str(), O_WRONLY | O_CREAT, 0600);
        ::dup2(in, STDIN_FILENO);
        ::dup2(to, STDOUT_FILENO);
        ::dup2(errors, STDERR_FILENO);
        ::alarm(60);
        if (before) before();
        ::execv(SPATE_PROGRAM, words.data());
        ::_exit(126);
    }
    program(const program&) = delete;
    program& operator=(const program&) = delete;
    ~program() {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            (void)wait();
        }
    }

    [[nodiscard]] pid_t process() const { return process_; }
    [[nodiscard]] bool has_ended() {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == process_;
    }
    outcome wait() {
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
        }
        process_ = -1;
        return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status), read_file(captured_ / "out"), read_file(captured_ / "err")};
    }

private:
    directory captured_;
    pid_t process_ = -1;
};

inline outcome run(const std::vector<std::string>& arguments, const program::setup& before = {}) { return program{arguments, -1, before}.wait(); }

/// A terminal with nobody before it.
class terminal {
public:
    terminal() : master_{::posix_openpt(O_RDWR | O_NOCTTY)} {
        if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0) std::abort();
        slave_ = ::open(::ptsname(master_), O_RDWR | O_NOCTTY);
    }
    terminal(const terminal&) = delete;
    terminal& operator=(const terminal&) = delete;
    ~terminal() {
        ::close(slave_);
        ::close(master_);
    }
    /// In a child: makes it standard input and standard error.
    void take() const {
        ::dup2(slave_, STDIN_FILENO);
        ::dup2(slave_, STDERR_FILENO);
    }
    void type(const std::string& text) const {
        if (::write(master_, text.data(), text.size()) < 0) std::abort();
    }

private:
    int master_, slave_ = -1;
};

/// A value of JSON (RFC 8259), read strictly but for \u escapes, which become '?'. Throws std::runtime_error.
struct json {
    enum { null, boolean, number, string, array, object } kind = null;
    bool truth = false;
    double value = 0;
    std::string text;
    std::vector<json> items;
    std::map<std::string, json> members;

    [[nodiscard]] const json& operator[](const std::string& key) const {
        const auto found = members.find(key);
        if (found == members.end()) throw std::runtime_error{"there is no member " + key};
        return found->second;
    }
    [[nodiscard]] const json& operator[](std::size_t i) const { return items.at(i); }
};

class json_parser {
public:
    static json parse(std::string_view text) {
        json_parser in{text};
        json out = in.value();
        in.blanks();
        if (!in.text_.empty()) in.fail();
        return out;
    }

private:
    explicit json_parser(std::string_view text) : text_{text} {}
    [[noreturn]] void fail() const { throw std::runtime_error{"no JSON: " + std::string{text_.substr(0, 40)}}; }
    void blanks() {
        while (!text_.empty() && std::string_view{" \t\r\n"}.find(text_[0]) != std::string_view::npos) text_.remove_prefix(1);
    }
    bool skip(std::string_view word) {
        blanks();
        if (!text_.starts_with(word)) return false;
        text_.remove_prefix(word.size());
        return true;
    }
    void expect(std::string_view word) {
        if (!skip(word)) fail();
    }
    std::string string() {
        expect("\"");
        std::string out;
        while (!text_.empty() && text_[0] != '"') {
            if (static_cast<unsigned char>(text_[0]) < 0x20) fail();
            if (text_[0] == '\\') {
                if (text_.size() < 2 || std::string_view{"\"\\/bfnrtu"}.find(text_[1]) == std::string_view::npos) fail();
                const std::size_t length = text_[1] == 'u' ? 6 : 2;
                if (text_.size() < length) fail();
                out += text_[1] == 'u' ? '?' : text_[1];
                text_.remove_prefix(length);
                continue;
            }
            out += text_[0];
            text_.remove_prefix(1);
        }
        if (text_.empty()) fail();
        text_.remove_prefix(1);
        return out;
    }
    json value() {
        json out;
        blanks();
        if (text_.empty()) fail();
        if (skip("{")) {
            out.kind = json::object;
            if (skip("}")) return out;
            do {
                blanks();
                const std::string key = string();
                expect(":");
                if (!out.members.emplace(key, value()).second) fail();
            } while (skip(","));
            expect("}");
        } else if (skip("[")) {
            out.kind = json::array;
            if (skip("]")) return out;
            do out.items.push_back(value());
            while (skip(","));
            expect("]");
        } else if (text_[0] == '"') {
            out.kind = json::string;
            out.text = string();
        } else if (skip("true") || skip("false")) {
            out.kind = json::boolean;
            out.truth = text_.data()[-1] == 'e' && text_.data()[-2] == 'u';
        } else if (!skip("null")) {
            std::size_t length = 0;
            while (length < text_.size() &&
                   (std::isdigit(static_cast<unsigned char>(text_[length])) != 0 || std::string_view{"+-.eE"}.find(text_[length]) != std::string_view::npos))
                ++length;
            if (length == 0) fail();
            out.kind = json::number;
            out.text = text_.substr(0, length);
            std::size_t used = 0;
            out.value = std::stod(out.text, &used);
            if (used != length) fail();
            text_.remove_prefix(length);
        }
        return out;
    }
    std::string_view text_;
};

}  // namespace test

#endif  // SPATE_TESTS_CLI_SUPPORT_HPP
