package io.mallwatch.logs.lucene.sort;

import io.mallwatch.logs.LogSort;
import io.mallwatch.logs.lucene.aggregate.Keys;
import io.mallwatch.logs.lucene.aggregate.Numbers;
import io.mallwatch.logs.query.LogFields;
import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;

/// What the entries of one segment have of one key. Documents must be loaded in order. Compares
/// with the value of the last entry kept without reading texts, where there is a column.
final class SortKey {

  private enum Kind {
    NUMBER,
    TEXT,
    MISSING
  }

  private final LogSort sort;
  private final boolean time;
  private final @Nullable Numbers numbers;
  private final @Nullable Keys keys;

  private Kind kind = Kind.MISSING;
  private double number;
  private int text;

  private @Nullable String bound;
  private int boundPlace;

  private SortKey(LogSort sort, boolean time, @Nullable Numbers numbers, @Nullable Keys keys) {
    this.sort = sort;
    this.time = time;
    this.numbers = numbers;
    this.keys = keys;
  }

  static SortKey of(LogSort sort, LeafReaderContext leaf) throws IOException {
    if (sort.field().equals("_index")) {
      return new SortKey(sort, false, null, Keys.of(leaf, sort.field()));
    }
    String field = LogFields.canonical(sort.field());
    return switch (LogFields.kind(field)) {
      case NUMBER -> new SortKey(sort, field.equals("timestamp"), Numbers.of(leaf, field), null);
      case DATA -> new SortKey(sort, false, Numbers.only(leaf, field), Keys.of(leaf, field));
      case KEYWORD, TEXT -> new SortKey(sort, false, null, Keys.of(leaf, field));
    };
  }

  /// Moves to a document.
  void load(int document) throws IOException {
    int count = numbers == null ? 0 : numbers.load(document);
    if (numbers != null && count > 0) {
      kind = Kind.NUMBER;
      number = numbers.at(sort.descending() ? count - 1 : 0);
      return;
    }
    int texts = keys == null ? 0 : keys.load(document);
    if (keys == null || texts == 0) {
      kind = Kind.MISSING;
      return;
    }
    kind = Kind.TEXT;
    text = keys.next();
    for (int i = 1; i < texts && sort.descending(); i++) {
      text = keys.next();
    }
  }

  /// The document's value.
  @Nullable Object value() throws IOException {
    return switch (kind) {
      case MISSING -> null;
      case NUMBER -> time ? (Object) (long) number : (Object) number;
      case TEXT -> keys == null ? null : keys.text(text);
    };
  }

  /// The order of the document's value and another.
  int compareTo(@Nullable Object other) throws IOException {
    if (kind == Kind.MISSING || other == null) {
      return SortValues.missing(sort, kind == Kind.MISSING, other == null);
    }
    if (kind == Kind.NUMBER) {
      int order = other instanceof Number given ? Double.compare(number, given.doubleValue()) : -1;
      return sort.descending() ? -order : order;
    }
    if (other instanceof Number || keys == null || !keys.sorted()) {
      return SortValues.compare(sort, value(), other);
    }
    int place = place(keys, other.toString());
    // A place between two values is written as -1 minus that of the value behind it.
    int order = place >= 0 ? Integer.compare(text, place) : text < -1 - place ? -1 : 1;
    return sort.descending() ? -order : order;
  }

  private int place(Keys column, String other) throws IOException {
    if (!other.equals(bound)) {
      bound = other;
      boundPlace = column.find(other);
    }
    return boundPlace;
  }
}
