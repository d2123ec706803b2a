package io.mallwatch.logs.lucene.aggregate;

import static io.mallwatch.logs.lucene.document.Terms.INDEX;
import static io.mallwatch.logs.lucene.document.Terms.TEXT_COLUMN;
import static io.mallwatch.logs.lucene.document.Terms.value;

import io.mallwatch.logs.lucene.document.Sources;
import io.mallwatch.logs.query.LogFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The values of one field in one segment, as text; each value has a number there. Documents must
/// be asked for in order.
public abstract sealed class Keys {

  /// Of the field with this name, by column, or from the entries when it has none.
  public static Keys of(LeafReaderContext leaf, String name) throws IOException {
    String field = name.equals(INDEX) ? name : LogFields.canonical(name);
    String column =
        field.startsWith("data.") ? TEXT_COLUMN + field.substring("data.".length()) : field;
    FieldInfo info = leaf.reader().getFieldInfos().fieldInfo(column);
    if (info != null && info.getDocValuesType() == DocValuesType.SORTED_SET) {
      return new ByColumn(leaf.reader(), column, leaf.reader().getSortedSetDocValues(column));
    }
    return new BySource(new Sources(leaf), field);
  }

  /// How many different values the document has.
  public abstract int load(int document) throws IOException;

  /// Number of the document's next value; to be called at most [#load(int)] times.
  public abstract int next() throws IOException;

  /// The value with a number.
  public abstract String text(int number) throws IOException;

  /// Whether a lower number means a lower value, by code points, and [#find(String)] works.
  public abstract boolean sorted();

  /// Number of a value, or -1 minus the number of the lowest value above it.
  public abstract int find(String value) throws IOException;

  /// The column, when no document has two values; null otherwise.
  @Nullable SortedDocValues single() {
    return null;
  }

  /// How many documents of the segment have each value, by number; null when that is not known
  /// without looking at them.
  int @Nullable [] counts() throws IOException {
    return null;
  }

  /// Numbers lie below; may grow while documents are read.
  abstract int bound();

  private static final class ByColumn extends Keys {
    private final LeafReader reader;
    private final String name;
    private final SortedSetDocValues column;
    private final @Nullable SortedDocValues single;

    ByColumn(LeafReader reader, String name, SortedSetDocValues column) {
      this.reader = reader;
      this.name = name;
      this.column = column;
      this.single = DocValues.unwrapSingleton(column);
    }

    @Override
    public int load(int document) throws IOException {
      return column.advanceExact(document) ? column.docValueCount() : 0;
    }

    @Override
    public int next() throws IOException {
      return (int) column.nextOrd();
    }

    @Override
    public String text(int number) throws IOException {
      return column.lookupOrd(number).utf8ToString();
    }

    @Override
    public boolean sorted() {
      return true;
    }

    @Override
    public int find(String value) throws IOException {
      return (int) column.lookupTerm(new BytesRef(value));
    }

    @Override
    @Nullable SortedDocValues single() {
      return single;
    }

    /// Terms are the column's values in the same order where the field has both.
    @Override
    int @Nullable [] counts() throws IOException {
      Terms terms = reader.terms(name);
      if (terms == null || reader.hasDeletions() || terms.size() != column.getValueCount()) {
        return null;
      }
      int[] counts = new int[bound()];
      TermsEnum each = terms.iterator();
      for (int i = 0; i < counts.length && each.next() != null; i++) {
        counts[i] = each.docFreq();
      }
      return counts;
    }

    @Override
    int bound() {
      return Math.toIntExact(column.getValueCount());
    }
  }

  /// For a path that came too late to get a column, and for fields that never have one.
  private static final class BySource extends Keys {
    private final Sources sources;
    private final String field;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private int loaded = -1;
    private List<Integer> values = List.of();
    private int at;

    BySource(Sources sources, String field) {
      this.sources = sources;
      this.field = field;
    }

    @Override
    public int load(int document) throws IOException {
      if (document != loaded) {
        loaded = document;
        List<Integer> found = new ArrayList<>();
        for (String text : new TreeSet<>(LogFields.values(sources.entry(document), field))) {
          String key = value(text).utf8ToString();
          found.add(
              numbers.computeIfAbsent(
                  key,
                  _ -> {
                    texts.add(key);
                    return texts.size() - 1;
                  }));
        }
        values = found;
      }
      at = 0;
      return values.size();
    }

    @Override
    public int next() {
      return values.get(at++);
    }

    @Override
    public String text(int number) {
      return texts.get(number);
    }

    @Override
    public boolean sorted() {
      return false;
    }

    @Override
    public int find(String value) {
      throw new UnsupportedOperationException("values are in the order they came up");
    }

    @Override
    int bound() {
      return texts.size();
    }
  }
}
