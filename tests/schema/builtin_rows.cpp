// SPDX-License-Identifier: Apache-2.0
// What the rows of the built-in collections are like: within their limits, and with values that belong together.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/half.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/builtin_schemas.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/collection_table.hpp>
#include <spate/schema/json.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/read_collection.hpp>
#include <spate/schema/runtime_schema.hpp>

using namespace spate;

namespace {

constexpr std::size_t rows_in_all = 20'000, rows_at_once = 1'000;

// A row of a batch, by the names of its fields.
class row_view {
public:
    row_view(const runtime_schema& table, const batch& rows) : rows_{&rows} {
        const record_type type = table.type();
        for (std::size_t i = 0; i < type.size(); ++i) places_.emplace(type[i].name, std::pair{i, type[i].type});
    }
    void go_to(std::size_t row) noexcept { row_ = row; }

    const column& of(std::string_view field) const { return rows_->columns[places_.find(field)->second.first]; }
    bool is_null(std::string_view field) const { return of(field).is_null(row_); }
    std::string_view text(std::string_view field) const { return of(field).text(row_); }
    bool boolean(std::string_view field) const { return of(field).boolean(row_); }
    std::int64_t integer(std::string_view field) const {
        const column& from = of(field);
        switch (places_.find(field)->second.second.id) {
            case type_id::int8:
                return from.values<std::int8_t>()[row_];
            case type_id::int16:
                return from.values<std::int16_t>()[row_];
            case type_id::int32:
                return from.values<std::int32_t>()[row_];
            default:
                return from.values<std::int64_t>()[row_];
        }
    }
    double real(std::string_view field) const {
        return places_.find(field)->second.second.id == type_id::float32 ? static_cast<double>(of(field).values<float>()[row_])
                                                                         : of(field).values<double>()[row_];
    }
    std::vector<std::string_view> texts(std::string_view field) const {
        const column& from = of(field);
        std::vector<std::string_view> out;
        for (std::int32_t i = from.offsets()[row_]; i < from.offsets()[row_ + 1]; ++i) out.push_back(from.child(0).text(static_cast<std::size_t>(i)));
        return out;
    }
    std::vector<float> vector(std::string_view field) const {
        const data_type& type = places_.find(field)->second.second;
        std::vector<float> out(type.size);
        const column& from = of(field).child(0);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::size_t at = row_ * out.size() + i;
            if (type.children[0].id == type_id::float32) out[i] = from.values<float>()[at];
            if (type.children[0].id == type_id::float16) out[i] = float_of_half(from.values<std::uint16_t>()[at]);
            if (type.children[0].id == type_id::bfloat16) out[i] = float_of_bfloat16(from.values<std::uint16_t>()[at]);
        }
        return out;
    }

private:
    const batch* rows_;
    std::map<std::string, std::pair<std::size_t, data_type>, std::less<>> places_;
    std::size_t row_ = 0;
};

struct built_in {
    specification_node root;
    collection of;
    runtime_schema table;

    explicit built_in(std::string_view id)
        : root{parse_json(find_builtin_schema(id)->text, std::string{id})},
          of{read_collection(root, std::string{id})},
          table{make_table(of, {}, std::string{id}).with_seed(seed{11})} {}

    template <class Look>
    void each_row(const Look& look, std::size_t count = rows_in_all, std::uint64_t first = 0) const {
        batch rows;
        row_view row{table, rows};
        for (std::size_t at = 0; at < count; at += rows_at_once) {
            table.fill(first + at, rows_at_once, rows);
            for (std::size_t i = 0; i < rows_at_once; ++i) {
                row.go_to(i);
                look(row);
            }
        }
    }
    // The generator of a field, as its collection has it.
    const specification_node& generator(std::string_view field) const {
        const auto place = std::ranges::find(of.fields, field, &collection_field::name);
        return *place->node.find("generator");
    }
};

std::set<std::string> values_of(const specification_node& choice) {
    std::set<std::string> out;
    for (const specification_node& one : choice.find("values")->items()) out.insert(one.text());
    return out;
}

