package io.mallwatch.metrics.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.open.ChunkPacker;
import io.mallwatch.metrics.tsdb.open.HistogramBytes;
import io.mallwatch.metrics.tsdb.open.Histograms;
import io.mallwatch.metrics.tsdb.open.OpenChunk;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.Gen;
import io.mallwatch.testkit.Golden;
import io.mallwatch.testkit.TornCopies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalTest {

  private static final Labels SERIES = Labels.of("__name__", "orders_total", "shop", "上海");

  @TempDir private Path dir;

  private static final SavedSeries EMPTY =
      new SavedSeries(1, 1, 1, false, List.of(), new byte[0], 0, List.of());
  private static final long AT = 1_790_000_000_000L;

  /// One of every record.
  private static WalEncoder oneOfEach() {
    SampleColumns samples = new SampleColumns(2);
    samples.add(AT, 1);
    samples.add(AT + 15_000, 2.5);
    OpenChunk open = new OpenChunk();
    open.add(AT + 30_000, 3, AT);
    SavedSeries saved =
        new SavedSeries(
            7,
            AT + 30_000,
            0,
            false,
            new ChunkPacker().pack(samples),
            open.trimmed(),
            1,
            new ChunkPacker().pack(samples));
    return new WalEncoder()
        .series(7, SERIES)
        .series(8, SERIES.with("shop", "b"))
        .sample(7, AT, 12, 0)
        .sample(8, AT, 12.25, 0)
        .sample(7, AT + 30_000, -3, AT)
        .sample(7, AT + 45_000, Math.PI, 0)
        .sample(7, AT + 60_000, Sample.staleNan(), 0)
        .histogram(8, AT + 60_000, HistogramBytes.of(Histograms.of(2)), AT)
        .histogram(8, AT + 75_000, HistogramBytes.of(Histograms.custom(2)), 0)
        .exemplar(new Exemplar(SERIES, Labels.of("trace_id", "00ab"), 0.5, AT))
        .metadata(new MetricMetadata("orders_total", "counter", "Paid orders.", ""))
        .deletion(7, 5, 9)
        .saved(saved);
  }

  private List<String> replay() throws IOException {
    RecordingHandler handler = new RecordingHandler();
    WalReplay.run(dir, handler);
    return handler.said;
  }

  private static byte[] bytes(WalEncoder encoder) {
    ByteBuffer frames = encoder.frames();
    byte[] bytes = new byte[frames.remaining()];
    frames.get(bytes);
    return bytes;
  }

  @Test
  void recordsHaveTheBytesOfTheFormatDocument() {
    Golden.assertBytes("tsdb/wal.golden", bytes(oneOfEach()));
  }

  @Test
  void everyRecordComesBack() throws IOException {
    try (WalWriter writer = new WalWriter(dir, 0, 1 << 20, Disk.real())) {
      writer.write(oneOfEach().frames());
    }

    assertThat(replay())
        .containsExactly(
            "series 7 orders_total{shop=\"上海\"}",
            "series 8 orders_total{shop=\"b\"}",
            "sample 7 1790000000000 " + Double.doubleToRawLongBits(12),
            "sample 8 1790000000000 " + Double.doubleToRawLongBits(12.25),
            "sample 7 1790000030000 " + Double.doubleToRawLongBits(-3) + " since 1790000000000",
            "sample 7 1790000045000 " + Double.doubleToRawLongBits(Math.PI),
            "sample 7 1790000060000 " + Sample.STALE_NAN_BITS,
            "histogram 8 1790000060000 14.0 since 1790000000000",
            "histogram 8 1790000075000 9.0",
            new Exemplar(SERIES, Labels.of("trace_id", "00ab"), 0.5, AT).toString(),
            new MetricMetadata("orders_total", "counter", "Paid orders.", "").toString(),
            "deletion 7 5 9",
            "saved 7 1790000030000 chunks=1 open=1 late=1 samples=5");
  }

  @Test
  void anySampleComesBackBitForBit() {
    Gen<long[]> samples =
        random ->
            new long[] {
              random.nextInt(1_000_000),
              random.nextLong(-1L << 45, 1L << 45),
              random.nextBoolean()
                  ? Double.doubleToRawLongBits(random.nextInt() / 1000.0)
                  : random.nextLong()
            };
    Gen.forAll(
        300,
        Gen.lists(samples, 50),
        list -> {
          WalEncoder encoder = new WalEncoder();
          List<String> expected = new ArrayList<>();
          for (long[] s : list) {
            encoder.sample((int) s[0], s[1], Double.longBitsToDouble(s[2]), 0);
            expected.add("sample " + s[0] + " " + s[1] + " " + s[2]);
          }
          RecordingHandler handler = new RecordingHandler();
          byte[] frame = bytes(encoder);
          if (frame.length > 0) {
            byte[] payload = java.util.Arrays.copyOfRange(frame, Frame.HEADER, frame.length);
            new WalDecoder(handler).decode(Frame.SAMPLES, new ByteSource(payload));
          }
          assertThat(handler.said).isEqualTo(expected);
        });
  }

  @Test
  void segmentsAreReadInOrderAcrossRestarts() throws IOException {
    List<String> expected = new ArrayList<>();
    long next = 0;
    for (int run = 0; run < 3; run++) {
      try (WalWriter writer = new WalWriter(dir, next, 64, Disk.real())) {
        for (int i = 0; i < 10; i++) {
          writer.write(new WalEncoder().sample(run, i, i, 0).frames());
          expected.add("sample " + run + " " + i + " " + Double.doubleToRawLongBits(i));
        }
        assertThat(writer.segmentCount()).isGreaterThan(run * 2);
      }
      next = WalReplay.run(dir, new RecordingHandler()).nextSegment();
    }

    assertThat(replay()).isEqualTo(expected);
  }

  @Test
  void aTornTailIsCutAndEverythingBeforeItIsThere(@TempDir Path scratch) throws IOException {
    List<Integer> ends = new ArrayList<>();
    try (WalWriter writer = new WalWriter(dir, 0, 1 << 20, Disk.real())) {
      for (int i = 0; i < 5; i++) {
        writer.write(new WalEncoder().sample(i, i, i, 0).frames());
        ends.add((int) writer.totalBytes());
      }
    }

    TornCopies.forEachCut(
        dir,
        Path.of("segment-00000000"),
        scratch,
        0,
        1,
        (copy, length) -> {
          RecordingHandler handler = new RecordingHandler();
          try {
            WalReplay.Outcome outcome = WalReplay.run(copy, handler);
            long whole = ends.stream().filter(end -> end <= length).count();
            assertThat(handler.said).as("cut at %d", length).hasSize((int) whole);
            assertThat(outcome.skippedBytes()).isZero();
            assertThat(WalReplay.run(copy, new RecordingHandler()).tornBytes()).isZero();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @Test
  void aDamagedRecordInTheMiddleIsSteppedOverAndKeptAside(@TempDir Path scratch)
      throws IOException {
    List<Integer> ends = new ArrayList<>();
    try (WalWriter writer = new WalWriter(dir, 0, 1 << 20, Disk.real())) {
      for (int i = 0; i < 5; i++) {
        writer.write(new WalEncoder().sample(i, i, i, 0).frames());
        ends.add((int) writer.totalBytes());
      }
    }
    for (int offset = ends.get(1); offset < ends.get(2); offset++) {
      Path copy =
          TornCopies.flipped(
              dir, Path.of("segment-00000000"), scratch.resolve("f" + offset), offset);
      RecordingHandler handler = new RecordingHandler();

      WalReplay.Outcome outcome = WalReplay.run(copy, handler);

      assertThat(handler.said)
          .as("flipped at %d", offset)
          .extracting(line -> line.split(" ")[1])
          .containsExactly("0", "1", "3", "4");
      assertThat(outcome.skippedBytes()).isEqualTo(ends.get(2) - ends.get(1));
      assertThat(outcome.quarantined()).hasSize(1).allMatch(Files::exists);
    }
  }

  @Test
  void aFileOfAnotherVersionIsKeptAsideAndTheRestIsRead() throws IOException {
    byte[] foreign = bytes(oneOfEach());
    for (int i = 0; i + 4 <= foreign.length; i++) {
      if (foreign[i] == 'M' && foreign[i + 1] == 'W' && foreign[i + 2] == 'R') {
        foreign[i + 3] = '9';
      }
    }
    Files.write(dir.resolve("segment-00000000"), foreign);
    try (WalWriter writer = new WalWriter(dir, 1, 1 << 20, Disk.real())) {
      writer.write(new WalEncoder().sample(1, 1, 1, 0).frames());
    }
    RecordingHandler handler = new RecordingHandler();

    WalReplay.Outcome outcome = WalReplay.run(dir, handler);

    assertThat(handler.said).hasSize(1);
    assertThat(outcome.skippedBytes()).isEqualTo(foreign.length);
    assertThat(outcome.tornBytes()).isZero();
    assertThat(outcome.quarantined()).hasSize(1);
    assertThat(Files.readAllBytes(outcome.quarantined().getFirst())).isEqualTo(foreign);
  }

  @Test
  void aFileLargerThanTheWindowIsReadPieceByPiece(@TempDir Path scratch) throws IOException {
    List<String> expected = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    try (WalWriter writer = new WalWriter(dir, 0, 1 << 20, Disk.real())) {
      for (int i = 0; i < 100; i++) {
        writer.write(new WalEncoder().sample(i, i, i, 0).frames());
        expected.add("sample " + i + " " + i + " " + Double.doubleToRawLongBits(i));
        ends.add(writer.totalBytes());
      }
    }
    for (int window = 64; window < 200; window += 7) {
      RecordingHandler handler = new RecordingHandler();
      assertThat(WalReplay.run(dir, handler, window).tornBytes()).isZero();
      assertThat(handler.said).as("window of %d", window).isEqualTo(expected);

      Path copy =
          TornCopies.flipped(
              dir, Path.of("segment-00000000"), scratch.resolve("w" + window), ends.get(49) + 5);
      RecordingHandler damaged = new RecordingHandler();
      WalReplay.run(copy, damaged, window);
      assertThat(damaged.said).hasSizeBetween(98, 99).startsWith("sample 0 0 0");
    }
  }

  @Test
  void aFullDiskKeepsNothingOfTheWriteAndTheNextOneWorks() throws IOException {
    BrokenDisk disk = new BrokenDisk();
    try (WalWriter writer = new WalWriter(dir, 0, 1 << 20, disk)) {
      writer.write(new WalEncoder().sample(0, 0, 0, 0).frames());
      disk.room = 5;
      assertThatThrownBy(() -> writer.write(new WalEncoder().sample(1, 1, 1, 0).frames()))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("No space left");
      disk.room = Long.MAX_VALUE;
      writer.write(new WalEncoder().sample(2, 2, 2, 0).frames());
    }

    assertThat(replay()).extracting(line -> line.split(" ")[1]).containsExactly("0", "2");
  }

  @Test
  void aSegmentThatCannotBeCutBackIsLeftAndANewOneBegins() throws IOException {
    BrokenDisk disk = new BrokenDisk();
    try (WalWriter writer = new WalWriter(dir, 0, 1 << 20, disk)) {
      writer.write(new WalEncoder().sample(0, 0, 0, 0).frames());
      disk.room = 5;
      disk.truncates = false;
      assertThatThrownBy(() -> writer.write(new WalEncoder().sample(1, 1, 1, 0).frames()))
          .isInstanceOf(StoreUnavailableException.class);
      disk.room = Long.MAX_VALUE;
      writer.write(new WalEncoder().sample(2, 2, 2, 0).frames());
      assertThat(writer.segmentCount()).isEqualTo(2);
    }

    assertThat(replay()).extracting(line -> line.split(" ")[1]).containsExactly("0", "2");
  }

  @Test
  void aFailedSyncIsReported() throws IOException {
    BrokenDisk disk = new BrokenDisk();
    try (WalWriter writer = new WalWriter(dir, 0, 1 << 20, disk)) {
      writer.write(new WalEncoder().sample(0, 0, 0, 0).frames());
      disk.syncs = false;
      assertThatThrownBy(writer::sync).isInstanceOf(StoreUnavailableException.class);
      disk.syncs = true;
      writer.sync();
    }
  }

  @Test
  void aCheckpointStandsForTheSegmentsBeforeIt() throws IOException {
    try (WalWriter writer = new WalWriter(dir, 0, 1 << 20, Disk.real())) {
      writer.write(new WalEncoder().series(1, SERIES).sample(1, 1, 1, 0).frames());
      long segment = writer.rotate();
      writer.write(new WalEncoder().sample(1, 2, 2, 0).frames());
      try (Checkpoint checkpoint = Checkpoint.begin(dir, segment)) {
        checkpoint.add(out -> out.series(1, SERIES).saved(EMPTY));
        checkpoint.finish();
      }
      writer.deleteBefore(segment);
      assertThat(writer.segmentCount()).isEqualTo(1);
    }

    assertThat(replay())
        .containsExactly(
            "series 1 " + SERIES,
            "saved 1 1 chunks=0 open=0 late=0 samples=0",
            "sample 1 2 " + Double.doubleToRawLongBits(2));
  }

  @Test
  void anUnfinishedCheckpointIsNotSeen() throws IOException {
    try (WalWriter writer = new WalWriter(dir, 0, 1 << 20, Disk.real())) {
      writer.write(new WalEncoder().sample(1, 1, 1, 0).frames());
    }
    Files.writeString(dir.resolve("checkpoint.unfinished"), "half");

    assertThat(replay()).hasSize(1);
    assertThat(dir.resolve("checkpoint.unfinished")).doesNotExist();
  }

  /// A real disk that can run out of room and refuse to work.
  private static final class BrokenDisk implements Disk {
    private long room = Long.MAX_VALUE;
    private boolean truncates = true;
    private boolean syncs = true;

    @Override
    public SegmentFile create(Path file) throws IOException {
      SegmentFile real = Disk.real().create(file);
      return new SegmentFile() {
        @Override
        public void append(ByteBuffer bytes) throws IOException {
          if (bytes.remaining() > room) {
            real.append(bytes.slice(bytes.position(), (int) room));
            throw new IOException("No space left on device");
          }
          real.append(bytes);
        }

        @Override
        public void truncate(long length) throws IOException {
          if (!truncates) {
            throw new IOException("Input/output error");
          }
          real.truncate(length);
        }

        @Override
        public void force() throws IOException {
          if (!syncs) {
            throw new IOException("Input/output error");
          }
          real.force();
        }

        @Override
        public void close() throws IOException {
          real.close();
        }
      };
    }
  }
}
