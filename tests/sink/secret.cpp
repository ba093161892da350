// SPDX-License-Identifier: Apache-2.0
#include <spate/sink/secret.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using namespace spate;

namespace {

template <class Call>
std::string refused(const Call& call) {
    try {
        call();
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("event/secret: the name of a variable") {
    CHECK(secret_variable("my-scope", "aws-key") == "SPATE_SECRET_MY_SCOPE_AWS_KEY");
    CHECK(secret_variable("a.B9", "_") == "SPATE_SECRET_A_B9__");
}

TEST_CASE("event/secret: texts without a reference are themselves, and print as ***") {
    const secret one{"hunter2"};
    CHECK_FALSE(one.refers());
    CHECK(one.reveal() == "hunter2");
    std::ostringstream out;
    out << one << secret{};
    CHECK(out.str() == "******");
    CHECK(secret{}.empty());
}

TEST_CASE("event/secret: references are looked for in the environment, when they are revealed") {
    const secret one{"user:{{secrets/scope-a/key}}@{{secrets/scope-a/host}}!"};
    CHECK(one.refers());
    ::unsetenv("SPATE_SECRETS_DIR");
    CHECK(refused([&] { (void)one.reveal(); }) ==
          "secret: {{secrets/scope-a/key}} is not there: neither SPATE_SECRET_SCOPE_A_KEY nor SPATE_SECRETS_DIR is in the environment; set one of them: the "
          "text, or a folder with the file scope-a/key");
    ::setenv("SPATE_SECRET_SCOPE_A_KEY", "k", 1);
    ::setenv("SPATE_SECRET_SCOPE_A_HOST", "h", 1);
    CHECK(one.reveal() == "user:k@h!");
    ::unsetenv("SPATE_SECRET_SCOPE_A_KEY");
    ::unsetenv("SPATE_SECRET_SCOPE_A_HOST");
}

TEST_CASE("event/secret: or in a folder, whose files may end with a line end") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "spate-secret-test";
    std::filesystem::create_directories(folder / "db");
    std::ofstream{folder / "db/password"} << "  two words\n";
    std::ofstream{folder / "db/dos"} << "x\r\n";
    ::setenv("SPATE_SECRETS_DIR", folder.c_str(), 1);
    CHECK(secret{"{{secrets/db/password}}"}.reveal() == "  two words");
    CHECK(secret{"{{secrets/db/dos}}"}.reveal() == "x");
    CHECK(refused([&] { (void)secret{"{{secrets/db/none}}"}.reveal(); }) ==
          "secret: {{secrets/db/none}} is not there: SPATE_SECRET_DB_NONE is not in the environment, and " + (folder / "db/none").string() +
              " cannot be read; set the variable, or write the file");
    // The environment comes first.
    ::setenv("SPATE_SECRET_DB_PASSWORD", "other", 1);
    CHECK(secret{"{{secrets/db/password}}"}.reveal() == "other");
    ::unsetenv("SPATE_SECRET_DB_PASSWORD");
    ::unsetenv("SPATE_SECRETS_DIR");
    std::filesystem::remove_all(folder);
}

TEST_CASE("event/secret: what is no reference is refused, and not told") {
    for (const char* text : {"{{secrets/a}}", "{{secrets/a/b", "{{secrets//b}}", "{{secrets/a/}}", "{{secrets/../b}}", "{{secrets/a/..}}", "{{secrets/a/b/c}}",
                             "{{secrets/a b/c}}", "{{ secrets/a/b }}", "{{secrets/a/b}}{{secret/a/b}}", "{{secrets}}"}) {
        CAPTURE(text);
        CHECK(refused([&] { (void)secret{text}; }) ==
              "secret: holds a reference that is none; write it like {{secrets/scope/key}}, with letters, digits, -, _ and points");
    }
}
