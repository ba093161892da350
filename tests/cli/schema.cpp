// SPDX-License-Identifier: Apache-2.0
// The catalogue through the program: spate schema list, show, add, remove and help, and rows of an id.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support.hpp"

using test::outcome;

namespace {

constexpr std::string_view cars =
    "{\"collection_name\": \"cars\", \"description\": \"of a park\",\n \"fields\": [{\"name\": \"id\", \"type\": \"Int64\", \"is_primary\": true},\r\n"
    " {\"name\": \"maker\", \"type\": \"VarChar\", \"max_length\": 20, \"nullable\": true, \"enum_values\": [\"a\", \"b\", \"c\", \"d\"]},\n"
    " {\"name\": \"v\", \"type\": \"FloatVector\", \"dim\": 4, \"description\": \"of looks\"}]}";

/// A directory of files, and one of schemas that is not there yet.
struct place {
    test::directory files;
    std::string schemas = files / "data/schemas";

    [[nodiscard]] outcome run(std::vector<std::string> arguments) const {
        return test::run(arguments, [this] { ::setenv("SPATE_SCHEMA_DIR", schemas.c_str(), 1); });
    }
    [[nodiscard]] outcome schema(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "schema");
        return run(std::move(arguments));
    }
    [[nodiscard]] std::string write(const std::string& name, std::string_view text) const {
        std::ofstream{files / name, std::ios::binary} << text;
        return files / name;
    }
    [[nodiscard]] bool is_made() const { return std::filesystem::exists(schemas); }
};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

// The one line that a refusal says.
void check_refused(const outcome& got, const std::string& command, const std::string& message) {
    CHECK(got.status == 2);
    CHECK(got.out.empty());
    CHECK(got.err == "spate " + command + ": " + message + "\n");
}

}  // namespace

TEST_CASE("cli/schema: help of each command") {
    const place here;
    const outcome group = here.schema({"--help"});
    CHECK(group.status == 0);
    for (const char* name : {"list", "show", "add", "remove", "infer", "json-schema", "help"}) CHECK(contains(group.out, std::string{"\n  "} + name + " "));
    const std::vector<std::pair<std::string, std::vector<std::string>>> all{
        {"list", {"--tag TAG", "--json", "--log-format"}},
        {"show", {"ID", "--json", "--log-format"}},
        {"add", {"ID", "FILE", "--description TEXT", "--tags A,B", "--use-cases A,B", "--json"}},
        {"remove", {"ID", "--json"}},
        {"help", {"How schemas are written"}}};
    for (const auto& [name, parts] : all) {
        const outcome got = here.schema({name, "--help"});
        CHECK(got.status == 0);
        CHECK(got.err.empty());
        for (const std::string& part : parts) CHECK_MESSAGE(contains(got.out, part), name << " " << part);
        CHECK(contains(got.out, "spate schema " + name));
    }
    CHECK_FALSE(here.is_made());
}

TEST_CASE("cli/schema: the built-in schemas are listed, and shown") {
    const place here;
    const outcome text = here.schema({"list"});
    CHECK(text.status == 0);
    CHECK(text.err.empty());
    const outcome got = here.schema({"list", "--json"});
    REQUIRE(got.status == 0);
    const test::json report = test::json_parser::parse(got.out);
    CHECK(report["command"].text == "schema list");
    CHECK(report["directory"].text == here.schemas);
    std::vector<std::string> ids;
    for (const test::json& one : report["schemas"].items) {
        const std::string& id = ids.emplace_back(one["id"].text);
        CHECK(one["built_in"].truth);
        CHECK(one["fields"].value > 2);
        CHECK(one["kind"].text == "collection");
        CHECK_FALSE(one["tags"].items.empty());
        CHECK(contains(text.out, "\n" + id + " "));
        const outcome shown = here.schema({"show", id});
        CHECK(shown.status == 0);
        CHECK(contains(shown.out, "id           " + id + " (built in)\n"));
        CHECK(contains(shown.out, "collection   " + one["table"].text + "\n"));
        CHECK(contains(shown.out, "\nExample:\n  spate generate --builtin " + id + " --rows 1000\n"));
        const outcome schema = here.schema({"show", id, "--json"});
        CHECK(schema.status == 0);
        CHECK(test::json_parser::parse(schema.out)["fields"].items.size() == static_cast<std::size_t>(one["fields"].value));
    }
    CHECK(ids == std::vector<std::string>{"simple", "ecommerce", "documents", "images", "users", "videos", "news", "audio_transcripts", "ai_conversations",
                                          "face_recognition", "ecommerce_partitioned", "cardinality_demo"});
    CHECK_FALSE(here.is_made());
}

