package io.mallwatch.logs.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.LogPatterns;
import io.mallwatch.logs.LogPatterns.Order;
import io.mallwatch.logs.LogPatterns.Query;
import io.mallwatch.logs.LogPatterns.Seen;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternsTest {

  private static final Instant NOON = Instant.parse("2026-11-23T04:00:00Z");
  private static final TimeRange DAY = TimeRange.before(NOON.plusSeconds(3600), Duration.ofDays(1));

  @TempDir Path folder;
  private final FakeClock clock = new FakeClock(NOON);
  private Path file;
  private Patterns patterns;

  @BeforeEach
  void open() {
    file = folder.resolve("patterns");
    patterns = Patterns.open(file, clock, Patterns.Limits.defaults());
  }

  private static LogEntry entry(Instant at, LogLevel level, String service, String message) {
    return LogEntry.builder(at, level, service, message).data("k", "v").build();
  }

  private String see(Instant at, LogLevel level, String service, String message) {
    LogEntry marked = patterns.mark(List.of(entry(at, level, service, message))).getFirst();
    assertThat(marked.data()).containsEntry("k", "v");
    return String.valueOf(marked.data().get(LogPatterns.FIELD));
  }

  private List<Seen> all(Order order) {
    return patterns.patterns(new Query(DAY, Set.of(), Set.of(), "", order, 100, 24)).patterns();
  }

  @Test
  void linesOfOnePatternCarryOneIdAndOthersAnother() {
    String paid = see(NOON, LogLevel.INFO, "pay", "order 1 paid");

    assertThat(see(NOON, LogLevel.INFO, "pay", "order 2 paid")).isEqualTo(paid).hasSize(12);
    assertThat(see(NOON, LogLevel.INFO, "pay", "order 2 refunded")).isNotEqualTo(paid);
    assertThat(see(NOON, LogLevel.WARN, "pay", "order 2 paid")).isNotEqualTo(paid);
    assertThat(see(NOON, LogLevel.INFO, "cart", "order 2 paid")).isNotEqualTo(paid);
  }

  @Test
  void patternsAreCountedListedAndOrdered() {
    for (int i = 0; i < 10; i++) {
      see(NOON.minusSeconds(7200), LogLevel.INFO, "pay", "order " + i + " paid");
    }
    String failed = see(NOON, LogLevel.ERROR, "pay", "支付失败，订单 7");
    see(NOON.minus(Duration.ofDays(3)), LogLevel.INFO, "pay", "long ago");

    List<Seen> byCount = all(Order.COUNT);
    assertThat(byCount)
        .extracting(seen -> seen.pattern().template())
        .containsExactly("order <*> paid", "支付失败，订单 <*>");
    Seen first = byCount.getFirst();
    assertThat(first.count()).isEqualTo(10);
    assertThat(first.pattern().total()).isEqualTo(10);
    assertThat(first.trend()).hasSize(24);
    assertThat(first.trend().get(21)).isEqualTo(10);
    assertThat(first.trend().stream().mapToLong(Long::longValue).sum()).isEqualTo(10);
    assertThat(first.pattern().example()).isEqualTo("order 0 paid");
    assertThat(first.pattern().firstSeen()).isEqualTo(NOON.minusSeconds(7200));
    assertThat(all(Order.NEW).getFirst().pattern().id()).isEqualTo(failed);
    assertThat(
            patterns
                .patterns(
                    new Query(DAY, Set.of("pay"), Set.of(LogLevel.ERROR), "支付", Order.COUNT, 1, 1))
                .patterns())
        .hasSize(1);
    assertThat(patterns.history(failed, DAY, 2).orElseThrow().trend()).containsExactly(0L, 1L);
    assertThat(patterns.history("no", DAY, 2)).isEmpty();
  }

  @Test
  void formerIdsLeadToThePatternTheyBecamePartOf() {
    String early = see(NOON, LogLevel.INFO, "s", "user anna came to the shop");
    for (String name : List.of("bea", "cleo", "dana", "eve", "fay", "gil", "hal", "ida")) {
      see(NOON, LogLevel.INFO, "s", "user " + name + " came to the shop");
    }

    Seen one = all(Order.COUNT).getFirst();
    assertThat(all(Order.COUNT)).hasSize(1);
    assertThat(one.count()).isEqualTo(9);
    assertThat(one.pattern().formerIds()).hasSize(6);
    assertThat(patterns.history(early, DAY, 1))
        .hasValueSatisfying(seen -> assertThat(seen.pattern()).isEqualTo(one.pattern()));
  }

  @Test
  void whatIsKnownOutlivesARestart() {
    for (int i = 0; i < 5; i++) {
      see(NOON, LogLevel.ERROR, "pay", "支付失败，订单 " + i);
    }
    List<Seen> before = all(Order.COUNT);
    patterns.close();
    clock.advance(Duration.ofHours(1));

    patterns = Patterns.open(file, clock, Patterns.Limits.defaults());

    assertThat(all(Order.COUNT)).isEqualTo(before);
    assertThat(patterns.since()).isEqualTo(NOON);
    assertThat(see(NOON, LogLevel.ERROR, "pay", "支付失败，订单 9"))
        .isEqualTo(before.getFirst().pattern().id());
  }

  @Test
  void aFileThatIsCutOrChangedIsPutAside() throws Exception {
    see(NOON, LogLevel.ERROR, "pay", "支付失败，订单 1");
    patterns.close();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 101) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(Patterns.open(file, clock, Patterns.Limits.defaults()).size()).isZero();
    }
    for (int at = 0; at < whole.length; at += 151) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x20;
      Files.write(file, changed);
      assertThat(Patterns.open(file, clock, Patterns.Limits.defaults()).size()).isZero();
    }
    assertThat(folder.resolve("patterns.broken")).exists();
  }

  @Test
  void rulesLearnOfNewErrorsAndOfWhoWasHeard() {
    see(NOON.minusSeconds(60), LogLevel.ERROR, "pay", "old trouble");
    see(NOON, LogLevel.ERROR, "pay", "new trouble");
    see(NOON, LogLevel.INFO, "cart", "fine");

    assertThat(patterns.newestErrors(1))
        .singleElement()
        .satisfies(first -> assertThat(first.at()).isEqualTo(NOON));
    assertThat(patterns.newestErrors(10)).hasSize(2);
    assertThat(patterns.sources())
        .extracting(Patterns.Source::service, Patterns.Source::entries)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("pay", 2L),
            org.assertj.core.groups.Tuple.tuple("cart", 1L));
  }

  @Test
  void servicesPastTheLimitGetNoPattern() {
    Patterns few = Patterns.open(file, clock, new Patterns.Limits(1, 10));
    few.mark(List.of(entry(NOON, LogLevel.INFO, "a", "x")));

    assertThat(few.mark(List.of(entry(NOON, LogLevel.INFO, "b", "x"))).getFirst().data())
        .doesNotContainKey(LogPatterns.FIELD);
    assertThat(few.unwatched()).isEqualTo(1);
  }
}
