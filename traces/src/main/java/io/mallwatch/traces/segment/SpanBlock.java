package io.mallwatch.traces.segment;

import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Spans as bytes: a dictionary of texts, then resources and scopes, then the spans, which refer to
/// them by number. The form is the same in the log, in the head and in segments; see
/// `docs/formats/traces.md`.
final class SpanBlock {

  private static final int VERSION = 1;

  private SpanBlock() {}

  static byte[] encode(List<Span> spans) {
    return new Encoder().encode(spans);
  }

  static List<Span> decode(byte[] bytes) {
    return new Decoder(new ByteSource(bytes)).decode();
  }

  private static final class Encoder {
    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final Map<Span.Resource, Integer> resources = new LinkedHashMap<>();
    private final Map<Span.Scope, Integer> scopes = new LinkedHashMap<>();
    private final ByteSink body = new ByteSink();

    byte[] encode(List<Span> spans) {
      ByteSink owners = new ByteSink();
      for (Span span : spans) {
        span(span);
      }
      owners.varint(resources.size());
      resources.keySet().forEach(resource -> attributes(owners, resource.attributes()));
      List<Span.Resource> order = new ArrayList<>(resources.keySet());
      order.forEach(resource -> text(owners, resource.service()));
      owners.varint(scopes.size());
      for (Span.Scope scope : scopes.keySet()) {
        text(owners, scope.name());
        text(owners, scope.version());
        attributes(owners, scope.attributes());
      }
      ByteSink out = new ByteSink().u8(VERSION).varint(texts.size());
      texts.keySet().forEach(out::text);
      return out.raw(owners.toByteArray())
          .varint(spans.size())
          .raw(body.toByteArray())
          .toByteArray();
    }

    private void span(Span span) {
      body.u64(high(span.traceId())).u64(low(span.traceId())).u64(low(span.spanId()));
      body.u8(
          span.kind().ordinal() | (span.status().ordinal() << 3) | (span.isRoot() ? 0 : 1 << 5));
      if (!span.isRoot()) {
        body.u64(low(span.parentSpanId()));
      }
      text(body, span.name());
      body.zigzag(span.startNanos()).zigzag(span.durationNanos());
      text(body, span.statusMessage());
      body.varint(number(resources, span.resource())).varint(number(scopes, span.scope()));
      attributes(body, span.attributes());
      body.varint(span.events().size());
      for (Span.Event event : span.events()) {
        body.zigzag(event.timeNanos() - span.startNanos());
        text(body, event.name());
        attributes(body, event.attributes());
      }
      body.varint(span.links().size());
      for (Span.Link link : span.links()) {
        text(body, link.traceId());
        text(body, link.spanId());
        attributes(body, link.attributes());
      }
    }

    private void attributes(ByteSink out, Map<String, Object> attributes) {
      out.varint(attributes.size());
      new TreeMap<>(attributes)
          .forEach((key, value) -> {
            text(out, key);
            value(out, value);
          });
    }

    private void value(ByteSink out, Object value) {
      switch (value) {
        case Boolean flag -> out.u8(flag ? 2 : 1);
        case Long number -> out.u8(3).zigzag(number);
        case Integer number -> out.u8(3).zigzag(number);
        case Double number -> out.u8(4).u64(Double.doubleToRawLongBits(number));
        case List<?> list -> {
          out.u8(5).varint(list.size());
          list.forEach(item -> value(out, item));
        }
        default -> {
          out.u8(0);
          text(out, value.toString());
        }
      }
    }

    private void text(ByteSink out, String text) {
      out.varint(number(texts, text));
    }

    private static <K> int number(Map<K, Integer> numbers, K key) {
      Integer known = numbers.get(key);
      if (known != null) {
        return known;
      }
      int next = numbers.size();
      numbers.put(key, next);
      return next;
    }
  }

  private static final class Decoder {
    private final ByteSource in;
    private String[] texts = {};

    Decoder(ByteSource in) {
      this.in = in;
    }

    List<Span> decode() {
      int version = in.u8();
      if (version != VERSION) {
        throw new CorruptDataException("span block of version " + version);
      }
      texts = new String[in.count()];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = in.text();
      }
      Span.Resource[] resources = resources();
      Span.Scope[] scopes = new Span.Scope[in.count()];
      for (int i = 0; i < scopes.length; i++) {
        scopes[i] = new Span.Scope(text(), text(), attributes());
      }
      int count = in.count();
      List<Span> spans = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        spans.add(span(resources, scopes));
      }
      return spans;
    }

    private Span.Resource[] resources() {
      int count = in.count();
      List<Map<String, Object>> attributes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        attributes.add(attributes());
      }
      Span.Resource[] resources = new Span.Resource[count];
      for (int i = 0; i < count; i++) {
        resources[i] = new Span.Resource(text(), attributes.get(i));
      }
      return resources;
    }

    private Span span(Span.Resource[] resources, Span.Scope[] scopes) {
      String traceId = hex(in.u64()) + hex(in.u64());
      String spanId = hex(in.u64());
      int bits = in.u8();
      String parent = (bits & (1 << 5)) == 0 ? "" : hex(in.u64());
      String name = text();
      long start = in.zigzag();
      long duration = in.zigzag();
      String message = text();
      Span.Resource resource = at(resources, in.varint());
      Span.Scope scope = at(scopes, in.varint());
      Map<String, Object> attributes = attributes();
      List<Span.Event> events = new ArrayList<>();
      for (int i = in.count(); i > 0; i--) {
        events.add(new Span.Event(start + in.zigzag(), text(), attributes()));
      }
      List<Span.Link> links = new ArrayList<>();
      for (int i = in.count(); i > 0; i--) {
        links.add(new Span.Link(text(), text(), attributes()));
      }
      return new Span(
          traceId,
          spanId,
          parent,
          name,
          at(Span.Kind.values(), bits & 7),
          start,
          start + duration,
          at(Span.Status.values(), (bits >>> 3) & 3),
          message,
          attributes,
          events,
          links,
          resource,
          scope);
    }

    private Map<String, Object> attributes() {
      Map<String, Object> attributes = new HashMap<>();
      for (int i = in.count(); i > 0; i--) {
        attributes.put(text(), value());
      }
      return attributes;
    }

    private Object value() {
      int type = in.u8();
      return switch (type) {
        case 0 -> text();
        case 1 -> false;
        case 2 -> true;
        case 3 -> in.zigzag();
        case 4 -> Double.longBitsToDouble(in.u64());
        case 5 -> {
          List<Object> items = new ArrayList<>();
          for (int i = in.count(); i > 0; i--) {
            items.add(value());
          }
          yield List.copyOf(items);
        }
        default -> throw new CorruptDataException("attribute of type " + type);
      };
    }

    private String text() {
      return at(texts, in.varint());
    }

    private static <T> T at(T[] values, long index) {
      if (index < 0 || index >= values.length) {
        throw new CorruptDataException("reference to %d of %d".formatted(index, values.length));
      }
      return values[(int) index];
    }
  }

  static long high(String traceId) {
    return Long.parseUnsignedLong(traceId, 0, 16, 16);
  }

  /// The last 16 digits of an id.
  static long low(String id) {
    return Long.parseUnsignedLong(id, id.length() - 16, id.length(), 16);
  }

  static String hex(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
