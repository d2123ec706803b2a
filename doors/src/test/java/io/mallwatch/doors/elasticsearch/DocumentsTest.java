package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.elasticsearch.wire.Documents;
import io.mallwatch.logs.LogHit;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentsTest {

  private static final LogHit HIT =
      new LogHit(
          "1",
          "i",
          LogEntry.builder(Instant.EPOCH, LogLevel.ERROR, "order", "支付失败")
              .error(new LogEntry.LogError("E", "boom", null))
              .tags(List.of("a", "b"))
              .data("pay", Map.of("amount", 5L, "card", "x"))
              .data("list", List.of(Map.of("n", 1L), Map.of("n", 2L)))
              .build(),
          "c");

  private static Map<String, Object> cut(@Nullable Object source) {
    return Documents.Selection.of(source).cut(HIT);
  }

  @Test
  void theWholeDocumentIsThePapersLogEntry() {
    assertThat(cut(true))
        .containsOnlyKeys(
            "@timestamp", "timestamp", "level", "service", "message", "error", "tags", "data");
    assertThat(Documents.Selection.of(false).wanted()).isFalse();
  }

  @Test
  void partsAreIncludedAndExcluded() {
    assertThat(cut(List.of("message", "data.pay.amount")))
        .isEqualTo(Map.of("message", "支付失败", "data", Map.of("pay", Map.of("amount", 5L))));
    assertThat(cut("error")).isEqualTo(Map.of("error", Map.of("name", "E", "message", "boom")));
    assertThat(
            cut(
                Map.of(
                    "includes", List.of("data"), "excludes", List.of("data.*.card", "data.list"))))
        .isEqualTo(Map.of("data", Map.of("pay", Map.of("amount", 5L))));
    assertThat(cut(Map.of("excludes", List.of("*")))).isEmpty();
  }

  @Test
  void leavesAreFoundBelowObjectsAndLists() {
    assertThat(Documents.leaves(Documents.of(HIT.entry())))
        .containsEntry("data.list.n", List.of(1L, 2L))
        .containsEntry("tags", List.of("a", "b"))
        .containsEntry("error.name", List.of("E"));
  }
}
