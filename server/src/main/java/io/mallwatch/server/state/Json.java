package io.mallwatch.server.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Maps and lists of texts in a column.
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// Writes with `content` between start and end.
  interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  static String write(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static String map(Map<String, String> map) {
    return write(out -> writeMap(out, map));
  }

  static void writeMap(JsonGenerator out, Map<String, String> map) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
      out.writeStringField(entry.getKey(), entry.getValue());
    }
    out.writeEndObject();
  }

  static String list(Collection<String> list) {
    return write(out -> {
      out.writeStartArray();
      for (String item : list) {
        out.writeString(item);
      }
      out.writeEndArray();
    });
  }

  static Map<String, String> readMap(String json) {
    try (JsonParser in = FACTORY.createParser(json)) {
      in.nextToken();
      return readMap(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the object that has just begun.
  static Map<String, String> readMap(JsonParser in) throws IOException {
    Map<String, String> map = new TreeMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      map.put(name, in.getValueAsString(""));
    }
    return map;
  }

  static List<String> readList(String json) {
    List<String> list = new ArrayList<>();
    try (JsonParser in = FACTORY.createParser(json)) {
      in.nextToken();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        list.add(in.getText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return list;
  }

  static JsonParser parser(String json) throws IOException {
    return FACTORY.createParser(json);
  }
}
