// SPDX-License-Identifier: Apache-2.0
// spate: synthetic data at memory speed, on the command line. Each command has a file, which declares its options and uses them.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <deque>
#include <exception>
#include <functional>
#include <iterator>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>

#include <spate/core/error.hpp>
#include <spate/schema/problems.hpp>
#include <spate/version.hpp>

#include "commands.hpp"

namespace cli {
namespace {

/// A command's part of CLI11.
struct typed_command final : command_options {
    const command* what = nullptr;
    CLI::App* app = nullptr;
    std::string heading{};
    typed_options typed{};

    void group(const std::string& text) override { heading = text; }
    void option(const std::string& names, const std::string& placeholder, const std::string& help) override {
        app->add_option_function<std::string>("--" + names, kept(names.substr(0, names.find(','))), help)->type_name(placeholder)->group(heading);
    }
    void flag(const std::string& names, const std::string& name, const std::string& help) override {
        app->add_flag_callback(
               names, [this, name] { typed[name]; }, help)
            ->group(heading);
    }
    void argument(const std::string& name, const std::string& help, bool required) override {
        app->add_option_function<std::string>(name, kept(name), help)->required(required)->type_name("");
    }
    void footer(const std::string& text) override { app->footer(text); }

private:
    std::function<void(const std::string&)> kept(const std::string& name) {
        return [this, name](const std::string& text) { typed[name] = text; };
    }
};

bool asks_for_json_log(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--log-format=json" || (word == "--log-format" && i + 1 < argc && std::string_view{argv[i + 1]} == "json")) return true;
    }
    return false;
}

// The command as it was typed, with the one below it: "schema infer".
std::string command_typed(const CLI::App& app, int argc, char** argv) {
    const std::string out = argv[1];
    for (const CLI::App* const group : app.get_subcommands([&](const CLI::App* one) { return one->get_name() == out; }))
        for (const CLI::App* const below : group->get_subcommands({}))
            if (argc > 2 && below->get_name() == argv[2]) return out + " " + argv[2];
    return out;
}

// What is wrong with how options were typed, and the nearest option of the command where there is none of that name.
std::string problem_of(const CLI::ParseError& error, const CLI::App* app, int argc, char** argv) {
    std::string text = error.what();
    constexpr std::string_view twice = ": At Most 1 required but received ";
    if (const std::size_t at = text.find(twice); at != std::string::npos)
        return text.substr(0, at) + ": is there " + text.substr(at + twice.size()) + " times; give it once";
    if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr) return text;
    std::vector<std::string> names;
    for (const CLI::Option* const one : app->get_options())
        for (const std::string& name : one->get_lnames()) names.push_back("--" + name);
    for (int i = 1; i < argc; ++i) {
        const std::string_view typed = std::string_view{argv[i]}.substr(0, std::string_view{argv[i]}.find('='));
        if (!typed.starts_with("--") || std::find(names.begin(), names.end(), typed) != names.end()) continue;
        const std::string nearest = spate::suggestion(typed, {names.begin(), names.end()});
        if (nearest.starts_with("did you mean")) return text + "; " + nearest;
    }
    return text;
}

// What is wrong with the word where one of the commands of `app` should be; nothing where it is one, or an option for help.
std::string command_problem(const CLI::App& app, const char* word) {
    std::vector<std::string> names;
    std::string all;
    for (const CLI::App* const one : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(one->get_name());
        all += (all.empty() ? "" : ", ") + one->get_name();
    }
    if (word == nullptr) return "a command is missing; use one of " + all;
    const std::string typed = word;
    if (std::find(names.begin(), names.end(), typed) != names.end() || typed == "-h" || typed == "--help" || typed == "--version") return {};
    if (typed.starts_with('-')) return typed + ": stands before the command; begin with one of " + all;
    const std::string nearest = spate::suggestion(typed, {names.begin(), names.end()});
    return typed + ": is not a command; " + (nearest.starts_with("did you mean") ? nearest : "use one of " + all);
}

// The system's refusal to open or make something is no matter of an offset.
std::string text_of(const spate::io_error& error) {
    std::string text = error.what();
    constexpr std::string_view place = " at offset 0: ";
    if (const std::size_t at = text.rfind(place); error.offset() == 0 && at != std::string::npos) text.replace(at, place.size(), ": ");
    return text;
}

// Whether an output or input could not be opened because of what it is called or what it is: a wrong argument, not a failure.
bool is_wrong_name(const spate::io_error& error) {
    for (const int code : {ENOENT, ENOTDIR, EACCES, EPERM, EISDIR, ENAMETOOLONG, ELOOP, EROFS, EBADF, ENXIO})
        if (error.code() == std::error_code{code, std::generic_category()} || error.code() == std::error_code{code, std::system_category()}) return true;
    return false;
}

