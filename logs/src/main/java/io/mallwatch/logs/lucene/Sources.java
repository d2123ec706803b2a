package io.mallwatch.logs.lucene;

import io.mallwatch.model.LogEntry;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.jspecify.annotations.Nullable;

/// Reads entries back out of the index. Cheap when documents are asked for in order. Not
/// thread-safe.
final class Sources {

  private final StoredFields fields;
  private final Visitor visitor = new Visitor();

  Sources(IndexReader reader) throws IOException {
    this.fields = reader.storedFields();
  }

  LogEntry entry(int document) throws IOException {
    visitor.source = null;
    fields.document(document, visitor);
    byte[] source = Objects.requireNonNull(visitor.source);
    return EntryCodec.decode(source, 0, source.length);
  }

  private static final class Visitor extends StoredFieldVisitor {
    private byte @Nullable [] source;

    @Override
    public Status needsField(FieldInfo field) {
      return field.name.equals(Terms.SOURCE) ? Status.YES : Status.NO;
    }

    @Override
    public void binaryField(FieldInfo field, byte[] value) {
      source = value;
    }
  }
}
