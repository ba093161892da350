// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_AUDIO_TRANSCRIPTS_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_AUDIO_TRANSCRIPTS_HPP

/// The built-in collection `audio_transcripts`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view audio_transcripts_schema = R"json({
  "collection_name": "audio_transcripts",
  "description": "What was said in recordings, with embeddings of half precision",
  "fields": [
    {"name": "id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the recording, given by the database"},
    {"name": "audio_file", "type": "VarChar", "max_length": 255, "description": "Name of the file",
     "generator": {"type": "pattern", "pattern": "(call|meeting|interview|podcast|lecture|voicemail)_202[0-5](0[1-9]|1[0-2])_\\d{6}\\.(wav|mp3|flac|m4a)"}},
    {"name": "transcript", "type": "VarChar", "max_length": 5000, "description": "The words",
     "generator": {"type": "text", "min_bytes": 200, "max_bytes": 2200, "average_bytes": 1200}},
    {"name": "language", "type": "VarChar", "max_length": 10, "description": "Two letters of ISO 639",
     "generator": {"type": "choice", "values": ["en", "es", "zh", "de", "fr", "pt", "hi", "ar"], "weights": [55, 12, 9, 7, 6, 5, 4, 2]}},
    {"name": "duration_seconds", "type": "Float", "min": 0.1, "max": 7200.0, "description": "Length of the recording",
     "generator": {"type": "lognormal", "log_mean": 5.3, "log_deviation": 0.9, "min": 2, "max": 7200, "places": 1}},
    {"name": "confidence_score", "type": "Float", "min": 0.0, "max": 1.0, "description": "How sure the words are",
     "generator": {"type": "beta", "a": 18, "b": 2, "places": 3}},
    {"name": "speaker_count", "type": "Int8", "min": 1, "max": 10, "description": "How many spoke",
     "generator": {"type": "choice", "integer": "int8", "values": [1, 2, 3, 4, 5, 6, 8, 10], "weights": [30, 38, 12, 8, 5, 4, 2, 1]}},
    {"name": "audio_embedding", "type": "Float16Vector", "dim": 768, "description": "Of what is said",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}},
    {"name": "keywords", "type": "Array", "element_type": "VarChar", "max_capacity": 20, "max_length": 50, "description": "Words that matter",
     "generator": {"type": "list", "min_length": 1, "max_length": 4, "distinct": true, "of": {"type": "choice", "values": ["account", "agenda", "appointment", "budget", "cancellation", "complaint", "contract", "deadline", "delivery", "diagnosis", "discount", "feedback", "hiring", "history", "invoice", "launch", "marketing", "migration", "outage", "payment", "pricing", "privacy", "quality", "quarter", "refund", "release", "renewal", "research", "roadmap", "schedule", "security", "shipping", "strategy", "support", "team", "training", "travel", "upgrade", "warranty", "workshop"]}}},
    {"name": "metadata", "type": "JSON", "nullable": true, "description": "How it was recorded",
     "generator": {"type": "json", "fields": [
       {"name": "sample_rate", "type": "choice", "values": [8000, 16000, 22050, 44100, 48000], "weights": [20, 40, 5, 20, 15]},
       {"name": "channels", "type": "choice", "values": [1, 2], "weights": [70, 30]},
       {"name": "noise_db", "type": "normal", "mean": -48, "deviation": 9, "min": -90, "max": -10, "places": 1},
       {"name": "device", "type": "choice", "values": ["phone", "headset", "room microphone", "studio"]}]}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_AUDIO_TRANSCRIPTS_HPP
