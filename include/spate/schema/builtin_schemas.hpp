// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_BUILTIN_SCHEMAS_HPP
#define SPATE_SCHEMA_BUILTIN_SCHEMAS_HPP

/// `builtin_schemas()`: the collections that come with the library, as texts of schema files.

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include <spate/detail/config.hpp>
#include <spate/schema/detail/builtin_schemas/ai_conversations.hpp>
#include <spate/schema/detail/builtin_schemas/audio_transcripts.hpp>
#include <spate/schema/detail/builtin_schemas/cardinality_demo.hpp>
#include <spate/schema/detail/builtin_schemas/documents.hpp>
#include <spate/schema/detail/builtin_schemas/ecommerce.hpp>
#include <spate/schema/detail/builtin_schemas/ecommerce_partitioned.hpp>
#include <spate/schema/detail/builtin_schemas/face_recognition.hpp>
#include <spate/schema/detail/builtin_schemas/images.hpp>
#include <spate/schema/detail/builtin_schemas/news.hpp>
#include <spate/schema/detail/builtin_schemas/simple.hpp>
#include <spate/schema/detail/builtin_schemas/users.hpp>
#include <spate/schema/detail/builtin_schemas/videos.hpp>

namespace spate::inline v0 {

/// A collection that comes with the library.
struct builtin_schema {
    /// Small letters and _; by what it is asked for.
    std::string_view id;
    /// Of a few words, and of a sentence.
    std::string_view name, description;
    std::vector<std::string_view> tags, use_cases;
    /// A schema file in JSON, in ASCII: a map with collection_name, description and fields (see collection). Its fields have the names, types and limits of
    /// those in the schemas of the same id that come with milvus-fake-data 0.2.0 and milvus-ingest 0.1.2, and each has a generator whose values suit it.
    std::string_view text;
};

/// All of them, the simplest first. Thread safety: may be called by any thread; what it gives lives as long as the program and does not change.
SPATE_WHEN_USED
[[nodiscard]] inline std::span<const builtin_schema> builtin_schemas() {
    static const std::array<builtin_schema, 12> all{{
        {"simple",
         "Simple example",
         "Named things with a price and one embedding: to begin with",
         {"scalars", "float vector"},
         {"first steps", "smoke tests", "teaching"},
         detail::simple_schema},
        {"ecommerce",
         "E-commerce products",
         "A shop's products with embeddings of their descriptions and pictures",
         {"retail", "json", "array", "two vectors"},
         {"product search", "recommendation", "filters by category, price and tag"},
         detail::ecommerce_schema},
        {"documents",
         "Document search",
         "Excerpts of documents with embeddings of 1536 numbers",
         {"text", "varchar key", "json", "long vector"},
         {"retrieval for language models", "knowledge bases", "search in archives"},
         detail::documents_schema},
        {"images",
         "Image gallery",
         "Photographs with sizes, camera data and two embeddings",
         {"media", "json", "array", "two vectors"},
         {"similar pictures", "search by words", "finding duplicates"},
         detail::images_schema},
        {"users",
         "User profiles",
         "Accounts with addresses, dates, purchases and an embedding of behavior",
         {"people", "nulls", "json"},
         {"personal recommendation", "look-alike audiences", "customer analytics"},
         detail::users_schema},
        {"videos",
         "Video library",
         "Films with views, likes, tags and embeddings of still and content",
         {"media", "varchar key", "array", "two vectors"},
         {"video search", "recommendation", "moderation"},
         detail::videos_schema},
        {"news",
         "News articles",
         "Whole articles with rubric, entities, sentiment and two embeddings",
         {"text", "long texts", "array", "two vectors"},
         {"news search", "monitoring of topics", "clustering of stories"},
         detail::news_schema},
        {"audio_transcripts",
         "Audio transcripts",
         "What was said in recordings, with embeddings of half precision",
         {"media", "text", "float16 vector"},
         {"search in calls and meetings", "memory against precision", "contact centers"},
         detail::audio_transcripts_schema},
        {"ai_conversations",
         "AI conversations",
         "Questions to assistants and their answers, with embeddings in bfloat16",
         {"text", "chat", "bfloat16 vector"},
         {"search in chats", "long-term memory of assistants", "quality of answers"},
         detail::ai_conversations_schema},
        {"face_recognition",
         "Face recognition",
         "Faces that cameras saw, as codes of bits",
         {"security", "nulls", "binary vector"},
         {"matching by Hamming distance", "access control", "binary indexes"},
         detail::face_recognition_schema},
        {"ecommerce_partitioned",
         "E-commerce, many shops",
         "Products of many shops, with the shop as partition key",
         {"retail", "partition key", "cardinality"},
         {"one collection for many tenants", "partition pruning", "isolation tests"},
         detail::ecommerce_partitioned_schema},
        {"cardinality_demo",
         "Cardinality",
         "Fields of few, some and nearly as many values as rows",
         {"scalars", "enum values", "cardinality"},
         {"scalar indexes", "selectivity of filters", "query planning"},
         detail::cardinality_demo_schema},
    }};
    return all;
}

/// The one of that id, or nullptr.
[[nodiscard]] inline const builtin_schema* find_builtin_schema(std::string_view id) {
    for (const builtin_schema& one : builtin_schemas())
        if (one.id == id) return &one;
    return nullptr;
}

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_BUILTIN_SCHEMAS_HPP
