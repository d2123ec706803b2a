package io.mallwatch.logs.ingest;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.wire.ProtoCursor;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads OTLP's `ExportLogsServiceRequest` (opentelemetry-proto 1.x, `logs/v1/logs.proto`).
///
/// Attributes named like fields of ours become those fields, `data.x` becomes `x` of the data, all
/// others go into the data under their own name. The service is the resource's `service.name`; of
/// the other resource attributes those that tell instances apart are kept. Thread-safe.
public final class OtlpLogs {

  private static final Set<String> KEPT_OF_RESOURCE =
      Set.of(
          "host.name",
          "service.namespace",
          "service.version",
          "service.instance.id",
          "deployment.environment",
          "deployment.environment.name",
          "k8s.pod.name",
          "container.id");
  private static final String DEFAULT_SERVICE = "unknown_service";

  private final InstantSource clock;

  /// @param clock gives the time of records that name none
  public OtlpLogs(InstantSource clock) {
    this.clock = clock;
  }

  /// @param rejected records that could not be taken
  /// @param reason why the first of them could not, or empty
  public record Result(List<LogEntry> entries, int rejected, String reason) {
    public Result {
      entries = List.copyOf(entries);
    }
  }

  /// Reads a request.
  ///
  /// @throws io.mallwatch.model.wire.MalformedProtoException when the bytes are no such message
  public Result read(byte[] bytes, int from, int length) {
    Collected out = new Collected(clock.instant());
    ProtoCursor request = new ProtoCursor(bytes, from, from + length);
    while (request.next()) {
      if (request.field() == 1 && request.wireType() == ProtoCursor.LENGTH) {
        resourceLogs(request.message(), out);
      } else {
        request.skip();
      }
    }
    return new Result(out.entries, out.rejected, out.reason);
  }

  private static final class Collected {
    private final Instant now;
    private final List<LogEntry> entries = new ArrayList<>();
    private int rejected;
    private String reason = "";

    Collected(Instant now) {
      this.now = now;
    }
  }

  /// @param service of all its records
  /// @param kept other attributes of all its records
  private record Origin(String service, Map<String, Object> kept) {}

  private static void resourceLogs(ProtoCursor cursor, Collected out) {
    int from = cursor.position();
    Origin origin = new Origin(DEFAULT_SERVICE, Map.of());
    while (cursor.next()) {
      if (cursor.field() == 1) {
        origin = resource(cursor.message());
      } else {
        cursor.skip();
      }
    }
    // The records may stand before the resource, so they are read in a second pass.
    ProtoCursor again = new ProtoCursor(cursor.array(), from, cursor.limit());
    while (again.next()) {
      if (again.field() == 2) {
        scopeLogs(again.message(), origin, out);
      } else {
        again.skip();
      }
    }
  }

