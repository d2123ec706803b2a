package io.mallwatch.traces.segment;

import io.mallwatch.model.Span;
import io.mallwatch.model.wire.ProtoCursor;
import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.traces.ByteHash;
import io.mallwatch.traces.OtlpSpans;
import io.mallwatch.traces.SpanOwner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A span's message where it lies.
final class StoredSpan {

  private final SpanOwner owner;
  private final byte[] bytes;
  private final int at;
  private final int length;

  StoredSpan(SpanOwner owner, byte[] bytes, int at, int length) {
    this.owner = owner;
    this.bytes = bytes;
    this.at = at;
    this.length = length;
  }

  SpanOwner owner() {
    return owner;
  }

  ProtoCursor cursor() {
    return new ProtoCursor(bytes, at, at + length);
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  /// Of its message, without its owner.
  long hash() {
    return ByteHash.of(bytes, at, length, 0);
  }

  /// Appends its length and bytes.
  void appendTo(ByteSink out) {
    out.varint(length).raw(bytes, at, length);
  }

  Span span() {
    return OtlpSpans.span(cursor(), owner.resource(), owner.scope());
  }

  /// Whether it is the same message of the same owner.
  boolean isSame(StoredSpan other) {
    return Arrays.equals(bytes, at, at + length, other.bytes, other.at, other.at + other.length)
        && owner.equals(other.owner);
  }

  /// A TracesData message that holds `spans`.
  static byte[] otlp(List<StoredSpan> spans) {
    Map<SpanOwner, List<StoredSpan>> byOwner = new LinkedHashMap<>();
    for (StoredSpan span : spans) {
      byOwner.computeIfAbsent(span.owner, _ -> new ArrayList<>()).add(span);
    }
    ProtoWriter data = new ProtoWriter();
    byOwner.forEach((owner, members) -> {
      ProtoWriter scopeSpans = new ProtoWriter().bytes(1, owner.scopeBytes());
      for (StoredSpan span : members) {
        scopeSpans.bytes(2, Arrays.copyOfRange(span.bytes, span.at, span.at + span.length));
      }
      data.message(1, new ProtoWriter().bytes(1, owner.resourceBytes()).message(2, scopeSpans));
    });
    return data.toByteArray();
  }
}
