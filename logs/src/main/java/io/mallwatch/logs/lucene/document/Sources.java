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

  private final LeafReaderContext leaf;
  private final @Nullable RecentEntries recent;
  private final StoredFields fields;
  private final Visitor visitor = new Visitor();

  public Sources(LeafReaderContext leaf) throws IOException {
    this(leaf, null);
  }

  /// @param recent where entries are looked for first and kept, or null
  public Sources(LeafReaderContext leaf, @Nullable RecentEntries recent) throws IOException {
    this.leaf = leaf;
    this.recent = recent;
    this.fields =
        leaf.reader() instanceof CodecReader codec
            ? codec.getFieldsReader().getMergeInstance()
            : leaf.reader().storedFields();
  }

  /// @param document number within the segment
  public LogEntry entry(int document) throws IOException {
    RecentEntries.Kept kept = recent == null ? null : recent.find(leaf, document);
    if (kept != null) {
      visitor.ownId = kept.ownId();
      return kept.entry();
    }
    visitor.source = null;
    visitor.ownId = null;
    fields.document(document, visitor);
    byte[] source = Objects.requireNonNull(visitor.source);
    LogEntry entry = EntryCodec.decode(source, 0, source.length);
    if (recent != null) {
      recent.keep(leaf, document, new RecentEntries.Kept(entry, visitor.ownId, source.length));
    }
    return entry;
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