  private static Origin resource(ProtoCursor cursor) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    while (cursor.next()) {
      if (cursor.field() == 1) {
        keyValue(cursor.message(), attributes);
      } else {
        cursor.skip();
      }
    }
    Object service = attributes.get("service.name");
    attributes.keySet().retainAll(KEPT_OF_RESOURCE);
    return new Origin(
        service instanceof String name && !name.isEmpty() ? name : DEFAULT_SERVICE, attributes);
  }

  private static void scopeLogs(ProtoCursor cursor, Origin origin, Collected out) {
    int from = cursor.position();
    String logger = "";
    while (cursor.next()) {
      if (cursor.field() == 1) {
        logger = scopeName(cursor.message());
      } else {
        cursor.skip();
      }
    }
    ProtoCursor again = new ProtoCursor(cursor.array(), from, cursor.limit());
    while (again.next()) {
      if (again.field() == 2) {
        try {
          out.entries.add(record(again.message(), origin, logger, out.now));
        } catch (TooDeep e) {
          out.rejected++;
          out.reason = "a value is nested deeper than " + TooDeep.LIMIT;
        }
      } else {
        again.skip();
      }
    }
  }

  private static String scopeName(ProtoCursor cursor) {
    String name = "";
    while (cursor.next()) {
      if (cursor.field() == 1) {
        name = cursor.string();
      } else {
        cursor.skip();
      }
    }
    return name;
  }

  private static LogEntry record(ProtoCursor cursor, Origin origin, String logger, Instant now) {
    long nanos = 0;
    long observed = 0;
    int severity = 0;
    String severityText = "";
    String traceId = "";
    String spanId = "";
    String eventName = "";
    Object body = null;
    Map<String, Object> attributes = new LinkedHashMap<>();
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> nanos = cursor.fixed64();
        case 2 -> severity = (int) cursor.varint();
        case 3 -> severityText = cursor.string();
        case 5 -> body = anyValue(cursor.message(), 0);
        case 6 -> keyValue(cursor.message(), attributes);
        case 9 -> traceId = cursor.hex();
        case 10 -> spanId = cursor.hex();
        case 11 -> observed = cursor.fixed64();
        case 12 -> eventName = cursor.string();
        default -> cursor.skip();
      }
    }
    EntryFields fields = new EntryFields(ZoneOffset.UTC, null);
    if (isId(traceId, 32)) {
      fields.put("traceId", traceId);
    }
    if (isId(spanId, 16)) {
      fields.put("spanId", spanId);
    }
    putBody(fields, body);
    attributes.forEach((name, value) ->
        fields.put(name.startsWith("data.") ? name.substring("data.".length()) : name, value));
    if (!eventName.isEmpty()) {
      fields.put("event.name", eventName);
    }
    if (!logger.isEmpty()) {
      fields.put("logger", logger);
    }
    origin.kept.forEach(fields::put);
    LogLevel level =
        severity == 0 && !severityText.isEmpty()
            ? LogLevel.parse(severityText)
            : LogLevel.ofSeverityNumber(severity);
    fields.put("level", level.text());
    return fields.build(time(nanos, observed, now), origin.service);
  }

  private static void putBody(EntryFields fields, @Nullable Object body) {
    if (body instanceof Map<?, ?> map) {
      map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    } else if (body != null) {
      fields.put("message", body instanceof List<?> list ? list.toString() : body);
    }
  }

  private static Instant time(long nanos, long observed, Instant now) {
    long chosen = nanos != 0 ? nanos : observed;
    return chosen <= 0 ? now : Instant.ofEpochSecond(0, chosen);
  }

  private static boolean isId(String hex, int length) {
    return hex.length() == length && !hex.equals("0".repeat(length));
  }

  private static void keyValue(ProtoCursor cursor, Map<String, Object> into) {
    String key = "";
    Object value = null;
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> key = cursor.string();
        case 2 -> value = anyValue(cursor.message(), 0);
        default -> cursor.skip();
      }
    }
    if (value != null) {
      into.put(key, value);
    }
  }

  private static @Nullable Object anyValue(ProtoCursor cursor, int depth) {
    if (depth > TooDeep.LIMIT) {
      throw new TooDeep();
    }
    Object value = null;
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> value = cursor.string();
        case 2 -> value = cursor.varint() != 0;
        case 3 -> value = cursor.varint();
        case 4 -> value = cursor.fixedDouble();
        case 5 -> value = array(cursor.message(), depth);
        case 6 -> value = keyValues(cursor.message(), depth);
        case 7 -> value = Base64.getEncoder().encodeToString(cursor.bytes());
        default -> cursor.skip();
      }
    }
    return value;
  }

  private static List<Object> array(ProtoCursor cursor, int depth) {
    List<Object> values = new ArrayList<>();
    while (cursor.next()) {
      if (cursor.field() == 1) {
        Object value = anyValue(cursor.message(), depth + 1);
        if (value != null) {
          values.add(value);
        }
      } else {
        cursor.skip();
      }
    }
    return values;
  }

  private static Map<String, Object> keyValues(ProtoCursor cursor, int depth) {
    Map<String, Object> values = new LinkedHashMap<>();
    while (cursor.next()) {
      if (cursor.field() != 1) {
        cursor.skip();
        continue;
      }
      ProtoCursor pair = cursor.message();
      String key = "";
      Object value = null;
      while (pair.next()) {
        switch (pair.field()) {
          case 1 -> key = pair.string();
          case 2 -> value = anyValue(pair.message(), depth + 1);
          default -> pair.skip();
        }
      }
      if (value != null) {
        values.put(key, value);
      }
    }
    return values;
  }

  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LIMIT = 16;

    TooDeep() {
      super("too deep", null, false, false);
    }
  }
}