int run(const typed_command& chosen) {
    const auto format = chosen.typed.find("log-format");
    const bool json = format != chosen.typed.end() && format->second == "json";
    console out{chosen.what->name, json, chosen.typed.count("verbose") != 0};
    try {
        if (format != chosen.typed.end() && !json && format->second != "text")
            throw spate::config_error{"log-format", format->second, "is not a format of messages", "use text or json"};
        return chosen.what->run(chosen.typed, out);
    } catch (const spate::specification_error& error) {
        for (const std::string& one : error.messages()) out.fail(one);
        return exit_refused;
    } catch (const spate::config_error& error) {
        out.refuse(error, chosen.typed);
        return exit_refused;
    } catch (const spate::io_error& error) {
        out.fail("cannot " + text_of(error));
        return error.offset() == 0 && is_wrong_name(error) ? exit_refused : exit_failed;
    } catch (const run_failure& failure) {
        out.fail(failure.message);
    } catch (const std::bad_alloc&) {
        out.fail("there is not enough memory; use fewer --threads, or larger units");
    } catch (const std::exception& error) {
        out.fail(error.what());
    }
    return exit_failed;
}

// The commands of a group are subcommands of one of the same name.
CLI::App* group_of(CLI::App& app, const std::string& name) {
    for (CLI::App* const one : app.get_subcommands([](CLI::App*) { return true; }))
        if (one->get_name() == name) return one;
    const auto* const what =
        std::find_if(std::begin(commands::groups), std::end(commands::groups), [&](const commands::group& one) { return one.name == name; });
    return app.add_subcommand(name, what == std::end(commands::groups) ? "" : what->help)->require_subcommand(1);
}

int main_function(int argc, char** argv) {
    CLI::App app{
        "Makes synthetic data at memory speed, reproducible from a seed: bytes with an exact deduplication ratio and a compression ratio,\n"
        "verifiable without a copy, and the rows of tables.",
        "spate"};
    app.set_version_flag("--version", "spate " SPATE_VERSION_STRING);
    app.require_subcommand(1);
    app.get_formatter()->column_width(28);
    app.footer(
        "\n`spate COMMAND --help` tells the options of a command.\n"
        "Exit status: 0 done, 1 failed or not the same, 2 wrong options (nothing was written).");
    // Commands are kept by address.
    std::deque<typed_command> offered;
    for (const command* const what : commands::all) {
        typed_command& added = offered.emplace_back();
        const std::string name = what->name;
        const std::size_t blank = name.find(' ');
        CLI::App* const group = blank == std::string::npos ? &app : group_of(app, name.substr(0, blank));
        added.what = what;
        added.app = group->add_subcommand(name.substr(blank + 1), what->help);
        what->declare(added);
    }

    const console out{"", asks_for_json_log(argc, argv), false};
    if (argc < 2) {
        std::fputs(app.help().c_str(), stderr);
        return exit_refused;
    }
    if (const std::string problem = command_problem(app, argv[1]); !problem.empty()) {
        out.fail(problem);
        return exit_refused;
    }
    const std::string first = argv[1];
    const bool known = !first.starts_with('-');
    if (const CLI::App* const group = known ? app.get_subcommand(first) : nullptr; group != nullptr && group->get_require_subcommand_min() > 0)
        if (const std::string problem = command_problem(*group, argc > 2 ? argv[2] : nullptr); !problem.empty()) {
            console{first, asks_for_json_log(argc, argv), false}.fail(problem);
            return exit_refused;
        }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {  // --help and --version
        return app.exit(success) == 0 && std::fflush(stdout) == 0 ? 0 : exit_failed;
    } catch (const CLI::ParseError& error) {
        const std::string typed = known ? command_typed(app, argc, argv) : "";
        const console of_command{typed, asks_for_json_log(argc, argv), false};
        const auto meant = std::find_if(offered.begin(), offered.end(), [&](const typed_command& one) { return one.what->name == typed; });
        of_command.fail(problem_of(error, meant == offered.end() ? &app : meant->app, argc, argv) + "; see spate " + typed + (typed.empty() ? "" : " ") +
                        "--help");
        return exit_refused;
    }
    for (const typed_command& one : offered)
        if (one.app->parsed()) return run(one);
    return exit_refused;
}

}  // namespace
}  // namespace cli

int main(int argc, char** argv) {
    // A reader that goes away and a file that grows beyond its limit are errors of a write, which are told with the offset.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        return cli::main_function(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "spate: %s\n", error.what());
        return 1;
    }
}
