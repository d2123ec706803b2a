package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BulkIntakeTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final KeepingStore store = new KeepingStore();
  private final LogIntake intake =
      new LogIntake(store, Masking.on(), clock, Duration.ofDays(30), Duration.ofDays(1));
  private final BulkIntake bulk =
      new BulkIntake(
          new JsonLogEntries(clock, ZoneOffset.UTC, "unknown"),
          intake,
          new BulkIntake.Limits(200, 10, 3));

  private List<BulkIntake.Result> accept(String body, @Nullable String index) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return bulk.accept(bytes, 0, bytes.length, index);
  }

  @Test
  void indexAndCreateStoreEntriesInTheirIndices() {
    List<BulkIntake.Result> results =
        accept(
            """
            {"index":{"_index":"a","_type":"_doc","routing":{"x":1}}}
            {"message":"one"}
            {"create":{}}\r
            {"message":"two"}\r

            {"index":{"_index":"a","_id":"my-id"}}
            {"message":"three"}\
            """,
            "b");

    assertThat(results)
        .extracting(
            BulkIntake.Result::operation, BulkIntake.Result::index, BulkIntake.Result::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("index", "a", 201),
            org.assertj.core.groups.Tuple.tuple("create", "b", 201),
            org.assertj.core.groups.Tuple.tuple("index", "a", 201));
    assertThat(results).extracting(BulkIntake.Result::id).containsExactly("a-0", "b-1", "my-id");
    assertThat(store.messages()).containsExactly("one", "two", "three");
    assertThat(count("accepted")).isEqualTo(3);
  }

  private long count(String name) {
    var counter = intake.counters().get(name);
    return counter == null ? 0 : counter.sum();
  }

  @Test
  void whatIsWrongIsRefusedItemByItemAndTheRestIsKept() {
    List<BulkIntake.Result> results =
        accept(
            """
            {"index":{"_index":"a"}}
            {"message":"good"}
            {"index":{"_index":"a"}}
            {"message":
            {"update":{"_index":"a","_id":"1"}}
            {"doc":{"message":"x"}}
            {"delete":{"_index":"a","_id":"2"}}
            {"index":{}}
            {"message":"nowhere"}
            {"index":{"_index":"a"}}
            {"message":"%s"}
            {"index":{"_index":"a"}}
            {"message":"also good"}
            """
                .formatted("x".repeat(300)),
            null);

    assertThat(results)
        .extracting(BulkIntake.Result::status)
        .containsExactly(201, 400, 400, 400, 400, 400, 201);
    assertThat(results)
        .extracting(BulkIntake.Result::errorType)
        .containsExactly(
            "",
            "document_parsing_exception",
            "illegal_argument_exception",
            "illegal_argument_exception",
            "action_request_validation_exception",
            "document_parsing_exception",
            "");
    assertThat(store.messages()).containsExactly("good", "also good");
    assertThat(count("dropped_malformed")).isEqualTo(1);
    assertThat(count("dropped_unsupported")).isEqualTo(2);
    assertThat(count("dropped_no_index")).isEqualTo(1);
    assertThat(count("dropped_too_long")).isEqualTo(1);
  }

  @Test
  void aLineThatIsNoActionRefusesTheBodyWithItsNumber() {
    assertThatThrownBy(() -> accept("{\"index\":{}}\n{\"message\":\"m\"}\nnonsense\n", "a"))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining("line [3]");
    assertThatThrownBy(() -> accept("{\"frobnicate\":{}}\n", "a"))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining("frobnicate");
    assertThatThrownBy(() -> accept("{\"index\":{}}\n", "a"))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining("missing");
    assertThat(store.messages()).isEmpty();
  }

  @Test
  void moreItemsThanAllowedAreRefused() {
    assertThatThrownBy(() -> accept("{\"index\":{}}\n{}\n".repeat(11), "a"))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining("10");
  }

  @Test
  void aStoreThatCannotKeepUpIsToldItemByItem() {
    store.failNext(new StoreOverloadedException("busy"));
    List<BulkIntake.Result> results = accept("{\"index\":{}}\n{}\n".repeat(5), "a");
    assertThat(results)
        .extracting(BulkIntake.Result::status)
        .containsExactly(429, 429, 429, 201, 201);
    assertThat(results.getFirst().errorType()).isEqualTo("es_rejected_execution_exception");
    assertThat(count("dropped_overloaded")).isEqualTo(3);

    store.failNext(new StoreUnavailableException("full"));
    assertThat(accept("{\"index\":{}}\n{}\n", "a").getFirst().status()).isEqualTo(503);
  }

  @Test
  void entriesAreMaskedBeforeTheyReachTheStore() {
    accept("{\"index\":{}}\n{\"message\":\"13812345678\",\"password\":\"x\"}\n", "a");

    LogEntry stored = store.batches().getFirst().entries().getFirst();
    assertThat(stored.message()).isEqualTo("138****5678");
    assertThat(stored.data()).containsEntry("password", "***");
    assertThat(count("masked_phone")).isEqualTo(1);
    assertThat(count("masked_secret")).isEqualTo(1);
  }

  @Test
  void anEmptyBodyIsNothing() {
    assertThat(accept("", "a")).isEmpty();
    assertThat(accept("\n\n", "a")).isEmpty();
    assertThat(store.batches()).isEqualTo(List.<LogBatch>of());
  }

  @Test
  void anIdThatIsThereAlreadyIsAConflictOfItsItemAlone() {
    List<BulkIntake.Result> results =
        accept(
            """
            {"create":{"_id":"x"}}
            {"message":"one"}
            {"create":{"_id":"x"}}
            {"message":"two"}
            {"create":{"_id":""}}
            {"message":"three"}
            {"create":{}}
            {"message":"four"}
            """,
            "b");

    assertThat(results)
        .extracting(BulkIntake.Result::status, BulkIntake.Result::errorType)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(201, ""),
            org.assertj.core.groups.Tuple.tuple(409, "version_conflict_engine_exception"),
            org.assertj.core.groups.Tuple.tuple(400, "illegal_argument_exception"),
            org.assertj.core.groups.Tuple.tuple(201, ""));
    assertThat(count("accepted")).isEqualTo(2);
    assertThat(count("dropped_exists")).isEqualTo(1);
  }
}
