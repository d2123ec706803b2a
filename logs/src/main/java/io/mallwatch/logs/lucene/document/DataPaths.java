package io.mallwatch.logs.lucene.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The paths of structured data that came in a day so far, found by their bytes, with what is
/// needed to index a value. Remembers a bounded number; others are made anew each time. Only the
/// indexing thread uses it.
public final class DataPaths {

  private static final int REMEMBERED = 12_000;

  private final Columns columns;
  private final Map<String, Name> names = new HashMap<>();
  private @Nullable Path[] table = new Path[256];
  private int size;

  public DataPaths(Columns columns) {
    this.columns = columns;
  }

  /// A name in the field [Terms#FIELDS].
  static final class Name {
    final BytesRef term;
    long document = -1;

    Name(String name) {
      term = new BytesRef(name);
    }
  }

  /// One path.
  static final class Path {
    final byte[] bytes;
    final int hash;
    final boolean indexed;
    final boolean column;

    /// Names of the path, when it has no column, and of those above it.
    final List<Name> names;

    final FieldValues texts;
    private final String numberField;
    private final List<Field> numbers = new ArrayList<>(1);
    private long document = -1;
    private int used;

    private Path(byte[] bytes, int hash, String text, boolean column, List<Name> names) {
      this.bytes = bytes;
      this.hash = hash;
      this.indexed = text.length() <= EntryDocuments.MAX_PATH && text.indexOf('\0') < 0;
      this.column = column;
      this.names = names;
      this.texts = new FieldValues(Terms.TEXT_COLUMN + text, EntryDocuments.COLUMN);
      this.numberField = Terms.NUMBER_COLUMN + text;
    }

    void addNumber(long number, double value, List<IndexableField> fields) {
      if (document != number) {
        document = number;
        used = 0;
      }
      if (used == numbers.size()) {
        numbers.add(SortedNumericDocValuesField.indexedField(numberField, 0));
      }
      Field field = numbers.get(used++);
      field.setLongValue(Terms.sortable(value));
      fields.add(field);
    }
  }

  /// The path in `bytes[0, length)`, or null when it is not known.
  @Nullable Path find(byte[] bytes, int length) {
    int hash = hash(bytes, length);
    int slot = hash & (table.length - 1);
    Path path = table[slot];
    while (path != null) {
      if (path.hash == hash && Arrays.equals(path.bytes, 0, path.bytes.length, bytes, 0, length)) {
        return path;
      }
      slot = (slot + 1) & (table.length - 1);
      path = table[slot];
    }
    return null;
  }

  private static int hash(byte[] bytes, int length) {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ (hash >>> 15);
  }

  /// Takes up a path that is not known, and decides whether it gets a column.
  ///
  /// @param value of the path at hand, by which it is judged
  Path add(byte[] bytes, int length, Object value) {
    Path path = make(Arrays.copyOf(bytes, length), hash(bytes, length), value);
    if (size < REMEMBERED) {
      put(path);
      if (++size * 2 > table.length) {
        grow();
      }
    }
    return path;
  }

  private void put(Path path) {
    int slot = path.hash & (table.length - 1);
    while (table[slot] != null) {
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = path;
  }

  private void grow() {
    @Nullable Path[] old = table;
    table = new Path[2 * old.length];
    for (Path path : old) {
      if (path != null) {
        put(path);
      }
    }
  }

  private Path make(byte[] bytes, int hash, Object value) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean indexed = text.length() <= EntryDocuments.MAX_PATH && text.indexOf('\0') < 0;
    boolean column = indexed && columns.has(text, value);
    List<Name> named = new ArrayList<>();
    String above = column ? text.substring(0, Math.max(0, text.lastIndexOf('.'))) : text;
    for (int end = above.length(); end > 0; end = above.lastIndexOf('.', end - 1)) {
      named.add(name("data." + above.substring(0, end)));
    }
    return new Path(bytes, hash, text, column, List.copyOf(named));
  }

  private Name name(String name) {
    if (names.size() >= 2 * REMEMBERED) {
      return new Name(name);
    }
    return names.computeIfAbsent(name, Name::new);
  }
}
