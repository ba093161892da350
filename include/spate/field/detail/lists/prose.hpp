// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_LISTS_PROSE_HPP
#define SPATE_FIELD_DETAIL_LISTS_PROSE_HPP

/// The words that prose is made of.

namespace spate::inline v0::detail {

// English words of at most 12 letters, about in the order of how frequent they are in plain texts. There is one of each length.
inline constexpr const char* prose_words =
    "the of and to a in is it that for on with as was at by be this from are or have an not they which one all we there more when can her "
    "if out so about up time into some them other than then now look only its over also after use two how our first way even new want "
    "because any these give day most us no but his he you she had has were been their my me him who what will would could should may "
    "must might shall do does did make made come came go goes went see seen saw take took taken get got put set let keep kept find found "
    "know knew known think thought say said tell told ask call try need feel felt become leave left turn turned begin began show shown "
    "hear heard play run ran move moved live lived believe hold held bring brought happen write wrote written provide sit sat stand stood "
    "lose lost pay paid meet met include continue learn change changed lead led understand watch follow followed stop create speak spoke "
    "read spend grow grew open opened walk walked win offer remember consider appear buy bought wait serve send sent expect build built "
    "stay fall fell cut reach reached remain suggest raise pass sell require report decide pull return explain hope develop carry carried "
    "break receive agree support hit produce eat cover catch draw choose cause point listen realise place close involve increase people "
    "year man woman child children world life hand part case week company system program question work government number night home water "
    "room mother area money story fact month lot right study book eye job word business issue side kind head house service friend father "
    "power hour game line end member law car city community name president team minute idea body information back parent face level office "
    "door health person art war history party result morning reason research girl guy moment air teacher force education foot boy age "
    "policy music market sense nation plan college interest death experience effect class control field development role effort rate heart "
    "drug light voice wife police mind price decision son view relationship town road arm difference value building action season society "
    "tax director position player record paper space ground form event official matter centre couple site project activity star table "
    "court oil situation cost industry figure street image phone data picture practice piece land product doctor wall patient worker news "
    "test movie north south east west love step century source garden bird river window summer winter spring autumn forest mountain bridge "
    "island letter train ship storm village kitchen bread coffee apple stone metal glass paint colour green blue red black white yellow "
    "good great old big high small large next early young important few public bad same able long little own different real best free "
    "true whole clear special certain human local sure sweet full hard easy strong possible recent ready simple common poor natural "
    "significant similar hot dead central happy serious current short single cold dark various entire fine wrong private past foreign "
    "nice huge heavy quiet warm slow quick deep safe rich wide bright careful familiar general modern medical physical total usual "
    "very just well still again never too here always often away ever soon yet later together almost enough once quite perhaps already "
    "today far actually ago nearly usually ahead especially really however instead maybe finally either rather probably certainly quickly "
    "slowly clearly nothing something everything everyone somebody himself herself themselves between through during before against "
    "without under around among while where why until since though across behind beyond despite toward within both each every another such "
    "many much less least several third second last three four five six seven eight nine ten hundred thousand million half quarter "
    "university organisation i newspaper possibility environment performance opportunity temperature traditional intelligent measurement "
    "conversation construction satisfaction professional contribution distribution successfully agricultural";

// Words of other scripts and of letters beyond ASCII, each at most 14 bytes.
inline constexpr const char* prose_words_of_scripts =
    "café naïve déjà été señor mañana niño über schön straße grüße brød år łódź żółw přítel čas kediği ışık λόγος και θάλασσα φώς νερό "
    "вода дом мир слово река ночь книга земля город שלום מים בית سلام كتاب ماء نور जल घर एक அரசு น้ำ บ้าน 水 山 春天 世界 图书 朋友 日本 桜 みず "
    "あき ネコ 물 집 사람 하늘 🌍 😀 🚀 🎉";

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_LISTS_PROSE_HPP
