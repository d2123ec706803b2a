package io.mallwatch.logs.lucene.document;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

/// The values of one field in the document under way: as many objects as any document needed. Not
/// thread-safe.
final class FieldValues {

  private final String name;
  private final FieldType type;
  private final List<IndexedValue> made = new ArrayList<>(1);
  private long document = -1;
  private int used;

  FieldValues(String name, FieldType type) {
    this.name = name;
    this.type = type;
  }

  /// Adds a value to `fields`.
  ///
  /// @param number of the document; a new one begins anew
  void add(long number, byte[] bytes, int offset, int length, List<IndexableField> fields) {
    next(number, fields).set(bytes, offset, length);
  }

  void add(long number, BytesRef value, List<IndexableField> fields) {
    next(number, fields).set(value);
  }

  private IndexedValue next(long number, List<IndexableField> fields) {
    if (document != number) {
      document = number;
      used = 0;
    }
    if (used == made.size()) {
      made.add(new IndexedValue(name, type));
    }
    IndexedValue value = made.get(used++);
    fields.add(value);
    return value;
  }
}
