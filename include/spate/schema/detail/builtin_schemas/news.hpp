// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_NEWS_HPP
#define SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_NEWS_HPP

/// The built-in collection `news`.

#include <string_view>

namespace spate::inline v0::detail {

inline constexpr std::string_view news_schema = R"json({
  "collection_name": "news_articles",
  "description": "Articles of newspapers with whole texts; headline and rubric go together",
  "fields": [
    {"name": "article_id", "type": "Int64", "is_primary": true, "auto_id": true, "description": "Number of the article, given by the database"},
    {"name": "headline", "type": "VarChar", "max_length": 300, "description": "Of the category's kind",
     "generator": {"type": "depends_on", "field": "category", "cases": {
       "politics": {"type": "pattern", "pattern": "(Parliament|The Senate|The Government|The Opposition|City Council) (Approves|Rejects|Delays|Debates|Presents) (a New Budget|a Housing Bill|an Energy Plan|a Tax Reform|the School Law)"},
       "business": {"type": "pattern", "pattern": "(Norvista|Halgano|Lind Group|Voltaris|Marlow Bank) (Reports Record Profit|Cuts [1-9]00 Jobs|Buys a Rival|Opens a Plant|Warns of Weak Demand|Raises Its Forecast)"},
       "technology": {"type": "pattern", "pattern": "(Researchers|A Start-Up|Engineers|Chip Makers|Regulators) (Unveil|Test|Question|Race to Build|Agree on Rules for) (Faster Memory|a Language Model|Solid-State Batteries|Quantum Networks|Delivery Robots)"},
       "sports": {"type": "pattern", "pattern": "(Lions|Falcons|Rovers|Harbor City|Athletic) (Beat|Draw with|Lose to|Stun) (Wolves|Rangers|United|Old Town) (after Extra Time|[1-5]-[0-4]|in the Final|at Home)"},
       "health": {"type": "pattern", "pattern": "(Doctors|A Large Study|Hospitals|Health Officials) (Report|Find|Expect|Describe) (Fewer Flu Cases|Benefits of Walking|a Shortage of Nurses|Progress against Malaria|Better Sleep Advice)"},
       "science": {"type": "pattern", "pattern": "(Astronomers|Biologists|Geologists|Physicists|Divers) (Discover|Map|Explain|Observe) (a Distant Planet|Deep-Sea Life|Ancient Footprints|a Rare Particle|Melting Glaciers)"},
       "entertainment": {"type": "pattern", "pattern": "(Festival|New Film|Award|Concert Hall|Streaming Series) (Draws Record Crowds|Divides Critics|Returns after [2-9] Years|Opens in Spring|Surprises Its Audience)"}},
       "otherwise": {"type": "pattern", "pattern": "(Leaders|Envoys|Aid Groups|Observers|Neighbors) (Meet|Call for Talks|Sign an Accord|Warn of Drought|Welcome a Ceasefire) (in Geneva|in Nairobi|in Lima|in Jakarta|in Vienna|in Amman)"}}},
    {"name": "summary", "type": "VarChar", "max_length": 1000, "description": "A few sentences that lead in",
     "generator": {"type": "text", "min_bytes": 120, "max_bytes": 480, "average_bytes": 300}},
    {"name": "full_text", "type": "VarChar", "max_length": 50000, "description": "All paragraphs",
     "generator": {"type": "text", "unit": "paragraphs", "min_bytes": 1000, "max_bytes": 7000, "average_bytes": 4000}},
    {"name": "author", "type": "VarChar", "max_length": 100, "nullable": true, "description": "Who wrote it",
     "generator": {"type": "full_name"}},
    {"name": "source", "type": "VarChar", "max_length": 100, "description": "The newspaper or agency",
     "generator": {"type": "choice", "values": ["The Morning Ledger", "Harbor Gazette", "Continental Wire", "Daily Meridian", "The Northern Post", "Capital Courier", "Evening Standard-Herald", "Global Dispatch", "The Valley Times", "Open Press Agency"],
                   "weights": [16, 8, 20, 12, 9, 9, 8, 10, 3, 5]}},
    {"name": "category", "type": "VarChar", "max_length": 50, "description": "Rubric",
     "generator": {"type": "choice", "values": ["politics", "business", "technology", "sports", "health", "science", "entertainment", "world"], "weights": [20, 16, 12, 16, 8, 6, 10, 12]}},
    {"name": "subcategory", "type": "VarChar", "max_length": 50, "nullable": true, "description": "Part of the rubric",
     "generator": {"type": "depends_on", "field": "category", "cases": {
       "politics": {"type": "choice", "values": ["elections", "parliament", "local government", "foreign policy", "justice"]},
       "business": {"type": "choice", "values": ["markets", "companies", "economy", "real estate", "energy"]},
       "technology": {"type": "choice", "values": ["artificial intelligence", "gadgets", "security", "start-ups", "software"]},
       "sports": {"type": "choice", "values": ["football", "tennis", "basketball", "motorsport", "athletics"]},
       "health": {"type": "choice", "values": ["medicine", "nutrition", "mental health", "public health", "fitness"]},
       "science": {"type": "choice", "values": ["space", "climate", "biology", "physics", "archaeology"]},
       "entertainment": {"type": "choice", "values": ["film", "music", "television", "books", "theatre"]}},
       "otherwise": {"type": "choice", "values": ["africa", "americas", "asia", "europe", "middle east"]}}},
    {"name": "publish_date", "type": "Int64", "description": "Seconds since 1970",
     "generator": {"type": "timestamp", "from": "2020-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z", "places": 0}},
    {"name": "word_count", "type": "Int32", "min": 50, "max": 10000, "description": "Words of the whole article",
     "generator": {"type": "normal", "mean": 700, "deviation": 220, "min": 150, "max": 2400, "places": 0}},
    {"name": "reading_time_minutes", "type": "Int32", "min": 1, "max": 60, "description": "At 230 words a minute",
     "generator": {"type": "expression", "result": "int32", "value": "max(1, ceil(word_count / 230))"}},
    {"name": "geographic_focus", "type": "Array", "element_type": "VarChar", "max_capacity": 10, "max_length": 100, "description": "Countries that it is about",
     "generator": {"type": "list", "min_length": 1, "max_length": 3, "distinct": true, "of": {"type": "country"}}},
    {"name": "entities", "type": "Array", "element_type": "VarChar", "max_capacity": 20, "max_length": 100, "description": "People and organizations that it names",
     "generator": {"type": "list", "min_length": 1, "max_length": 4, "distinct": true, "of": {"type": "pattern", "pattern": "(Anna|David|Elena|Kofi|Mei|Omar|Priya|Thomas) (Lindqvist|Okafor|Moreau|Tanaka|Silva|Novak|Haddad|Byrne)|(Norvista|Halgano|Meridian|Northern|Continental) (Group|Institute|Council|Airlines|University|Foundation)"}}},
    {"name": "sentiment_score", "type": "Float", "min": -1.0, "max": 1.0, "nullable": true, "description": "From -1, bad news, to 1, good news",
     "generator": {"type": "normal", "mean": -0.05, "deviation": 0.4, "min": -1, "max": 1, "places": 3}},
    {"name": "is_breaking", "type": "Bool", "description": "Whether it had just happened",
     "generator": {"type": "boolean", "probability": 0.04}},
    {"name": "has_images", "type": "Bool", "description": "Whether there are pictures",
     "generator": {"type": "boolean", "probability": 0.8}},
    {"name": "metadata", "type": "JSON", "description": "Edition, comments, shares and whether it must be paid for",
     "generator": {"type": "json", "fields": [
       {"name": "edition", "type": "choice", "values": ["print", "online", "agency"], "weights": [2, 7, 1]},
       {"name": "comment_count", "type": "zipf", "count": 2000, "exponent": 1.05, "start": 0},
       {"name": "share_count", "type": "zipf", "count": 20000, "exponent": 1.02, "start": 0},
       {"name": "paywall", "type": "boolean", "probability": 0.35}]}},
    {"name": "headline_embedding", "type": "FloatVector", "dim": 384, "description": "Of the headline",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}},
    {"name": "content_embedding", "type": "FloatVector", "dim": 768, "description": "Of the whole text",
     "generator": {"type": "vector", "clusters": 64, "spread": 0.5}}
  ]
}
)json";

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_BUILTIN_SCHEMAS_NEWS_HPP
