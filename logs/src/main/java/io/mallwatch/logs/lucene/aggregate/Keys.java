package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.lucene.document.Sources;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.logs.query.LogFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.BytesRef;

/// The values of one field in one segment, as text; each value has a number there. Documents must
/// be asked for in order.
public abstract sealed class Keys {

  /// Of the field with this name, by column, or from the entries when it has none.
  public static Keys of(LeafReaderContext leaf, String name) throws IOException {
    String field = name.equals(Terms.INDEX) ? name : LogFields.canonical(name);
    String column =
        field.startsWith("data.") ? Terms.TEXT_COLUMN + field.substring("data.".length()) : field;
    FieldInfo info = leaf.reader().getFieldInfos().fieldInfo(column);
    if (info != null && info.getDocValuesType() == DocValuesType.SORTED_SET) {
      return new ByColumn(leaf.reader().getSortedSetDocValues(column));
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

  /// Numbers lie below; may grow while documents are read.
  abstract int bound();

  private static final class ByColumn extends Keys {
    private final SortedSetDocValues column;

    ByColumn(SortedSetDocValues column) {
      this.column = column;
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
          String value = Terms.value(text).utf8ToString();
          found.add(
              numbers.computeIfAbsent(
                  value,
                  _ -> {
                    texts.add(value);
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
