package io.mallwatch.traces.segment;

import io.mallwatch.model.wire.ProtoCursor;
import io.mallwatch.traces.AttributeText;
import io.mallwatch.traces.ByteHash;
import io.mallwatch.traces.OtlpSpans;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.SpanOwner;
import java.util.Arrays;
import java.util.List;

/// The terms of all spans of a batch: those of resource and scope by owner, the others by span. See
/// [Terms] for what there is.
final class BatchTerms {

  private static final int KEY = 1 << 3 | ProtoCursor.LENGTH;
  private static final int VALUE = 2 << 3 | ProtoCursor.LENGTH;
  private static final int LIST_1 = 1 << 3 | ProtoCursor.LENGTH;
  private static final int LIST_3 = 3 << 3 | ProtoCursor.LENGTH;
  private static final int LIST_4 = 4 << 3 | ProtoCursor.LENGTH;
  private static final int ATTRIBUTES = 9 << 3 | ProtoCursor.LENGTH;
  private static final int EVENTS = 11 << 3 | ProtoCursor.LENGTH;
  private static final int LINKS = 13 << 3 | ProtoCursor.LENGTH;
  private static final int TEXT_VALUE = 1 << 3 | ProtoCursor.LENGTH;
  private static final int INT_VALUE = 3 << 3 | ProtoCursor.VARINT;

  private final long[][] byOwner;
  private final int[] ends;
  private final byte[] digits = new byte[20];
  private final ProtoCursor valueCursor = new ProtoCursor(digits, 0, 0);
  private long[] terms;
  private int size;

  private BatchTerms(SpanBatch batch) {
    this.ends = new int[batch.size()];
    this.terms = new long[Math.max(16, batch.size() * 16)];
    List<SpanOwner> owners = batch.owners();
    this.byOwner = new long[owners.size()][];
    for (int i = 0; i < byOwner.length; i++) {
      SpanOwner owner = owners.get(i);
      add(Terms.service(owner.serviceHash()));
      attributes(owner.resourceFields(), LIST_1);
      attributes(owner.scopeFields(), LIST_3);
      byOwner[i] = Arrays.copyOf(terms, size);
      size = 0;
    }
    ProtoCursor cursor = new ProtoCursor(batch.bytes());
    for (int i = 0; i < ends.length; i++) {
      add(Terms.operation(batch.nameHash(i)));
      add(Terms.operation(batch.owner(i).serviceHash(), batch.nameHash(i)));
      add(Terms.kind(batch.kind(i)));
      if (batch.isError(i)) {
        add(Terms.ERROR);
      }
      cursor.reset(batch.bytes(), batch.at(i), batch.at(i) + batch.length(i));
      span(cursor);
      ends[i] = size;
    }
  }

  static BatchTerms of(SpanBatch batch) {
    return new BatchTerms(batch);
  }

  /// Terms that all spans of an owner have.
  long[] ofOwner(int owner) {
    return byOwner[owner];
  }

  /// Where the terms of a span begin in [#all()].
  int from(int span) {
    return span == 0 ? 0 : ends[span - 1];
  }

  int to(int span) {
    return ends[span];
  }

  /// Terms of all spans, one after another.
  long[] all() {
    return terms;
  }

  private void span(ProtoCursor cursor) {
    while (cursor.next()) {
      switch (cursor.tag()) {
        case ATTRIBUTES -> attribute(cursor);
        case EVENTS -> inner(cursor, LIST_3);
        case LINKS -> inner(cursor, LIST_4);
        default -> cursor.skip();
      }
    }
  }

  private void inner(ProtoCursor cursor, int list) {
    int outer = cursor.enter();
    attributes(cursor, list);
    cursor.leave(outer);
  }

  private void attributes(ProtoCursor cursor, int list) {
    while (cursor.next()) {
      if (cursor.tag() == list) {
        attribute(cursor);
      } else {
        cursor.skip();
      }
    }
  }

  private void attribute(ProtoCursor cursor) {
    int outer = cursor.enter();
    byte[] bytes = cursor.array();
    int keyAt = 0;
    int keyLength = 0;
    int valueAt = 0;
    int valueEnd = 0;
    while (cursor.next()) {
      int tag = cursor.tag();
      if (tag == KEY || tag == VALUE) {
        int around = cursor.enter();
        if (tag == KEY) {
          keyAt = cursor.position();
          keyLength = cursor.limit() - keyAt;
        } else {
          valueAt = cursor.position();
          valueEnd = cursor.limit();
        }
        cursor.leave(around);
      } else {
        cursor.skip();
      }
    }
    if (keyLength > 0) {
      value(bytes, ByteHash.of(bytes, keyAt, keyLength, Terms.ATTRIBUTE), valueAt, valueEnd);
    }
    cursor.leave(outer);
  }

  private void value(byte[] bytes, long key, int at, int end) {
    if (at == end) {
      add(ByteHash.of(bytes, 0, 0, key));
      return;
    }
    ProtoCursor cursor = valueCursor;
    cursor.reset(bytes, at, end);
    cursor.next();
    if (cursor.tag() == TEXT_VALUE) {
      int outer = cursor.enter();
      int from = cursor.position();
      int length = cursor.limit() - from;
      cursor.leave(outer);
      if (cursor.position() == end) {
        addText(bytes, from, length, key);
        return;
      }
    } else if (cursor.tag() == INT_VALUE) {
      long number = cursor.varint();
      if (cursor.position() == end) {
        addNumber(number, key);
        return;
      }
    }
    // the other kinds are rare, and a value that has several members is rarer
    String text = AttributeText.of(OtlpSpans.anyValue(new ProtoCursor(bytes, at, end)));
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    addText(utf8, 0, utf8.length, key);
  }

  private void addText(byte[] bytes, int from, int length, long key) {
    if (length <= Terms.MAX_VALUE_LENGTH) {
      add(ByteHash.of(bytes, from, length, key));
    }
  }

  private void addNumber(long number, long key) {
    if (number == Long.MIN_VALUE) {
      add(ByteHash.of(Long.toString(number), key));
      return;
    }
    int at = digits.length;
    long rest = Math.abs(number);
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      digits[--at] = '-';
    }
    add(ByteHash.of(digits, at, digits.length - at, key));
  }

  private void add(long term) {
    if (size == terms.length) {
      terms = Arrays.copyOf(terms, size * 2);
    }
    terms[size++] = term;
  }
}