TEST_CASE("cli/schema: what is added is listed, shown, made and removed") {
    const place here;
    const outcome added =
        here.schema({"add", "cars", here.write("x.json", cars), "--description", "Cars of a park", "--tags", "park, cars", "--use-cases", "to test"});
    CHECK(added.status == 0);
    CHECK(added.err.empty());
    CHECK(added.out == "added cars (3 fields) as " + here.schemas + "/cars.json\nto make rows: spate generate --builtin cars --rows 1000\n");
    CHECK(test::read_file(here.schemas + "/cars.json") == cars);
    const outcome own =
        here.schema({"add", "own", here.write("y.yaml", "about: Of our own\nfields: [{name: id, type: sequence, start: 0x1F, nulls: .5}]\n"), "--json"});
    CHECK(own.status == 0);
    CHECK(own.out == "{\"command\": \"schema add\", \"id\": \"own\", \"file\": \"" + here.schemas + "/own.yaml\", \"fields\": 1}\n");

    const std::vector<std::string> lines = lines_of(here.schema({"list"}).out);
    REQUIRE(lines.size() == 1 + 12 + 2 + 2);
    CHECK(lines[0].starts_with("ID "));
    CHECK(lines[13].starts_with("cars * "));
    CHECK(lines[13].ends_with("Cars of a park"));
    CHECK(lines[14].ends_with("Of our own"));
    CHECK(lines[15] == "* added, in " + here.schemas);

    const outcome shown = here.schema({"show", "cars"});
    CHECK(shown.out ==
          "id           cars\n"
          "name         cars\n"
          "description  Cars of a park\n"
          "collection   cars\n"
          "fields       3\n"
          "vectors      4\n"
          "tags         park, cars\n"
          "use cases    to test\n"
          "file         " +
              here.schemas +
              "/cars.json\n"
              "\n"
              "NAME   TYPE         PROPERTIES                                           DESCRIPTION\n"
              "id     Int64        primary\n"
              "maker  VarChar      max_length=20, nullable, enum_values=[a, b, c, ...]\n"
              "v      FloatVector  dim=4                                                of looks\n"
              "\n"
              "Example:\n"
              "  spate generate --builtin cars --rows 1000\n");
    CHECK(here.schema({"show", "cars", "--json"}).out == std::string{cars} + "\n");
    const outcome as_json = here.schema({"show", "own", "--json"});
    CHECK(test::json_parser::parse(as_json.out)["fields"][0]["start"].value == 31);
    CHECK(test::json_parser::parse(as_json.out)["fields"][0]["nulls"].value == 0.5);
    CHECK(contains(here.schema({"show", "own"}).out, "\nExample:\n  spate rows --builtin own --rows 1000\n"));

    const test::json found = test::json_parser::parse(here.schema({"list", "--tag", "park", "--json"}).out)["schemas"];
    REQUIRE(found.items.size() == 1);
    CHECK(found[0]["id"].text == "cars");
    CHECK(found[0]["vectors"][0]["field"].text == "v");
    CHECK(found[0]["use_cases"][0].text == "to test");
    CHECK(found[0]["file"].text == here.schemas + "/cars.json");
    CHECK_FALSE(found[0]["built_in"].truth);

    const outcome by_id = here.run({"rows", "--builtin", "cars", "--rows", "3", "--seed", "7", "--format", "ndjson", "--out", "-"});
    CHECK(by_id.status == 0);
    CHECK(lines_of(by_id.out).size() == 3);
    CHECK(here.run({"rows", "--schema", here.files / "x.json", "--rows", "3", "--seed", "7", "--format", "ndjson", "--out", "-"}).out == by_id.out);

    const outcome removed = here.schema({"remove", "cars"});
    CHECK(removed.status == 0);
    CHECK(removed.out == "removed cars\n");
    CHECK(here.schema({"remove", "own", "--json"}).out == "{\"command\": \"schema remove\", \"id\": \"own\"}\n");
    CHECK(lines_of(here.schema({"list"}).out).size() == 1 + 12 + 1);
}

