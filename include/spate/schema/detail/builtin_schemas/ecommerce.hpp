// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_ECOMMERCE_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_ECOMMERCE_HPP

/// The built-in collection `ecommerce`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view ecommerce_schema = R"json({
  "collection_name": "ecommerce_products",
  "description": "Products of a shop: brand, name, price and tags go with the category",
  "fields": [
    {"name": "product_id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the product, given by the database"},
    {"name": "product_name", "type": "VarChar", "max_length": 200, "description": "Name in the shop, of the category's kind",
     "generator": {"type": "depends_on", "field": "category", "cases": {
       "Electronics": {"type": "pattern", "pattern": "(Wireless|Compact|Smart|Portable|Foldable|Solar|Rugged|Slim) (Headphones|Speaker|Keyboard|Monitor|Charger|Camera|Router|Tablet) [1-9]00"},
       "Clothing": {"type": "pattern", "pattern": "(Black|Navy|Striped|Olive|White|Quilted|Slim|Checked|Linen|Wool|Cotton|Denim) (Shirt|Jacket|Trousers|Dress|Cardigan|Skirt|Coat|Scarf|Hat|Socks|Blouse|Pullover)"},
       "Home & Kitchen": {"type": "pattern", "pattern": "(Cast Iron|Bamboo|Ceramic|Steel|Glass|Enamel|Oak|Copper) (Pan|Kettle|Cutting Board|Lamp|Storage Jar|Bowl|Knife|Tray), [1-9] pieces"},
       "Books": {"type": "pattern", "pattern": "(The|Beyond the|Under the|A History of the|Letters from the) (Silent Harbor|Northern River|Last Orchard|Glass Garden|Hidden Station|Winter Coast|Lost Archive|Long Road|White Lighthouse|Quiet Valley)"},
       "Sports & Outdoors": {"type": "pattern", "pattern": "(Trail|Alpine|Training|Ultralight|Road|Winter) (Backpack|Tent|Running Shoes|Helmet|Sleeping Bag|Yoga Mat|Bottle) [1-9]0"},
       "Beauty": {"type": "pattern", "pattern": "(Hydrating|Soothing|Mineral|Daily|Repairing) (Face Cream|Shampoo|Serum|Sunscreen|Soap|Hand Balm|Cleanser), [1-9]0 ml"},
       "Toys & Games": {"type": "pattern", "pattern": "(Wooden|Magnetic|Giant|My First|Classic) (Train|Puzzle|Castle|Marble Run|Board Game|Robot|Farm) for ages [3-9]"}},
       "otherwise": {"type": "pattern", "pattern": "(Organic|Fair Trade|Roasted|Whole|Dried|Wild) (Coffee|Oats|Almonds|Olive Oil|Lentils|Tea|Pasta|Apricots), [1-9]00 g"}}},
    {"name": "category", "type": "VarChar", "max_length": 100, "description": "Department of the shop",
     "generator": {"type": "choice", "values": ["Electronics", "Clothing", "Home & Kitchen", "Books", "Sports & Outdoors", "Beauty", "Toys & Games", "Grocery"],
                   "weights": [20, 22, 16, 14, 9, 8, 6, 5]}},
    {"name": "brand", "type": "VarChar", "max_length": 100, "nullable": true, "description": "A maker of the category's products",
     "generator": {"type": "depends_on", "field": "category", "cases": {
       "Electronics": {"type": "choice", "values": ["Voltaris", "Lumenic", "Halgano", "Ostrava Audio", "Pixelforge", "Nordwave"]},
       "Clothing": {"type": "choice", "values": ["Linden & Rye", "Atelier Morava", "Fjordwear", "Cinder Lane", "Tessella", "Oak Street"]},
       "Home & Kitchen": {"type": "choice", "values": ["Hearthline", "Casa Verra", "Ironbark", "Kettle & Co", "Norvista Home", "Brightmoor"]},
       "Books": {"type": "choice", "values": ["Marlow Press", "Paper Lantern", "Quill House", "Seven Hills Books", "Tern & Wren"]},
       "Sports & Outdoors": {"type": "choice", "values": ["Summitry", "Ridgeback", "Aquila Sport", "Longstride", "Tarn"]},
       "Beauty": {"type": "choice", "values": ["Verbena", "Clair Matin", "Saltwater", "Mirabelle", "Fern & Fig"]},
       "Toys & Games": {"type": "choice", "values": ["Tinkerwood", "Little Comet", "Puzzlewright", "Kite & Key", "Bramble"]}},
       "otherwise": {"type": "choice", "values": ["Green Furrow", "Mill Lane", "Casa Oliva", "Harvest Moon", "Good Acre"]}}},
    {"name": "price", "type": "Float", "min": 0.01, "max": 10000.0, "description": "In US dollars, dearer in some categories",
     "generator": {"type": "depends_on", "field": "category", "cases": {
       "Electronics": {"type": "lognormal", "log_mean": 5.0, "log_deviation": 0.9, "min": 4.99, "max": 9999.99, "places": 2}},
       "otherwise": {"type": "lognormal", "log_mean": 3.3, "log_deviation": 0.8, "min": 0.99, "max": 9999.99, "places": 2}}},
    {"name": "rating", "type": "Float", "min": 1.0, "max": 5.0, "nullable": true, "description": "Mean of the customers' stars",
     "generator": {"type": "normal", "mean": 4.2, "deviation": 0.6, "min": 1, "max": 5, "places": 1}},
    {"name": "stock_quantity", "type": "Int32", "min": 0, "max": 10000, "description": "Pieces in the warehouse",
     "generator": {"type": "exponential", "rate": 0.004, "max": 10000, "places": 0, "default": 0, "default_share": 0.08}},
    {"name": "tags", "type": "Array", "element_type": "VarChar", "max_capacity": 10, "max_length": 50, "description": "Words to filter by, from the category",
     "generator": {"type": "depends_on", "field": "category", "cases": {
       "Electronics|Home & Kitchen": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["energy-saving", "usb-c", "smart-home", "compact", "cordless", "quiet", "gift", "stainless", "refurbished", "travel", "waterproof", "minimalist", "bestseller", "two-year-warranty", "limited-edition", "space-saving", "easy-clean", "made-in-europe", "touch-control", "rechargeable", "office", "student", "premium", "clearance"]}},
       "Clothing|Sports & Outdoors": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["women", "men", "kids", "winter", "summer", "running", "hiking", "cycling", "yoga", "breathable", "lightweight", "waterproof", "organic-cotton", "recycled", "vegan", "plus-size", "slim-fit", "casual", "reflective", "machine-washable", "training", "travel", "unisex", "clearance"]}},
       "Books|Toys & Games": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["ages-3-5", "ages-6-9", "ages-10-plus", "adults", "educational", "illustrated", "classic", "bestseller", "award-winner", "family", "travel", "history", "science", "fantasy", "mystery", "animals", "space", "gift", "collectible", "english", "series", "new", "signed", "clearance"]}}},
       "otherwise": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "choice", "values": ["organic", "vegan", "fair-trade", "fragrance-free", "sensitive", "natural", "refill", "travel-size", "family-size", "local", "plastic-free", "cruelty-free", "gluten-free", "sugar-free", "palm-oil-free", "handmade", "seasonal", "gift", "subscription", "bulk", "bestseller", "new", "kosher", "clearance"]}}}},
    {"name": "is_available", "type": "Bool", "description": "Whether there is a piece in the warehouse",
     "generator": {"type": "expression", "value": "stock_quantity > 0"}},
    {"name": "metadata", "type": "JSON", "description": "Stock number, color, weight and how often it was reviewed",
     "generator": {"type": "json", "fields": [
       {"name": "sku", "type": "pattern", "pattern": "[A-Z]{2}-\\d{4}"},
       {"name": "color", "type": "choice", "values": ["black", "white", "navy", "red", "green", "natural"]},
       {"name": "weight_grams", "type": "integer", "min": 40, "max": 6000},
       {"name": "review_count", "type": "zipf", "count": 2000, "exponent": 1.05, "start": 0}]}},
    {"name": "description_embedding", "type": "FloatVector", "dim": 768, "description": "Of the product's description",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}},
    {"name": "image_embedding", "type": "FloatVector", "dim": 512, "description": "Of the product's picture",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_ECOMMERCE_HPP
