package io.mallwatch.metrics.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushGroupsTest {

  private static final Instant START = Instant.ofEpochSecond(1_700_000_000);
  private static final Labels JOB = Labels.of("job", "backup");
  private static final Labels SHOP = JOB.with("shop", "上海");

  private final FakeClock clock = new FakeClock(START);
  private final PushGroups groups = new PushGroups(PushLimits.defaults(), clock);

  private static byte[] body(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<Labels, Double> samples(PushGroups groups) {
    ConcurrentMap<Labels, Double> all = new ConcurrentHashMap<>();
    groups
        .groups()
        .forEach(group ->
            PushGroups.samples(group)
                .forEach(sample -> all.put(sample.series().labels(), sample.value())));
    return all;
  }

  private double value(Labels group, String name) {
    return samples(groups).getOrDefault(group.with("__name__", name), Double.NaN);
  }

  private static String refusal(PushResult result) {
    assertThat(result).isInstanceOf(PushResult.Refused.class);
    return ((PushResult.Refused) result).reason();
  }

  @Test
  void thePathIsTheGroupAndItsLabelsWin() {
    groups.put(SHOP, body("# TYPE rows gauge\nrows{job=\"x\",table=\"orders\"} 5\n"));

    assertThat(samples(groups))
        .containsEntry(SHOP.with("__name__", "rows").with("table", "orders"), 5.0)
        .containsEntry(SHOP.with("__name__", "push_time_seconds"), 1.7e9)
        .containsEntry(SHOP.with("__name__", "push_failure_time_seconds"), 0.0)
        .hasSize(3);
  }

  @Test
  void putReplacesTheGroupAndPostOnlyFamiliesOfTheSameName() {
    groups.put(JOB, body("a 1\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n"));
    clock.advance(Duration.ofSeconds(10));
    groups.post(JOB, body("# TYPE h histogram\nh_sum 7\n"));
    assertThat(value(JOB, "a")).isEqualTo(1);
    assertThat(value(JOB, "h_sum")).isEqualTo(7);
    assertThat(value(JOB, "h_count")).isNaN();
    assertThat(value(JOB, "push_time_seconds")).isEqualTo(1.7e9 + 10);

    groups.put(SHOP, body("b 1\n"));
    groups.put(JOB, body("c 1\n"));
    assertThat(value(JOB, "a")).isNaN();
    assertThat(value(JOB, "c")).isEqualTo(1);
    assertThat(value(SHOP, "b")).isEqualTo(1);
  }

  @Test
  void emptyPushesTouchTheTimeAlone() {
    groups.put(JOB, body("a 1\n"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(groups.post(JOB, body(""))).isInstanceOf(PushResult.Accepted.class);
    assertThat(value(JOB, "a")).isEqualTo(1);
    assertThat(value(JOB, "push_time_seconds")).isEqualTo(1.7e9 + 1);
    groups.put(JOB, body(""));
    assertThat(value(JOB, "a")).isNaN();
    assertThat(groups.groups()).hasSize(1);
  }

  @Test
  void deletingRemovesTheGroupAloneAndWipingAll() {
    groups.put(JOB, body("a 1\n"));
    groups.put(SHOP, body("a 2\n"));
    groups.delete(JOB);
    groups.delete(JOB);
    assertThat(groups.groups()).extracting(PushGroup::key).containsExactly(SHOP);
    groups.wipe();
    assertThat(groups.groups()).isEmpty();
    assertThat(groups.put(JOB, body("a{shop=\"上海\"} 2\n"))).isInstanceOf(PushResult.Accepted.class);
    assertThat(groups.counters()).containsEntry("groups_deleted", 2L);
  }

  @Test
  void whatIsWrongIsRefusedAndTheTimeOfFailureNoted() {
    groups.put(JOB, body("# TYPE a counter\na 1\n"));
    clock.advance(Duration.ofSeconds(5));

    assertThat(refusal(groups.put(JOB, body("a 1 1700000000000\n")))).contains("timestamps");
    assertThat(refusal(groups.put(JOB, body("a{ 1\n")))).contains("line 1");
    assertThat(refusal(groups.put(JOB, body("b 1\nb 2\n")))).contains("twice");
    assertThat(refusal(groups.put(SHOP, body("# TYPE a gauge\na 1\n")))).contains("is a counter");
    assertThat(refusal(groups.post(JOB, body("a_total 1\na_total{job=\"y\"} 1\n"))))
        .contains("twice");

    assertThat(value(JOB, "a")).isEqualTo(1);
    assertThat(value(JOB, "push_time_seconds")).isEqualTo(1.7e9);
    assertThat(value(JOB, "push_failure_time_seconds")).isEqualTo(1.7e9 + 5);
    assertThat(value(SHOP, "push_time_seconds")).isZero();
    assertThat(groups.counters()).containsEntry("pushes_refused", 5L);
  }

  @Test
  void aSeriesBelongsToOneGroup() {
    groups.put(JOB, body("a{shop=\"上海\"} 1\n"));

    assertThat(refusal(groups.put(SHOP, body("a 1\n")))).contains("already");
    groups.put(JOB, body("b 1\n"));
    assertThat(groups.put(SHOP, body("a 1\n"))).isInstanceOf(PushResult.Accepted.class);
  }

  @Test
  void groupsSamplesAndBodiesAreBounded() {
    PushGroups small = new PushGroups(new PushLimits(1, 3, 20), clock);

    assertThat(small.put(JOB, body("a 1\nb 1\n"))).isInstanceOf(PushResult.Accepted.class);
    assertThat(small.post(JOB, body("c 1\nd 1\n"))).isInstanceOf(PushResult.Full.class);
    assertThat(small.put(SHOP, body("c 1\n"))).isInstanceOf(PushResult.Full.class);
    assertThat(small.put(JOB, body("a_long_name_of_metric 1\n")))
        .isInstanceOf(PushResult.Full.class);
    assertThat(small.put(JOB, body("c 1\nd 1\ne 1\n"))).isInstanceOf(PushResult.Accepted.class);
    assertThat(small.counters()).containsEntry("pushes_full", 3L);
  }

  @Test
  void pathsAreRead() {
    assertThat(PushPath.parse("/job/backup")).isEqualTo(JOB);
    assertThat(PushPath.parse("/job/backup/shop/%E4%B8%8A%E6%B5%B7")).isEqualTo(SHOP);
    assertThat(PushPath.parse("/job@base64/YmFja3Vw/shop@base64/5LiK5rW3")).isEqualTo(SHOP);
    assertThat(PushPath.parse("/job/a+b/path@base64/L3Zhci90bXA/e@base64/=").get("path"))
        .isEqualTo("/var/tmp");
    for (String bad :
        List.of(
            "",
            "/job",
            "/job/",
            "/job@base64/=",
            "/shop/a/job/b",
            "/job/a/b",
            "/job/a/job/b",
            "/job/a/__x/b",
            "/job/a/1x/b",
            "/job/a/x@base64/!!",
            "/job/a/x@base64/gICA",
            "/job/%zz")) {
      assertThatThrownBy(() -> PushPath.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void pushesOutliveARestart(@TempDir Path dir) throws IOException {
    String page =
        """
        # HELP a A "help" of\\ntwo lines, 中文.
        # TYPE a counter
        a{x="\\"quoted\\" \\\\ \\n",y="+Inf"} +Inf
        # TYPE h histogram
        h_bucket{le="1"} 1
        h_bucket{le="+Inf"} 2
        h_sum NaN
        h_count 2
        plain -0.1
        """;
    groups.put(SHOP, body(page));
    groups.put(JOB, body("z{ 1"));
    PushFile file = new PushFile(dir.resolve("pushed"));
    file.write(groups.groups());

    PushGroups again = new PushGroups(PushLimits.defaults(), clock);
    again.restore(file.read());

    assertThat(samples(again)).isEqualTo(samples(groups));
    assertThat(again.metadata()).isEqualTo(groups.metadata());
    assertThat(again.put(JOB, body("# TYPE a gauge\na 1\n")))
        .isInstanceOf(PushResult.Refused.class);
  }

  @Test
  void aDamagedFileIsSetAside(@TempDir Path dir) throws IOException {
    groups.put(SHOP, body("a 1\n"));
    Path path = dir.resolve("pushed");
    PushFile file = new PushFile(path);
    file.write(groups.groups());
    byte[] whole = Files.readAllBytes(path);
    for (int cut = 0; cut < whole.length; cut++) {
      Files.write(path, java.util.Arrays.copyOf(whole, cut));
      assertThat(file.read()).isEmpty();
      assertThat(path).doesNotExist();
    }
    assertThat(dir.resolve("pushed.damaged")).exists();
  }

  /// Keeps the last value of each series.
  private static final class LastSink implements MetricSink {
    private final Map<Labels, Double> last = new ConcurrentHashMap<>();
    private volatile boolean full;

    @Override
    public AppendResult append(io.mallwatch.metrics.MetricBatch batch) {
      if (full) {
        throw new StoreOverloadedException("full");
      }
      for (int i = 0; i < batch.size(); i++) {
        last.put(batch.key(i).labels(), batch.value(i));
      }
      return AppendResult.allAccepted(batch.size());
    }

    double value(Labels series) {
      return last.getOrDefault(series, -1.0);
    }
  }

  @Test
  void whatWasPushedIsStoredAgainAndAgainUntilItIsDeleted(@TempDir Path dir) throws IOException {
    LastSink sink = new LastSink();
    Path file = dir.resolve("pushed");
    Labels a = JOB.with("__name__", "a");
    sink.full = true;
    try (PushFeeder feeder = PushFeeder.start(groups, file, sink, Duration.ofMillis(20), clock)) {
      groups.put(JOB, body("a 1\n"));
      Await.until("counted", () -> feeder.counters().getOrDefault("store_failures", 0L) > 0);
      sink.full = false;
      Await.until("fed", () -> sink.value(a) == 1);
      sink.last.clear();
      Await.until("fed again", () -> sink.value(a) == 1);
      groups.delete(JOB);
      Await.until("stale", () -> Sample.isStale(sink.value(a)));
      groups.put(SHOP, body("b 1\n"));
    }
    PushGroups again = new PushGroups(PushLimits.defaults(), clock);
    PushFeeder.start(again, file, sink, Duration.ofHours(1), clock).close();
    assertThat(again.groups()).extracting(PushGroup::key).containsExactly(SHOP);
  }
}
