// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_VIDEOS_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_VIDEOS_HPP

/// The built-in collection `videos`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view videos_schema = R"json({
  "collection_name": "video_library",
  "description": "Films of many makers; size, likes, title and tags agree with length, views and category",
  "fields": [
    {"name": "video_id", "type": "VarChar", "max_length": 50, "is_primary": true, "description": "Name of the video, of which there is one",
     "generator": {"type": "key_text", "prefix": "vid_", "length": 16}},
    {"name": "title", "type": "VarChar", "max_length": 200, "description": "What it is called, of the category's kind",
     "generator": {"type": "depends_on", "field": "category", "cases": {
       "Education": {"type": "pattern", "pattern": "(Understanding|The Basics of|A Short Course in|Why We Study) (Calculus|Black Holes|Grammar|Roman Law|Genetics|Statistics|Plate Tectonics)( in [1-9]0 Minutes)?"},
       "Gaming": {"type": "pattern", "pattern": "(Speedrun of|Let's Play|All Secrets of|Final Boss of) (Emberfall|Deep Harbor|Starloft|Clockwork Vale|Ninth Gate)( - Episode [1-9][0-9])?"},
       "Music": {"type": "pattern", "pattern": "(Midnight|Paper|Golden|Electric|Northern) (River|Sky|Letters|Train|Hearts|Tide) \\((live|official video|acoustic|lyrics)\\)"},
       "Cooking": {"type": "pattern", "pattern": "(Easy|Perfect|Grandmother's|One-Pot|Crispy) (Risotto|Sourdough|Dumplings|Apple Pie|Curry|Ramen|Paella)( in [2-6]0 Minutes)?"},
       "Sports": {"type": "pattern", "pattern": "(Highlights|Best Goals|Full Match|Training Day|Final Minutes): (Lions|Falcons|Harbor City|United|Rovers) - (Wolves|Rangers|Athletic|Old Town)"},
       "Travel": {"type": "pattern", "pattern": "(A Week in|Walking through|Hidden Places of|By Train to|Three Days in) (Lisbon|Kyoto|Patagonia|Tallinn|Oaxaca|Sicily|Hanoi|Cape Town)"},
       "Technology": {"type": "pattern", "pattern": "(Review of|Unboxing|We Tested|The Truth about|Building) (a Foldable Phone|a Home Server|the Smallest Laptop|a Mechanical Keyboard|Solar Panels|an Electric Bike)"}},
       "otherwise": {"type": "pattern", "pattern": "(Morning News|Evening Report|The Interview|World in Focus|The Week)(: (Economy|Climate|Elections|Health|Science))?"}}},
    {"name": "description", "type": "VarChar", "max_length": 2000, "description": "What its maker says of it",
     "generator": {"type": "text", "min_bytes": 80, "max_bytes": 620, "average_bytes": 350}},
    {"name": "duration_seconds", "type": "Int32", "min": 1, "max": 36000, "description": "Length",
     "generator": {"type": "lognormal", "log_mean": 6.0, "log_deviation": 1.0, "min": 5, "max": 36000, "places": 0}},
    {"name": "resolution", "type": "VarChar", "max_length": 20, "description": "Width and height in pixels",
     "generator": {"type": "choice", "values": ["1920x1080", "1280x720", "3840x2160", "2560x1440", "854x480"], "weights": [52, 18, 15, 8, 7]}},
    {"name": "fps", "type": "Int32", "min": 1, "max": 120, "description": "Pictures a second",
     "generator": {"type": "choice", "integer": "int32", "values": [24, 25, 30, 50, 60, 120], "weights": [18, 17, 40, 7, 17, 1]}},
    {"name": "file_size_mb", "type": "Float", "min": 0.1, "max": 50000.0, "description": "In megabytes, from length, resolution and pictures a second",
     "generator": {"type": "expression", "places": 1,
       "value": "min(duration_seconds * if(resolution == '3840x2160', 4.2, if(resolution == '2560x1440', 2.1, if(resolution == '1920x1080', 1.0, 0.5))) * if(fps > 30, 1.5, 1), 50000)"}},
    {"name": "upload_date", "type": "Int64", "description": "Seconds since 1970",
     "generator": {"type": "timestamp", "from": "2016-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z", "places": 0}},
    {"name": "view_count", "type": "Int64", "min": 0, "max": 10000000000, "description": "How often it was seen",
     "generator": {"type": "lognormal", "log_mean": 8.0, "log_deviation": 2.4, "max": 10000000000, "places": 0}},
    {"name": "like_count", "type": "Int64", "min": 0, "max": 1000000000, "description": "How many liked it, a few of a hundred who saw it",
     "generator": {"type": "expression", "result": "int64", "value": "floor(view_count * (5 + upload_date % 75) / 1000)"}},
    {"name": "language", "type": "VarChar", "max_length": 10, "nullable": true, "description": "Two letters of ISO 639",
     "generator": {"type": "choice", "values": ["en", "es", "hi", "pt", "ja", "de", "fr", "ko"], "weights": [52, 13, 9, 8, 6, 5, 4, 3]}},
    {"name": "category", "type": "VarChar", "max_length": 50, "description": "Shelf of the library",
     "generator": {"type": "choice", "values": ["Education", "Gaming", "Music", "Cooking", "Sports", "Travel", "Technology", "News"], "weights": [15, 20, 20, 9, 10, 9, 9, 8]}},
    {"name": "tags", "type": "Array", "element_type": "VarChar", "max_capacity": 20, "max_length": 30, "description": "Words to search by, from the category",
     "generator": {"type": "depends_on", "field": "category", "cases": {
       "Education": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["lecture", "tutorial", "explained", "mathematics", "history", "physics", "language", "exam", "university", "school", "animation", "documentary"]}},
       "Gaming": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["gameplay", "walkthrough", "speedrun", "multiplayer", "rpg", "indie", "retro", "esports", "funny", "review", "mods", "stream"]}},
       "Music": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["live", "acoustic", "cover", "pop", "rock", "jazz", "classical", "electronic", "lyrics", "remix", "piano", "concert"]}},
       "Cooking": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["recipe", "vegetarian", "baking", "dessert", "quick", "healthy", "street-food", "italian", "asian", "budget", "bread", "kitchen"]}},
       "Sports": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["football", "basketball", "tennis", "highlights", "training", "cycling", "running", "olympics", "interview", "live", "analysis", "swimming"]}},
       "Travel": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["vlog", "city", "hiking", "train", "budget", "food", "beach", "mountains", "drone", "guide", "road-trip", "island"]}},
       "Technology": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["review", "unboxing", "smartphone", "laptop", "programming", "ai", "robotics", "diy", "hardware", "security", "linux", "camera"]}}},
       "otherwise": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["breaking", "politics", "economy", "climate", "interview", "world", "local", "debate", "report", "live", "election", "weather"]}}}},
    {"name": "is_published", "type": "Bool", "description": "Whether it can be seen",
     "generator": {"type": "boolean", "probability": 0.94}},
    {"name": "has_subtitles", "type": "Bool", "description": "Whether it can be read, too",
     "generator": {"type": "boolean", "probability": 0.45}},
    {"name": "metadata", "type": "JSON", "description": "Channel, codec, sound and comments",
     "generator": {"type": "json", "fields": [
       {"name": "channel", "type": "user_name"},
       {"name": "codec", "type": "choice", "values": ["h264", "h265", "vp9", "av1"], "weights": [50, 20, 18, 12]},
       {"name": "audio_channels", "type": "choice", "values": [2, 6, 1], "weights": [85, 10, 5]},
       {"name": "comment_count", "type": "zipf", "count": 5000, "exponent": 1.05, "start": 0},
       {"name": "age_restricted", "type": "boolean", "probability": 0.03}]}},
    {"name": "thumbnail_embedding", "type": "FloatVector", "dim": 512, "description": "Of the still picture",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}},
    {"name": "content_embedding", "type": "FloatVector", "dim": 1024, "description": "Of pictures and sound",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_VIDEOS_HPP
