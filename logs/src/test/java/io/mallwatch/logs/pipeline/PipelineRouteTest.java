package io.mallwatch.logs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.ingest.EntryRoute.Routed;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.Original;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineRouteTest {

  private static final Instant NOON = Instant.parse("2026-11-23T04:00:00.123456789Z");

  private final FakeClock clock = new FakeClock(NOON);
  private final Pipelines pipelines = Pipelines.inMemory(clock);

  @AfterEach
  void close() {
    pipelines.close();
  }

  private PipelineRoute route(List<String> defaults, List<String> finals) {
    return new PipelineRoute(
        pipelines,
        new JsonLogEntries(clock, ZoneOffset.UTC, "unknown"),
        defaults.stream().map(PipelineRoute.Rule::parse).toList(),
        finals.stream().map(PipelineRoute.Rule::parse).toList());
  }

  private static @Nullable Routed send(PipelineRoute route, LogEntry entry, Original original) {
    return route.route(route.pipelines("mall-1", entry, null), "mall-1", entry, original);
  }

  private static @Nullable Routed send(PipelineRoute route) {
    return send(route, whole(), Original.ENTRY);
  }

  private static LogEntry whole() {
    return LogEntry.builder(NOON, LogLevel.WARN, "nginx", "GET /cart 502")
        .category("web")
        .action("get")
        .requestId("r1")
        .userId("u1")
        .traceId("0af7651916cd43dd8448eb211c80319c")
        .spanId("b7ad6b7169203331")
        .error(new LogEntry.LogError("E", "broken", "E: broken\n\tat a"))
        .tags(List.of("t"))
        .durationMillis(12.5)
        .data("status", 502L)
        .data("nested", Map.of("a", List.of(1L, 2L)))
        .build();
  }

  @Test
  void anEntryThatNoPipelineIsForStaysTheSame() {
    PipelineRoute route = route(List.of("other-*=p"), List.of());

    assertThat(route.pipelines("mall-1", whole(), null)).isEmpty();
    assertThat(send(route)).isEqualTo(new Routed("mall-1", whole()));
  }

  @Test
  void anEntryComesOutOfAPipelineThatDoesNothingAsItWentIn() {
    pipelines.put("p", Pipelines.definition("{\"processors\":[]}"));

    assertThat(send(route(List.of("mall-*=p"), List.of())))
        .usingRecursiveComparison()
        .ignoringFields("entry.shape")
        .isEqualTo(new Routed("mall-1", whole()));
  }

  @Test
  void theDefaultPipelineRunsBeforeTheFinalOne() {
    pipelines.put(
        "grok",
        Pipelines.definition(
            """
            {"processors":[{"grok":{"field":"message",
              "patterns":["%{WORD:http.method} %{NOTSPACE:http.path} %{INT:http.status:int}"]}}]}
            """));
    pipelines.put(
        "last",
        Pipelines.definition(
            """
            {"processors":[
              {"set":{"if":"ctx.http.status >= 500","field":"level","value":"error"}},
              {"reroute":{"destination":"web-logs"}}]}
            """));

    Routed routed = send(route(List.of("service:ngin*=grok"), List.of("*=last")));

    assertThat(routed).isNotNull();
    assertThat(routed.index()).isEqualTo("web-logs");
    assertThat(routed.entry().level()).isEqualTo(LogLevel.ERROR);
    assertThat(routed.entry().data())
        .containsEntry("http", Map.of("method", "GET", "path", "/cart", "status", 502L));
  }

  @Test
  void anEntryThatAPipelineFailsOnIsKeptWholeAndTagged() {
    pipelines.put(
        "p",
        Pipelines.definition(
            """
            {"processors":[
              {"set":{"field":"message","value":"changed"}},
              {"grok":{"field":"message","patterns":["%{INT:n}"]}}]}
            """));

    Routed routed = send(route(List.of("*=p"), List.of()));

    assertThat(routed).isNotNull();
    assertThat(routed.entry().message()).isEqualTo("GET /cart 502");
    assertThat(routed.entry().tags()).containsExactly("t", "_grokparsefailure");
    assertThat(routed.entry().data())
        .containsEntry("status", 502L)
        .containsEntry(
            PipelineRoute.ERROR, "Provided Grok expressions do not match field value: [changed]");
  }

  @Test
  void aPipelineThatIsNotThereKeepsTheEntry() {
    Routed routed = send(route(List.of("*=nowhere"), List.of()));

    assertThat(routed).isNotNull();
    assertThat(routed.entry().tags()).contains("_pipelinefailure");
  }

  @Test
  void whatIsDroppedIsGone() {
    pipelines.put("p", Pipelines.definition("{\"processors\":[{\"drop\":{}}]}"));

    assertThat(send(route(List.of("*=p"), List.of()))).isNull();
  }

  @Test
  void pipelinesSeeTheMembersAsTheyCame() {
    pipelines.put(
        "p",
        Pipelines.definition(
            """
            {"processors":[
              {"rename":{"field":"meta.who","target_field":"userId"}},
              {"set":{"field":"seen","value":"{{log.level}} {{@timestamp}}"}}]}
            """));
    String json =
        """
        {"@timestamp":"2026-11-23T11:00:00+08:00","log":{"level":"WARN"},"meta":{"who":"u7"},"n":null}
        """;
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    JsonLogEntries reader = new JsonLogEntries(clock, ZoneOffset.UTC, "unknown");

    Routed routed =
        send(
            route(List.of("*=p"), List.of()),
            reader.read(utf8, 0, utf8.length),
            new Original.Members(reader.members(utf8, 0, utf8.length)));

    assertThat(routed).isNotNull();
    assertThat(routed.entry().userId()).isEqualTo("u7");
    assertThat(routed.entry().level()).isEqualTo(LogLevel.WARN);
    assertThat(routed.entry().timestamp()).isEqualTo("2026-11-23T03:00:00Z");
    assertThat(routed.entry().data()).containsEntry("seen", "WARN 2026-11-23T11:00:00+08:00");
  }

  @Test
  void pipelinesSeeTheWholeLineAndWhatWasFoundInIt() {
    pipelines.put(
        "p",
        Pipelines.definition(
            """
            {"processors":[
              {"grok":{"field":"message","patterns":["%{INT:n:int}[|]%{GREEDYDATA}"]}},
              {"set":{"field":"was","value":"{{level}}"}}]}
            """));

    Routed routed =
        send(
            route(List.of("*=p"), List.of()),
            LogEntry.builder(NOON, LogLevel.WARN, "s", "what is said").build(),
            new Original.Line("17|WARN what is said"));

    assertThat(routed).isNotNull();
    assertThat(routed.entry().message()).isEqualTo("what is said");
    assertThat(routed.entry().data()).containsEntry("n", 17L).containsEntry("was", "warn");
  }

  @Test
  void aPipelineThatIsAskedForTakesThePlaceOfTheDefault() {
    PipelineRoute route = route(List.of("*=usual"), List.of("*=last"));

    assertThat(route.pipelines("mall-1", whole(), "asked")).containsExactly("asked", "last");
    assertThat(route.pipelines("mall-1", whole(), "_none")).containsExactly("last");
    assertThat(route.pipelines("mall-1", whole(), null)).containsExactly("usual", "last");
  }

  @Test
  void rulesThatNameNoPipelineAreRefused() {
    assertThatThrownBy(() -> PipelineRoute.Rule.parse("mall-*"))
        .isInstanceOf(BadPipelineException.class);
  }
}
