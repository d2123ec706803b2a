package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.pipeline.PipelineRoute;
import io.mallwatch.logs.pipeline.Pipelines;
import io.mallwatch.model.LogEntry;
import io.mallwatch.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkPipelineTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final KeepingStore store = new KeepingStore();
  private final Pipelines pipelines = Pipelines.inMemory(clock);
  private final JsonLogEntries reader = new JsonLogEntries(clock, ZoneOffset.UTC, "unknown");
  private final LogIntake intake =
      new LogIntake(
          store,
          Masking.on(),
          clock,
          Duration.ofDays(30),
          Duration.ofDays(1),
          new LogIntake.Stages(
              new PipelineRoute(
                  pipelines, reader, List.of(PipelineRoute.Rule.parse("web-*=usual")), List.of()),
              entries -> entries));
  private final BulkIntake bulk = new BulkIntake(reader, intake, BulkIntake.Limits.defaults());

  @AfterEach
  void close() {
    pipelines.close();
  }

  private void put(String name, String processors) {
    pipelines.put(name, Pipelines.definition("{\"processors\":[" + processors + "]}"));
  }

  private List<BulkIntake.Result> accept(String body, @Nullable String pipeline) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return bulk.accept(bytes, 0, bytes.length, new BulkIntake.Defaults("web-1", pipeline));
  }

  private List<LogEntry> kept() {
    return store.batches().stream().flatMap(batch -> batch.entries().stream()).toList();
  }

  @Test
  void documentsGoThroughThePipelineOfTheirIndexAsTheyCame() {
    put("usual", "{\"set\":{\"field\":\"message\",\"value\":\"{{http.request.method}} {{n}}\"}}");

    accept("{\"create\":{}}\n{\"http\":{\"request\":{\"method\":\"GET\"}},\"n\":7}\n", null);

    assertThat(store.messages()).containsExactly("GET 7");
  }

  @Test
  void aLineMayAskForAPipelineAndSoMayTheRequest() {
    put("usual", "{\"set\":{\"field\":\"by\",\"value\":\"usual\"}}");
    put("mine", "{\"set\":{\"field\":\"by\",\"value\":\"mine\"}}");
    put("whole", "{\"set\":{\"field\":\"by\",\"value\":\"whole\"}}");

    accept(
        """
        {"create":{"pipeline":"mine"}}
        {"message":"a"}
        {"create":{}}
        {"message":"b"}
        {"create":{"pipeline":"_none"}}
        {"message":"c"}
        """,
        "whole");

    assertThat(kept())
        .extracting(entry -> entry.data().get("by"))
        .containsExactly("mine", "whole", null);
  }

  @Test
  void whatIsDroppedIsAnsweredAsTakenAndWhatIsSentElsewhereGoesThere() {
    put(
        "usual",
        """
        {"drop":{"if":"ctx.level == 'debug'"}},
        {"reroute":{"if":"ctx.level == 'error'","destination":"failures"}}
        """);

    List<BulkIntake.Result> results =
        accept(
            """
            {"create":{"_id":"1"}}
            {"message":"a","level":"debug"}
            {"create":{"_id":"2"}}
            {"message":"b","level":"error"}
            """,
            null);

    assertThat(results).extracting(BulkIntake.Result::stored).containsExactly(true, true);
    assertThat(store.batches()).extracting(LogBatch::index).containsExactly("failures");
    assertThat(store.messages()).containsExactly("b");
  }

  @Test
  void whatAPipelineTakesOutOfALineIsMaskedToo() {
    put(
        "usual",
        """
        {"grok":{"field":"message","patterns":["call %{INT:who}"]}},
        {"set":{"field":"message","value":"called {{who}}"}}
        """);

    accept("{\"create\":{}}\n{\"message\":\"call 13800138000\"}\n", null);

    assertThat(store.messages()).containsExactly("called 138****8000");
  }
}