// What a list that depends on a category may hold for each, as the collection says.
std::set<std::string> tags_of(const specification_node& depends, std::string_view category) {
    const specification_node& cases = *depends.find("cases");
    for (std::size_t i = 0; i < cases.keys().size(); ++i)
        if (("|" + cases.keys()[i] + "|").find("|" + std::string{category} + "|") != std::string::npos) return values_of(*cases.items()[i].find("of"));
    return values_of(*depends.find("otherwise")->find("of"));
}

double length(const std::vector<float>& v) {
    double sum = 0;
    for (const float x : v) sum += static_cast<double>(x) * static_cast<double>(x);
    return std::sqrt(sum);
}

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum / length(a) / length(b);
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Cut texts end within a word: these ends show that nothing was cut.
bool ends_whole(std::string_view text) { return text.ends_with('.') || text.ends_with('?'); }

}  // namespace

TEST_CASE("schema/builtin_rows: limits hold in every row, and a tenth of the nullable values is null") {
    for (const builtin_schema& one : builtin_schemas()) {
        CAPTURE(one.id);
        const built_in made{one.id};
        std::map<std::string_view, std::size_t> nulls;
        std::map<std::string_view, double> longest;
        std::size_t broken = 0;
        const auto look = [&](const row_view& row) {
            for (const collection_field& field : made.of.fields) {
                if (field.auto_id) continue;
                if (row.is_null(field.name)) {
                    ++nulls[field.name];
                    continue;
                }
                const specification_node *const min = field.node.find("min"), *const max = field.node.find("max");
                const auto within = [&](auto value) {
                    if ((min != nullptr && static_cast<double>(value) < min->real()) || (max != nullptr && static_cast<double>(value) > max->real())) ++broken;
                };
                const auto short_enough = [&](std::string_view text) {
                    broken += text.empty() || text.size() > *field.max_length || !is_ascii(text);
                    longest[field.name] = std::max(longest[field.name], static_cast<double>(text.size()) / *field.max_length);
                };
                switch (field.type) {
                    case collection_type::int8:
                    case collection_type::int32:
                    case collection_type::int64:
                        within(row.integer(field.name));
                        break;
                    case collection_type::float32:
                    case collection_type::float64:
                        within(row.real(field.name));
                        break;
                    case collection_type::varchar:
                        short_enough(row.text(field.name));
                        break;
                    case collection_type::array: {
                        const std::vector<std::string_view> texts = row.texts(field.name);
                        broken += texts.empty() || texts.size() > *field.max_capacity;
                        std::ranges::for_each(texts, short_enough);
                        break;
                    }
                    case collection_type::json:
                        broken += row.text(field.name).front() != '{' || row.text(field.name).back() != '}';
                        break;
                    default:
                        break;
                }
            }
        };
        // The last rows are far away.
        made.each_row(look, rows_in_all - rows_at_once);
        made.each_row(look, rows_at_once, 100'000'000);
        CHECK(broken == 0);
        for (const collection_field& field : made.of.fields) {
            CAPTURE(field.name);
            const double share = static_cast<double>(nulls[field.name]) / static_cast<double>(rows_in_all);
            if (field.nullable)
                CHECK((share > 0.08 && share < 0.12));
            else
                CHECK(share == 0);
            // Texts are made to be shorter than they may be, so that none has to be cut.
            if (longest[field.name] == 1) CHECK(field.name == "country_code");
        }
    }
}

TEST_CASE("schema/builtin_rows: JSON is an object with the members that the collection names") {
    for (const builtin_schema& one : builtin_schemas()) {
        CAPTURE(one.id);
        const built_in made{one.id};
        for (const collection_field& field : made.of.fields) {
            if (field.type != collection_type::json) continue;
            std::vector<std::string> names;
            for (const specification_node& member : field.node.find("generator")->find("fields")->items()) names.push_back(member.find("name")->text());
            made.each_row(
                [&](const row_view& row) {
                    if (row.is_null(field.name)) return;
                    const specification_node value = parse_json(row.text(field.name));
                    REQUIRE(value.keys() == names);
                },
                rows_at_once);
        }
    }
}

