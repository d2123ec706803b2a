package io.mallwatch.metrics.tsdb.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.block.BlockSeries;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One block in the data folder of Prometheus, only read. Its labels are in memory while it is
/// open, its samples one series at a time. Not thread-safe.
final class PrometheusBlock implements AutoCloseable {

  private static final int CHUNKS_MAGIC = 0x85BD40DD;
  private static final int TOMBSTONES_MAGIC = 0x0130BA30;
  private static final String META = "meta.json";

  private final Arena arena = Arena.ofConfined();
  private final PrometheusIndex index;
  private final List<PrometheusFile> segments = new ArrayList<>();
  private final Map<Long, List<long[]>> deletions = new HashMap<>();
  private final SampleColumns samples = new SampleColumns(256);
  private long samplesRead;
  private int damagedChunks;

  /// Where a chunk is, and its times.
  record ChunkPlace(long minMillis, long maxMillis, int segment, long offset) {}

  /// What `meta.json` says.
  ///
  /// @param maxMillis no sample is at or after this
  record Meta(String ulid, long minMillis, long maxMillis, long series, long samples) {}

  private record Named(Labels labels, long series) {}

  private PrometheusBlock(Path folder) throws IOException {
    boolean opened = false;
    try {
      index = new PrometheusIndex(PrometheusFile.map(folder.resolve("index"), arena));
      for (Path segment : list(folder.resolve("chunks"))) {
        PrometheusFile file = PrometheusFile.map(segment, arena);
        if (file.u32() != CHUNKS_MAGIC) {
          throw file.corrupt();
        }
        segments.add(file);
      }
      readDeletions(folder.resolve("tombstones"));
      opened = true;
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  /// @throws CorruptDataException when the index or the list of deletions is damaged
  static PrometheusBlock open(Path folder) throws IOException {
    return new PrometheusBlock(folder);
  }

  /// Folders in `data` that are blocks, oldest samples first.
  ///
  /// @throws CorruptDataException when a `meta.json` makes no sense
  static Map<Path, Meta> all(Path data) throws IOException {
    Map<Path, Meta> blocks = new HashMap<>();
    for (Path folder : list(data)) {
      if (Files.isRegularFile(folder.resolve(META))) {
        blocks.put(folder, meta(folder));
      }
    }
    Map<Path, Meta> ordered = new LinkedHashMap<>();
    blocks.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<Path, Meta> one) -> one.getValue().minMillis())
                .thenComparing(one -> one.getValue().ulid()))
        .forEach(one -> ordered.put(one.getKey(), one.getValue()));
    return ordered;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static Meta meta(Path folder) throws IOException {
    Map<String, String> found = new HashMap<>();
    try (JsonParser json =
        new JsonFactory().createParser(Files.readAllBytes(folder.resolve(META)))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isScalarValue() && json.currentName() != null) {
          found.putIfAbsent(json.currentName(), json.getText());
        }
      }
      return new Meta(
          found.getOrDefault("ulid", ""),
          number(found, "minTime"),
          number(found, "maxTime"),
          number(found, "numSeries"),
          number(found, "numSamples"));
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new CorruptDataException("unreadable " + folder.resolve(META), e);
    }
  }

  private static long number(Map<String, String> found, String name) {
    return Long.parseLong(found.getOrDefault(name, "0"));
  }

  private void readDeletions(Path path) throws IOException {
    if (!Files.exists(path) || Files.size(path) < 9) {
      return;
    }
    PrometheusFile file = PrometheusFile.map(path, arena);
    if (file.u32() != TOMBSTONES_MAGIC) {
      throw file.corrupt();
    }
    var _ = file.u8();
    file.verify(5, file.size() - 4);
    while (file.position() < file.size() - 4) {
      long series = file.uvarint();
      long[] interval = {file.varint(), file.varint()};
      deletions.computeIfAbsent(series, s -> new ArrayList<>()).add(interval);
    }
  }

  /// All series in the order of our labels; the columns of one are used again for the next. A
  /// damaged chunk is left out and counted.
  Iterator<BlockSeries> series() {
    List<Named> all = new ArrayList<>();
    for (long series : index.series()) {
      all.add(new Named(index.labels(series), series));
    }
    all.sort(Comparator.comparing(Named::labels, Labels.ORDER));
    Iterator<Named> names = all.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return names.hasNext();
      }

      @Override
      public BlockSeries next() {
        Named one = names.next();
        read(one.series());
        return new BlockSeries(one.labels(), samples);
      }
    };
  }

  private void read(long series) {
    samples.clear();
    for (ChunkPlace place : index.chunks(series)) {
      int before = samples.size();
      try {
        readChunk(place);
        ColumnEdits.mergeTail(samples, before);
      } catch (CorruptDataException e) {
        samples.size(before);
        damagedChunks++;
      }
    }
    for (long[] interval : deletions.getOrDefault(series, List.of())) {
      var _ = ColumnEdits.removeRange(samples, 0, interval[0], interval[1]);
    }
    samplesRead += samples.size();
  }

  private void readChunk(ChunkPlace place) {
    if (place.segment() < 0 || place.segment() >= segments.size()) {
      throw new CorruptDataException("a chunk in a file that is not there");
    }
    PrometheusFile file = segments.get(place.segment()).seek(place.offset());
    long length = file.uvarint();
    long start = file.position();
    file.verify(start, start + 1 + length);
    int encoding = file.u8();
    byte[] bytes = file.take(length);
    PrometheusChunk.read(encoding, bytes, 0, bytes.length, samples);
  }

  /// Samples handed out so far.
  long samplesRead() {
    return samplesRead;
  }

  /// Chunks left out so far.
  int damagedChunks() {
    return damagedChunks;
  }

  @Override
  public void close() {
    arena.close();
  }
}
