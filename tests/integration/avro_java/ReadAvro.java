// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
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
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;

/**
 * Does avro-java find in the files NAME.avro of a folder what NAME.rows say (see support/value_dump.hpp)? Values and logical types are compared.
 * Usage: java -cp 'JARS/*' ReadAvro.java FOLDER. One line; leaves with 1 if a file differs.
 */
public class ReadAvro {
    record Kind(String id, boolean nullable, int digits, int places, int size, List<String> names, List<Kind> children) {}

    static class Differs extends RuntimeException {
        Differs(String what) {
            super(what);
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

    long values = 0;

    static void require(boolean right, Object found, Object wanted) {
        if (!right) throw new Differs(found + ", not " + wanted);
    }

    /** What a file ought to say of a column's type. */
    static void checkType(Kind kind, Schema schema) {
        if (kind.nullable) {
            require(schema.isUnion() && schema.getTypes().size() == 2 && schema.getTypes().get(0).getType() == Schema.Type.NULL, schema, kind);
            schema = schema.getTypes().get(1);
        }
        Schema.Type wanted = switch (kind.id) {
            case "boolean" -> Schema.Type.BOOLEAN;
            case "int8", "int16", "int32", "uint8", "uint16", "date" -> Schema.Type.INT;
            case "int64", "uint32", "timestamp" -> Schema.Type.LONG;
            case "float16", "bfloat16", "float32" -> Schema.Type.FLOAT;
            case "float64" -> Schema.Type.DOUBLE;
            case "uint64", "decimal", "binary" -> Schema.Type.BYTES;
            case "uuid", "text", "json" -> Schema.Type.STRING;
            case "bits" -> Schema.Type.FIXED;
            case "list", "vector" -> Schema.Type.ARRAY;
            default -> Schema.Type.RECORD;
        };
        require(schema.getType() == wanted, schema, wanted);
        // The types that this release of avro-java knows have their checks passed, else there is no logical type.
        LogicalType logical = schema.getLogicalType();
        String name = switch (kind.id) {
            case "uint64", "decimal" -> "decimal";
            case "date", "uuid" -> kind.id;
            case "timestamp" -> "timestamp-" + (kind.places <= 3 ? "millis" : kind.places == 6 ? "micros" : "nanos");
            default -> "null";
        };
        require(name.equals(logical == null ? "null" : logical.getName()), logical, name);
        if (logical instanceof LogicalTypes.Decimal decimal) {
            require(decimal.getPrecision() == (kind.id.equals("decimal") ? kind.digits : 20), decimal.getPrecision(), kind);
            require(decimal.getScale() == kind.places, decimal.getScale(), kind);
        }
        if (kind.id.equals("json")) require("JSON".equals(schema.getProp("sqlType")), schema, "JSON");
        if (kind.id.equals("bits")) require(schema.getFixedSize() == kind.size / 8, schema, kind);
        if (wanted == Schema.Type.ARRAY) checkType(kind.children.get(0), schema.getElementType());
        if (wanted == Schema.Type.RECORD) checkFields(kind.names, kind.children, schema);
    }

    static void checkFields(List<String> names, List<Kind> kinds, Schema record) {
        require(record.getFields().size() == names.size(), record, names);
        for (int i = 0; i < names.size(); ++i) {
            Schema.Field field = record.getFields().get(i);
            String name = field.getProp("columnName");
            require(names.get(i).equals(name == null ? field.name() : name), field, names.get(i));
            checkType(kinds.get(i), field.schema());
        }
    }

    static byte[] bytesOf(Object found) {
        if (found instanceof GenericFixed fixed) return fixed.bytes();
        ByteBuffer buffer = ((ByteBuffer) found).duplicate();
        byte[] out = new byte[buffer.remaining()];
        buffer.get(out);
        return out;
    }

    static float half(int bits) {
        int sign = (bits & 0x8000) << 16, exponent = bits >> 10 & 31, mantissa = bits & 1023;
        if (exponent == 0) return Math.copySign(mantissa * 0x1p-24f, Float.intBitsToFloat(sign));
        return Float.intBitsToFloat(sign | (exponent == 31 ? 255 : exponent + 112) << 23 | mantissa << 13);
    }

    /** Compares a value with the words. */
    void checkValue(Iterator<String> words, Kind kind, Object found) {
        ++values;
        String word = words.next();
        if (word.equals("-") || found == null) {
            require(word.equals("-") && found == null, found, word);
            return;
        }
        switch (kind.id) {
            case "boolean" -> require(found.equals(word.equals("1")), found, word);
            case "int8", "int16", "int32", "date", "uint8", "uint16" -> require(found.equals(Integer.parseInt(word)), found, word);
            case "uint32", "int64" -> require(found.equals(Long.parseLong(word)), found, word);
            case "timestamp" -> require(found.equals(Long.parseLong(word) * (kind.places == 0 ? 1000 : 1)), found, word);
            case "uint64", "decimal" -> require(new BigInteger(bytesOf(found)).equals(new BigInteger(word)), found, word);
            case "float16" -> checkFloat(found, half(Integer.parseInt(word)));
            case "bfloat16" -> checkFloat(found, Float.intBitsToFloat(Integer.parseInt(word) << 16));
            case "float32" -> checkFloat(found, Float.intBitsToFloat(Integer.parseUnsignedInt(word)));
            case "float64" -> require(found.equals(Double.longBitsToDouble(Long.parseUnsignedLong(word))), found, word);
            case "uuid" -> require(found.toString().replace("-", "").equals(word.substring(1)) && found.toString().length() == 36, found, word);
            case "text", "json" -> require(found.toString().equals(text(word)), found, text(word));
            case "binary", "bits" -> require(Arrays.equals(bytesOf(found), raw(word)), HexFormat.of().formatHex(bytesOf(found)), word);
            case "structure" -> {
                for (int i = 0; i < kind.children.size(); ++i) checkValue(words, kind.children.get(i), ((GenericRecord) found).get(i));
            }
            default -> {
                List<?> elements = (List<?>) found;
                require(elements.size() == Integer.parseInt(word), elements.size() + " elements", word);
                for (Object element : elements) checkValue(words, kind.children.get(0), element);
            }
        }
    }

    static void checkFloat(Object found, float wanted) {
        require(found instanceof Float number && Float.floatToIntBits(number) == Float.floatToIntBits(wanted), found, wanted);
    }

    void check(Path path) throws IOException {
        List<String> names = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        Map<String, String> settings = new HashMap<>();
        Iterator<String> lines = Files.readAllLines(path).iterator();
        String[] given = lines.next().split(" ");
        for (int i = 1; i < given.length; i += 2) settings.put(given[i], text(given[i + 1]));
        String line = lines.hasNext() ? lines.next() : null;
        for (; line != null && line.startsWith("c "); line = lines.hasNext() ? lines.next() : null) {
            Iterator<String> words = Arrays.asList(line.split(" ")).listIterator(1);
            names.add(settings.get("avro_prefix") + text(words.next()));
            kinds.add(kind(words));
        }
        Path file = Path.of(path.toString().replaceAll("\\.rows$", ".avro"));
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            require(reader.getMetaString("avro.codec").equals(settings.get("avro_codec")), reader.getMetaString("avro.codec"), settings.get("avro_codec"));
            checkFields(names, kinds, reader.getSchema());
            for (int row = 0; reader.hasNext(); ++row, line = lines.hasNext() ? lines.next() : null) {
                require(line != null, "row " + row, "no more rows");
                GenericRecord found = reader.next();
                Iterator<String> words = Arrays.asList(line.split(" ")).listIterator(1);
                for (int i = 0; i < kinds.size(); ++i) {
                    try {
                        checkValue(words, kinds.get(i), found.get(i));
                    } catch (Differs problem) {
                        throw new Differs("row " + row + ", \"" + names.get(i) + "\": " + problem.getMessage());
                    }
                }
            }
            require(line == null, "no more rows", line);
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
            ReadAvro one = new ReadAvro();
            try {
                one.check(path);
            } catch (Exception problem) {
                String what = problem instanceof Differs ? problem.getMessage() : problem.toString();
                problems.add(path.getFileName() + ": " + what.substring(0, Math.min(what.length(), 600)));
            }
            values += one.values;
        }
        if (values == 0) problems.add("no value was compared");
        System.out.println((problems.isEmpty() ? "ok     " : "FAILED ") + "avro-java: " + files.size() + " tables, " + values + " values, "
            + problems.size() + " tables differ");
        problems.stream().limit(20).forEach(problem -> System.out.println("       " + problem));
        System.exit(problems.isEmpty() ? 0 : 1);
    }
}