TEST_CASE("schema/builtin_rows: text keys are all different") {
    for (const auto& [id, key] : {std::pair{"documents", "doc_id"}, {"videos", "video_id"}, {"ai_conversations", "conversation_id"}}) {
        const built_in made{id};
        std::set<std::string> keys;
        made.each_row([&](const row_view& row) { keys.insert(std::string{row.text(key)}); });
        CHECK(keys.size() == rows_in_all);
    }
}

TEST_CASE("schema/builtin_rows: embeddings have length 1 and lie in clusters") {
    for (const builtin_schema& one : builtin_schemas()) {
        const built_in made{one.id};
        for (const collection_field& field : made.of.fields) {
            if (field.type != collection_type::float_vector && field.type != collection_type::float16_vector && field.type != collection_type::bfloat16_vector)
                continue;
            CAPTURE(one.id);
            CAPTURE(field.name);
            std::vector<std::vector<float>> all;
            made.each_row([&](const row_view& row) { all.push_back(row.vector(field.name)); }, rows_at_once);
            const double precision = field.type == collection_type::float_vector ? 1e-5 : 1e-2;
            for (const std::vector<float>& v : all) REQUIRE(std::fabs(length(v) - 1) < precision);
            // Of 64 clusters, some of 999 others are in the first one's: they are near, and nothing is between near and far.
            std::size_t near = 0, between = 0;
            for (std::size_t i = 1; i < all.size(); ++i) {
                const double angle = cosine(all[0], all[i]);
                near += angle > 0.6;
                between += angle > 0.45 && angle <= 0.6;
            }
            CHECK((near >= 3 && near <= 50));
            CHECK(between == 0);
        }
    }
}

TEST_CASE("schema/builtin_rows: codes of faces differ in few bits within a cluster") {
    const built_in made{"face_recognition"};
    std::vector<std::vector<std::uint8_t>> codes;
    std::map<std::string, std::string> ids;
    made.each_row([&](const row_view& row) {
        const std::string name{row.text("person_name")}, id{row.text("person_id")};
        REQUIRE(ids.emplace(name, id).first->second == id);
        REQUIRE(id.starts_with("person-"));
        std::string place{row.text("location")};
        for (char& c : place) c = c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        REQUIRE(row.text("camera_id") == "cam-" + place);
    });
    CHECK((ids.size() > 490 && ids.size() <= 500));
    batch rows;
    made.table.fill(0, rows_in_all, rows);
    const row_view view{made.table, rows};
    const std::uint8_t* const bits = view.of("face_encoding").values<std::uint8_t>();
    std::size_t near = 0, between = 0;
    for (std::size_t i = 1; i < rows_in_all; ++i) {
        int distance = 0;
        for (std::size_t k = 0; k < 64; ++k) distance += std::popcount(static_cast<unsigned>(bits[k] ^ bits[i * 64 + k]));
        near += distance < 185;
        between += distance >= 185 && distance < 200;
    }
    CHECK((near >= 15 && near <= 75));
    CHECK(between <= 3);
}

TEST_CASE("schema/builtin_rows: simple and ecommerce: prices have two places, tags and brands are of the category") {
    const auto in_cents = [](double price) { return std::fabs(price * 100 - std::round(price * 100)) < 0.06; };
    const built_in simple{"simple"};
    double sum = 0;
    simple.each_row([&](const row_view& row) {
        REQUIRE(in_cents(row.real("price")));
        sum += row.real("price");
    });
    CHECK((sum / rows_in_all > 30 && sum / rows_in_all < 50));

    const built_in shop{"ecommerce"};
    std::map<std::string, std::set<std::string>, std::less<>> tags, brands;
    std::map<std::string, std::pair<double, std::size_t>, std::less<>> prices;
    for (const std::string& category : values_of(shop.generator("category"))) tags[category] = tags_of(shop.generator("tags"), category);
    shop.each_row([&](const row_view& row) {
        const std::string category{row.text("category")};
        for (const std::string_view tag : row.texts("tags")) REQUIRE(tags[category].contains(std::string{tag}));
        if (!row.is_null("brand")) brands[category].insert(std::string{row.text("brand")});
        REQUIRE(in_cents(row.real("price")));
        prices[category].first += row.real("price");
        ++prices[category].second;
        REQUIRE(row.boolean("is_available") == (row.integer("stock_quantity") > 0));
    });
    CHECK(brands.size() == 8);
    std::set<std::string> all_brands;
    std::size_t count = 0;
    for (const auto& [category, names] : brands) {
        all_brands.insert(names.begin(), names.end());
        count += names.size();
    }
    CHECK(all_brands.size() == count);
    CHECK(prices["Electronics"].first / static_cast<double>(prices["Electronics"].second) >
          3 * prices["Books"].first / static_cast<double>(prices["Books"].second));
}

