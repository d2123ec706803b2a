package io.mallwatch.traces.segment;

import io.mallwatch.model.Span;
import io.mallwatch.traces.ByteHash;
import io.mallwatch.traces.TraceQuery;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// What can be looked up of a span, as 64-bit hashes: service, operation, both together, every
/// attribute with its value, error, kind. Hashes may collide; [SpanFilter] checks the span itself.
///
/// Segments keep the hashes, so they must not change.
final class Terms {

  /// Attribute values longer than so many bytes are not looked up but only checked.
  static final int MAX_VALUE_LENGTH = 256;

  /// Seed of an attribute's key, whose hash is the seed of its value.
  static final long ATTRIBUTE = 'a';

  /// Spans with status error.
  static final long ERROR = ByteHash.of('e', 0);

  private static final String RESOURCE = "resource.";

  private Terms() {}

  static long service(long service) {
    return ByteHash.of('s', service);
  }

  static long operation(long name) {
    return ByteHash.of('o', name);
  }

  static long operation(long service, long name) {
    return ByteHash.of(service ^ 'p', name);
  }

  static long kind(Span.Kind kind) {
    return ByteHash.of('k', kind.ordinal());
  }

  private static long attribute(String key, String value) {
    return ByteHash.of(value, ByteHash.of(key, ATTRIBUTE));
  }

  /// Terms that every trace must have which can satisfy `query`; empty when nothing narrows it.
  static long[] required(TraceQuery query) {
    long[] terms = new long[query.attributes().size() + 1];
    int[] size = {0};
    boolean service = !query.service().isEmpty();
    boolean operation = !query.operation().isEmpty();
    long serviceHash = ByteHash.of(query.service(), 0);
    long nameHash = ByteHash.of(query.operation(), 0);
    if (service && operation) {
      terms[size[0]++] = operation(serviceHash, nameHash);
    } else if (service) {
      terms[size[0]++] = service(serviceHash);
    } else if (operation) {
      terms[size[0]++] = operation(nameHash);
    }
    query
        .attributes()
        .forEach((key, value) -> {
          long term = ofCondition(key, value);
          if (term != 0) {
            terms[size[0]++] = term;
          }
        });
    return Arrays.copyOf(terms, size[0]);
  }

  /// 0 when the condition has no term.
  private static long ofCondition(String key, String value) {
    return switch (key) {
      case "error" ->
          switch (value) {
            case "true" -> ERROR;
            case "false" -> 0;
            default -> attribute(key, value);
          };
      case "span.kind" -> ofKind(value);
      case "span.status", "scope.name", "scope.version" -> 0;
      default -> {
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_LENGTH) {
          yield 0;
        }
        yield attribute(key.startsWith(RESOURCE) ? key.substring(RESOURCE.length()) : key, value);
      }
    };
  }

  private static long ofKind(String value) {
    String wanted = value.toUpperCase(Locale.ROOT);
    for (Span.Kind kind : Span.Kind.values()) {
      if (kind.name().equals(wanted)) {
        return kind(kind);
      }
    }
    return 0;
  }
}
