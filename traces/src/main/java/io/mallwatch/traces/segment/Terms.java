package io.mallwatch.traces.segment;

import io.mallwatch.model.Span;
import io.mallwatch.traces.TraceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// What can be looked up of a span, as 64-bit hashes: service, operation, every attribute with its
/// value, error, kind. Hashes may collide; [SpanFilter] checks the span itself.
final class Terms {

  /// Attribute values longer than this are not looked up but only checked.
  static final int MAX_VALUE_LENGTH = 256;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Terms() {}

  /// Hands every term of `span` to `sink`; some may come twice.
  static void of(Span span, LongConsumer sink) {
    String service = span.resource().service();
    sink.accept(hash('s', service, ""));
    sink.accept(hash('o', span.name(), ""));
    sink.accept(hash('p', service, span.name()));
    sink.accept(hash('k', span.kind().name(), ""));
    if (span.isError()) {
      sink.accept(hash('e', "", ""));
    }
    attributes(span.attributes(), sink);
    attributes(span.resource().attributes(), sink);
    attributes(span.scope().attributes(), sink);
    for (Span.Event event : span.events()) {
      attributes(event.attributes(), sink);
    }
    for (Span.Link link : span.links()) {
      attributes(link.attributes(), sink);
    }
  }

  private static void attributes(Map<String, Object> attributes, LongConsumer sink) {
    attributes.forEach((key, value) -> {
      String text = value.toString();
      if (text.length() <= MAX_VALUE_LENGTH) {
        sink.accept(hash('a', key, text));
      }
    });
  }

  /// Terms that every trace must have which can satisfy `query`; empty when nothing narrows it.
  static List<Long> required(TraceQuery query) {
    List<Long> terms = new ArrayList<>();
    boolean service = !query.service().isEmpty();
    boolean operation = !query.operation().isEmpty();
    if (service && operation) {
      terms.add(hash('p', query.service(), query.operation()));
    } else if (service) {
      terms.add(hash('s', query.service(), ""));
    } else if (operation) {
      terms.add(hash('o', query.operation(), ""));
    }
    query.attributes().forEach((key, value) -> attribute(key, value, terms));
    return terms;
  }

  private static void attribute(String key, String value, List<Long> terms) {
    switch (key) {
      case "error" -> {
        if (value.equals("true")) {
          terms.add(hash('e', "", ""));
        } else if (!value.equals("false")) {
          terms.add(hash('a', key, value));
        }
      }
      case "span.kind" -> terms.add(hash('k', value.toUpperCase(java.util.Locale.ROOT), ""));
      case "span.status", "scope.name", "scope.version" -> {}
      default -> {
        if (value.length() <= MAX_VALUE_LENGTH) {
          String name = key.startsWith("resource.") ? key.substring("resource.".length()) : key;
          terms.add(hash('a', name, value));
        }
      }
    }
  }

  private static long hash(char type, String first, String second) {
    long hash = (FNV_OFFSET ^ type) * FNV_PRIME;
    for (int i = 0; i < first.length(); i++) {
      hash = (hash ^ first.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ 0x1ffff) * FNV_PRIME;
    for (int i = 0; i < second.length(); i++) {
      hash = (hash ^ second.charAt(i)) * FNV_PRIME;
    }
    hash ^= hash >>> 32;
    hash *= 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
