package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.lucene.document.Sources;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.logs.query.LogDates;
import io.mallwatch.logs.query.LogFields;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/// The numbers of one field in one segment; a text that is a date counts as its milliseconds since
/// 1970. Documents must be asked for in order.
public abstract class Numbers {

  private static final long NANOS = 1_000_000;

  /// How many numbers the document has.
  public abstract int load(int document) throws IOException;

  /// One of the numbers of the document, lowest first.
  public abstract double at(int index);

  /// Reads the milliseconds of documents at once: `into[i]` is that of `documents[from + i]`.
  /// False, and nothing read, when not every document of the segment has exactly one time.
  boolean times(int[] documents, int from, int to, long[] into) throws IOException {
    return false;
  }

  /// The earliest and latest nanosecond of stretches of the segment; null when they are not known
  /// of every document.
  @Nullable DocValuesSkipper stretches() throws IOException {
    return null;
  }

  public static Numbers of(LeafReaderContext leaf, String name) throws IOException {
    String field = LogFields.canonical(name);
    if (field.equals("timestamp")) {
      return new Times(leaf.reader());
    }
    if (field.equals("durationMillis")) {
      return new Single(DocValues.getNumeric(leaf.reader(), field));
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

  /// The time that every entry has.
  private static final class Times extends Numbers {
    private final LeafReader reader;
    private final NumericDocValues column;
    private long millis;

    Times(LeafReader reader) throws IOException {
      this.reader = reader;
      this.column = DocValues.getNumeric(reader, Terms.TIME);
    }

    @Override
    public int load(int document) throws IOException {
      if (!column.advanceExact(document)) {
        return 0;
      }
      millis = millis(column.longValue());
      return 1;
    }

    @Override
    public double at(int index) {
      return millis;
    }

    @Override
    boolean times(int[] documents, int from, int to, long[] into) throws IOException {
      column.longValues(to - from, documents, from, into, 0, 0);
      for (int i = 0; i < to - from; i++) {
        into[i] = millis(into[i]);
      }
      return true;
    }

    @Override
    @Nullable DocValuesSkipper stretches() throws IOException {
      DocValuesSkipper skipper = reader.getDocValuesSkipper(Terms.TIME);
      return skipper != null && skipper.docCount() == reader.maxDoc() ? skipper : null;
    }
  }

  /// Milliseconds of a stored time.
  static long millis(long nanos) {
    return Math.floorDiv(nanos, NANOS);
  }

  private static final class Single extends Numbers {
    private final NumericDocValues column;
    private double value;

    Single(NumericDocValues column) {
      this.column = column;
    }

    @Override
    public int load(int document) throws IOException {
      if (!column.advanceExact(document)) {
        return 0;
      }
      value = NumericUtils.sortableLongToDouble(column.longValue());
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
