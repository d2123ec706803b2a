package io.mallwatch.logs.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads entries from JSON objects, one object an entry: the paper's own fields, and what logback,
/// log4j2, ECS, winston, pino and bunyan write. Unknown members go into the data. Thread-safe.
public final class JsonLogEntries {

  /// Tag of a line that is no JSON object and is kept whole as the message.
  public static final String UNPARSED = "_unparsed";

  private static final int MAX_NESTING = 40;
  private static final int MAX_STRING = 4 << 20;

  private final JsonFactory json =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();
  private final InstantSource clock;
  private final ZoneId zone;
  private final String defaultService;

  /// @param clock gives the time of entries that name none
  /// @param zone of timestamps that name none
  /// @param defaultService who wrote entries that don't say
  public JsonLogEntries(InstantSource clock, ZoneId zone, String defaultService) {
    this.clock = clock;
    this.zone = zone;
    this.defaultService = defaultService;
  }

  /// Reads the JSON object in `bytes[from, from + length)`.
  ///
  /// @throws MalformedEntryException when there is none, or something follows it
  public LogEntry read(byte[] bytes, int from, int length) {
    return read(bytes, from, length, clock.instant(), defaultService);
  }

  private LogEntry read(byte[] bytes, int from, int length, Instant now, String service) {
    try (JsonParser parser = json.createParser(bytes, from, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedEntryException("a log entry must be a JSON object");
      }
      EntryFields fields = new EntryFields(zone, new SentShape.Notes());
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        Object value = value(parser);
        if (value != null) {
          fields.put(name, value);
        }
      }
      if (parser.nextToken() != null) {
        throw new MalformedEntryException("something follows the JSON object");
      }
      return fields.build(now, service);
    } catch (IOException e) {
      throw new MalformedEntryException("not a JSON object: " + firstLine(e));
    }
  }

  /// The members of the JSON object in `bytes[from, from + length)` as they stand there, for
  /// pipelines; they may be changed.
  ///
  /// @throws MalformedEntryException when there is none, or something follows it
  public Map<String, @Nullable Object> members(byte[] bytes, int from, int length) {
    try (JsonParser parser = json.createParser(bytes, from, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedEntryException("a log entry must be a JSON object");
      }
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, value(parser));
      }
      if (parser.nextToken() != null) {
        throw new MalformedEntryException("something follows the JSON object");
      }
      return members;
    } catch (IOException e) {
      throw new MalformedEntryException("not a JSON object: " + firstLine(e));
    }
  }

  /// What a line was made into an entry of by [#readLine].
  public Original original(String line) {
    if (!line.stripLeading().startsWith("{")) {
      return new Original.Line(line);
    }
    byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
    try {
      return new Original.Members(members(utf8, 0, utf8.length));
    } catch (MalformedEntryException e) {
      return new Original.Line(line);
    }
  }

  /// Makes an entry of named values, as if they were the members of a JSON object.
  ///
  /// @param fallback its time and service are taken when none are named
  public LogEntry of(Map<String, ? extends @Nullable Object> members, LogEntry fallback) {
    EntryFields fields = new EntryFields(zone, new SentShape.Notes());
    members.forEach((name, value) -> {
      if (value != null) {
        fields.put(name, value);
      }
    });
    return fields.build(fallback.timestamp(), fallback.service());
  }

  /// Reads a line; one that is no JSON object becomes the message of an entry with the tag
  /// [#UNPARSED].
  ///
  /// @param now its time when it names none
  /// @param service who wrote it when it does not say
  public LogEntry readLine(String line, Instant now, String service) {
    if (line.stripLeading().startsWith("{")) {
      byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
      try {
        return read(utf8, 0, utf8.length, now, service);
      } catch (MalformedEntryException e) {
        return unparsed(line, now, service);
      }
    }
    return unparsed(line, now, service);
  }

  private static LogEntry unparsed(String line, Instant now, String service) {
    return LogEntry.builder(now, LogLevel.INFO, service, line).tags(List.of(UNPARSED)).build();
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> parser.getText();
          };
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case START_OBJECT -> map(parser);
      case START_ARRAY -> list(parser);
      case VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME ->
          null;
    };
  }

  private static Map<String, Object> map(JsonParser parser) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser);
      if (value != null) {
        map.put(name, value);
      }
    }
    return map;
  }

  private static List<Object> list(JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(parser);
      if (value != null) {
        list.add(value);
      }
    }
    return list;
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
