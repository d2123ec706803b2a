package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.LogEntry;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Makes the Lucene document of an entry. Not thread-safe.
public final class EntryDocuments {

  /// Most leaves of one entry's data that are indexed; the others are only stored.
  static final int MAX_LEAVES = 500;

  /// Longer paths are only stored.
  static final int MAX_PATH = 256;

  private static final FieldType TEXT = textType();

  private final LogTokenStream message = new LogTokenStream();
  private final LogTokenStream errorMessage = new LogTokenStream();
  private final LogTokenStream errorStack = new LogTokenStream();
  private final LongAdder leavesNotIndexed;

  /// @param leavesNotIndexed is raised for every leaf that is only stored
  public EntryDocuments(LongAdder leavesNotIndexed) {
    this.leavesNotIndexed = leavesNotIndexed;
  }

  private static FieldType textType() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.freeze();
    return type;
  }

  /// @param source the entry, encoded
  /// @param ownId what the sender called it, or null
  /// @param columns the partition's columns; takes up new ones while there is room
  public Document of(
      LogEntry entry,
      byte[] source,
      String index,
      @Nullable String ownId,
      long sequence,
      Columns columns) {
    Document document = new Document();
    if (ownId != null) {
      document.add(new StringField(Terms.ID, Terms.id(index, ownId), Field.Store.NO));
      document.add(new StoredField(Terms.OWN_ID, ownId));
    }
    document.add(new StoredField(Terms.SOURCE, source));
    document.add(NumericDocValuesField.indexedField(Terms.SEQUENCE, sequence));
    document.add(NumericDocValuesField.indexedField(Terms.TIME, Terms.nanos(entry)));
    keyword(document, Terms.INDEX, index);
    keyword(document, "level", entry.level().text());
    keyword(document, "service", entry.service());
    keyword(document, "category", entry.category());
    keyword(document, "action", entry.action());
    keyword(document, "userId", entry.userId());
    entry.tags().forEach(tag -> keyword(document, "tags", tag));
    identifier(document, "requestId", entry.requestId());
    identifier(document, "traceId", entry.traceId());
    identifier(document, "spanId", entry.spanId());
    document.add(new Field("message", message.over(entry.message()), TEXT));
    LogEntry.LogError error = entry.error();
    if (error != null) {
      keyword(document, "error.name", error.name());
      document.add(new Field("error.message", errorMessage.over(error.message()), TEXT));
      name(document, "error.message");
      String stack = error.stack();
      if (stack != null) {
        document.add(new Field("error.stack", errorStack.over(stack), TEXT));
        name(document, "error.stack");
      }
    }
    Double duration = entry.durationMillis();
    if (duration != null) {
      document.add(NumericDocValuesField.indexedField("durationMillis", Terms.sortable(duration)));
    }
    data(document, entry, columns);
    return document;
  }

  private void data(Document document, LogEntry entry, Columns columns) {
    if (entry.data().isEmpty()) {
      return;
    }
    Set<String> named = new HashSet<>();
    int[] leaves = new int[1];
    LogFields.leaves(
        entry.data(),
        (path, leaf) -> {
          if (++leaves[0] > MAX_LEAVES || path.length() > MAX_PATH || path.indexOf('\0') >= 0) {
            leavesNotIndexed.increment();
            return;
          }
          boolean column = columns.has(path, leaf);
          nameWithParents(document, column ? parent(path) : path, named);
          String text = LogFields.text(leaf);
          document.add(
              new StringField(Terms.PATH_VALUE, Terms.pathValue(path, text), Field.Store.NO));
          if (column) {
            document.add(
                SortedSetDocValuesField.indexedField(Terms.TEXT_COLUMN + path, Terms.value(text)));
            if (leaf instanceof Number number) {
              document.add(
                  SortedNumericDocValuesField.indexedField(
                      Terms.NUMBER_COLUMN + path, Terms.sortable(number.doubleValue())));
            }
          }
        });
  }

  /// The path above, empty when there is none; a path with a column needs no name.
  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  private static void nameWithParents(Document document, String path, Set<String> named) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      String name = path.substring(0, end);
      if (!named.add(name)) {
        return;
      }
      name(document, "data." + name);
    }
  }

  private static void keyword(Document document, String field, @Nullable String value) {
    if (value != null) {
      BytesRef term = Terms.value(value);
      document.add(new StringField(field, term, Field.Store.NO));
      document.add(SortedSetDocValuesField.indexedField(field, term));
    }
  }

  private static void identifier(Document document, String field, @Nullable String value) {
    if (value != null) {
      document.add(new StringField(field, Terms.value(value), Field.Store.NO));
      name(document, field);
    }
  }

  private static void name(Document document, String field) {
    document.add(new StringField(Terms.FIELDS, field, Field.Store.NO));
  }
}
