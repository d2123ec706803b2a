package io.mallwatch.logs.lucene.document;

import io.mallwatch.model.LogEntry;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.jspecify.annotations.Nullable;

/// Reads entries of one segment back out of the index. A block of them is unpacked once when they
/// are asked for in order, which is why this reads as merges do. Not thread-safe.
public final class Sources {

  private final StoredFields fields;
  private final Visitor visitor = new Visitor();

  public Sources(LeafReaderContext leaf) throws IOException {
    this.fields =
        leaf.reader() instanceof CodecReader codec
            ? codec.getFieldsReader().getMergeInstance()
            : leaf.reader().storedFields();
  }

  /// @param document number within the segment
  public LogEntry entry(int document) throws IOException {
    visitor.source = null;
    visitor.ownId = null;
    fields.document(document, visitor);
    byte[] source = Objects.requireNonNull(visitor.source);
    return EntryCodec.decode(source, 0, source.length);
  }

  /// What the sender called the entry that was read last, or null.
  public @Nullable String ownId() {
    return visitor.ownId;
  }

  private static final class Visitor extends StoredFieldVisitor {
    private byte @Nullable [] source;
    private @Nullable String ownId;

    @Override
    public Status needsField(FieldInfo field) {
      return field.name.equals(Terms.SOURCE) || field.name.equals(Terms.OWN_ID)
          ? Status.YES
          : Status.NO;
    }

    @Override
    public void binaryField(FieldInfo field, byte[] value) {
      source = value;
    }

    @Override
    public void stringField(FieldInfo field, String value) {
      ownId = value;
    }
  }
}
