// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/catalogue.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

using namespace spate;

namespace {

/// A new directory, removed with all that is in it.
struct directory {
    std::string path;
    directory() : path{(std::filesystem::temp_directory_path() / "spate-catalogue-XXXXXX").string()} { REQUIRE(::mkdtemp(path.data()) != nullptr); }
    directory(const directory&) = delete;
    directory& operator=(const directory&) = delete;
    ~directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    [[nodiscard]] std::string operator/(const std::string& name) const { return path + "/" + name; }
    [[nodiscard]] std::string write(const std::string& name, std::string_view text) const {
        std::ofstream{*this / name, std::ios::binary} << text;
        return *this / name;
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::directory_iterator{path}) out.push_back(entry.path().filename().string());
        std::sort(out.begin(), out.end());
        return out;
    }
};

std::string read(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

template <class F>
std::string refused(const F& what) {
    try {
        what();
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

std::vector<catalogue_entry> added(const schema_catalogue& from) {
    std::vector<catalogue_entry> out = from.list();
    out.erase(std::remove_if(out.begin(), out.end(), [](const catalogue_entry& one) { return one.built_in; }), out.end());
    return out;
}

constexpr std::string_view collection_text =
    "{\"collection_name\": \"cars\",  \"description\": \"of a park\",\n \"fields\": [{\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true},\r\n"
    " {\"name\": \"v\", \"type\": \"FloatVector\", \"dim\": 4}]}";
constexpr std::string_view own_text = "# as it is\nname: visits\nabout: of a site\nrows: 12\nfields:\n  - {name: id, type: sequence, start: 3}\n";

}  // namespace

TEST_CASE("schema/catalogue: built-in schemas without a directory") {
    const directory here;
    const schema_catalogue schemas{here / "none"};
    const std::vector<catalogue_entry> all = schemas.list();
    REQUIRE(all.size() == builtin_schemas().size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(all[i].id == builtin_schemas()[i].id);
        CHECK(all[i].name == builtin_schemas()[i].name);
        CHECK(all[i].built_in);
        CHECK(all[i].problem.empty());
        CHECK(all[i].file.empty());
        CHECK(all[i].tags.size() == builtin_schemas()[i].tags.size());
        CHECK(all[i].use_cases.size() == builtin_schemas()[i].use_cases.size());
    }
    CHECK(schemas.text("simple") == builtin_schemas()[0].text);
    CHECK(schemas.node("simple").find("fields") != nullptr);
    CHECK(schemas.load("simple").type().size() == read_collection(schemas.node("simple")).fields.size() - 1);
    CHECK_FALSE(std::filesystem::exists(schemas.directory()));
    CHECK(schema_catalogue{""}.list().size() == all.size());
}

TEST_CASE("schema/catalogue: what is added is stored as it is, and found again") {
    const directory from, to;
    const schema_catalogue schemas{to / "a/b"};
    schemas.add("cars", from.write("x.json", collection_text), {"all \"cars\"\n", {"park", "f\xc3\xa9te"}, {"to test"}});
    schemas.add("Visits_2-b", from.write("y.YML", own_text));
    CHECK(read(schemas.directory() + "/cars.json") == collection_text);
    CHECK(read(schemas.directory() + "/Visits_2-b.yaml") == own_text);
    CHECK(schemas.text("cars") == collection_text);
    CHECK(schemas.text("Visits_2-b") == own_text);

    const std::vector<catalogue_entry> all = added(schemas);
    REQUIRE(all.size() == 2);
    CHECK(all[0].id == "Visits_2-b");
    CHECK(all[0].name == "visits");
    CHECK(all[0].description == "of a site");
    CHECK(all[0].tags.empty());
    CHECK(all[1].id == "cars");
    CHECK(all[1].name == "cars");
    CHECK(all[1].description == "all \"cars\"\n");
    CHECK(all[1].tags == std::vector<std::string>{"park", "f\xc3\xa9te"});
    CHECK(all[1].use_cases == std::vector<std::string>{"to test"});
    CHECK(all[1].file == schemas.directory() + "/cars.json");
    for (const catalogue_entry& one : all) {
        CHECK_FALSE(one.built_in);
        CHECK(one.problem.empty());
        CHECK(schemas.entry(one.id).file == one.file);
    }
    CHECK(schemas.load("cars").type().size() == 2);
    CHECK(schemas.load("Visits_2-b").size() == 12);

    schemas.remove("cars");
    CHECK(added(schemas).size() == 1);
    schemas.remove("Visits_2-b");
    CHECK(added(schemas).empty());
    CHECK(std::filesystem::is_empty(schemas.directory() + "/.lock"));
    CHECK(std::distance(std::filesystem::directory_iterator{schemas.directory()}, {}) == 1);
    schemas.add("cars", from / "x.json");
    CHECK(schemas.entry("cars").description == "of a park");
}

TEST_CASE("schema/catalogue: refusals write nothing") {
    const directory from, to;
    const schema_catalogue schemas{to / "s"};
    const std::string good = from.write("good.json", collection_text);
    const auto add = [&](const std::string& id, const std::string& file) { return refused([&] { schemas.add(id, file); }); };
    for (const std::string& id : {std::string{}, std::string{"a.b"}, std::string{"../x"}, std::string{"a b"}, std::string{"\xc3\xa9"}, std::string(65, 'x')})
        CHECK(add(id, good) == "id: \"" + id + "\" is no id of a schema; use 1 to 64 letters, digits, _ and -");
    CHECK(add("simple", good) == "id: \"simple\" is a built-in schema, which cannot be shadowed; choose another id");
    CHECK(add("x", from.write("x.txt", collection_text)) ==
          "schema: \"" + (from / "x.txt") + "\" is neither JSON nor YAML by its name; name it .json, .yaml or .yml");
    CHECK(add("x", from.write("x.json", "{\"fields\": [")).starts_with(from / "x.json:1:"));
    const std::string two = add("x", from.write("two.json", R"([{"name": "id", "type": "Int64"}, {"name": "v", "type": "FloatVector"}])"));
    CHECK(std::count(two.begin(), two.end(), '\n') == 1);
    CHECK(add("x", from.write("own.yaml", "fields: [{name: a, type: seqence}]")) ==
          (from / "own.yaml") + ":1:26: field \"a\": unknown type \"seqence\"; did you mean \"sequence\"?");
    (void)from.write("other.yaml", own_text);
    CHECK(add("x", from.write("names.yaml", "fields: [{name: a, type: sequence}]\ntables: {other: other.yaml}\n")) ==
          (from / "names.yaml") + ":2:17: table \"other\": is in the file \"other.yaml\", and a schema is stored alone; write its fields here");
    CHECK_THROWS_AS(schemas.add("x", from / "missing.json"), io_error);
    CHECK(to.names().empty());

    CHECK(refused([&] { schema_catalogue{""}.add("x", good); }) ==
          "SPATE_SCHEMA_DIR: is not set, and neither is HOME; set it to the directory in which schemas are kept");
    CHECK_THROWS_AS((schema_catalogue{good + "/s"}.add("x", good)), io_error);

    schemas.add("mine", good);
    const std::string there = (to / "s/mine.json");
    CHECK(add("mine", from.write("again.yaml", own_text)) == "id: \"mine\" is there already: " + there + "; choose another id, or remove that schema first");
    CHECK(schemas.text("mine") == collection_text);
    CHECK(refused([&] { schemas.remove("simple"); }) == "id: \"simple\" is a built-in schema, which cannot be removed; name one that was added");
    CHECK(refused([&] { schemas.remove("mime"); }) == "id: \"mime\" is no schema of the catalogue; did you mean \"mine\"?");
    CHECK(refused([&] { (void)schemas.load("simpel"); }) == "id: \"simpel\" is no schema of the catalogue; did you mean \"simple\"?");
    CHECK(refused([&] { (void)schemas.text("somethingelse"); }).find("; use one of: simple, ") != std::string::npos);
    CHECK(refused([&] { (void)schemas.entry("../s/mine"); }).starts_with("id: \"../s/mine\" is no schema of the catalogue"));
}

TEST_CASE("schema/catalogue: files that are no schemas do not keep others from being listed") {
    const directory to;
    const schema_catalogue schemas{to.path};
    (void)to.write("good.yaml", own_text);
    (void)to.write("both.json", collection_text);
    (void)to.write("both.yml", own_text);
    (void)to.write("broken.json", "{");
    (void)to.write("foreign.json", "{\"a\": 1}");
    (void)to.write("simple.json", collection_text);
    (void)to.write("a b.json", collection_text);
    (void)to.write("told.json", collection_text);
    (void)to.write("told.meta.json", "{\"tags\": 3");
    (void)to.write("alone.meta.json", "{}");
    (void)to.write("notes.txt", "x");
    (void)to.write(".hidden.json", "x");
    (void)to.write("half.json.partial", "x");
    std::string seen;
    for (const catalogue_entry& one : added(schemas)) {
        CHECK(one.file.starts_with(to.path));
        seen += one.file.substr(to.path.size() + 1) + "=" + one.id + (one.problem.empty() ? "" : "!") + " ";
    }
    CHECK(seen == "a b.json=! both.json=both both.yml=! broken.json=broken! foreign.json=foreign! good.yaml=good simple.json=! told.json=told! ");
    CHECK(schemas.entry("broken").problem.starts_with(to / "broken.json:1:2"));
    CHECK(schemas.load("told").type().size() == 2);
    CHECK(schemas.entry("simple").built_in);
    CHECK_THROWS_AS((void)schemas.load("foreign"), specification_error);
    schemas.remove("broken");
    schemas.remove("both");
    CHECK_FALSE(std::filesystem::exists(to / "both.yml"));
    schemas.add("alone", to.write("x.txt.json", collection_text));
    CHECK(schemas.entry("alone").problem.empty());
}

TEST_CASE("schema/catalogue: processes and threads that add at the same time lose nothing, and one of an id wins") {
    const directory from, to;
    const std::string file = from.write("x.json", collection_text);
    constexpr int processes = 4, each = 6;
    std::vector<pid_t> children;
    for (int p = 0; p < processes; ++p) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            int won = 0;
            for (int i = 0; i < each; ++i) {
                schema_catalogue{to / "s"}.add("p" + std::to_string(p) + "_" + std::to_string(i), file, {"of " + std::to_string(p), {}, {}});
                try {
                    schema_catalogue{to / "s"}.add("same" + std::to_string(i), file, {"of " + std::to_string(p), {}, {}});
                    ++won;
                } catch (const config_error&) {
                }
            }
            ::_exit(won);
        }
        children.push_back(child);
    }
    int won = 0;
    for (const pid_t child : children) {
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFEXITED(status));
        won += WEXITSTATUS(status);
    }
    CHECK(won == each);
    const schema_catalogue schemas{to / "s"};
    const std::vector<catalogue_entry> all = added(schemas);
    CHECK(all.size() == processes * each + each);
    for (const catalogue_entry& one : all) {
        CHECK(one.problem.empty());
        if (one.id.starts_with('p')) CHECK(one.description == "of " + one.id.substr(1, 1));
    }
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) schemas.remove("p" + std::to_string(t) + "_" + std::to_string(i));
        });
    for (std::thread& one : threads) one.join();
    CHECK(added(schemas).size() == each);
}

TEST_CASE("schema/catalogue: the directory is that of the environment") {
    const auto with = [](const char* own, const char* data, const char* home) {
        for (const auto& [name, value] : {std::pair{"SPATE_SCHEMA_DIR", own}, {"XDG_DATA_HOME", data}, {"HOME", home}})
            value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
        return catalogue().directory();
    };
    const std::string home = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
    CHECK(with("/s", "/d", "/h") == "/s");
#if defined(__APPLE__)
    CHECK(with("", "/d", "/h") == "/h/Library/Application Support/spate/schemas");
#else
    CHECK(with("", "/d", "/h") == "/d/spate/schemas");
    CHECK(with(nullptr, "d", "/h") == "/h/.local/share/spate/schemas");
#endif
    CHECK(with(nullptr, nullptr, nullptr).empty());
    CHECK(catalogue().list().size() == builtin_schemas().size());
    (void)with(nullptr, nullptr, home.c_str());
}
