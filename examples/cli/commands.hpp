// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_COMMANDS_HPP
#define SPATE_EXAMPLES_CLI_COMMANDS_HPP

/// The commands: what one is, how it declares its options, and the list of all. A new one is a file that defines a `command`, and a name in the two lists
/// below.

#include <string>

#include "console.hpp"

namespace cli {

/// Exit statuses of what failed or is not the same, and of options that make no sense.
inline constexpr int exit_failed = 1, exit_refused = 2;

/// Where a command declares what can be typed. Every option is kept as the text that was typed.
class command_options {
public:
    /// Help lists the options that follow under this heading.
    virtual void group(const std::string& heading) = 0;
    /// `names` is the name without dashes, or several: "locality,--group". It is kept under the first.
    virtual void option(const std::string& names, const std::string& placeholder, const std::string& help) = 0;
    /// `names` have their dashes: "-v,--verbose"; it is kept under `name`.
    virtual void flag(const std::string& names, const std::string& name, const std::string& help) = 0;
    /// What stands at its place without a name, like FILE, under which it is kept.
    virtual void argument(const std::string& name, const std::string& help, bool required = true) = 0;
    /// What help ends with.
    virtual void footer(const std::string& text) = 0;

protected:
    ~command_options() = default;
};

/// A command. `run` takes the options as they were typed and returns the exit status: 0, or 1 where the work was done and its outcome is not what was asked
/// for, or 2 where it has said all that makes no sense. It throws config_error for what makes no sense (2), io_error and run_failure for what failed (1).
struct command {
    /// Of one in a group: "schema infer".
    const char* name;
    const char* help;
    void (*declare)(command_options& to);
    int (*run)(const typed_options& typed, console& out);
};

/// Options that several commands take.
void declare_stream(command_options& to);
void declare_threads(command_options& to);
void declare_reporting(command_options& to, bool progress = true);

namespace commands {

extern const command bytes, rows, events, documents, generate, clean, inspect, verify, profile, info, schema_list, schema_show, schema_add, schema_remove,
    schema_infer, schema_json_schema, schema_help, store_ls, store_info, store_verify, store_cat, store_import, store_export, store_compact;

/// In the order of help.
inline constexpr const command* all[] = {&bytes,       &rows,     &events,      &documents,    &generate,   &clean,         &inspect,      &verify,
                                         &profile,     &info,     &schema_list, &schema_show,  &schema_add, &schema_remove, &schema_infer, &schema_json_schema,
                                         &schema_help, &store_ls, &store_info,  &store_verify, &store_cat,  &store_import,  &store_export, &store_compact};

/// The first words of commands in groups.
struct group {
    const char* name;
    const char* help;
};
inline constexpr group groups[] = {{"schema", "The schemas of tables: those that have an id, how they are written, and one that is made from a file"},
                                   {"store", "Numeric arrays on disk, as .npy files that change in place: looked at, checked, imported and exported"}};

}  // namespace commands

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_COMMANDS_HPP
