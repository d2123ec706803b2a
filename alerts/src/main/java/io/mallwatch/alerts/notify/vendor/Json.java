package io.mallwatch.alerts.notify.vendor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON from and to maps, lists, texts, numbers and booleans.
public final class Json {

  /// Emoji are written as they are, not as escapes.
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private Json() {}

  /// A map of `pairs`: name, value, name, value; in that order, without null and empty values.
  public static Map<String, @Nullable Object> of(@Nullable Object... pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      @Nullable Object value = pairs[i + 1];
      boolean nothing =
          value == null
              || value.equals("")
              || (value instanceof Map<?, ?> m && m.isEmpty())
              || (value instanceof List<?> l && l.isEmpty());
      if (!nothing) {
        map.put(String.valueOf(pairs[i]), value);
      }
    }
    return map;
  }

  /// `value` as UTF-8.
  public static byte[] bytes(@Nullable Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// `value` as text.
  public static String text(@Nullable Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case Iterable<?> items -> {
        json.writeStartArray();
        for (Object item : items) {
          write(json, item);
        }
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }

  /// The object that `text` is; empty when it is none.
  static Map<String, @Nullable Object> object(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? readObject(parser) : Map.of();
    } catch (IOException _) {
      return Map.of();
    }
  }

  @SuppressWarnings("unchecked") // every map is made by readObject
  static List<Map<String, @Nullable Object>> list(
      Map<String, @Nullable Object> from, String... path) {
    @Nullable Object at = from;
    for (String name : path) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    if (at instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> map) {
          found.add((Map<String, @Nullable Object>) map);
        }
      }
    }
    return found;
  }

  private static Map<String, @Nullable Object> readObject(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> parser.getLongValue();
      default -> parser.getText();
    };
  }
}
