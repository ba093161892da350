// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_AI_CONVERSATIONS_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_AI_CONVERSATIONS_HPP

/// The built-in collection `ai_conversations`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view ai_conversations_schema = R"json({
  "collection_name": "ai_conversations",
  "description": "Questions to assistants and their answers, with embeddings in bfloat16",
  "fields": [
    {"name": "id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the exchange, given by the database"},
    {"name": "conversation_id", "type": "VarChar", "max_length": 50, "description": "Name of the conversation, of which there is one",
     "generator": {"type": "key_text", "prefix": "conv_", "length": 21}},
    {"name": "user_id", "type": "VarChar", "max_length": 50, "description": "Who asked, one of 10,000 users",
     "generator": {"type": "pattern", "pattern": "user_\\d{4}"}},
    {"name": "model_name", "type": "VarChar", "max_length": 100, "description": "Which model answered",
     "generator": {"type": "choice", "values": ["gpt-4o", "gpt-4o-mini", "command-r-plus", "deepseek-v3", "llama-3.1-70b", "mistral-large", "gemini-1.5-pro", "qwen2.5-72b"], "weights": [22, 20, 18, 8, 11, 6, 9, 6]}},
    {"name": "user_message", "type": "VarChar", "max_length": 4000, "description": "The question",
     "generator": {"type": "text", "min_bytes": 20, "max_bytes": 340, "average_bytes": 180}},
    {"name": "ai_response", "type": "VarChar", "max_length": 8000, "description": "The answer",
     "generator": {"type": "text", "unit": "paragraphs", "min_bytes": 150, "max_bytes": 1850, "average_bytes": 1000}},
    {"name": "timestamp", "type": "Int64", "min": 0, "max": 9999999999, "description": "Seconds since 1970",
     "generator": {"type": "timestamp", "from": "2024-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z", "places": 0}},
    {"name": "token_count", "type": "Int32", "min": 1, "max": 20000, "description": "Tokens of question and answer",
     "generator": {"type": "lognormal", "log_mean": 5.6, "log_deviation": 0.5, "min": 40, "max": 20000, "places": 0}},
    {"name": "response_time_ms", "type": "Int32", "min": 10, "max": 60000, "description": "Milliseconds until the answer was whole, more for more tokens",
     "generator": {"type": "expression", "result": "int32", "value": "min(60000, 180 + token_count * (8 + timestamp % 17))"}},
    {"name": "satisfaction_score", "type": "Float", "min": 0.0, "max": 5.0, "nullable": true, "description": "Stars of the user",
     "generator": {"type": "choice", "float": "float32", "values": [5.0, 4.5, 4.0, 3.5, 3.0, 2.0, 1.0, 0.0], "weights": [34, 16, 22, 8, 9, 5, 4, 2]}},
    {"name": "conversation_embedding", "type": "BFloat16Vector", "dim": 1024, "description": "Of question and answer",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}},
    {"name": "topics", "type": "Array", "element_type": "VarChar", "max_capacity": 10, "max_length": 50, "description": "What it was about",
     "generator": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["algebra", "api design", "biology", "career", "cooking", "creative writing", "databases", "debugging", "e-mail", "economics", "education", "finance", "fitness", "gardening", "history", "javascript", "law", "machine learning", "marketing", "medicine", "music", "philosophy", "physics", "planning", "poetry", "python", "recipes", "security", "spreadsheets", "statistics", "summaries", "translation", "travel", "web design"]}}},
    {"name": "context", "type": "JSON", "nullable": true, "description": "Settings of the model and of the session",
     "generator": {"type": "json", "fields": [
       {"name": "temperature", "type": "choice", "values": [0.0, 0.2, 0.5, 0.7, 1.0], "places": 1},
       {"name": "max_tokens", "type": "choice", "values": [512, 1024, 2048, 4096]},
       {"name": "turn", "type": "zipf", "count": 40, "exponent": 1.2},
       {"name": "client", "type": "choice", "values": ["web", "ios", "android", "api"], "weights": [45, 18, 17, 20]},
       {"name": "tools", "type": "list", "max_length": 2, "distinct": true, "of": {"type": "choice", "values": ["search", "code", "files", "images"]}}]}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_AI_CONVERSATIONS_HPP