TEST_CASE("cli/schema: refusals say what would be right, and write nothing") {
    const place here;
    const std::string good = here.write("good.json", cars);
    check_refused(here.schema({"show", "simpel"}), "schema show", "simpel: is no schema of the catalogue; did you mean \"simple\"?");
    CHECK(contains(here.schema({"show", "nothing-like-it"}).err, "; use one of: simple, ecommerce, documents, "));
    check_refused(here.schema({"add", "a.b", good}), "schema add", "a.b: is no id of a schema; use 1 to 64 letters, digits, _ and -");
    check_refused(here.schema({"add", "simple", good}), "schema add", "simple: is a built-in schema, which cannot be shadowed; choose another id");
    check_refused(here.schema({"add", "x", here.write("x.txt", cars)}), "schema add",
                  (here.files / "x.txt") + ": is neither JSON nor YAML by its name; name it .json, .yaml or .yml");
    const outcome missing = here.schema({"add", "x", here.files / "missing.json"});
    check_refused(missing, "schema add", "cannot open " + (here.files / "missing.json") + ": No such file or directory");
    check_refused(here.schema({"add", "x", here.write("no.yaml", "fields: [{name: a, type: seqence}]")}), "schema add",
                  (here.files / "no.yaml") + ":1:26: field \"a\": unknown type \"seqence\"; did you mean \"sequence\"?");
    const outcome two = here.schema({"add", "x", here.write("two.json", R"([{"name": "id", "type": "Int64"}, {"name": "v", "type": "FloatVector"}])")});
    CHECK(two.status == 2);
    CHECK(lines_of(two.err).size() == 2);
    check_refused(here.schema({"add", "x", here.write("part.yaml", "fields: [{name: a, type: sequence}]\ntables: {b: good.json}")}), "schema add",
                  (here.files / "part.yaml") + ":2:13: table \"b\": is in the file \"good.json\", and a schema is stored alone; write its fields here");
    check_refused(here.schema({"add", "x", good, "--tags", "a,,b"}), "schema add",
                  "--tags a,,b: has an empty part; write them with commas between, like search,products");
    check_refused(here.schema({"add", "x", good, "--use-cases", ""}), "schema add",
                  "--use-cases: \"\" has an empty part; write them with commas between, like search,products");
    check_refused(here.schema({"remove", "simple"}), "schema remove", "simple: is a built-in schema, which cannot be removed; name one that was added");
    check_refused(here.schema({"remove", "x"}), "schema remove", "x: is no schema that was added; there is none");
    const std::string commands = "list, show, add, remove, infer, json-schema, help";
    check_refused(here.schema({}), "schema", "a command is missing; use one of " + commands);
    check_refused(here.schema({"shwo"}), "schema", "shwo: is not a command; did you mean \"show\"?");
    check_refused(here.schema({"--json", "list"}), "schema", "--json: stands before the command; begin with one of " + commands);
    CHECK(here.run({"generat"}).err == "spate: generat: is not a command; did you mean \"generate\"?\n");
    CHECK(here.schema({"list", "--tag", "no such tag at all"}).status == 2);
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{}, {"show"}, {"add", "x"}, {"remove"}, {"list", "x"}, {"show", "simple", "x"}, {"lst"}})
        CHECK(here.schema(words).status == 2);
    check_refused(here.run({"rows", "--builtin", "simpel", "--rows", "1"}), "rows",
                  "--builtin simpel: is no schema of the catalogue; did you mean \"simple\"?");
    check_refused(here.run({"rows", "--builtin", "simple", "--schema", good, "--rows", "1"}), "rows",
                  "--builtin simple: does not go with --schema; leave one of them out");
    CHECK_FALSE(here.is_made());

    CHECK(here.schema({"add", "mine", good}).status == 0);
    check_refused(here.schema({"add", "mine", good}), "schema add",
                  "mine: is there already: " + here.schemas + "/mine.json; choose another id, or remove that schema first");
    check_refused(here.schema({"remove", "mime"}), "schema remove", "mime: is no schema that was added; did you mean \"mine\"?");
    const outcome as_json = here.schema({"show", "mime", "--log-format", "json"});
    CHECK(test::json_parser::parse(as_json.err)["option"].text == "ID");
}

