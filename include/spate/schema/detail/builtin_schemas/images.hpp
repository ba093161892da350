// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_IMAGES_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_IMAGES_HPP

/// The built-in collection `images`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view images_schema = R"json({
  "collection_name": "image_gallery",
  "description": "Photographs with two embeddings; sizes, formats and file names agree",
  "fields": [
    {"name": "image_id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the image, given by the database"},
    {"name": "filename", "type": "VarChar", "max_length": 255, "description": "As the camera called it, with the ending of its format",
     "generator": {"type": "depends_on", "field": "format", "cases": {
       "jpg": {"type": "pattern", "pattern": "(IMG|DSC|PXL|photo)_\\d{6}\\.jpg"},
       "png": {"type": "pattern", "pattern": "(screen|export|render|IMG)_\\d{6}\\.png"},
       "webp": {"type": "pattern", "pattern": "(web|thumb|banner|photo)_\\d{6}\\.webp"},
       "gif": {"type": "pattern", "pattern": "(loop|clip)_\\d{6}\\.gif"}},
       "otherwise": {"type": "pattern", "pattern": "IMG_\\d{6}\\.heic"}}},
    {"name": "image_url", "type": "VarChar", "max_length": 500, "description": "Where it is kept",
     "generator": {"type": "template", "text": "https://images.example.com/{format}/{filename}"}},
    {"name": "width", "type": "Int32", "min": 1, "max": 10000, "description": "In pixels",
     "generator": {"type": "choice", "integer": "int32", "values": [640, 1024, 1280, 1920, 2048, 2560, 3024, 3840, 4032, 6000], "weights": [6, 8, 10, 24, 8, 6, 12, 8, 14, 4]}},
    {"name": "height", "type": "Int32", "min": 1, "max": 10000, "description": "In pixels; with the width one of the usual sizes",
     "generator": {"type": "depends_on", "field": "width", "cases": {
       "640": {"type": "choice", "integer": "int32", "values": [480, 427, 640]},
       "1024": {"type": "choice", "integer": "int32", "values": [768, 683, 1024]},
       "1280": {"type": "choice", "integer": "int32", "values": [720, 960, 853]},
       "1920": {"type": "choice", "integer": "int32", "values": [1080, 1280, 1440]},
       "2048": {"type": "choice", "integer": "int32", "values": [1536, 1365, 2048]},
       "2560": {"type": "choice", "integer": "int32", "values": [1440, 1707, 1920]},
       "3840": {"type": "choice", "integer": "int32", "values": [2160]},
       "4032": {"type": "choice", "integer": "int32", "values": [3024]},
       "6000": {"type": "choice", "integer": "int32", "values": [4000]}},
       "otherwise": {"type": "choice", "integer": "int32", "values": [4032]}}},
    {"name": "file_size", "type": "Int64", "min": 1, "max": 100000000, "description": "In bytes, from the pixels and the format",
     "generator": {"type": "expression", "result": "int64",
       "value": "width * height * if(format == 'png', 1.2, if(format == 'gif', 0.7, 0.25)) * (50 + upload_date % 101) / 100"}},
    {"name": "format", "type": "VarChar", "max_length": 10, "description": "Format of the file",
     "generator": {"type": "choice", "values": ["jpg", "png", "webp", "gif", "heic"], "weights": [60, 18, 14, 3, 5]}},
    {"name": "alt_text", "type": "VarChar", "max_length": 500, "nullable": true, "description": "What is to be seen, for those who do not see it",
     "generator": {"type": "pattern", "pattern": "(A|One|The) (small|red|old|bright|quiet|wooden|snowy|crowded) (house|boat|street|market|bridge|garden|station|cat|bicycle|mountain) (at dusk|in the rain|by the sea|under trees|in morning light|near a river)"}},
    {"name": "upload_date", "type": "Int64", "description": "Seconds since 1970",
     "generator": {"type": "timestamp", "from": "2018-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z", "places": 0}},
    {"name": "tags", "type": "Array", "element_type": "VarChar", "max_capacity": 15, "max_length": 50, "description": "What it shows",
     "generator": {"type": "list", "min_length": 1, "max_length": 4, "distinct": true, "of": {"type": "choice", "values": ["architecture", "animal", "beach", "black-and-white", "bridge", "building", "car", "city", "clouds", "event", "family", "flower", "food", "forest", "friends", "garden", "interior", "lake", "landscape", "macro", "market", "mountain", "museum", "music", "night", "ocean", "people", "portrait", "rain", "river", "road", "sky", "snow", "sport", "street", "sunset", "train", "travel", "tree", "wedding"]}}},
    {"name": "is_public", "type": "Bool", "description": "Whether everybody may see it",
     "generator": {"type": "boolean", "probability": 0.75}},
    {"name": "exif_data", "type": "JSON", "nullable": true, "description": "Camera and exposure",
     "generator": {"type": "json", "fields": [
       {"name": "camera", "type": "choice", "values": ["Orion M4", "Orion M6", "Vesta X100", "Vesta X20", "Lyra One", "Lyra Mini"]},
       {"name": "iso", "type": "choice", "values": [100, 200, 400, 800, 1600, 3200], "weights": [30, 25, 20, 12, 8, 5]},
       {"name": "f_number", "type": "choice", "values": [1.8, 2.8, 4.0, 5.6, 8.0, 11.0], "places": 1},
       {"name": "exposure", "type": "choice", "values": ["1/30", "1/60", "1/125", "1/250", "1/500", "1/1000"]},
       {"name": "focal_length_mm", "type": "choice", "values": [24, 28, 35, 50, 85, 135, 200]}]}},
    {"name": "visual_embedding", "type": "FloatVector", "dim": 2048, "description": "Of shapes and colors",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}},
    {"name": "clip_embedding", "type": "FloatVector", "dim": 512, "description": "In a space that texts have, too",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_IMAGES_HPP
