package io.mallwatch.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.ops.backup.KeepPolicy.Generation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepPolicyTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Instant START = Instant.parse("2026-01-01T18:00:00Z");

  private static List<Generation> days(int count, int proven) {
    List<Generation> all = new ArrayList<>();
    for (int day = 0; day < count; day++) {
      all.add(new Generation("d" + day, START.plus(Duration.ofDays(day)), day == proven));
    }
    return all;
  }

  private static List<String> kept(KeepPolicy policy, List<Generation> all) {
    List<String> kept = new ArrayList<>(all.stream().map(Generation::id).toList());
    kept.removeAll(policy.expired(all, ZONE));
    return kept;
  }

  @Test
  void aWeekOfDaysAndTheNewestOfWeeksAndMonthsStay() {
    List<String> kept = kept(new KeepPolicy(1, 7, 3, 4), days(90, -1));

    assertThat(kept).contains("d83", "d84", "d85", "d86", "d87", "d88", "d89");
    // the Sunday of the week before last, the last of January and of February in Shanghai
    assertThat(kept).contains("d79", "d29", "d57").hasSize(10);
  }

  @Test
  void theNewestAndTheNewestProvenStayWhateverIsConfigured() {
    assertThat(kept(new KeepPolicy(0, 0, 0, 0), days(30, 4))).containsExactly("d4", "d29");
  }

  @Test
  void withoutNewBackupsNothingMoreIsDeleted() {
    List<Generation> old = days(5, -1);

    assertThat(kept(new KeepPolicy(3, 7, 0, 0), old)).hasSize(5);
  }

  @Test
  void theOldestGoFirst() {
    assertThat(new KeepPolicy(2, 0, 0, 0).expired(days(5, -1), ZONE))
        .containsExactly("d0", "d1", "d2");
  }
}
