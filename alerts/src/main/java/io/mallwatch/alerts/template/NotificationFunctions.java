package io.mallwatch.alerts.template;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The functions that Alertmanager gives to the templates of notifications.
public final class NotificationFunctions {

  private static final JsonFactory JSON = new JsonFactory();

  private NotificationFunctions() {}

  /// The names alone, for parsing.
  public static Set<String> names() {
    return Set.copyOf(all(InstantSource.fixed(java.time.Instant.EPOCH)).keySet());
  }

  /// The functions by `clock`.
  public static Map<String, Template.Function> all(InstantSource clock) {
    Map<String, Template.Function> all = new HashMap<>(TextFunctions.all());
    all.put("trimSpace", a -> TextFunctions.text(a, 0, 1).strip());
    all.put("join", NotificationFunctions::join);
    all.put("safeUrl", a -> new SafeText(TextFunctions.text(a, 0, 1)));
    all.put(
        "urlUnescape", a -> URLDecoder.decode(TextFunctions.text(a, 0, 1), StandardCharsets.UTF_8));
    all.put("stringSlice", List::copyOf);
    all.put("list", ArrayList::new);
    all.put("append", NotificationFunctions::append);
    all.put("dict", NotificationFunctions::dict);
    all.put("date", a -> time(a, 2).format(TextFunctions.text(a, 0, 2)));
    all.put("tz", a -> new GoTime(time(a, 2).at(), zone(TextFunctions.text(a, 0, 2))));
    all.put("now", _ -> GoTime.utc(clock.instant()));
    all.put(
        "since", a -> new GoDuration(Duration.between(time(a, 1).at(), clock.instant()).toNanos()));
    all.put("toJson", a -> toJson(a.isEmpty() ? null : a.getFirst()));
    all.put("base64encode", a -> encode(TextFunctions.text(a, 0, 1)));
    all.put("base64decode", a -> decode(TextFunctions.text(a, 0, 1)));
    return all;
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new TemplateException("is not base64: " + e.getMessage());
    }
  }

  private static String join(List<@Nullable Object> arguments) {
    String separator = TextFunctions.text(arguments, 0, 2);
    return Values.items(arguments.get(1)).stream()
        .map(GoPrint::value)
        .collect(Collectors.joining(separator));
  }

  private static List<@Nullable Object> append(List<@Nullable Object> arguments) {
    if (arguments.isEmpty()) {
      throw new TemplateException("wrong number of args: want at least 1 got 0");
    }
    List<@Nullable Object> all = new ArrayList<>(Values.items(arguments.getFirst()));
    all.addAll(arguments.subList(1, arguments.size()));
    return all;
  }

  private static Map<String, @Nullable Object> dict(List<@Nullable Object> arguments) {
    if (arguments.size() % 2 != 0) {
      throw new TemplateException("dict takes pairs of key and value");
    }
    Map<String, @Nullable Object> map = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      map.put(GoPrint.value(arguments.get(i)), arguments.get(i + 1));
    }
    return map;
  }

  private static GoTime time(List<@Nullable Object> arguments, int count) {
    if (arguments.size() == count && arguments.getLast() instanceof GoTime time) {
      return time;
    }
    throw new TemplateException("wants a time as its last argument");
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException _) {
      throw new TemplateException("unknown time zone " + name);
    }
  }

  private static String toJson(@Nullable Object value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean bool -> json.writeBoolean(bool);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case List<?> list -> array(json, list);
      case GoList list -> array(json, list.items());
      case GoStrings strings -> object(json, strings.entries());
      case GoStruct struct -> object(json, struct.fields());
      case GoTime time -> json.writeString(time.format("2006-01-02T15:04:05.999999999Z07:00"));
      case GoDuration duration -> json.writeNumber(duration.nanos());
      case Map<?, ?> map -> object(json, map);
      default -> json.writeString(GoPrint.value(value));
    }
  }

  private static void array(JsonGenerator json, List<?> items) throws IOException {
    json.writeStartArray();
    for (Object item : items) {
      write(json, item);
    }
    json.writeEndArray();
  }

  private static void object(JsonGenerator json, Map<?, ?> entries) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      json.writeFieldName(GoPrint.value(entry.getKey()));
      write(json, entry.getValue());
    }
    json.writeEndObject();
  }
}
