// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * Does parquet-java find in the files NAME.parquet of a folder what NAME.rows say (see support/value_dump.hpp)? Values and logical types are compared.
 * Usage: java -cp 'JARS/*' ReadParquet.java FOLDER. One line; leaves with 1 if a file differs.
 */
public class ReadParquet {
    record Kind(String id, boolean nullable, int digits, int places, int size, List<String> names, List<Kind> children) {}

    static class Differs extends RuntimeException {
        Differs(String what) {
            super(what);
        }
    }

    static class Reader extends ParquetReader.Builder<Group> {
        Reader(InputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    static byte[] raw(String word) {
        return HexFormat.of().parseHex(word.substring(1));
    }

    static String text(String word) {
        return new String(raw(word), StandardCharsets.UTF_8);
    }

    static Kind kind(Iterator<String> words) {
        String id = words.next();
        boolean nullable = words.next().equals("1");
        int digits = Integer.parseInt(words.next()), places = Integer.parseInt(words.next()), size = Integer.parseInt(words.next());
        List<String> names = new ArrayList<>();
        List<Kind> children = new ArrayList<>();
        for (int left = Integer.parseInt(words.next()); left > 0; --left) {
            names.add(text(words.next()));
            children.add(kind(words));
        }
        return new Kind(id, nullable, digits, places, size, names, children);
    }

    final Map<String, String> settings = new HashMap<>();
    long values = 0;

    boolean is(String setting) {
        return settings.get(setting).equals("1");
    }

    static void require(boolean right, Object found, Object wanted) {
        if (!right) throw new Differs(found + ", not " + wanted);
    }

    boolean isBytesAsList(Kind kind) {
        if (!is("bytes_as_lists")) return false;
        if (kind.id.equals("bits")) return true;
        return kind.id.equals("vector") && !kind.children.get(0).nullable && kind.children.get(0).id.matches("b?float16");
    }

    /** What a file ought to say of a column's type. */
    void checkType(Kind kind, Type type) {
        require(type.isRepetition(kind.nullable ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED), type, kind);
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        String wanted = switch (kind.id) {
            case "int8", "int16" -> "INTEGER(" + kind.id.substring(3) + ",true)";
            case "uint8", "uint16", "uint32", "uint64" -> "INTEGER(" + kind.id.substring(4) + ",false)";
            case "float16" -> "FLOAT16";
            case "decimal" -> "DECIMAL(" + kind.digits + "," + kind.places + ")";
            case "date" -> "DATE";
            case "timestamp" -> "TIMESTAMP(" + (kind.places <= 3 ? "MILLIS" : kind.places == 6 ? "MICROS" : "NANOS") + ",true)";
            case "uuid" -> "UUID";
            case "text" -> "STRING";
            case "json" -> is("json_as_string") ? "STRING" : "JSON";
            case "list", "vector" -> "LIST";
            case "bits" -> is("bytes_as_lists") ? "LIST" : "null";
            default -> "null";
        };
        require(wanted.equals(String.valueOf(logical)), logical, wanted);
        if (isBytesAsList(kind)) {
            Type element = type.asGroupType().getType(0).asGroupType().getType(0);
            require("INTEGER(8,false)".equals(String.valueOf(element.getLogicalTypeAnnotation())), element, "bytes");
        } else if (kind.id.equals("list") || kind.id.equals("vector")) {
            checkType(kind.children.get(0), type.asGroupType().getType(0).asGroupType().getType(0));
        } else if (kind.id.equals("structure")) {
            checkMembers(kind.names, kind.children, type.asGroupType());
        }
    }

    void checkMembers(List<String> names, List<Kind> kinds, GroupType group) {
        require(group.getFieldCount() == names.size(), group, names);
        for (int i = 0; i < names.size(); ++i) {
            require(group.getFieldName(i).equals(names.get(i)), group.getFieldName(i), names.get(i));
            checkType(kinds.get(i), group.getType(i));
        }
    }

    /** Compares the value of member `at` of a group with the words. */
    void checkValue(Iterator<String> words, Kind kind, Group from, int at) {
        ++values;
        String word = words.next();
        if (word.equals("-") || from.getFieldRepetitionCount(at) == 0) {
            require(word.equals("-") && from.getFieldRepetitionCount(at) == 0, from.getFieldRepetitionCount(at) == 0 ? "null" : "a value", word);
            return;
        }
        switch (kind.id) {
            case "boolean" -> require(from.getBoolean(at, 0) == word.equals("1"), from.getBoolean(at, 0), word);
            case "int8", "int16", "int32", "date", "uint8", "uint16" -> require(from.getInteger(at, 0) == Integer.parseInt(word), from.getInteger(at, 0), word);
            case "uint32" -> require(from.getInteger(at, 0) == Integer.parseUnsignedInt(word), from.getInteger(at, 0), word);
            case "int64" -> require(from.getLong(at, 0) == Long.parseLong(word), from.getLong(at, 0), word);
            case "uint64" -> require(from.getLong(at, 0) == Long.parseUnsignedLong(word), from.getLong(at, 0), word);
            case "timestamp" -> require(from.getLong(at, 0) == Long.parseLong(word) * (kind.places == 0 ? 1000 : 1), from.getLong(at, 0), word);
            case "decimal" -> {
                long found = kind.digits <= 9 ? from.getInteger(at, 0) : from.getLong(at, 0);
                require(found == Long.parseLong(word), found, word);
            }
            case "float16" -> checkHalf(from.getBinary(at, 0).getBytes(), 0, word);
            case "bfloat16" -> {
                if (is("raw_bfloat16")) {
                    checkHalf(from.getBinary(at, 0).getBytes(), 0, word);
                } else {
                    checkFloat(from.getFloat(at, 0), Float.intBitsToFloat(Integer.parseInt(word) << 16));
                }
            }
            case "float32" -> checkFloat(from.getFloat(at, 0), Float.intBitsToFloat(Integer.parseUnsignedInt(word)));
            case "float64" -> {
                double found = from.getDouble(at, 0), wanted = Double.longBitsToDouble(Long.parseUnsignedLong(word));
                require(Double.doubleToLongBits(found) == Double.doubleToLongBits(wanted), found, wanted);
            }
            case "uuid", "text", "binary", "json" -> checkBytes(from.getBinary(at, 0).getBytes(), word);
            case "bits" -> checkBytes(is("bytes_as_lists") ? bytesOf(from.getGroup(at, 0)) : from.getBinary(at, 0).getBytes(), word);
            case "structure" -> {
                Group members = from.getGroup(at, 0);
                for (int i = 0; i < kind.children.size(); ++i) checkValue(words, kind.children.get(i), members, i);
            }
            default -> checkElements(words, kind, from.getGroup(at, 0), Integer.parseInt(word));
        }
    }

    void checkElements(Iterator<String> words, Kind kind, Group list, int count) {
        if (isBytesAsList(kind)) {
            byte[] found = bytesOf(list);
            require(found.length == 2 * count, found.length + " bytes", count + " elements");
            for (int i = 0; i < count; ++i, ++values) checkHalf(found, 2 * i, words.next());
            return;
        }
        require(list.getFieldRepetitionCount(0) == count, list.getFieldRepetitionCount(0) + " elements", count);
        for (int i = 0; i < count; ++i) checkValue(words, kind.children.get(0), list.getGroup(0, i), 0);
    }

    static byte[] bytesOf(Group list) {
        byte[] out = new byte[list.getFieldRepetitionCount(0)];
        for (int i = 0; i < out.length; ++i) out[i] = (byte) list.getGroup(0, i).getInteger(0, 0);
        return out;
    }

    static void checkFloat(float found, float wanted) {
        require(Float.floatToIntBits(found) == Float.floatToIntBits(wanted), found, wanted);
    }

    static void checkHalf(byte[] found, int at, String word) {
        int bits = found[at] & 255 | (found[at + 1] & 255) << 8;
        require(bits == Integer.parseInt(word), bits, word);
    }

    static void checkBytes(byte[] found, String word) {
        require(Arrays.equals(found, raw(word)), HexFormat.of().formatHex(found), word);
    }

    void check(Path path) throws IOException {
        List<String> names = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        Iterator<String> lines = Files.readAllLines(path).iterator();
        String[] given = lines.next().split(" ");
        for (int i = 1; i < given.length; i += 2) settings.put(given[i], text(given[i + 1]));
        String line = lines.hasNext() ? lines.next() : null;
        for (; line != null && line.startsWith("c "); line = lines.hasNext() ? lines.next() : null) {
            Iterator<String> words = Arrays.asList(line.split(" ")).listIterator(1);
            names.add(text(words.next()));
            kinds.add(kind(words));
        }
        InputFile file = new LocalInputFile(Path.of(path.toString().replaceAll("\\.rows$", ".parquet")));
        try (ParquetFileReader open = ParquetFileReader.open(file)) {
            checkMembers(names, kinds, open.getFileMetaData().getSchema());
        }
        try (ParquetReader<Group> reader = new Reader(file).build()) {
            for (int row = 0;; ++row, line = lines.hasNext() ? lines.next() : null) {
                Group found = reader.read();
                require((found == null) == (line == null), found == null ? "no row " + row : "row " + row, line);
                if (found == null) return;
                Iterator<String> words = Arrays.asList(line.split(" ")).listIterator(1);
                for (int i = 0; i < kinds.size(); ++i) {
                    try {
                        checkValue(words, kinds.get(i), found, i);
                    } catch (Differs problem) {
                        throw new Differs("row " + row + ", \"" + names.get(i) + "\": " + problem.getMessage());
                    }
                }
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
            files = all.filter(path -> path.toString().endsWith(".rows")).sorted().toList();
        }
        long values = 0;
        List<String> problems = new ArrayList<>();
        for (Path path : files) {
            ReadParquet one = new ReadParquet();
            try {
                one.check(path);
            } catch (Exception problem) {
                String what = problem instanceof Differs ? problem.getMessage() : problem.toString();
                problems.add(path.getFileName() + ": " + what.substring(0, Math.min(what.length(), 600)));
            }
            values += one.values;
        }
        if (values == 0) problems.add("no value was compared");
        System.out.println((problems.isEmpty() ? "ok     " : "FAILED ") + "parquet-java: " + files.size() + " tables, " + values + " values, "
            + problems.size() + " tables differ");
        problems.stream().limit(20).forEach(problem -> System.out.println("       " + problem));
        System.exit(problems.isEmpty() ? 0 : 1);
    }
}
