// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_DOCUMENTS_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_DOCUMENTS_HPP

/// The built-in collection `documents`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view documents_schema = R"json({
  "collection_name": "document_search",
  "description": "Texts of a company or library with embeddings, to be found by what they mean",
  "fields": [
    {"name": "doc_id", "type": "VarChar", "max_length": 100, "is_primary": true, "description": "Name of the document, of which there is one",
     "generator": {"type": "key_text", "prefix": "doc_", "length": 16}},
    {"name": "title", "type": "VarChar", "max_length": 300, "description": "What stands on the first page",
     "generator": {"type": "pattern", "pattern": "(Introduction to|Notes on|A Guide to|Principles of|Report on|Review of|Handbook of|Trends in) (Supply Chain|Customer|Network|Energy|Clinical|Financial|Software|Public|Data|Urban) (Planning|Security|Research|Policy|Engineering|Quality|Governance|Management)( 20(19|20|21|22|23|24|25)|, Part [1-5])?"}},
    {"name": "content", "type": "VarChar", "max_length": 10000, "description": "An excerpt of some paragraphs",
     "generator": {"type": "text", "unit": "paragraphs", "min_bytes": 400, "max_bytes": 3600, "average_bytes": 2000}},
    {"name": "author", "type": "VarChar", "max_length": 100, "nullable": true, "description": "Who wrote it",
     "generator": {"type": "full_name"}},
    {"name": "doc_type", "type": "VarChar", "max_length": 50, "description": "Format of the file",
     "generator": {"type": "choice", "values": ["pdf", "docx", "html", "pptx", "md", "txt"], "weights": [45, 25, 12, 8, 6, 4]}},
    {"name": "language", "type": "VarChar", "max_length": 10, "description": "Two letters of ISO 639",
     "generator": {"type": "choice", "values": ["en", "es", "zh", "de", "fr", "pt", "ja", "it"], "weights": [60, 9, 8, 7, 6, 4, 4, 2]}},
    {"name": "word_count", "type": "Int32", "min": 1, "max": 100000, "description": "Words of the whole document",
     "generator": {"type": "lognormal", "log_mean": 7.6, "log_deviation": 0.9, "min": 80, "max": 100000, "places": 0}},
    {"name": "publish_date", "type": "Int64", "description": "Seconds since 1970",
     "generator": {"type": "timestamp", "from": "2012-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z", "places": 0}},
    {"name": "categories", "type": "Array", "element_type": "VarChar", "max_capacity": 5, "max_length": 100, "description": "What it is about",
     "generator": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["engineering", "finance", "legal", "marketing", "human-resources", "research", "operations", "security", "product", "sales", "support", "compliance", "medicine", "education", "energy", "logistics", "design", "policy", "data", "training"]}}},
    {"name": "is_public", "type": "Bool", "description": "Whether everybody may read it",
     "generator": {"type": "boolean", "probability": 0.7}},
    {"name": "properties", "type": "JSON", "description": "Version, department, reviewer and how sure the reading of the file was",
     "generator": {"type": "json", "fields": [
       {"name": "version", "type": "pattern", "pattern": "[1-4]\\.\\d"},
       {"name": "department", "type": "choice", "values": ["engineering", "finance", "legal", "marketing", "research", "operations"]},
       {"name": "reviewed_by", "type": "user_name", "nulls": 0.3},
       {"name": "ocr_confidence", "type": "beta", "a": 30, "b": 2, "places": 3}]}},
    {"name": "text_embedding", "type": "FloatVector", "dim": 1536, "description": "Of the content",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_DOCUMENTS_HPP
