package io.mallwatch.doors.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reading and writing JSON, bounded: nesting [#MAX_DEPTH], strings 16 Mi characters.
public final class Json {

  /// Deepest nesting that is read.
  public static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(16 << 20)
                  .maxNumberLength(400)
                  .build())
          .build();

  private Json() {}

  /// Writes a value.
  @FunctionalInterface
  public interface Writer {
    void write(JsonGenerator out) throws IOException;
  }

  /// What `writer` writes, as UTF-8. Half a surrogate pair, which senders can smuggle in as an
  /// escape, becomes a question mark.
  public static byte[] write(Writer writer) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// A parser over `bytes`; its errors are [JsonProcessingException]s, see [#bad].
  public static JsonParser parser(byte[] bytes) throws IOException {
    return FACTORY.createParser(bytes);
  }

  /// The whole document as Map (in order), List, String, Long, Double, Boolean and null.
  ///
  /// @throws RefusedException when it is not one JSON value; names line and column
  public static @Nullable Object tree(byte[] bytes) {
    try (JsonParser parser = parser(bytes)) {
      if (parser.nextToken() == null) {
        throw new RefusedException(Problem.bad("the body is empty; JSON is needed"));
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new RefusedException(Problem.bad("there is more than one JSON value in the body"));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw bad(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The refusal of a body that is not JSON.
  public static RefusedException bad(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where =
        at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    return new RefusedException(Problem.bad("bad JSON%s: %s".formatted(where, firstLine(e))));
  }

  private static String firstLine(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    String line = message.lines().findFirst().orElse("unreadable");
    int source = line.indexOf(" (start marker at [Source");
    return source < 0 ? line : line.substring(0, source);
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> parser.getDoubleValue();
    };
  }

  /// Writes what [#tree] reads, and log data: maps, lists, strings, numbers, booleans, null.
  public static void any(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Boolean flag -> out.writeBoolean(flag);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Number number -> number(out, number.doubleValue());
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.writeFieldName(String.valueOf(entry.getKey()));
          any(out, entry.getValue());
        }
        out.writeEndObject();
      }
      case Iterable<?> list -> {
        out.writeStartArray();
        for (Object item : list) {
          any(out, item);
        }
        out.writeEndArray();
      }
      default -> out.writeString(value.toString());
    }
  }

  /// Writes a number; NaN and infinities, which JSON has not, become null.
  public static void number(JsonGenerator out, double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.writeNumber((long) value);
    } else {
      out.writeNumber(value);
    }
  }
}
