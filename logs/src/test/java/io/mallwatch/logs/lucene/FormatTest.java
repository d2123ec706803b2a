package io.mallwatch.logs.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.lucene.document.EntryCodec;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import io.mallwatch.testkit.Golden;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bytes on disk, as `docs/formats/logs.md` and `docs/formats/wal.md` describe them.
class FormatTest {

  private static final Instant T0 = Instant.parse("2026-11-02T02:00:00.123456789Z");
  private static final LogEntry FULL =
      LogEntry.builder(T0, LogLevel.ERROR, "pay", "支付失败")
          .category("c")
          .action("a")
          .requestId("r")
          .userId("u")
          .traceId("t")
          .spanId("s")
          .error(new LogEntry.LogError("E", "m", "st"))
          .tags(List.of("x", "y"))
          .durationMillis(1.5)
          .data("n", -3L)
          .data("d", 0.5)
          .data("b", true)
          .data("l", List.of("z", Map.of("k", false)))
          .build();

  @TempDir Path folder;

  @Test
  void theWriteAheadLogIsWrittenAsDescribed() throws Exception {
    try (LuceneLogStore store =
        LuceneLogStore.open(LuceneLogStoreTest.CONFIG, folder, FakeClock.mondayMorning())) {
      LogEntry plain = LogEntry.builder(T0, LogLevel.DEBUG, "", "").build();
      store.append(new LogBatch("i", List.of(FULL, plain)));
      store.append(new LogBatch("i", List.of(plain)));
      store.append(new LogBatch("i", List.of(plain, plain), java.util.Arrays.asList(null, "标识-1")));
      store.drop("*");

      Golden.assertBytes(
          "formats/wal.golden", Files.readAllBytes(folder.resolve("wal/00000000000000000001.wal")));
    }
  }

  @Test
  void entriesComeBackAsTheyWere() {
    assertThat(decoded(EntryCodec.encode(FULL))).isEqualTo(FULL);
    Gen.forAll(
        2_000,
        RandomFilters.entries(T0, 1_000_000),
        entry -> assertThat(decoded(EntryCodec.encode(entry))).isEqualTo(entry));
  }

  private static LogEntry decoded(byte[] bytes) {
    return EntryCodec.decode(bytes, 0, bytes.length);
  }

  @Test
  void otherKindsOfNumbersComeBackAsLongDoubleOrText() {
    LogEntry entry =
        LogEntry.builder(T0, LogLevel.INFO, "s", "m")
            .data("int", 5)
            .data("float", 0.5f)
            .data("big", BigInteger.TEN)
            .data("other", Instant.EPOCH)
            .build();

    assertThat(decoded(EntryCodec.encode(entry)).data())
        .isEqualTo(Map.of("int", 5L, "float", 0.5, "big", 10L, "other", "1970-01-01T00:00:00Z"));
  }

  @Test
  void wrongBytesAreCorruptAndNeverAnythingElse() {
    byte[] good = EntryCodec.encode(FULL);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> decoded(cut)).isInstanceOf(CorruptDataException.class);
    }
    Gen.forAll(
        5_000,
        random -> {
          byte[] bad = good.clone();
          bad[random.nextInt(bad.length)] = (byte) random.nextInt();
          return bad;
        },
        bad -> {
          try {
            assertThat(decoded(bad)).isNotNull();
          } catch (CorruptDataException e) {
            assertThat(e).hasMessageContaining("log ");
          }
        });
  }

  @Test
  void idsAndCursorsSortAndComeBack() {
    EntryId first = EntryId.of(Terms.nanos(T0), 7);
    EntryId next = EntryId.of(Terms.nanos(T0), 36_000);
    EntryId before = EntryId.of(Terms.nanos(Instant.EPOCH.minusSeconds(1)), 1L << 45);

    assertThat(List.of(before.text(), first.text(), next.text()))
        .isSorted()
        .allMatch(text -> text.length() == 14);
    for (EntryId id : List.of(first, next, before)) {
      assertThat(EntryId.parse(id.text())).contains(id);
    }
    EntryId.Cursor cursor = new EntryId.Cursor(-5, 1L << 62);
    assertThat(EntryId.Cursor.parse(cursor.text())).isEqualTo(cursor);
    for (String bad : List.of("", "-", "x-1", "1-", "1", "1-2-3", "11111111111111111-1")) {
      assertThatThrownBy(() -> EntryId.Cursor.parse(bad)).isInstanceOf(BadQueryException.class);
    }
  }
}
