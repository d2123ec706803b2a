package io.mallwatch.logs.lucene.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValuesSkipIndexType;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Makes the Lucene document of an entry, straight from its bytes: the same objects for each. Not
/// thread-safe.
public final class EntryDocuments {

  /// Most leaves of one entry's data that are indexed; the others are only stored.
  static final int MAX_LEAVES = 500;

  /// Longer paths are only stored.
  static final int MAX_PATH = 256;

  /// Only a column of values.
  static final FieldType COLUMN = type(false, true);

  private static final FieldType KEYWORD = type(true, true);
  private static final FieldType IDENTIFIER = type(true, false);
  private static final FieldType TEXT = textType();

  private static final String[] LEVELS = {"", "error", "warn", "info", "debug", "trace"};
  private static final String[] TEXT_FIELDS = {
    "service",
    "message",
    "category",
    "action",
    "requestId",
    "userId",
    "traceId",
    "spanId",
    "error.name",
    "error.message",
    "error.stack"
  };

  private final List<IndexableField> fields = new ArrayList<>();
  private final Field sequence = NumericDocValuesField.indexedField(Terms.SEQUENCE, 0);
  private final Field time = NumericDocValuesField.indexedField(Terms.TIME, 0);
  private final Field duration = NumericDocValuesField.indexedField("durationMillis", 0);
  private final FieldValues source = new FieldValues(Terms.SOURCE, StoredField.TYPE);
  private final FieldValues index = new FieldValues(Terms.INDEX, KEYWORD);
  private final FieldValues level = new FieldValues("level", KEYWORD);
  private final FieldValues tags = new FieldValues("tags", KEYWORD);
  private final FieldValues names = new FieldValues(Terms.FIELDS, IDENTIFIER);
  private final FieldValues[] keywords = new FieldValues[TEXT_FIELDS.length];
  private final BytesRef[] fieldNames = new BytesRef[TEXT_FIELDS.length];
  private final LogTokenStream[] streams = new LogTokenStream[TEXT_FIELDS.length];
  private final Field[] texts = new Field[TEXT_FIELDS.length];
  private final BytesRef[] levels = new BytesRef[LEVELS.length];
  private final DataFields data;
  private long document;
  private String lastIndex = "";
  private BytesRef lastIndexTerm = new BytesRef();

  /// @param leavesNotIndexed is raised for every leaf that is only stored
  public EntryDocuments(LongAdder leavesNotIndexed) {
    this.data = new DataFields(names, leavesNotIndexed);
    for (int i = 0; i < TEXT_FIELDS.length; i++) {
      fieldNames[i] = new BytesRef(TEXT_FIELDS[i]);
      streams[i] = new LogTokenStream();
      texts[i] = new Field(TEXT_FIELDS[i], streams[i], TEXT);
      boolean column =
          i != EntryView.REQUEST_ID && i != EntryView.TRACE_ID && i != EntryView.SPAN_ID;
      keywords[i] = new FieldValues(TEXT_FIELDS[i], column ? KEYWORD : IDENTIFIER);
    }
    for (int i = 0; i < LEVELS.length; i++) {
      levels[i] = new BytesRef(LEVELS[i]);
    }
  }

  static FieldType type(boolean indexed, boolean column) {
    FieldType type = new FieldType();
    type.setTokenized(false);
    type.setOmitNorms(true);
    if (indexed) {
      type.setIndexOptions(IndexOptions.DOCS);
    }
    if (column) {
      type.setDocValuesType(DocValuesType.SORTED_SET);
      type.setDocValuesSkipIndexType(DocValuesSkipIndexType.RANGE);
    }
    type.freeze();
    return type;
  }

  private static FieldType textType() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.freeze();
    return type;
  }

  /// The document; good until the next one is asked for, and as long as the entry's bytes are.
  ///
  /// @param ownId what the sender called it, or null
  /// @param paths of the partition; takes up new ones
  public List<IndexableField> of(
      EntryView entry, String indexName, @Nullable String ownId, long number, DataPaths paths) {
    document++;
    fields.clear();
    if (ownId != null) {
      fields.add(new StringField(Terms.ID, Terms.id(indexName, ownId), Field.Store.NO));
      fields.add(new StoredField(Terms.OWN_ID, ownId));
    }
    source.add(document, entry.bytes(), entry.from(), entry.length(), fields);
    sequence.setLongValue(number);
    time.setLongValue(entry.nanos());
    fields.add(sequence);
    fields.add(time);
    index.add(document, indexTerm(indexName), fields);
    level.add(document, levels[entry.level()], fields);
    keyword(entry, EntryView.SERVICE);
    keyword(entry, EntryView.CATEGORY);
    keyword(entry, EntryView.ACTION);
    keyword(entry, EntryView.USER_ID);
    tags(entry);
    identifier(entry, EntryView.REQUEST_ID);
    identifier(entry, EntryView.TRACE_ID);
    identifier(entry, EntryView.SPAN_ID);
    text(entry, EntryView.MESSAGE);
    keyword(entry, EntryView.ERROR_NAME);
    namedText(entry, EntryView.ERROR_MESSAGE);
    namedText(entry, EntryView.ERROR_STACK);
    if (entry.hasDuration()) {
      duration.setLongValue(Terms.sortable(entry.duration()));
      fields.add(duration);
    }
    if (entry.hasData()) {
      data.add(document, entry.dataInput(), paths, fields);
    }
    return fields;
  }

  private BytesRef indexTerm(String name) {
    if (!name.equals(lastIndex)) {
      lastIndex = name;
      lastIndexTerm = Terms.value(name);
    }
    return lastIndexTerm;
  }

  private void keyword(EntryView entry, int which) {
    if (entry.has(which)) {
      value(keywords[which], entry.bytes(), entry.offset(which), entry.length(which));
    }
  }

  private void value(FieldValues values, byte[] bytes, int from, int length) {
    if (length <= Terms.MAX_VALUE) {
      values.add(document, bytes, from, length, fields);
    } else {
      values.add(
          document, Terms.value(new String(bytes, from, length, StandardCharsets.UTF_8)), fields);
    }
  }

  private void identifier(EntryView entry, int which) {
    keyword(entry, which);
    if (entry.has(which)) {
      names.add(document, fieldNames[which], fields);
    }
  }

  private void tags(EntryView entry) {
    EntryInput in = entry.tagsInput();
    for (int left = entry.tags(); left > 0; left--) {
      int length = in.count();
      value(tags, entry.bytes(), in.at(), length);
      in.skip(length);
    }
  }

  private void text(EntryView entry, int which) {
    var _ = streams[which].over(entry.bytes(), entry.offset(which), entry.length(which));
    fields.add(texts[which]);
  }

  private void namedText(EntryView entry, int which) {
    if (entry.has(which)) {
      text(entry, which);
      names.add(document, fieldNames[which], fields);
    }
  }
}
