package io.mallwatch.metrics.tsdb.prometheus;

import io.mallwatch.metrics.tsdb.prometheus.PrometheusBlock.ChunkPlace;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the index of a block of Prometheus, version 1 or 2. Not thread-safe.
///
/// Source: `tsdb/docs/format/index.md` of Prometheus 3.14; in version 1 symbols are named by their
/// offset and series by theirs, in version 2 by their number and by a sixteenth of it.
final class PrometheusIndex {

  private static final int MAGIC = 0xBAAAD700;
  private static final int TOC = 6 * 8 + 4;

  private final PrometheusFile file;
  private final int version;
  private final Map<Long, String> symbols = new HashMap<>();
  private final long postingsTable;

  /// @throws CorruptDataException when it is no index, of an unknown version, or damaged
  PrometheusIndex(PrometheusFile file) {
    this.file = file;
    if (file.size() < TOC + 5 || file.seek(0).u32() != MAGIC) {
      throw new CorruptDataException("not an index of Prometheus, or cut short");
    }
    version = file.u8();
    if (version != 1 && version != 2) {
      throw new CorruptDataException("an index of unknown version " + version);
    }
    long toc = file.size() - TOC;
    file.verify(toc, file.size() - 4);
    long symbolTable = file.seek(toc).u64();
    postingsTable = file.seek(toc + 40).u64();
    readSymbols(symbolTable);
  }

  private void readSymbols(long table) {
    long length = Integer.toUnsignedLong(file.seek(table).u32());
    file.verify(table + 4, table + 4 + length);
    int count = file.seek(table + 4).u32();
    for (long i = 0; i < count; i++) {
      long name = version == 1 ? file.position() : i;
      symbols.put(name, file.text());
    }
  }

  /// Names of all series, in the order of their labels.
  long[] series() {
    long table = all();
    long length = Integer.toUnsignedLong(file.seek(table).u32());
    file.verify(table + 4, table + 4 + length);
    int count = file.seek(table + 4).u32();
    if (count < 0 || count > length / 4) {
      throw file.corrupt();
    }
    long[] series = new long[count];
    for (int i = 0; i < count; i++) {
      series[i] = Integer.toUnsignedLong(file.u32());
    }
    return series;
  }

  /// Where the list of all series is: that of the empty label.
  private long all() {
    long length = Integer.toUnsignedLong(file.seek(postingsTable).u32());
    file.verify(postingsTable + 4, postingsTable + 4 + length);
    int entries = file.seek(postingsTable + 4).u32();
    for (int i = 0; i < entries; i++) {
      int parts = file.u8();
      boolean empty = true;
      for (int p = 0; p < parts; p++) {
        empty &= file.text().isEmpty();
      }
      long offset = file.uvarint();
      if (empty) {
        return offset;
      }
    }
    throw new CorruptDataException("an index of Prometheus without a list of all series");
  }

  /// Goes to a series and checks it; the file stands at its labels then.
  private void enter(long series) {
    long length = file.seek(version == 1 ? series : series * 16).uvarint();
    long start = file.position();
    file.verify(start, start + length);
    var _ = file.seek(start);
  }

  Labels labels(long series) {
    enter(series);
    return readLabels();
  }

  private Labels readLabels() {
    String[] pairs = new String[count() * 2];
    for (int i = 0; i < pairs.length; i++) {
      String text = symbols.get(file.uvarint());
      if (text == null) {
        throw file.corrupt();
      }
      pairs[i] = text;
    }
    return Labels.of(pairs);
  }

  private int count() {
    long count = file.uvarint();
    if (count < 0 || count > 1 << 20) {
      throw file.corrupt();
    }
    return (int) count;
  }

  /// The chunks of a series, in the order of time.
  List<ChunkPlace> chunks(long series) {
    enter(series);
    for (int left = count() * 2; left > 0; left--) {
      var _ = file.uvarint();
    }
    int count = count();
    List<ChunkPlace> chunks = new ArrayList<>(count);
    long max = 0;
    long place = 0;
    for (int i = 0; i < count; i++) {
      long min = i == 0 ? file.varint() : max + file.uvarint();
      max = min + file.uvarint();
      place = i == 0 ? file.uvarint() : place + file.varint();
      chunks.add(new ChunkPlace(min, max, (int) (place >>> 32), place & 0xffff_ffffL));
    }
    return chunks;
  }
}
