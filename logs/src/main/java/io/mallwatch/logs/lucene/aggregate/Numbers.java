package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.lucene.document.Sources;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.logs.query.LogDates;
import io.mallwatch.logs.query.LogFields;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/// The numbers of one field in one segment; a text that is a date counts as its milliseconds since
/// 1970. Documents must be asked for in order.
public abstract class Numbers {

  private static final double NANOS = 1e6;

  /// How many numbers the document has.
  public abstract int load(int document) throws IOException;

  /// One of the numbers of the document, lowest first.
  public abstract double at(int index);

  public static Numbers of(LeafReaderContext leaf, String name) throws IOException {
    String field = LogFields.canonical(name);
    if (field.equals("timestamp")) {
      return new Single(DocValues.getNumeric(leaf.reader(), Terms.TIME), true);
    }
    if (field.equals("durationMillis")) {
      return new Single(DocValues.getNumeric(leaf.reader(), field), false);
    }
    String path = field.startsWith("data.") ? field.substring("data.".length()) : field;
    FieldInfos infos = leaf.reader().getFieldInfos();
    FieldInfo text = infos.fieldInfo(Terms.TEXT_COLUMN + path);
    if (infos.fieldInfo(Terms.NUMBER_COLUMN + path) != null) {
      return new Several(DocValues.getSortedNumeric(leaf.reader(), Terms.NUMBER_COLUMN + path));
    }
    if (text != null && text.getDocValuesType() == DocValuesType.SORTED_SET) {
      return new Dates(Keys.of(leaf, field));
    }
    return new BySource(new Sources(leaf), field, true);
  }

  /// Of a path of the data, without texts that are dates; null when no entry has a number there.
  ///
  /// @param field `data.<path>`
  public static @Nullable Numbers only(LeafReaderContext leaf, String field) throws IOException {
    FieldInfos infos = leaf.reader().getFieldInfos();
    String path = field.substring("data.".length());
    if (infos.fieldInfo(Terms.NUMBER_COLUMN + path) != null) {
      return new Several(DocValues.getSortedNumeric(leaf.reader(), Terms.NUMBER_COLUMN + path));
    }
    return infos.fieldInfo(Terms.TEXT_COLUMN + path) == null
        ? new BySource(new Sources(leaf), field, false)
        : null;
  }

  private static final class Single extends Numbers {
    private final NumericDocValues column;
    private final boolean nanos;
    private double value;

    Single(NumericDocValues column, boolean nanos) {
      this.column = column;
      this.nanos = nanos;
    }

    @Override
    public int load(int document) throws IOException {
      if (!column.advanceExact(document)) {
        return 0;
      }
      long stored = column.longValue();
      value =
          nanos ? Math.floorDiv(stored, (long) NANOS) : NumericUtils.sortableLongToDouble(stored);
      return 1;
    }

    @Override
    public double at(int index) {
      return value;
    }
  }

  private static final class Several extends Numbers {
    private final SortedNumericDocValues column;
    private double[] values = new double[1];

    Several(SortedNumericDocValues column) {
      this.column = column;
    }

    @Override
    public int load(int document) throws IOException {
      if (!column.advanceExact(document)) {
        return 0;
      }
      int count = column.docValueCount();
      if (values.length < count) {
        values = new double[count];
      }
      for (int i = 0; i < count; i++) {
        values[i] = NumericUtils.sortableLongToDouble(column.nextValue());
      }
      return count;
    }

    @Override
    public double at(int index) {
      return values[index];
    }
  }

  /// Texts that are dates.
  private static final class Dates extends Numbers {
    private final Keys keys;
    private final double[] parsed;
    private final boolean[] known;
    private double[] values = new double[1];

    Dates(Keys keys) {
      this.keys = keys;
      this.parsed = new double[keys.bound()];
      this.known = new boolean[parsed.length];
    }

    @Override
    public int load(int document) throws IOException {
      int count = keys.load(document);
      if (values.length < count) {
        values = new double[count];
      }
      int good = 0;
      for (int i = 0; i < count; i++) {
        int number = keys.next();
        if (!known[number]) {
          known[number] = true;
          Long millis = LogDates.millis(keys.text(number));
          parsed[number] = millis == null ? Double.NaN : millis;
        }
        if (!Double.isNaN(parsed[number])) {
          values[good++] = parsed[number];
        }
      }
      Arrays.sort(values, 0, good);
      return good;
    }

    @Override
    public double at(int index) {
      return values[index];
    }
  }

  private static final class BySource extends Numbers {
    private final Sources sources;
    private final String field;
    private final boolean dates;
    private int loaded = -1;
    private List<Double> values = List.of();

    BySource(Sources sources, String field, boolean dates) {
      this.sources = sources;
      this.field = field;
      this.dates = dates;
    }

    @Override
    public int load(int document) throws IOException {
      if (document != loaded) {
        loaded = document;
        var entry = sources.entry(document);
        List<Double> numbers = LogFields.numbers(entry, field);
        if (dates && numbers.isEmpty()) {
          numbers =
              LogFields.values(entry, field).stream()
                  .<@Nullable Long>map(LogDates::millis)
                  .filter(java.util.Objects::nonNull)
                  .map(Long::doubleValue)
                  .toList();
        }
        values = numbers.stream().sorted().toList();
      }
      return values.size();
    }

    @Override
    public double at(int index) {
      return values.get(index);
    }
  }
}
