// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_LISTS_PLACE_HPP
#define SPATE_FIELD_DETAIL_LISTS_PLACE_HPP

/// Names of places, with | between them.

namespace spate::inline v0::detail {

inline constexpr const char* cities =
    "Accra|Addis "
    "Ababa|Adelaide|Algiers|Amman|Amsterdam|Ankara|Antwerp|Athens|Atlanta|Auckland|Austin|Baku|Bangkok|Barcelona|Beijing|Beirut|Belgrade|Bergen|Berlin|"
    "Bern|Bilbao|Birmingham|Bogotá|Bologna|Bordeaux|Boston|Bratislava|Brisbane|Bristol|Brussels|Bucharest|Budapest|Buenos Aires|Busan|Cairo|Calgary|Cape "
    "Town|Caracas|"
    "Casablanca|Chennai|Chicago|Cologne|Colombo|Copenhagen|Cork|Córdoba|Curitiba|Dakar|Dallas|Delhi|Denver|Dhaka|Dresden|Dubai|Dublin|Durban|Edinburgh|"
    "Florence|"
    "Frankfurt|Gdańsk|Geneva|Genoa|Ghent|Glasgow|Gothenburg|Graz|Guadalajara|Hamburg|Hanoi|Helsinki|Houston|Hyderabad|Istanbul|Jakarta|Johannesburg|Kampala|"
    "Karachi|"
    "Kigali|Kobe|Kolkata|Kraków|Kyiv|Kyoto|Lagos|Lahore|Leeds|Leipzig|Lille|Lima|Lisbon|Ljubljana|London|Lusaka|Luxembourg|Lyon|Madrid|Malmö|Manchester|Manila|"
    "Marseille|Medellín|Melbourne|Mexico City|Miami|Milan|Montevideo|Montreal|Mumbai|Munich|Málaga|Nagoya|Nairobi|Nantes|Naples|New "
    "York|Nice|Osaka|Oslo|Ottawa|"
    "Palermo|Paris|Perth|Philadelphia|Phoenix|Portland|Porto|Prague|Quito|Rabat|Reykjavík|Riga|Rio de Janeiro|Rome|Rotterdam|Salzburg|San Diego|Santiago|São "
    "Paulo|"
    "Sapporo|Sarajevo|Seattle|Seoul|Seville|Shanghai|Singapore|Sofia|Stockholm|Stuttgart|Sydney|Taipei|Tallinn|Tbilisi|Tirana|Tokyo|Toronto|Toulouse|Tunis|"
    "Turin|"
    "Utrecht|Valencia|Vancouver|Venice|Vienna|Vilnius|Warsaw|Wellington|Wrocław|Yerevan|Zagreb|Zürich";

// ISO 3166-1: the code of two letters, then a short name.
inline constexpr const char* countries =
    "AR Argentina|AU Australia|AT Austria|BD Bangladesh|BE Belgium|BR Brazil|BG Bulgaria|CA Canada|CL Chile|CN China|CO Colombia|HR Croatia|CY Cyprus|CZ "
    "Czechia|"
    "DK Denmark|EC Ecuador|EG Egypt|EE Estonia|ET Ethiopia|FI Finland|FR France|GE Georgia|DE Germany|GH Ghana|GR Greece|HU Hungary|IS Iceland|IN India|ID "
    "Indonesia|"
    "IE Ireland|IL Israel|IT Italy|JP Japan|JO Jordan|KZ Kazakhstan|KE Kenya|KR South Korea|LV Latvia|LT Lithuania|LU Luxembourg|MY Malaysia|MT Malta|MX "
    "Mexico|"
    "MA Morocco|NL Netherlands|NZ New Zealand|NG Nigeria|NO Norway|PK Pakistan|PE Peru|PH Philippines|PL Poland|PT Portugal|RO Romania|RW Rwanda|SA Saudi "
    "Arabia|"
    "SN Senegal|RS Serbia|SG Singapore|SK Slovakia|SI Slovenia|ZA South Africa|ES Spain|LK Sri Lanka|SE Sweden|CH Switzerland|TZ Tanzania|TH Thailand|TN "
    "Tunisia|"
    "TR Turkey|UG Uganda|UA Ukraine|AE United Arab Emirates|GB United Kingdom|US United States|UY Uruguay|UZ Uzbekistan|VN Vietnam|ZM Zambia";

inline constexpr const char* street_names =
    "Abbey|Acorn|Albert|Ash|Beech|Birch|Bridge|Broad|Canal|Castle|Cedar|Chapel|Charles|Cherry|Chestnut|Church|College|Cross|Dale|Duke|East|Elm|Fair|Field|"
    "Forest|Garden|"
    "George|Grange|Green|Grove|Hazel|High|Hill|Holly|Ivy|Jubilee|King|Lake|Laurel|Library|Lime|Linden|Long|Main|Manor|Maple|Market|Meadow|Mill|Museum|New|"
    "North|Oak|"
    "Old|Orchard|Park|Pine|Poplar|Prince|Quay|Queen|River|Rose|School|South|Spring|Spruce|Station|Stone|Summer|Sunset|Temple|Theatre|Union|Vale|Valley|"
    "Victoria|View|"
    "Walnut|Water|Well|West|William|Willow|Wood|York";

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_LISTS_PLACE_HPP
