// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_FOOTER_HPP
#define SPATE_DELTA_DETAIL_PARQUET_FOOTER_HPP

/// Reads what a Parquet file says about itself. Nothing in it is trusted. Source: apache/parquet-format, parquet.thrift.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include <spate/delta/detail/parquet/source.hpp>
#include <spate/delta/detail/parquet/thrift_reader.hpp>
#include <spate/delta/detail/parquet/types.hpp>

namespace spate::inline v0::detail::parquet_input {

inline constexpr int type_structure = 12, type_i32 = 5, type_binary = 8;

// ConvertedType, which files of older writers have instead of a logical type.
inline void take_converted(parquet_node& to, std::int32_t type) {
    const auto integer = [&](std::int32_t bits, bool is_signed) {
        to.logical = logical_type::integer;
        to.bits = bits;
        to.is_signed = is_signed;
    };
    const auto time = [&](logical_type what, std::int32_t places) {
        to.logical = what;
        to.places = places;
    };
    switch (type) {
        case 0:
        case 4:
        case 19:
            to.logical = logical_type::text;
            return;
        case 1:
        case 2:
            to.logical = logical_type::map;
            return;
        case 3:
            to.logical = logical_type::list;
            return;
        case 5:
            to.logical = logical_type::decimal;
            return;
        case 6:
            to.logical = logical_type::date;
            return;
        case 7:
        case 8:
            return time(logical_type::time, type == 7 ? 3 : 6);
        case 9:
        case 10:
            return time(logical_type::timestamp, type == 9 ? 3 : 6);
        case 11:
        case 12:
        case 13:
        case 14:
            return integer(8 << (type - 11), false);
        case 15:
        case 16:
        case 17:
        case 18:
            return integer(8 << (type - 15), true);
        case 21:
            to.logical = logical_type::interval;
            return;
        default:
            return;
    }
}

// The union of logical types: one field, which is a structure.
inline void read_logical(thrift_reader& in, parquet_node& to) {
    in.structure([&](int field, int type) {
        if (type != type_structure) return false;
        const auto empty = [&](logical_type what) {
            to.logical = what;
            return false;
        };
        switch (field) {
            case 1:
            case 4:
            case 12:
                return empty(logical_type::text);
            case 2:
                return empty(logical_type::map);
            case 3:
                return empty(logical_type::list);
            case 6:
                return empty(logical_type::date);
            case 11:
                return empty(logical_type::null);
            case 14:
                return empty(logical_type::uuid);
            case 15:
                return empty(logical_type::float16);
            case 5:
                to.logical = logical_type::decimal;
                in.structure([&](int member, int kind) {
                    if (member != 1 || kind != type_i32) return false;
                    to.places = in.small();
                    return true;
                });
                return true;
            case 7:
            case 8:
                to.logical = field == 7 ? logical_type::time : logical_type::timestamp;
                in.structure([&](int member, int kind) {
                    if (member != 2 || kind != type_structure) return false;
                    in.structure([&](int unit, int) {
                        to.places = unit == 1 ? 3 : unit == 2 ? 6 : 9;
                        return false;
                    });
                    return true;
                });
                return true;
            case 10:
                to.logical = logical_type::integer;
                in.structure([&](int member, int kind) {
                    if (member == 1 && kind == 3) {
                        to.bits = in.byte();
                        return true;
                    }
                    if (member == 2) to.is_signed = thrift_reader::boolean(kind);
                    return false;
                });
                return true;
            default:
                return false;
        }
    });
}

inline parquet_node read_node(thrift_reader& in) {
    parquet_node out;
    std::int32_t converted = -1;
    bool has_logical = false;
    in.structure([&](int field, int type) {
        const bool number = type == type_i32;
        if (field == 1 && number) {
            const std::int32_t of = in.small();
            if (of < 0 || of > 7) in.fail("has a column of the unknown physical type " + std::to_string(of));
            out.type = static_cast<physical_type>(of);
        } else if (field == 2 && number) {
            out.length = in.small();
        } else if (field == 3 && number) {
            out.repetition = in.small();
        } else if (field == 4 && type == type_binary) {
            out.name = in.binary();
        } else if (field == 5 && number) {
            out.children = in.small();
        } else if (field == 6 && number) {
            converted = in.small();
        } else if (field == 7 && number) {
            out.places = in.small();
        } else if (field == 10 && type == type_structure) {
            read_logical(in, out);
            has_logical = out.logical != logical_type::none;
        } else {
            return false;
        }
        return true;
    });
    if (!has_logical) take_converted(out, converted);
    if (out.repetition < 0 || out.repetition > 2) in.fail("has a column with the unknown repetition " + std::to_string(out.repetition));
    if (out.children < 0) in.fail("has a group with a negative number of children");
    return out;
}

inline parquet_chunk read_chunk(thrift_reader& in) {
    parquet_chunk out;
    bool found = false;
    in.structure([&](int field, int type) {
        if (field == 1 && type == type_binary) in.fail("has a column that is in another file");
        if (field == 8 || field == 9) in.fail("has a column that is encrypted");
        if (field != 3 || type != type_structure) return false;
        found = true;
        std::int64_t data = 0, dictionary = 0;
        in.structure([&](int member, int) {
            switch (member) {
                case 1:
                    out.type = in.small();
                    return true;
                case 4:
                    out.codec = in.small();
                    return true;
                case 5:
                    out.values = in.whole();
                    return true;
                case 7:
                    out.size = in.whole();
                    return true;
                case 9:
                    data = in.whole();
                    return true;
                case 11:
                    dictionary = in.whole();
                    return true;
                default:
                    return false;
            }
        });
        out.begin = dictionary > 0 && dictionary < data ? dictionary : data;
        return true;
    });
    if (!found) in.fail("has a column without a description");
    return out;
}

inline parquet_footer read_metadata(thrift_reader& in) {
    parquet_footer out;
    in.structure([&](int field, int type) {
        if (field == 2 && type == 9) {
            for (std::uint32_t left = in.begin_list(type_structure).count; left != 0; --left) out.nodes.push_back(read_node(in));
            return true;
        }
        if (field == 3 && type == 6) {
            out.rows = in.whole();
            return true;
        }
        if (field == 8) in.fail("says that the file is encrypted");
        if (field != 4 || type != 9) return false;
        for (std::uint32_t left = in.begin_list(type_structure).count; left != 0; --left) {
            parquet_group& group = out.groups.emplace_back();
            in.structure([&](int member, int kind) {
                if (member == 1 && kind == 9) {
                    for (std::uint32_t chunks = in.begin_list(type_structure).count; chunks != 0; --chunks) group.chunks.push_back(read_chunk(in));
                    return true;
                }
                if (member != 3 || kind != 6) return false;
                group.rows = in.whole();
                return true;
            });
        }
        return true;
    });
    return out;
}

inline std::string bytes_of(const byte_source& file, std::uint64_t offset, std::uint64_t size) {
    std::string out(static_cast<std::size_t>(size), '\0');
    file.read(offset, std::as_writable_bytes(std::span{out}));
    return out;
}

/// Reads and checks the footer: chunks lie within the file, and each group has one for each leaf of the schema. Throws parquet_error.
[[nodiscard]] inline parquet_footer read_footer(const byte_source& file) {
    const std::string mark = bytes_of(file, 0, std::min<std::uint64_t>(file.size(), 4));
    if (mark == "PARE") fail_at_byte(file, 0, "is a Parquet file with an encrypted footer");
    if (mark != "PAR1") fail_at_byte(file, 0, "is not a Parquet file: it does not begin with PAR1");
    if (file.size() < 12) fail_at_byte(file, file.size(), "the Parquet file ends here, and the shortest ones have 12 bytes; it is cut");
    const std::string end = bytes_of(file, file.size() - 8, 8);
    if (end.substr(4) != "PAR1") fail_at_byte(file, file.size() - 4, "the Parquet file does not end with PAR1; it is cut or damaged");
    std::uint32_t size = 0;
    std::memcpy(&size, end.data(), 4);
    if (size > file.size() - 12) fail_at_byte(file, file.size() - 8, "the footer is said to have " + std::to_string(size) + " bytes, more than the file");
    const std::uint64_t begin = file.size() - 8 - size;
    const std::string text = bytes_of(file, begin, size);
    parquet_footer out;
    try {
        thrift_reader in{text};
        out = read_metadata(in);
    } catch (const thrift_error& error) {
        fail_at_byte(file, begin + error.place, "the footer " + error.problem);
    }
    const auto refuse = [&](const std::string& problem) { fail_at_byte(file, begin, "the footer " + problem); };
    std::size_t leaves = 0;
    for (const parquet_node& one : out.nodes) leaves += one.type.has_value();
    if (out.nodes.empty() || leaves == 0) refuse("has no columns");
    for (const parquet_group& group : out.groups) {
        if (group.chunks.size() != leaves)
            refuse("has a row group of " + std::to_string(group.chunks.size()) + " columns where the schema has " + std::to_string(leaves));
        if (group.rows < 0) refuse("has a row group with a negative number of rows");
        for (const parquet_chunk& chunk : group.chunks) {
            // Without rows there may be no page, and a column without pages is nowhere.
            if (group.rows == 0) continue;
            const auto limit = static_cast<std::int64_t>(begin);
            if (chunk.begin < 4 || chunk.size < 0 || chunk.begin > limit || chunk.size > limit - chunk.begin)
                refuse("has a column at byte " + std::to_string(chunk.begin) + " of " + std::to_string(chunk.size) + " bytes, which is not in the file");
            if (chunk.values < 0) refuse("has a column with a negative number of values");
        }
    }
    return out;
}

/// Reads the header of the page at `offset`, before `end`. Throws parquet_error.
[[nodiscard]] inline page_header read_page_header(const byte_source& file, std::uint64_t offset, std::uint64_t end) {
    for (std::uint64_t size = std::min<std::uint64_t>(end - offset, 1024);; size = std::min<std::uint64_t>(end - offset, size * 16)) {
        const std::string text = bytes_of(file, offset, size);
        page_header out;
        try {
            thrift_reader in{text};
            bool has_header = false;
            in.structure([&](int field, int type) {
                if (field == 1 && type == type_i32) {
                    out.what = static_cast<page_header::kind>(in.small());
                } else if (field == 2 && type == type_i32) {
                    out.size = in.small();
                } else if (field == 3 && type == type_i32) {
                    out.stored_size = in.small();
                } else if ((field == 5 || field == 7 || field == 8) && type == type_structure) {
                    has_header = true;
                    in.structure([&](int member, int kind) {
                        const bool second = field == 8;
                        if (member == 7 && second) out.compressed = thrift_reader::boolean(kind);
                        if (kind != type_i32) return false;
                        const std::int32_t number = in.small();
                        if (member == 1) out.values = number;
                        if (member == (second ? 4 : 2)) out.encoding = number;
                        if (member == 3 && field == 5) out.definition_encoding = number;
                        if (member == 4 && field == 5) out.repetition_encoding = number;
                        if (member == 5 && second) out.definition_bytes = number;
                        if (member == 6 && second) out.repetition_bytes = number;
                        return true;
                    });
                } else {
                    return false;
                }
                return true;
            });
            if (!has_header && out.what != page_header::kind::index) in.fail("does not say what is in the page");
            out.header_size = in.at();
        } catch (const thrift_error& error) {
            if (error.is_short && size < end - offset) continue;
            fail_at_byte(file, offset + error.place, "the header of a page " + error.problem);
        }
        if (out.size < 0 || out.stored_size < 0 || out.values < 0 || static_cast<std::uint64_t>(out.stored_size) > end - offset - out.header_size)
            fail_at_byte(file, offset, "a page is said to have " + std::to_string(out.stored_size) + " bytes, which is not in its column");
        return out;
    }
}

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_FOOTER_HPP
