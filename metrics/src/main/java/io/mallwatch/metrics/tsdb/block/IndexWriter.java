package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes the index file of a block: symbols, series, postings. A symbol's number follows the order
/// of the texts, and a series' number the order of labels, so that numbers compare like what they
/// stand for.
final class IndexWriter {

  /// One series.
  ///
  /// @param chunkTable count, offset of the first, then for each chunk its times, count and length
  record Entry(Labels labels, byte[] chunkTable) {}

  private final ChecksummedFile file;
  private final List<Entry> entries;
  private final Map<String, Integer> symbols = new TreeMap<>();
  private final ByteSink footer = new ByteSink(BlockFormat.INDEX_FOOTER);

  private IndexWriter(ChecksummedFile file, List<Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /// Writes `entries`, sorted by labels, and returns the size of the file.
  static long write(Path path, List<Entry> entries) throws IOException {
    try (ChecksummedFile file = new ChecksummedFile(path)) {
      IndexWriter writer = new IndexWriter(file, entries);
      file.out().u64(BlockFormat.INDEX_MAGIC);
      writer.section(writer::writeSymbols);
      writer.section(writer::writeSeries);
      writer.section(writer::writePostings);
      writer.writeFooter();
      file.finish();
      return file.position();
    }
  }

  @FunctionalInterface
  private interface Section {
    void write() throws IOException;
  }

  private void section(Section section) throws IOException {
    file.takeChecksum();
    long start = file.position();
    section.write();
    long length = file.position() - start;
    footer.u64(start).u64(length).u32(file.takeChecksum());
  }

  /// Count, then where each text ends, then the texts.
  private void writeSymbols() throws IOException {
    for (Entry entry : entries) {
      for (Label label : entry.labels()) {
        symbols.putIfAbsent(label.name(), 0);
        symbols.putIfAbsent(label.value(), 0);
      }
    }
    List<byte[]> texts = new ArrayList<>(symbols.size());
    file.out().u32(symbols.size());
    int end = 0;
    for (Map.Entry<String, Integer> symbol : symbols.entrySet()) {
      symbol.setValue(texts.size());
      byte[] text = symbol.getKey().getBytes(StandardCharsets.UTF_8);
      texts.add(text);
      end = Math.addExact(end, text.length);
      file.out().u32(end);
      file.drain();
    }
    for (byte[] text : texts) {
      file.out().bytes(text);
      file.drain();
    }
  }

  /// Count, then where each entry ends, then the entries: label count, symbol pairs, chunk table.
  private void writeSeries() throws IOException {
    List<byte[]> rows = new ArrayList<>(entries.size());
    ByteSink row = new ByteSink(256);
    file.out().u32(entries.size());
    int end = 0;
    for (Entry entry : entries) {
      row.reset(0);
      row.varint(entry.labels().size());
      for (Label label : entry.labels()) {
        row.varint(symbol(label.name())).varint(symbol(label.value()));
      }
      row.bytes(entry.chunkTable());
      rows.add(row.toByteArray());
      end = Math.addExact(end, row.size());
      file.out().u32(end);
      file.drain();
    }
    for (byte[] bytes : rows) {
      file.out().bytes(bytes);
      file.drain();
    }
  }

  /// Count, then for each pair name u32, value u32, offset u32, count u32 in order of name and
  /// value, then the lists: series numbers as varint differences.
  private void writePostings() throws IOException {
    Map<Long, Ids> lists = new TreeMap<>();
    for (int number = 0; number < entries.size(); number++) {
      for (Label label : entries.get(number).labels()) {
        long pair = ((long) symbol(label.name()) << 32) | symbol(label.value());
        lists.computeIfAbsent(pair, p -> new Ids()).add(number);
      }
    }
    ByteSink bytes = new ByteSink(entries.size() * 8);
    file.out().u32(lists.size());
    for (Map.Entry<Long, Ids> list : lists.entrySet()) {
      file.out().u32((int) (list.getKey() >>> 32)).u32((int) (long) list.getKey());
      file.out().u32(bytes.size()).u32(list.getValue().size);
      file.drain();
      list.getValue().writeTo(bytes);
    }
    file.out().bytes(bytes.array(), 0, bytes.size());
  }

  private void writeFooter() throws IOException {
    footer.u32(BlockMeta.VERSION);
    footer.u32(BlockWriter.checksum(footer.array(), footer.size()));
    footer.u64(BlockFormat.INDEX_MAGIC);
    file.out().bytes(footer.toByteArray());
    file.drain();
  }

  private int symbol(String text) {
    Integer number = symbols.get(text);
    if (number == null) {
      throw new IllegalStateException("no symbol for " + text);
    }
    return number;
  }

  /// Increasing series numbers.
  private static final class Ids {
    private int[] ids = new int[2];
    private int size;

    void add(int id) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, size * 2);
      }
      ids[size++] = id;
    }

    void writeTo(ByteSink out) {
      int before = 0;
      for (int i = 0; i < size; i++) {
        out.varint(ids[i] - before);
        before = ids[i];
      }
    }
  }
}
