package io.mallwatch.doors.zipkin;

import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.model.Span;
import io.mallwatch.model.wire.ProtoCursor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads lists of Zipkin spans.
final class ZipkinSpans {

  private ZipkinSpans() {}

  /// What a request held.
  ///
  /// @param rejected spans without a usable id
  record Read(List<Span> spans, int rejected) {}

  /// A JSON array of spans.
  ///
  /// @throws RefusedException when it is none
  static Read json(byte[] body) {
    if (!(Json.tree(body) instanceof List<?> list)) {
      throw bad("a JSON array of spans is expected");
    }
    List<ZipkinSpan> spans = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> map)) {
        throw bad("a span is expected to be a JSON object");
      }
      spans.add(span(map));
    }
    return sound(spans);
  }

  private static Read sound(List<ZipkinSpan> spans) {
    List<Span> kept = spans.stream().filter(ZipkinSpan::isSound).map(ZipkinSpan::span).toList();
    return new Read(kept, spans.size() - kept.size());
  }

  private static ZipkinSpan span(Map<?, ?> map) {
    ZipkinSpan span = new ZipkinSpan();
    span.traceId = text(map, "traceId").toLowerCase(Locale.ROOT);
    span.id = text(map, "id").toLowerCase(Locale.ROOT);
    span.parentId = text(map, "parentId").toLowerCase(Locale.ROOT);
    span.name = text(map, "name");
    span.kind = kind(text(map, "kind"));
    span.timestampMicros = number(map, "timestamp");
    span.durationMicros = number(map, "duration");
    span.shared = Boolean.TRUE.equals(map.get("shared"));
    if (map.get("localEndpoint") instanceof Map<?, ?> local) {
      span.service = text(local, "serviceName");
    }
    if (map.get("remoteEndpoint") instanceof Map<?, ?> remote) {
      String four = text(remote, "ipv4");
      span.remote(
          text(remote, "serviceName"),
          four.isEmpty() ? text(remote, "ipv6") : four,
          number(remote, "port"));
    }
    if (map.get("tags") instanceof Map<?, ?> tags) {
      tags.forEach((key, value) -> span.attributes.put(String.valueOf(key), String.valueOf(value)));
    }
    if (map.get("annotations") instanceof List<?> annotations) {
      for (Object item : annotations) {
        if (item instanceof Map<?, ?> annotation) {
          span.annotation(number(annotation, "timestamp"), text(annotation, "value"));
        }
      }
    }
    return span;
  }

  private static Span.Kind kind(String name) {
    return switch (name) {
      case "CLIENT" -> Span.Kind.CLIENT;
      case "SERVER" -> Span.Kind.SERVER;
      case "PRODUCER" -> Span.Kind.PRODUCER;
      case "CONSUMER" -> Span.Kind.CONSUMER;
      default -> Span.Kind.UNSPECIFIED;
    };
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    throw bad("%s: a text is expected".formatted(key));
  }

  private static long number(Map<?, ?> map, String key) {
    @Nullable Object value = map.get(key);
    return switch (value) {
      case null -> 0;
      case Number number -> number.longValue();
      default -> throw bad("%s: a number is expected".formatted(key));
    };
  }

  private static RefusedException bad(String why) {
    return new RefusedException(Problem.bad("bad spans: " + why));
  }

  /// A `ListOfSpans` message.
  ///
  /// @throws io.mallwatch.model.wire.MalformedProtoException when it is no protobuf
  static Read protobuf(byte[] body) {
    List<ZipkinSpan> spans = new ArrayList<>();
    ProtoCursor cursor = new ProtoCursor(body);
    while (cursor.next()) {
      if (cursor.tag() == (1 << 3 | ProtoCursor.LENGTH)) {
        spans.add(span(cursor.message()));
      } else {
        cursor.skip();
      }
    }
    return sound(spans);
  }

  private static ZipkinSpan span(ProtoCursor cursor) {
    ZipkinSpan span = new ZipkinSpan();
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> span.traceId = cursor.hex();
        case 2 -> span.parentId = cursor.hex();
        case 3 -> span.id = cursor.hex();
        case 4 -> span.kind = kind((int) cursor.varint());
        case 5 -> span.name = cursor.string();
        case 6 -> span.timestampMicros = cursor.fixed64();
        case 7 -> span.durationMicros = cursor.varint();
        case 8 -> span.service = endpoint(cursor.message(), new ZipkinSpan());
        case 9 -> {
          var _ = endpoint(cursor.message(), span);
        }
        case 10 -> annotation(cursor.message(), span);
        case 11 -> tag(cursor.message(), span);
        case 13 -> span.shared = cursor.varint() != 0;
        default -> cursor.skip();
      }
    }
    return span;
  }

  private static Span.Kind kind(int number) {
    return switch (number) {
      case 1 -> Span.Kind.CLIENT;
      case 2 -> Span.Kind.SERVER;
      case 3 -> Span.Kind.PRODUCER;
      case 4 -> Span.Kind.CONSUMER;
      default -> Span.Kind.UNSPECIFIED;
    };
  }

  /// Tells `span` of the endpoint; its service's name.
  private static String endpoint(ProtoCursor cursor, ZipkinSpan span) {
    String service = "";
    String address = "";
    long port = 0;
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> service = cursor.string();
        case 2, 3 -> address = address(cursor.bytes());
        case 4 -> port = cursor.varint();
        default -> cursor.skip();
      }
    }
    span.remote(service, address, port);
    return service;
  }

  private static String address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new RefusedException(
          Problem.bad("an address of %d bytes is none".formatted(bytes.length)));
    }
  }

  private static void annotation(ProtoCursor cursor, ZipkinSpan span) {
    long at = 0;
    String value = "";
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> at = cursor.fixed64();
        case 2 -> value = cursor.string();
        default -> cursor.skip();
      }
    }
    span.annotation(at, value);
  }

  private static void tag(ProtoCursor cursor, ZipkinSpan span) {
    String key = "";
    String value = "";
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> key = cursor.string();
        case 2 -> value = cursor.string();
        default -> cursor.skip();
      }
    }
    span.attributes.put(key, value);
  }
}