TEST_CASE("cli/schema: what is no schema is told of, and left out") {
    const place here;
    CHECK(here.schema({"add", "mine", here.write("good.json", cars)}).status == 0);
    (void)here.write("data/schemas/broken.json", "{");
    (void)here.write("data/schemas/notes.txt", "x");
    const outcome text = here.schema({"list"});
    CHECK(text.status == 0);
    CHECK(contains(text.out, "\nmine * "));
    CHECK_FALSE(contains(text.out, "broken"));
    CHECK(lines_of(text.err).size() == 1);
    CHECK(contains(text.err, here.schemas + "/broken.json is left out: "));
    const test::json report = test::json_parser::parse(here.schema({"list", "--json"}).out)["schemas"];
    CHECK(report.items.size() == 12 + 2);
    CHECK(contains(report[12]["problem"].text, "broken.json:1:2"));
    CHECK(here.schema({"show", "broken"}).status == 2);
    CHECK(here.schema({"remove", "broken"}).status == 0);
    CHECK(here.schema({"list"}).err.empty());

    // A file where the directory should be.
    const outcome failed =
        test::run({"schema", "add", "x", here.files / "good.json"}, [&] { ::setenv("SPATE_SCHEMA_DIR", (here.files / "good.json/schemas").c_str(), 1); });
    CHECK(failed.status == 2);
    CHECK(contains(failed.err, here.files / "good.json/schemas"));
}

TEST_CASE("cli/schema: what help shows is taken") {
    const place here;
    const outcome help = here.schema({"help"});
    REQUIRE(help.status == 0);
    CHECK(help.err.empty());
    for (const char* part : {"\n  is_partition_key ", "\n  cardinality_ratio ", "\n  max_capacity ", " template,", " foreign_key"})
        CHECK(contains(help.out, part));
    std::string types, json, yaml, own, *to = nullptr;
    std::size_t count = 0;
    for (const std::string& line : lines_of(help.out)) {
        const std::size_t field = line.find("{\"name\"");
        if (line.starts_with("Example in JSON"))
            to = &json;
        else if (line.starts_with("Example in YAML"))
            to = &yaml;
        else if (line == "  fields:")
            to = &own;
        else if (line.empty())
            to = nullptr;
        if (to != nullptr && line.starts_with("  ")) *to += line.substr(2) + "\n";
        if (json.empty() && field != std::string::npos) {
            types += (count++ == 0 ? "[" : ",\n") + line.substr(field);
            CHECK(contains(line, "\"type\": \"" + line.substr(2, line.find(' ', 2) - 2) + "\""));
        }
    }
    CHECK(count == 17);
    for (const auto& [name, text] : {std::pair<std::string, std::string>{"types.json", types + "]"}, {"a.json", json}, {"b.yaml", yaml}, {"c.yaml", own}}) {
        const outcome got = here.schema({"add", name.substr(0, name.find('.')), here.write(name, text)});
        CHECK_MESSAGE(got.status == 0, name << ": " << got.err << text);
    }
}
