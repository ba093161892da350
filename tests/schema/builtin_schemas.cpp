// SPDX-License-Identifier: Apache-2.0
// What the built-in collections are: fields, types and limits. What their rows are like is proven by tests/schema/builtin_rows.cpp.
#include <spate/schema/builtin_schemas.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/json.hpp>
#include <spate/schema/node.hpp>

using namespace spate;

namespace {

struct contract {
    std::string_view id, collection;
    /// Of each field: name type P(rimary)A(uto)N(ullable)K(ey of partitions) <=max_length [min,max] dim cap other keys.
    std::vector<std::string_view> fields;
};

const std::vector<contract>& contracts() {
    static const std::vector<contract> all{
        {"simple",
         "simple_example",
         {"id Int64 PA", "name VarChar <=100", "description VarChar <=500", "price Float [0.01,1000]", "in_stock Bool", "embedding FloatVector dim 128"}},
        {"ecommerce",
         "ecommerce_products",
         {"product_id Int64 PA", "product_name VarChar <=200", "category VarChar <=100", "brand VarChar N <=100", "price Float [0.01,10000]",
          "rating Float N [1,5]", "stock_quantity Int32 [0,10000]", "tags Array VarChar cap 10 <=50", "is_available Bool", "metadata JSON",
          "description_embedding FloatVector dim 768", "image_embedding FloatVector dim 512"}},
        {"documents",
         "document_search",
         {"doc_id VarChar P <=100", "title VarChar <=300", "content VarChar <=10000", "author VarChar N <=100", "doc_type VarChar <=50",
          "language VarChar <=10", "word_count Int32 [1,100000]", "publish_date Int64", "categories Array VarChar cap 5 <=100", "is_public Bool",
          "properties JSON", "text_embedding FloatVector dim 1536"}},
        {"images",
         "image_gallery",
         {"image_id Int64 PA", "filename VarChar <=255", "image_url VarChar <=500", "width Int32 [1,10000]", "height Int32 [1,10000]",
          "file_size Int64 [1,100000000]", "format VarChar <=10", "alt_text VarChar N <=500", "upload_date Int64", "tags Array VarChar cap 15 <=50",
          "is_public Bool", "exif_data JSON N", "visual_embedding FloatVector dim 2048", "clip_embedding FloatVector dim 512"}},
        {"users",
         "user_profiles",
         {"user_id Int64 PA", "username VarChar <=50", "email VarChar <=100", "age Int32 N [13,120]", "gender VarChar N <=20", "country VarChar N <=100",
          "registration_date Int64", "last_login Int64 N", "total_purchases Int32 [0,10000]", "total_spent Float [0,1000000]",
          "interests Array VarChar cap 20 <=50", "is_premium Bool", "is_active Bool", "profile_data JSON", "behavioral_embedding FloatVector dim 256"}},
        {"videos",
         "video_library",
         {"video_id VarChar P <=50", "title VarChar <=200", "description VarChar <=2000", "duration_seconds Int32 [1,36000]", "resolution VarChar <=20",
          "fps Int32 [1,120]", "file_size_mb Float [0.1,50000]", "upload_date Int64", "view_count Int64 [0,10000000000]", "like_count Int64 [0,1000000000]",
          "language VarChar N <=10", "category VarChar <=50", "tags Array VarChar cap 20 <=30", "is_published Bool", "has_subtitles Bool", "metadata JSON",
          "thumbnail_embedding FloatVector dim 512", "content_embedding FloatVector dim 1024"}},
        {"news",
         "news_articles",
         {"article_id Int64 PA", "headline VarChar <=300", "summary VarChar <=1000", "full_text VarChar <=50000", "author VarChar N <=100",
          "source VarChar <=100", "category VarChar <=50", "subcategory VarChar N <=50", "publish_date Int64", "word_count Int32 [50,10000]",
          "reading_time_minutes Int32 [1,60]", "geographic_focus Array VarChar cap 10 <=100", "entities Array VarChar cap 20 <=100",
          "sentiment_score Float N [-1,1]", "is_breaking Bool", "has_images Bool", "metadata JSON", "headline_embedding FloatVector dim 384",
          "content_embedding FloatVector dim 768"}},
        {"audio_transcripts",
         "audio_transcripts",
         {"id Int64 PA", "audio_file VarChar <=255", "transcript VarChar <=5000", "language VarChar <=10", "duration_seconds Float [0.1,7200]",
          "confidence_score Float [0,1]", "speaker_count Int8 [1,10]", "audio_embedding Float16Vector dim 768", "keywords Array VarChar cap 20 <=50",
          "metadata JSON N"}},
        {"ai_conversations",
         "ai_conversations",
         {"id Int64 PA", "conversation_id VarChar <=50", "user_id VarChar <=50", "model_name VarChar <=100", "user_message VarChar <=4000",
          "ai_response VarChar <=8000", "timestamp Int64 [0,9999999999]", "token_count Int32 [1,20000]", "response_time_ms Int32 [10,60000]",
          "satisfaction_score Float N [0,5]", "conversation_embedding BFloat16Vector dim 1024", "topics Array VarChar cap 10 <=50", "context JSON N"}},
        {"face_recognition",
         "face_recognition",
         {"id Int64 PA", "person_id VarChar <=50", "person_name VarChar <=200", "capture_timestamp Int64 [0,9999999999]", "camera_id VarChar <=50",
          "location VarChar <=200", "confidence_score Float [0,1]", "age_estimate Int8 N [0,120]", "gender VarChar N <=20", "emotion VarChar N <=50",
          "face_encoding BinaryVector dim 512", "face_landmarks BinaryVector dim 256", "attributes Array VarChar cap 15 <=50", "metadata JSON N"}},
        {"ecommerce_partitioned",
         "ecommerce_products_partitioned",
         {"product_id Int64 PA", "tenant_id VarChar K <=64 ratio 0.005", "product_name VarChar <=200", "category VarChar <=100 enum 10",
          "brand VarChar N <=100 ratio 0.05", "price Float [0.01,10000]", "rating Float N [1,5]", "stock_quantity Int32 [0,10000]",
          "tags Array VarChar cap 10 <=50", "is_available Bool", "created_at Int64 [1609459200,1735689600]", "metadata JSON",
          "description_embedding FloatVector dim 768"}},
        {"cardinality_demo",
         "cardinality_demo",
         {"id Int64 PA", "status VarChar <=20 enum 4", "country_code VarChar <=2 ratio 0.01", "user_segment Int32 [1,100] ratio 0.01",
          "product_sku VarChar <=50 ratio 0.2", "session_id VarChar <=64 ratio 0.95", "priority_level Int8 enum 5", "temperature Float [-50,50] ratio 0.1",
          "score Double [0,100] ratio 0.8", "feature_vector FloatVector dim 128"}}};
    return all;
}

// A number as short as it can be: 1000.0 is 1000.
std::string shortest(const specification_node& number) {
    std::string text = number.text();
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    return text;
}

bool flag(const specification_node& field, std::string_view key) { return field.find(key) != nullptr && field.find(key)->boolean(); }

// A field as the contract writes it.
std::string written(const specification_node& field) {
    std::string out = field.find("name")->text() + ' ' + field.find("type")->text();
    const auto add = [&](std::string_view before, std::string_view key) {
        if (const specification_node* const value = field.find(key)) out += std::string{before} + (value->is_number() ? shortest(*value) : value->text());
    };
    std::string flags;
    for (const auto& [letter, key] : {std::pair{'P', "is_primary"}, {'A', "auto_id"}, {'N', "nullable"}, {'K', "is_partition_key"}})
        if (flag(field, key)) flags += letter;
    if (!flags.empty()) out += ' ' + flags;
    add(" ", "element_type");
    add(" cap ", "max_capacity");
    add(" <=", "max_length");
    add(" [", "min");
    add(",", "max");
    if (field.find("max") != nullptr) out += ']';
    add(" dim ", "dim");
    add(" ratio ", "cardinality_ratio");
    if (const specification_node* const values = field.find("enum_values")) out += " enum " + std::to_string(values->items().size());
    return out;
}

}  // namespace

