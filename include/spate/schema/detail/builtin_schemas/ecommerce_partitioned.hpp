// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_ECOMMERCE_PARTITIONED_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_ECOMMERCE_PARTITIONED_HPP

/// The built-in collection `ecommerce_partitioned`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view ecommerce_partitioned_schema = R"json({
  "collection_name": "ecommerce_products_partitioned",
  "description": "Products of many shops in one collection, parted by the shop that they belong to",
  "fields": [
    {"name": "product_id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the product, given by the database"},
    {"name": "tenant_id", "type": "VarChar", "max_length": 64, "is_partition_key": true, "cardinality_ratio": 0.005, "description": "The shop, one for 200 products",
     "generator": {"type": "key_text", "prefix": "tenant_", "length": 15}},
    {"name": "product_name", "type": "VarChar", "max_length": 200, "description": "Name in the shop",
     "generator": {"type": "product_name"}},
    {"name": "category", "type": "VarChar", "max_length": 100, "description": "Department of the shop",
     "enum_values": ["Electronics", "Books", "Clothing", "Home & Garden", "Sports", "Toys", "Food & Beverage", "Health & Beauty", "Automotive", "Other"]},
    {"name": "brand", "type": "VarChar", "max_length": 100, "nullable": true, "cardinality_ratio": 0.05, "description": "The maker, one for 20 products",
     "generator": {"type": "pattern", "pattern": "(Al|Bel|Cor|Dal|El|Fen|Gar|Hal|Is|Jor|Kal|Lin|Mar|Nor|Os|Pel|Quin|Ros|Sol|Tar|Ul|Vel|Wes|Yar|Zen)(a|e|i|o|u)(ban|cor|dan|far|gan|lin|mar|nel|per|quo|ris|sta|tor|var|wen|zon)(a|e|ia|o|us|ix|is|y)?( Works| Studio| & Sons| Lab| House)?"}},
    {"name": "price", "type": "Float", "min": 0.01, "max": 10000.0, "description": "In US dollars",
     "generator": {"type": "lognormal", "log_mean": 3.6, "log_deviation": 1.0, "min": 0.5, "max": 9999.99, "places": 2}},
    {"name": "rating", "type": "Float", "min": 1.0, "max": 5.0, "nullable": true, "description": "Mean of the customers' stars",
     "generator": {"type": "normal", "mean": 4.2, "deviation": 0.6, "min": 1, "max": 5, "places": 1}},
    {"name": "stock_quantity", "type": "Int32", "min": 0, "max": 10000, "description": "Pieces in the warehouse",
     "generator": {"type": "exponential", "rate": 0.004, "max": 10000, "places": 0, "default": 0, "default_share": 0.08}},
    {"name": "tags", "type": "Array", "element_type": "VarChar", "max_capacity": 10, "max_length": 50, "description": "Words to filter by, from the category",
     "generator": {"type": "depends_on", "field": "category", "cases": {
       "Electronics|Automotive": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["bluetooth", "usb-c", "12-volt", "wireless", "fast-charging", "refurbished", "spare-part", "smart", "portable", "led", "premium", "waterproof", "universal", "heavy-duty", "rechargeable", "clearance"]}},
       "Clothing|Sports": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["women", "men", "kids", "winter", "summer", "running", "breathable", "organic-cotton", "outdoor", "training", "unisex", "recycled", "lightweight", "slim-fit", "team", "clearance"]}},
       "Food & Beverage|Health & Beauty": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["organic", "vegan", "gluten-free", "fair-trade", "fragrance-free", "sugar-free", "travel-size", "natural", "refill", "local", "kosher", "halal", "family-size", "seasonal", "plastic-free", "bulk"]}}},
       "otherwise": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["handmade", "gift", "eco", "family", "minimalist", "classic", "seasonal", "bestseller", "illustrated", "educational", "collectible", "limited-edition", "new", "premium", "local", "clearance"]}}}},
    {"name": "is_available", "type": "Bool", "description": "Whether there is a piece in the warehouse",
     "generator": {"type": "expression", "value": "stock_quantity > 0"}},
    {"name": "created_at", "type": "Int64", "min": 1609459200, "max": 1735689600, "description": "Seconds since 1970, in the years 2021 to 2024",
     "generator": {"type": "timestamp", "from": "2021-01-01T00:00:00Z", "to": "2025-01-01T00:00:00Z", "places": 0}},
    {"name": "metadata", "type": "JSON", "description": "Stock number, color and weight",
     "generator": {"type": "json", "fields": [
       {"name": "sku", "type": "pattern", "pattern": "[A-Z]{3}-\\d{5}"},
       {"name": "color", "type": "choice", "values": ["black", "white", "navy", "red", "green", "natural"]},
       {"name": "weight_grams", "type": "integer", "min": 40, "max": 6000},
       {"name": "free_shipping", "type": "boolean", "probability": 0.6}]}},
    {"name": "description_embedding", "type": "FloatVector", "dim": 768, "description": "Of the product's description",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_ECOMMERCE_PARTITIONED_HPP
