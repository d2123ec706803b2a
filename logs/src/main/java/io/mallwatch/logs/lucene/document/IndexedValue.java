package io.mallwatch.logs.lucene.document;

import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.InvertableType;
import org.apache.lucene.util.BytesRef;

/// A field of a document whose value is bytes that lie elsewhere. Reused for one document after the
/// other; Lucene copies what it keeps.
final class IndexedValue extends Field {

  private final BytesRef value = new BytesRef();

  IndexedValue(String name, FieldType type) {
    super(name, type);
    fieldsData = value;
  }

  /// Sets the value; the bytes must stay as they are until the document was added.
  void set(byte[] bytes, int offset, int length) {
    value.bytes = bytes;
    value.offset = offset;
    value.length = length;
  }

  void set(BytesRef other) {
    set(other.bytes, other.offset, other.length);
  }

  @Override
  public InvertableType invertableType() {
    return InvertableType.BINARY;
  }
}
