package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.doors.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a dashboard made to be shared asks for (`__inputs`) and what it is given. A data source
/// that is not given is our own of that kind; a constant that is not given keeps its value.
final class ImportInputs {

  private static final String INPUTS = "__inputs";
  private static final Pattern PLACE = Pattern.compile("\\$\\{.+?\\}");

  private final Map<String, String> values = new HashMap<>();

  /// @param given objects with name, type and value; the name `*` fits every input of its type
  /// @throws io.mallwatch.doors.http.RefusedException when an input is missing; names it
  ImportInputs(Fields template, List<Fields> given) {
    for (Fields input : template.objects(INPUTS)) {
      String name = input.text("name");
      String type = input.text("type");
      String value =
          given.stream()
              .filter(g -> g.text("type").equals(type))
              .filter(g -> g.text("name").equals(name) || g.text("name").equals("*"))
              .findFirst()
              .map(g -> g.text("value"))
              .orElseGet(() -> preset(input, name, type));
      values.put("${" + name + "}", value);
    }
  }

  private static String preset(Fields input, String name, String type) {
    if (type.equals("datasource")) {
      return DataSource.ofType(input.text("pluginId"))
          .map(DataSource::uid)
          .orElseThrow(() -> missing(name));
    }
    if (type.equals("constant") && input.has("value")) {
      return input.text("value");
    }
    throw missing(name);
  }

  private static RuntimeException missing(String name) {
    return GrafanaErrors.bad(
        "Dashboard input variable: %s missing from import command".formatted(name));
  }

  /// The dashboard with every `${name}` replaced and without `__inputs`. Numbers keep their digits.
  String fill(String json) {
    if (values.isEmpty()) {
      return json;
    }
    byte[] filled =
        Json.write(out -> {
          try (JsonParser in = Json.parser(json.getBytes(StandardCharsets.UTF_8))) {
            in.nextToken();
            copy(in, out);
          }
        });
    return new String(filled, StandardCharsets.UTF_8);
  }

  private void copy(JsonParser in, JsonGenerator out) throws IOException {
    switch (in.currentToken()) {
      case START_OBJECT -> {
        out.writeStartObject();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String name = in.currentName();
          in.nextToken();
          if (name.equals(INPUTS)) {
            in.skipChildren();
          } else {
            out.writeFieldName(name);
            copy(in, out);
          }
        }
        out.writeEndObject();
      }
      case START_ARRAY -> {
        out.writeStartArray();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          copy(in, out);
        }
        out.writeEndArray();
      }
      case VALUE_STRING ->
          out.writeString(
              PLACE
                  .matcher(in.getText())
                  .replaceAll(place ->
                      Matcher.quoteReplacement(values.getOrDefault(place.group(), place.group()))));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
      default -> out.copyCurrentEvent(in);
    }
  }
}