TEST_CASE("schema/builtin_rows: images: file names end with the format, sizes are usual ones, bytes follow from both") {
    const built_in made{"images"};
    std::set<std::pair<std::int64_t, std::int64_t>> sizes;
    made.each_row([&](const row_view& row) {
        const std::string ending = "." + std::string{row.text("format")};
        REQUIRE(row.text("filename").ends_with(ending));
        REQUIRE(row.text("image_url") == "https://images.example.com/" + ending.substr(1) + "/" + std::string{row.text("filename")});
        sizes.emplace(row.integer("width"), row.integer("height"));
        const double a_pixel = static_cast<double>(row.integer("file_size")) / static_cast<double>(row.integer("width") * row.integer("height"));
        const double expected = ending == ".png" ? 1.2 : ending == ".gif" ? 0.7 : 0.25;
        REQUIRE((a_pixel > 0.49 * expected && a_pixel < 1.51 * expected));
    });
    CHECK(sizes.size() == 22);
}

TEST_CASE("schema/builtin_rows: users: addresses have the name, nobody was there before the registration, members spend more") {
    const built_in made{"users"};
    std::size_t active = 0, members = 0, minors = 0;
    double spent[2] = {}, bought[2] = {};
    made.each_row([&](const row_view& row) {
        REQUIRE(row.text("email") == std::string{row.text("username")} + "@example.com");
        const std::int64_t registered = row.integer("registration_date");
        REQUIRE((registered >= 1'514'764'800 && registered < 1'767'225'600));
        if (!row.is_null("last_login")) {
            REQUIRE(row.integer("last_login") >= registered);
            REQUIRE(row.integer("last_login") <= 1'767'225'600);
            REQUIRE(row.boolean("is_active") == (row.integer("last_login") > 1'751'500'800));
        }
        active += row.boolean("is_active");
        const bool member = row.boolean("is_premium");
        members += member;
        spent[member] += row.real("total_spent");
        bought[member] += static_cast<double>(row.integer("total_purchases"));
        REQUIRE((row.integer("total_purchases") == 0) == (row.real("total_spent") == 0));
        minors += !row.is_null("age") && row.integer("age") < 18;
    });
    CHECK((active > rows_in_all / 4 && active < rows_in_all / 4 * 3));
    CHECK((members > rows_in_all / 20 && members < rows_in_all / 4));
    CHECK(minors < rows_in_all / 5);
    CHECK(spent[1] / bought[1] > 1.4 * spent[0] / bought[0]);
}

TEST_CASE("schema/builtin_rows: videos: no more likes than views, tags are of the category, size follows from length") {
    const built_in made{"videos"};
    std::map<std::string, std::set<std::string>, std::less<>> tags;
    for (const std::string& category : values_of(made.generator("category"))) tags[category] = tags_of(made.generator("tags"), category);
    std::size_t capped = 0;
    made.each_row([&](const row_view& row) {
        REQUIRE(row.integer("like_count") <= row.integer("view_count"));
        for (const std::string_view tag : row.texts("tags")) REQUIRE(tags[std::string{row.text("category")}].contains(std::string{tag}));
        const double a_second = row.real("file_size_mb") / static_cast<double>(row.integer("duration_seconds"));
        capped += row.real("file_size_mb") == 50'000;
        REQUIRE(a_second < 6.4);
        REQUIRE(ends_whole(row.text("description")));
    });
    CHECK(capped < rows_in_all / 1'000);
}

TEST_CASE("schema/builtin_rows: news and documents: reading takes as long as the words, texts are whole") {
    const built_in news{"news"};
    double bytes = 0;
    std::map<std::string, std::set<std::string>, std::less<>> parts;
    news.each_row(
        [&](const row_view& row) {
            REQUIRE(row.integer("reading_time_minutes") == (row.integer("word_count") + 229) / 230);
            REQUIRE(ends_whole(row.text("full_text")));
            bytes += static_cast<double>(row.text("full_text").size());
            if (!row.is_null("subcategory")) parts[std::string{row.text("category")}].insert(std::string{row.text("subcategory")});
        },
        4'000);
    CHECK((bytes / 4'000 > 3'000 && bytes / 4'000 < 6'000));
    CHECK(parts.size() == 8);
    for (const auto& [category, names] : parts) CHECK(names.size() == 5);

    const built_in documents{"documents"};
    bytes = 0;
    documents.each_row(
        [&](const row_view& row) {
            REQUIRE(ends_whole(row.text("content")));
            bytes += static_cast<double>(row.text("content").size());
        },
        4'000);
    CHECK((bytes / 4'000 > 1'800 && bytes / 4'000 < 2'200));
}

TEST_CASE("schema/builtin_rows: conversations: long answers take longer, users come back") {
    const built_in made{"ai_conversations"};
    std::set<std::string> users;
    made.each_row([&](const row_view& row) {
        const std::int64_t tokens = row.integer("token_count"), time = row.integer("response_time_ms");
        REQUIRE((time == 60'000 || (time >= 180 + 8 * tokens && time <= 180 + 24 * tokens)));
        users.insert(std::string{row.text("user_id")});
    });
    CHECK((users.size() > 8'400 && users.size() < 8'900));
}

TEST_CASE("schema/builtin_rows: partitions and cardinality: as many different values as the ratio says") {
    const auto different = [](const built_in& made, const std::vector<std::string_view>& fields) {
        std::map<std::string_view, std::set<std::string>> texts;
        std::map<std::string_view, std::set<double>> numbers;
        made.each_row([&](const row_view& row) {
            for (const std::string_view field : fields) {
                const collection_type type = std::ranges::find(made.of.fields, field, &collection_field::name)->type;
                if (row.is_null(field)) continue;
                if (type == collection_type::varchar)
                    texts[field].insert(std::string{row.text(field)});
                else
                    numbers[field].insert(type == collection_type::int32 ? static_cast<double>(row.integer(field)) : row.real(field));
            }
        });
        std::vector<std::size_t> out;
        for (const std::string_view field : fields) out.push_back(texts[field].size() + numbers[field].size());
        return out;
    };
    const std::vector<std::size_t> shops = different(built_in{"ecommerce_partitioned"}, {"tenant_id", "brand"});
    CHECK(shops[0] == 100);
    CHECK((shops[1] > 900 && shops[1] <= 1'000));
    const std::vector<std::size_t> demo =
        different(built_in{"cardinality_demo"}, {"country_code", "user_segment", "product_sku", "session_id", "temperature", "score"});
    CHECK((demo[0] > 40 && demo[0] <= 200));
    CHECK((demo[1] > 80 && demo[1] <= 100));
    CHECK(demo[2] == 4'000);
    CHECK(demo[3] == 19'000);
    CHECK((demo[4] > 1'900 && demo[4] <= 2'000));
    CHECK((demo[5] > 15'500 && demo[5] <= 16'000));
}

TEST_CASE("schema/builtin_rows: no list of words has one twice") {
    std::size_t lists = 0;
    for (const builtin_schema& one : builtin_schemas()) {
        const built_in schema{one.id};
        for (std::size_t field = 0; field < schema.table.fields().size(); ++field) {
            if (schema.table.type()[field].type.id != type_id::list) continue;
            CAPTURE(schema.table.fields()[field].name);
            batch rows;
            schema.table.fill_field(field, 0, 5000, rows);
            const column& made = rows.columns[field];
            for (std::size_t row = 0; row < 5000; ++row) {
                std::set<std::string_view> words;
                for (std::int32_t i = made.offsets()[row]; i < made.offsets()[row + 1]; ++i) words.insert(made.child(0).text(static_cast<std::size_t>(i)));
                REQUIRE(words.size() == static_cast<std::size_t>(made.offsets()[row + 1] - made.offsets()[row]));
            }
            ++lists;
        }
    }
    CHECK(lists == 11);
}
