// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_INTERNET_HPP
#define SPATE_FIELD_INTERNET_HPP

/// Addresses on the Internet that belong to nobody: `email()`, `user_name()`, `domain_name()`, `url()`, `ipv4()`, `ipv6()`, and `user_agent()`.

#include <string>
#include <vector>

#include <spate/field/detail/compose.hpp>
#include <spate/field/detail/lists/internet.hpp>
#include <spate/field/detail/lists/person.hpp>
#include <spate/field/pattern.hpp>

namespace spate::inline v0 {

/// Which addresses: those set aside for documents (RFC 5737: 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24; RFC 3849: 2001:db8::/32), which no network
/// forwards, or those of private networks (RFC 1918: 10/8, 172.16/12 and 192.168/16; RFC 4193: fd00::/8).
enum class address_range : unsigned char { documentation, private_network };

namespace detail {
inline constexpr const char* user_name_pattern = "(<first>[._-]?<last>|[a-z][._]?<last>)";
// Names of which RFC 2606 says that they are nobody's.
inline constexpr const char* domain_pattern = "(<word>(-?<word>)?\\.(example|test)|<word>\\.example\\.(com|net|org))";

SPATE_WHEN_USED
[[nodiscard]] inline pattern_field address(const std::string& text) {
    return composed(
        text,
        {{"first", small(texts_of(first_names))}, {"last", small(texts_of(last_names))}, {"word", texts_of(address_words)}, {"path", texts_of(path_words)}});
}
}  // namespace detail

/// A name to log in with: ada.okafor, jlind42. Small letters, digits, and . _ - Some ten million different ones.
/// Determinism and cost of this and the following as pattern_field.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field user_name() { return detail::address(std::string{detail::user_name_pattern} + "(|\\d{1,4})"); }

/// The name of a domain that can never be registered (RFC 2606): cedar-brook.example, lark.example.org.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field domain_name() { return detail::address(detail::domain_pattern); }

/// An e-mail address in such a domain. A million of them are nearly all different.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field email() { return detail::address(std::string{detail::user_name_pattern} + "(|\\d{2,4})@" + detail::domain_pattern); }

/// An address of a page in such a domain, with a path of up to three parts.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field url() {
    return detail::address("https?://(www\\.)?" + std::string{detail::domain_pattern} + "/(<path>/){0,2}(<word>(-<word>)?|\\d{1,6}|)");
}

/// An IPv4 address: 762 different ones for documents, some 17 million of private networks. In private networks each of the three blocks has a third of the
/// rows.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field ipv4(address_range from = address_range::private_network) {
    const std::vector<detail::named_texts> lists{
        {"byte", detail::numbers_of(0, 255)}, {"host", detail::numbers_of(1, 254)}, {"sixteen", detail::numbers_of(16, 31)}};
    return detail::composed(from == address_range::documentation ? "(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.<host>"
                                                                 : "(10\\.<byte>|172\\.<sixteen>|192\\.168)\\.<byte>\\.<host>",
                            lists);
}

/// An IPv6 address as RFC 5952 writes it. No part is 0, but for those that :: stands for, in a third of the rows.
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field ipv6(address_range from = address_range::documentation) {
    const std::string group = ":[1-9a-f][0-9a-f]{0,3}";
    return pattern(from == address_range::documentation ? "2001:db8((" + group + "){6}|(" + group + "){6}|(" + group + "){2}:" + group + ")"
                                                        : "fd[0-9a-f]{2}((" + group + "){7}|(" + group + "){7}|(" + group + "){3}:" + group + ")");
}

/// What a browser or a program calls itself (RFC 9110, section 10.1.5).
SPATE_WHEN_USED
[[nodiscard]] inline pattern_field user_agent() {
    return pattern(
        "Mozilla/5\\.0 \\((Windows NT 10\\.0; Win64; x64|Macintosh; Intel Mac OS X 10_15_7|X11; Linux x86_64|Linux; Android 1[0-5]; K)\\) AppleWebKit/537\\.36 "
        "\\(KHTML, like Gecko\\) Chrome/1[0-3]\\d\\.0\\.0\\.0 (Mobile )?Safari/537\\.36( Edg/1[0-3]\\d\\.0\\.0\\.0)?"
        "|Mozilla/5\\.0 \\((Windows NT 10\\.0; Win64; x64|X11; Linux x86_64|Macintosh; Intel Mac OS X 10\\.15); rv:1[0-3]\\d\\.0\\) Gecko/20100101 "
        "Firefox/1[0-3]\\d\\.0"
        "|Mozilla/5\\.0 \\((iPhone; CPU iPhone|iPad; CPU) OS 1[5-8]_[0-6] like Mac OS X\\) AppleWebKit/605\\.1\\.15 \\(KHTML, like Gecko\\) "
        "Version/1[5-8]\\.[0-6] "
        "Mobile/15E148 Safari/604\\.1"
        "|curl/[78]\\.\\d{1,2}\\.\\d|python-requests/2\\.\\d{2}\\.\\d|Go-http-client/[12]\\.[01]");
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_INTERNET_HPP
