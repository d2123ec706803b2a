package io.mallwatch.logs.lucene;

import io.mallwatch.logs.lucene.document.Sources;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.logs.query.LogFields;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;

/// Counts the values of one field in one segment; an entry counts once for each value it has.
abstract sealed class ValueCounts {

  /// Of the field with this canonical name.
  static ValueCounts of(LeafReaderContext leaf, String field) throws IOException {
    LeafReader reader = leaf.reader();
    String column =
        field.startsWith("data.") ? Terms.TEXT_COLUMN + field.substring("data.".length()) : field;
    FieldInfo info = reader.getFieldInfos().fieldInfo(column);
    if (info != null && info.getDocValuesType() == DocValuesType.SORTED_SET) {
      return new ByColumn(reader.getSortedSetDocValues(column));
    }
    return new BySource(new Sources(leaf), field);
  }

  /// Counts the values of an entry; entries must come in order.
  abstract void add(int document) throws IOException;

  /// Hands out the values of an entry; entries must come in order.
  abstract void values(int document, Consumer<String> value) throws IOException;

  /// Hands out what was counted.
  abstract void forEach(BiConsumer<String, Long> count) throws IOException;

  private static final class ByColumn extends ValueCounts {
    private final SortedSetDocValues column;
    private final int[] counts;
    private final String[] texts;

    ByColumn(SortedSetDocValues column) {
      this.column = column;
      this.counts = new int[Math.toIntExact(column.getValueCount())];
      this.texts = new String[counts.length];
    }

    @Override
    void add(int document) throws IOException {
      if (column.advanceExact(document)) {
        for (int i = column.docValueCount(); i > 0; i--) {
          counts[(int) column.nextOrd()]++;
        }
      }
    }

    @Override
    void values(int document, Consumer<String> value) throws IOException {
      if (column.advanceExact(document)) {
        for (int i = column.docValueCount(); i > 0; i--) {
          value.accept(text((int) column.nextOrd()));
        }
      }
    }

    private String text(int ordinal) throws IOException {
      String text = texts[ordinal];
      if (text == null) {
        text = column.lookupOrd(ordinal).utf8ToString();
        texts[ordinal] = text;
      }
      return text;
    }

    @Override
    void forEach(BiConsumer<String, Long> count) throws IOException {
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] > 0) {
          count.accept(text(i), (long) counts[i]);
        }
      }
    }
  }

  /// For a path that came too late to get a column, and for fields that never have one.
  private static final class BySource extends ValueCounts {
    private final Sources sources;
    private final String field;
    private final Map<String, Long> counts = new HashMap<>();

    BySource(Sources sources, String field) {
      this.sources = sources;
      this.field = field;
    }

    @Override
    void add(int document) throws IOException {
      values(document, value -> counts.merge(value, 1L, Long::sum));
      Aggregations.tooMany(counts, field);
    }

    @Override
    void values(int document, Consumer<String> value) throws IOException {
      new HashSet<>(LogFields.values(sources.entry(document), field))
          .forEach(text -> value.accept(Terms.value(text).utf8ToString()));
    }

    @Override
    void forEach(BiConsumer<String, Long> count) {
      counts.forEach(count);
    }
  }
}
