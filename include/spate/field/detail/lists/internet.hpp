// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_LISTS_INTERNET_HPP
#define SPATE_FIELD_DETAIL_LISTS_INTERNET_HPP

/// Words of addresses on the Internet, with | between them.

namespace spate::inline v0::detail {

inline constexpr const char* address_words =
    "alder|amber|anchor|apex|arbor|arrow|aspen|atlas|aurora|basil|bay|beacon|birch|blue|bolt|bridge|bright|brook|canvas|canyon|cedar|circle|clear|cliff|cloud|"
    "clover|"
    "cobalt|comet|copper|coral|crest|crystal|dawn|delta|dune|eagle|ember|fern|field|finch|flint|forge|fox|garnet|gate|glen|granite|grove|harbor|haven|hazel|"
    "heron|"
    "hill|indigo|iron|island|ivory|jade|juniper|kite|lake|lark|laurel|leaf|lime|linden|lotus|lunar|maple|marble|meadow|mesa|mint|mist|moss|north|oak|oasis|"
    "ocean|"
    "olive|onyx|orbit|orchid|otter|owl|palm|peak|pearl|pebble|pine|pixel|planet|plum|polar|prairie|prism|quartz|raven|reef|ridge|river|robin|rocket|rose|ruby|"
    "sage|"
    "sand|shore|sierra|silver|sky|solar|spark|spring|spruce|star|stone|stream|summit|sun|swift|teal|terra|thistle|tide|timber|topaz|trail|tulip|valley|velvet|"
    "vista|"
    "water|wave|west|willow|wind|wren|zephyr";

inline constexpr const char* path_words =
    "about|account|archive|articles|blog|books|cart|catalog|categories|community|contact|courses|docs|download|events|explore|faq|features|forum|gallery|guide|"
    "help|"
    "home|images|jobs|learn|library|list|live|maps|media|members|music|news|offers|orders|partners|photos|press|pricing|products|profile|projects|recipes|"
    "reports|"
    "research|reviews|search|services|shop|sports|stories|support|team|topics|travel|users|videos|weather|wiki";

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_LISTS_INTERNET_HPP