TEST_CASE("schema/builtin_schemas: each has the fields, types and limits that are asked of it, in their order") {
    REQUIRE(builtin_schemas().size() == contracts().size());
    for (std::size_t i = 0; i < contracts().size(); ++i) {
        const contract& wanted = contracts()[i];
        const builtin_schema& given = builtin_schemas()[i];
        CAPTURE(given.id);
        REQUIRE(given.id == wanted.id);
        const specification_node root = parse_json(given.text, std::string{given.id});
        CHECK(root.find("collection_name")->text() == wanted.collection);
        CHECK_FALSE(root.find("description")->text().empty());
        CHECK(root.keys() == std::vector<std::string>{"collection_name", "description", "fields"});
        const std::vector<specification_node>& fields = root.find("fields")->items();
        REQUIRE(fields.size() == wanted.fields.size());
        for (std::size_t k = 0; k < fields.size(); ++k) {
            CHECK(written(fields[k]) == wanted.fields[k]);
            CHECK_FALSE(fields[k].find("description")->text().empty());
            // Nulls are the reader's.
            if (const specification_node* const generator = fields[k].find("generator")) CHECK(generator->find("nulls") == nullptr);
        }
    }
}

TEST_CASE("schema/builtin_schemas: each says what it is good for, and is found by its id") {
    std::set<std::string_view> ids, names;
    for (const builtin_schema& one : builtin_schemas()) {
        CAPTURE(one.id);
        CHECK(std::ranges::all_of(one.id, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }));
        CHECK(ids.insert(one.id).second);
        CHECK(names.insert(one.name).second);
        CHECK_FALSE(one.description.empty());
        CHECK_FALSE(one.tags.empty());
        CHECK_FALSE(one.use_cases.empty());
        for (const auto* list : {&one.tags, &one.use_cases})
            for (const std::string_view text : *list) CHECK_FALSE(text.empty());
        CHECK(std::ranges::all_of(one.text, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
        CHECK(find_builtin_schema(one.id) == &one);
    }
    CHECK(find_builtin_schema("ecommerc") == nullptr);
    CHECK(find_builtin_schema("") == nullptr);
}
