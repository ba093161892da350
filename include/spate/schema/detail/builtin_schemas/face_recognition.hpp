// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_FACE_RECOGNITION_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_FACE_RECOGNITION_HPP

/// The built-in collection `face_recognition`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view face_recognition_schema = R"json({
  "collection_name": "face_recognition",
  "description": "Faces that cameras saw, with codes of bits that are compared by Hamming distance",
  "fields": [
    {"name": "id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the capture, given by the database"},
    {"name": "person_id", "type": "VarChar", "max_length": 50, "description": "Of the person, from the name",
     "generator": {"type": "template", "text": "person-{person_name|ascii|lower|words}"}},
    {"name": "person_name", "type": "VarChar", "max_length": 200, "description": "First and last name of one of 500 people",
     "generator": {"type": "distinct", "count": 500, "of": {"type": "full_name"}}},
    {"name": "capture_timestamp", "type": "Int64", "min": 0, "max": 9999999999, "description": "Seconds since 1970",
     "generator": {"type": "timestamp", "from": "2025-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z", "places": 0}},
    {"name": "camera_id", "type": "VarChar", "max_length": 50, "description": "Of the camera, from where it hangs",
     "generator": {"type": "template", "text": "cam-{location|lower|words}"}},
    {"name": "location", "type": "VarChar", "max_length": 200, "description": "Where the camera hangs",
     "generator": {"type": "choice", "values": ["Main lobby", "North gate", "South gate", "Parking level 1", "Parking level 2", "Elevator A", "Elevator B", "Cafeteria", "Loading dock", "Reception", "Server room", "Roof terrace"],
                   "weights": [20, 14, 12, 8, 6, 9, 8, 8, 4, 8, 2, 1]}},
    {"name": "confidence_score", "type": "Float", "min": 0.0, "max": 1.0, "description": "How sure the match is",
     "generator": {"type": "beta", "a": 30, "b": 2, "places": 3}},
    {"name": "age_estimate", "type": "Int8", "min": 0, "max": 120, "nullable": true, "description": "In years",
     "generator": {"type": "normal", "mean": 38, "deviation": 14, "min": 16, "max": 90, "places": 0}},
    {"name": "gender", "type": "VarChar", "max_length": 20, "nullable": true, "description": "As it seems",
     "generator": {"type": "choice", "values": ["female", "male", "unknown"], "weights": [48, 48, 4]}},
    {"name": "emotion", "type": "VarChar", "max_length": 50, "nullable": true, "description": "As it seems",
     "generator": {"type": "choice", "values": ["neutral", "happy", "surprised", "sad", "angry", "tired"], "weights": [52, 25, 7, 6, 4, 6]}},
    {"name": "face_encoding", "type": "BinaryVector", "dim": 512, "description": "Code of the face",
     "generator": {"type": "vector", "clusters": 500, "spread": 0.5}},
    {"name": "face_landmarks", "type": "BinaryVector", "dim": 256, "description": "Code of where eyes, nose and mouth are",
     "generator": {"type": "vector", "clusters": 500, "spread": 0.5}},
    {"name": "attributes", "type": "Array", "element_type": "VarChar", "max_capacity": 15, "max_length": 50, "description": "What else is to be seen",
     "generator": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["glasses", "sunglasses", "beard", "moustache", "mask", "hat", "headscarf", "earrings", "long hair", "short hair", "gray hair", "bald", "headphones", "make-up", "freckles", "smiling"]}}},
    {"name": "metadata", "type": "JSON", "nullable": true, "description": "Quality of the picture and the light",
     "generator": {"type": "json", "fields": [
       {"name": "image_quality", "type": "beta", "a": 8, "b": 2, "places": 2},
       {"name": "lighting", "type": "choice", "values": ["daylight", "indoor", "dim", "backlight", "infrared"], "weights": [35, 40, 12, 8, 5]},
       {"name": "face_width_pixels", "type": "integer", "min": 48, "max": 640},
       {"name": "yaw_degrees", "type": "normal", "mean": 0, "deviation": 14, "min": -60, "max": 60, "places": 1}]}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_FACE_RECOGNITION_HPP
