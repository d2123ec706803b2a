package io.mallwatch.logs.lucene.document;

import io.mallwatch.model.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/// Names of the index's fields, and values in the form they are indexed in.
public final class Terms {

  /// Number of the entry in the store.
  public static final String SEQUENCE = "_seq";

  /// Nanoseconds since 1970.
  public static final String TIME = "_ts";

  /// Name of the index it was sent to.
  public static final String INDEX = "_index";

  /// `index NUL id` of an entry that was given one.
  public static final String ID = "_id";

  /// The same id, to be read.
  public static final String OWN_ID = "_own";

  /// The entry, encoded.
  public static final String SOURCE = "_source";

  /// Names of the fields it has that have no column: `requestId`, and every path of the data with
  /// the paths above.
  public static final String FIELDS = "_f";

  /// `path NUL value` of every leaf of the data.
  public static final String PATH_VALUE = "_kv";

  /// Columns of data paths: all values as text, numbers as numbers.
  public static final String TEXT_COLUMN = "s.";

  public static final String NUMBER_COLUMN = "n.";

  /// Longer values are indexed by their beginning and a checksum.
  public static final int MAX_VALUE = 1_024;

  /// That beginning, in characters; a longer prefix can't be looked up.
  public static final int CUT_AT = 200;

  private Terms() {}

  /// A value of a keyword field.
  public static BytesRef value(String value) {
    return new BytesRef(cut(value));
  }

  /// An entry's own id in its index.
  public static BytesRef id(String index, String id) {
    return new BytesRef(index + '\0' + id);
  }

  /// A value of a path of the data.
  public static BytesRef pathValue(String path, String value) {
    return new BytesRef(path + '\0' + cut(value));
  }

  /// Whether a value may stand for a longer one.
  static boolean isCut(String value) {
    return value.length() >= CUT_AT && value.indexOf("…#", CUT_AT - 1) >= 0;
  }

  private static String cut(String value) {
    if (value.length() <= MAX_VALUE / 3) {
      return value;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= MAX_VALUE) {
      return value;
    }
    CRC32 crc = new CRC32();
    crc.update(utf8);
    int at = Character.isHighSurrogate(value.charAt(CUT_AT - 1)) ? CUT_AT - 1 : CUT_AT;
    return "%s…#%d-%08x".formatted(value.substring(0, at), value.length(), crc.getValue());
  }

  /// Nanoseconds since 1970; moments that don't fit become the first or last that do.
  public static long nanos(Instant moment) {
    return nanos(moment.getEpochSecond(), moment.getNano());
  }

  static long nanos(long seconds, long nanos) {
    if (seconds >= Long.MAX_VALUE / 1_000_000_000L) {
      return Long.MAX_VALUE;
    }
    if (seconds <= Long.MIN_VALUE / 1_000_000_000L) {
      return Long.MIN_VALUE;
    }
    return seconds * 1_000_000_000L + nanos;
  }

  public static long nanos(LogEntry entry) {
    return nanos(entry.timestamp());
  }

  /// A number so that its order as a long is its order as a double; both zeros are one.
  public static long sortable(double number) {
    return NumericUtils.doubleToSortableLong(number + 0.0);
  }
}
