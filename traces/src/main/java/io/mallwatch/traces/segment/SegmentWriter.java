package io.mallwatch.traces.segment;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.graph.EdgeCount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32C;

/// Writes a [Head] as one segment file; see `docs/formats/traces.md`. The file appears whole or not
/// at all.
final class SegmentWriter {

  private static final int BLOCK_BYTES = 64 << 10;

  private final FileChannel channel;
  private final ZstdJavaCompressor zstd = new ZstdJavaCompressor();
  private long at;

  private SegmentWriter(FileChannel channel) {
    this.channel = channel;
  }

  /// Writes `head` to `file`, which must not exist.
  static void write(Head head, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      new SegmentWriter(channel).write(head);
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private void write(Head head) throws IOException {
    append(SegmentLayout.MAGIC);
    List<Head.SealedTrace> traces = head.sealedTraces();
    ByteSink rows = new ByteSink();
    ByteSink blocks = new ByteSink();
    int[] rowOfOrdinal = new int[traces.size()];
    ByteSink block = new ByteSink();
    int blockNumber = 0;
    for (int row = 0; row < traces.size(); row++) {
      Head.SealedTrace trace = traces.get(row);
      rowOfOrdinal[trace.ordinal()] = row;
      row(rows, trace.row(), blockNumber, block.size());
      block.varint(trace.fragments().size());
      for (byte[] fragment : trace.fragments()) {
        block.varint(fragment.length).raw(fragment);
      }
      if (block.size() >= BLOCK_BYTES || row == traces.size() - 1) {
        block(blocks, block.toByteArray());
        blockNumber++;
        block = new ByteSink();
      }
    }
    ByteSink terms = new ByteSink();
    ByteSink postings = new ByteSink();
    postings(head.sealedPostings(), rowOfOrdinal, terms, postings);

    ByteSink footer = new ByteSink();
    section(footer, blocks.toByteArray());
    section(footer, rows.toByteArray());
    section(footer, idOrder(traces));
    section(footer, terms.toByteArray());
    section(footer, postings.toByteArray());
    section(footer, names(head));
    footer.u64(head.lastSequence()).u64(head.spans());
    footer.u64(
        traces.stream().mapToLong(trace -> trace.row().minStart()).min().orElse(Long.MAX_VALUE));
    footer.u64(
        traces.stream().mapToLong(trace -> trace.row().maxEnd()).max().orElse(Long.MIN_VALUE));
    byte[] foot = footer.toByteArray();
    append(foot);
    append(new ByteSink().u32(crc(foot)).u32(foot.length).raw(SegmentLayout.MAGIC).toByteArray());
  }

  private static void row(ByteSink rows, TraceRow row, int block, int offset) {
    rows.u64(row.high()).u64(row.low()).u64(row.minStart()).u64(row.maxEnd()).u64(row.longest());
    rows.u32(block).u32(offset);
  }

  private void block(ByteSink blocks, byte[] raw) throws IOException {
    byte[] packed = new byte[zstd.maxCompressedLength(raw.length)];
    int length = zstd.compress(raw, 0, raw.length, packed, 0, packed.length);
    byte[] bytes = Arrays.copyOf(packed, length);
    blocks.u64(at).u32(length).u32(raw.length).u32(crc(bytes));
    append(bytes);
  }

  private static void postings(
      SortedMap<Long, int[]> byTerm, int[] rowOfOrdinal, ByteSink terms, ByteSink postings) {
    byTerm.forEach((term, ordinals) -> {
      int[] rows = new int[ordinals.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = rowOfOrdinal[ordinals[i]];
      }
      Arrays.sort(rows);
      terms.u64(term).u32(postings.size()).u32(rows.length);
      int last = 0;
      for (int row : rows) {
        postings.varint(row - last);
        last = row;
      }
    });
  }

  /// Row numbers in the order of trace ids.
  private static byte[] idOrder(List<Head.SealedTrace> traces) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < traces.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(i -> traces.get(i).row(), SegmentLayout.BY_ID));
    ByteSink ids = new ByteSink();
    order.forEach(ids::u32);
    return ids.toByteArray();
  }

  /// Operations by service, then edges.
  private static byte[] names(Head head) {
    Map<String, java.util.Set<Operation>> operations = head.operations();
    ByteSink names = new ByteSink().varint(operations.size());
    operations.forEach((service, known) -> {
      names.text(service).varint(known.size());
      known.forEach(operation -> names.text(operation.name()).u8(operation.kind().ordinal()));
    });
    List<EdgeCount> edges = head.edges();
    names.varint(edges.size());
    for (EdgeCount edge : edges) {
      names.zigzag(edge.hour()).text(edge.parent()).text(edge.child());
      names.u8(edge.childType().ordinal());
      names.varint(edge.calls()).varint(edge.errors()).varint(edge.durationNanosSum());
    }
    return names.toByteArray();
  }

  private void section(ByteSink footer, byte[] bytes) throws IOException {
    footer.u64(at).u64(bytes.length).u32(crc(bytes));
    append(bytes);
  }

  private void append(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    at += bytes.length;
  }

  static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }
}
