package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.query.LogFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/// The fields of an entry's structured data: every leaf by its dotted path, elements of a list by
/// the list's, as [LogFields#leaves] tells them. Not thread-safe.
final class DataFields {

  private static final int TEXT = 1;
  private static final int WHOLE = 2;
  private static final int NUMBER = 3;
  private static final int TRUE = 4;
  private static final int FALSE = 5;
  private static final int LIST = 6;
  private static final int MAP = 7;

  private final FieldValues names;
  private final FieldValues pathValues =
      new FieldValues(Terms.PATH_VALUE, EntryDocuments.type(true, false));
  private final LongAdder leavesNotIndexed;

  private byte[] path = new byte[256];

  // Values that are not in the entry as they are indexed; begun anew with each document.
  private byte[] scratch = new byte[4_096];
  private int scratchSize;

  // Of the document under way.
  private long document;
  private DataPaths paths = new DataPaths(new Columns(0, java.util.Set.of(), java.util.Set.of()));
  private List<IndexableField> fields = List.of();
  private int leaves;

  DataFields(FieldValues names, LongAdder leavesNotIndexed) {
    this.names = names;
    this.leavesNotIndexed = leavesNotIndexed;
  }

  /// Adds the fields of a map.
  ///
  /// @param number of the document
  void add(long number, EntryInput in, DataPaths known, List<IndexableField> into) {
    document = number;
    paths = known;
    fields = into;
    leaves = 0;
    scratchSize = 0;
    map(in, 0, 0);
  }

  private void map(EntryInput in, int pathLength, int depth) {
    for (int left = in.count(); left > 0; left--) {
      int length = in.count();
      int dot = depth == 0 ? 0 : 1;
      path = ArrayUtil.grow(path, pathLength + dot + length);
      if (dot > 0) {
        path[pathLength] = '.';
      }
      in.copy(length, path, pathLength + dot);
      value(in, pathLength + dot + length, depth + 1);
    }
  }

  private void value(EntryInput in, int pathLength, int depth) {
    int tag = in.one();
    switch (tag) {
      case TEXT -> {
        int length = in.count();
        int from = in.at();
        in.skip(length);
        text(in, from, length, pathLength);
      }
      case WHOLE -> {
        long number = in.zigzag();
        number(pathLength, number, Long.toString(number));
      }
      case NUMBER -> {
        double number = Double.longBitsToDouble(in.fixed64());
        number(pathLength, number, LogFields.numberText(number));
      }
      case TRUE, FALSE -> made(pathLength, tag == TRUE ? "true" : "false");
      case LIST, MAP -> {
        if (depth >= LogFields.MAX_DEPTH) {
          made(pathLength, Objects.requireNonNull(in.value(tag, depth)).toString());
        } else if (tag == MAP) {
          map(in, pathLength, depth);
        } else {
          for (int left = in.count(); left > 0; left--) {
            value(in, pathLength, depth + 1);
          }
        }
      }
      default -> {} // null
    }
  }

  private void text(EntryInput in, int from, int length, int pathLength) {
    if (length > Terms.MAX_VALUE) {
      made(pathLength, new String(in.bytes(), from, length, StandardCharsets.UTF_8));
      return;
    }
    DataPaths.Path at = paths.find(path, pathLength);
    if (at == null) {
      at =
          paths.add(path, pathLength, new String(in.bytes(), from, length, StandardCharsets.UTF_8));
    }
    index(at, in.bytes(), from, length);
  }

  private void made(int pathLength, String value) {
    DataPaths.Path at = paths.find(path, pathLength);
    if (at == null) {
      at = paths.add(path, pathLength, value);
    }
    BytesRef term = Terms.value(value);
    index(at, term.bytes, term.offset, term.length);
  }

  private void number(int pathLength, Number value, String text) {
    DataPaths.Path at = paths.find(path, pathLength);
    if (at == null) {
      at = paths.add(path, pathLength, value);
    }
    int from = scratchSize;
    scratch = ArrayUtil.grow(scratch, from + text.length());
    for (int i = 0; i < text.length(); i++) {
      scratch[from + i] = (byte) text.charAt(i);
    }
    scratchSize += text.length();
    if (index(at, scratch, from, text.length()) && at.column) {
      at.addNumber(document, value.doubleValue(), fields);
    }
  }

  /// Whether the leaf was indexed.
  private boolean index(DataPaths.Path at, byte[] bytes, int from, int length) {
    if (++leaves > EntryDocuments.MAX_LEAVES || !at.indexed) {
      leavesNotIndexed.increment();
      return false;
    }
    for (DataPaths.Name name : at.names) {
      if (name.document != document) {
        name.document = document;
        names.add(document, name.term, fields);
      }
    }
    if (at.column) {
      at.texts.add(document, bytes, from, length, fields);
      return true;
    }
    int start = scratchSize;
    int size = at.bytes.length + 1 + length;
    scratch = ArrayUtil.grow(scratch, start + size);
    System.arraycopy(at.bytes, 0, scratch, start, at.bytes.length);
    scratch[start + at.bytes.length] = 0;
    System.arraycopy(bytes, from, scratch, start + at.bytes.length + 1, length);
    scratchSize += size;
    pathValues.add(document, scratch, start, size, fields);
    return true;
  }
}
