package io.mallwatch.logs.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.LogAggregated;
import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {

  private static final Instant T0 = Instant.parse("2026-11-02T02:00:00Z");
  private static final Object READER = new Object();

  private final RecentAnswers recent = new RecentAnswers(80);

  private static LogAggregation asked(String level) {
    return new LogAggregation(
        "*",
        new TimeRange(T0, T0.plusSeconds(60)),
        new LogFilter.Equal("level", level),
        Map.of(),
        100,
        Deadline.after(Duration.ofMinutes(1)));
  }

  private static LogAggregation.Result result(int buckets) {
    return new LogAggregation.Result(
        7,
        Map.of(
            "a",
            new LogAggregated.Buckets(
                IntStream.range(0, buckets)
                    .mapToObj(i -> new LogAggregated.Bucket("k" + i, 1, Map.of()))
                    .toList(),
                0)));
  }

  @Test
  void theSameQuestionToTheSameReaderIsKnownWhateverItsDeadline() {
    recent.keep(asked("error"), List.of(READER), result(3));
    assertThat(recent.find(asked("error"), List.of(READER))).isEqualTo(result(3));
    assertThat(recent.find(asked("warn"), List.of(READER))).isNull();
    assertThat(recent.find(asked("error"), List.of(new Object()))).isNull();
    assertThat(recent.find(asked("error"), List.of(READER, READER))).isNull();
  }

  @Test
  void largeAnswersAndThoseThatCannotBeSharedAreNotKept() {
    recent.keep(asked("error"), List.of(READER), result(10));
    assertThat(recent.find(asked("error"), List.of(READER))).isNull();
    LogAggregated digest = new LogAggregated.Distribution(1, p -> p, p -> p);
    recent.keep(asked("warn"), List.of(READER), new LogAggregation.Result(1, Map.of("p", digest)));
    assertThat(recent.find(asked("warn"), List.of(READER))).isNull();
  }

  @Test
  void theOneAskedForLongestAgoGoesFirst() {
    for (int i = 0; i < 10; i++) {
      recent.keep(asked("l" + i), List.of(READER), result(7));
    }
    assertThat(recent.find(asked("l0"), List.of(READER))).isNotNull();
    recent.keep(asked("new"), List.of(READER), result(7));
    assertThat(recent.find(asked("l1"), List.of(READER))).isNull();
    assertThat(recent.find(asked("l0"), List.of(READER))).isNotNull();
  }
}
