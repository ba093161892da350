// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_LISTS_COMMERCE_HPP
#define SPATE_FIELD_DETAIL_LISTS_COMMERCE_HPP

/// Words of shops, with | between them.

namespace spate::inline v0::detail {

inline constexpr const char* product_qualities =
    "Basic|Bright|Classic|Clever|Comfortable|Compact|Elegant|Essential|Everyday|Fine|Folding|Fresh|Gentle|Handmade|Heavy|Large|Light|Lightweight|Little|Modern|"
    "Natural|"
    "New|Outdoor|Perfect|Plain|Pocket|Portable|Practical|Premium|Quiet|Reliable|Robust|Rustic|Simple|Sleek|Slim|Small|Smart|Smooth|Soft|Solid|Spare|Sturdy|"
    "Tiny|Vintage|"
    "Warm|Wide|Woven";

inline constexpr const char* product_materials =
    "Acrylic|Aluminium|Bamboo|Beech|Brass|Bronze|Canvas|Carbon|Ceramic|Cherry|Clay|Copper|Cork|Cotton|Denim|Felt|Fleece|Glass|Granite|Jute|Leather|Linen|Maple|"
    "Marble|"
    "Merino|Nylon|Oak|Paper|Pine|Plastic|Porcelain|Rubber|Silicone|Silk|Slate|Steel|Stone|Suede|Titanium|Velvet|Walnut|Wool";

inline constexpr const char* product_things =
    "Apron|Backpack|Bag|Ball|Basket|Bed|Bell|Belt|Bench|Bicycle|Blanket|Book|Bottle|Bowl|Box|Bracelet|Brush|Cabinet|Cap|Case|Chair|Clock|Coat|Cup|Cushion|Desk|"
    "Dish|"
    "Drill|Fan|Fork|Frame|Gloves|Hammer|Hat|Headphones|Helmet|Hook|Jacket|Jar|Kettle|Keyboard|Knife|Ladder|Lamp|Lantern|Mat|Mirror|Mouse|Mug|Notebook|Pan|Pen|"
    "Pencil|"
    "Pillow|Plate|Pot|Puzzle|Rack|Radio|Ring|Rug|Scarf|Shelf|Shirt|Shoes|Sofa|Speaker|Spoon|Stool|Table|Tent|Towel|Toy|Tray|Umbrella|Vase|Wallet|Watch";

inline constexpr const char* brand_beginnings =
    "Al|Ar|Bel|Bra|Cal|Cor|Dal|Dor|El|Fal|Fen|Gal|Gor|Hal|Hel|Il|Jor|Kal|Kor|Lan|Lor|Mar|Mel|Nor|Ol|Or|Pel|Qua|Ral|Ros|Sel|Sor|Tal|Tor|Ul|Val|Ver|Wel|Yor|Zan";
inline constexpr const char* brand_endings =
    "adia|ando|ara|arix|avo|bano|bera|dane|dexa|dora|elio|enta|era|evia|gano|gora|iba|idon|ina|ista|ivo|kano|lano|lera|limo|mado|mera|mondo|nara|nexo|nova|olo|"
    "ondra|"
    "oria|oxa|pino|rado|renta|rona|sano|sera|tano|tera|tivo|una|vano|vera|vista|xo|zano";

inline constexpr const char* company_trades =
    "Analytics|Bakery|Brewing|Capital|Consulting|Design|Electric|Energy|Engineering|Farms|Foods|Freight|Furniture|Gardens|Health|Hotels|Industries|Instruments|"
    "Insurance|"
    "Labs|Logistics|Machines|Marine|Media|Medical|Metals|Mining|Motors|Optics|Packaging|Paper|Partners|Pharma|Plastics|Press|Properties|Rail|Robotics|Security|"
    "Shipping|"
    "Software|Solar|Steel|Studios|Supply|Systems|Textiles|Tools|Travel|Works";

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_LISTS_COMMERCE_HPP
