package io.mallwatch.logs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.testkit.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesTest {

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-23T04:00:00Z"));
  private final Pipelines pipelines = Pipelines.inMemory(clock);

  @AfterEach
  void close() {
    pipelines.close();
  }

  private void put(String id, String json) {
    pipelines.put(id, Pipelines.definition(json));
  }

  private Outcome run(String id, Map<String, ?> source) {
    return pipelines.run(id, Document.of("mall-logs", null, source));
  }

  private static Map<String, @Nullable Object> kept(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Kept.class);
    return ((Outcome.Kept) outcome).document().source();
  }

  @Test
  void anAccessLineIsTakenApartDatedAndConverted() {
    put(
        "nginx",
        """
        {"description": "nginx", "processors": [
          {"grok": {"field": "message", "patterns": ["%{COMBINEDAPACHELOG}"]}},
          {"date": {"field": "timestamp", "formats": ["dd/MMM/yyyy:HH:mm:ss Z"]}},
          {"convert": {"field": "response", "type": "integer"}},
          {"remove": {"field": ["timestamp", "ident"], "ignore_missing": true}},
          {"set": {"field": "service", "value": "nginx-{{verb}}"}}
        ]}
        """);

    Map<String, @Nullable Object> found =
        kept(
            run(
                "nginx",
                Map.of(
                    "message",
                    "10.1.2.3 - - [02/Nov/2026:10:00:00 +0800] \"GET /cart HTTP/1.1\" 502 123"
                        + " \"-\" \"curl/8\"")));

    assertThat(found)
        .containsEntry("clientip", "10.1.2.3")
        .containsEntry("request", "/cart")
        .containsEntry("response", 502L)
        .containsEntry("service", "nginx-GET")
        .containsEntry("@timestamp", "2026-11-02T10:00:00.000+08:00")
        .doesNotContainKeys("timestamp", "ident");
  }

  @Test
  void whatIsGivenStaysAsItIs() {
    Map<String, Object> source = Map.of("message", "a", "nested", Map.of("x", List.of("1")));
    put("p", "{\"processors\": [{\"set\": {\"field\": \"nested.y\", \"value\": 1}}]}");

    assertThat(kept(run("p", source)).get("nested")).isEqualTo(Map.of("x", List.of("1"), "y", 1L));
    assertThat(source.get("nested")).isEqualTo(Map.of("x", List.of("1")));
  }

  @Test
  void aFailureThatNothingCatchesNamesItsProcessor() {
    put(
        "p",
        """
        {"processors": [{"grok": {"tag": "t1", "field": "message", "patterns": ["%{INT:n:int} x"]}}]}
        """);

    Outcome outcome = run("p", Map.of("message", "hello"));

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Failed(
                "grok", "t1", "Provided Grok expressions do not match field value: [hello]"));
    assertThat(((Outcome.Failed) outcome).mark()).isEqualTo("_grokparsefailure");
    assertThat(kept(run("p", Map.of("message", "12 x")))).containsEntry("n", 12L);
  }

  @Test
  void handlersOfAProcessorRunAndThePipelineGoesOn() {
    put(
        "p",
        """
        {"processors": [
          {"json": {"field": "message", "on_failure": [
            {"append": {"field": "tags", "value": ["_jsonparsefailure"]}},
            {"set": {"field": "why", "value": "{{_ingest.on_failure_processor_type}}"}}]}},
          {"set": {"field": "after", "value": true}}
        ]}
        """);

    assertThat(kept(run("p", Map.of("message", "{"))))
        .containsEntry("tags", List.of("_jsonparsefailure"))
        .containsEntry("why", "json")
        .containsEntry("after", true);
  }

  @Test
  void handlersOfThePipelineEndIt() {
    put(
        "p",
        """
        {"processors": [
          {"fail": {"message": "no {{what}}"}},
          {"set": {"field": "after", "value": true}}],
         "on_failure": [{"set": {"field": "error", "value": "{{_ingest.on_failure_message}}"}}]}
        """);

    assertThat(kept(run("p", Map.of("what", "luck"))))
        .containsEntry("error", "no luck")
        .doesNotContainKey("after");
  }

  @Test
  void ignoredFailuresAndConditionsThatDoNotHoldLeaveTheRest() {
    put(
        "p",
        """
        {"processors": [
          {"rename": {"field": "no", "target_field": "x", "ignore_failure": true}},
          {"drop": {"if": "ctx.level == 'debug' && ctx.service != 'pay'"}},
          {"set": {"field": "big", "value": true, "if": "ctx.http?.status >= 500"}}
        ]}
        """);

    assertThat(run("p", Map.of("level", "debug", "service", "cart")))
        .isInstanceOf(Outcome.Dropped.class);
    assertThat(kept(run("p", Map.of("level", "debug", "service", "pay")))).doesNotContainKey("big");
    assertThat(kept(run("p", Map.of("http", Map.of("status", 503))))).containsEntry("big", true);
  }

  @Test
  void pipelinesCallEachOtherButNotForEver() {
    put("inner", "{\"processors\": [{\"set\": {\"field\": \"a\", \"value\": 1}}]}");
    put("outer", "{\"processors\": [{\"pipeline\": {\"name\": \"inner\"}}]}");
    put("loop", "{\"processors\": [{\"pipeline\": {\"name\": \"loop\"}}]}");
    put("gone", "{\"processors\": [{\"pipeline\": {\"name\": \"nowhere\"}}]}");

    assertThat(kept(run("outer", Map.of()))).containsEntry("a", 1L);
    assertThat(run("loop", Map.of()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.reason()).contains("nested deeper"));
    assertThat(run("gone", Map.of()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.reason()).contains("[nowhere]"));
  }

  @Test
  void linesGoToOtherIndices() {
    put(
        "p",
        """
        {"processors": [
          {"reroute": {"if": "ctx.service == 'pay'", "destination": "pay-logs"}},
          {"set": {"field": "here", "value": 1}},
          {"set": {"if": "ctx.service == 'cart'", "field": "_index", "value": "cart-logs"}}
        ]}
        """);

    Outcome.Kept pay = (Outcome.Kept) run("p", Map.of("service", "pay"));
    Outcome.Kept cart = (Outcome.Kept) run("p", Map.of("service", "cart"));

    assertThat(pay.document().index()).isEqualTo("pay-logs");
    assertThat(pay.document().source()).doesNotContainKey("here");
    assertThat(cart.document().index()).isEqualTo("cart-logs");
  }

  @Test
  void everyStepIsCounted() {
    put(
        "p",
        """
        {"processors": [
          {"json": {"tag": "j", "field": "message", "target_field": "m"}},
          {"drop": {"if": "ctx.m.drop == true"}}]}
        """);

    run("p", Map.of("message", "{}"));
    run("p", Map.of("message", "{\"drop\":true}"));
    run("p", Map.of("message", "{"));

    List<Figures> figures = pipelines.figures();
    assertThat(figures)
        .extracting(Figures::processor, Figures::in, Figures::out, Figures::failed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("", 3L, 1L, 1L),
            org.assertj.core.groups.Tuple.tuple("1_json", 3L, 2L, 1L),
            org.assertj.core.groups.Tuple.tuple("2_drop", 1L, 0L, 0L));
    assertThat(figures).extracting(Figures::dropped).containsExactly(1L, 0L, 1L);
    assertThat(figures.getFirst().nanos()).isPositive();
  }

  @Test
  void aSimulationTellsOfEachStep() {
    Map<String, @Nullable Object> definition =
        Pipelines.definition(
            """
            {"processors": [
              {"uppercase": {"field": "a"}},
              {"drop": {"if": "ctx.a == 'x'"}},
              {"lowercase": {"field": "no", "ignore_failure": true}},
              {"fail": {"message": "enough"}}]}
            """);

    Pipelines.Simulated simulated = pipelines.simulate(definition, "i", "7", Map.of("a", "x"));

    assertThat(simulated.outcome()).isEqualTo(new Outcome.Failed("fail", "", "enough"));
    assertThat(simulated.steps())
        .extracting(Document.StepResult::status)
        .containsExactly("success", "skipped", "error_ignored", "error");
    Document first = simulated.steps().getFirst().document();
    assertThat(first).isNotNull();
    assertThat(first.source()).containsEntry("a", "X");
    assertThat(pipelines.all()).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsRefusedWithItsReason() {
    List<List<String>> cases = new ArrayList<>();
    cases.add(List.of("{}", "[processors] required property is missing"));
    cases.add(List.of("{\"processors\":[],\"x\":1}", "parameters [x]"));
    cases.add(List.of(wrap("{\"nope\":{}}"), "No processor type exists with name [nope]"));
    cases.add(List.of(wrap("{\"set\":{\"value\":1}}"), "[set] [field] required"));
    cases.add(
        List.of(
            wrap("{\"set\":{\"field\":\"a\",\"value\":1,\"valeu\":2}}"),
            "[set] processor doesn't support one or more provided configuration parameters"
                + " [valeu]"));
    cases.add(List.of(wrap("{\"script\":{\"source\":\"x\"}}"), "[script] scripts are not run"));
    cases.add(
        List.of(
            wrap("{\"grok\":{\"field\":\"a\",\"patterns\":[\"%{NOPE:x}\"]}}"),
            "[grok] [patterns] Invalid regex"));
    cases.add(
        List.of(
            wrap("{\"drop\":{\"if\":\"ctx.a.matches('x')\"}}"),
            "the method 'matches' is not understood"));
    cases.add(
        List.of(
            wrap("{\"gsub\":{\"field\":\"a\",\"pattern\":\"(\",\"replacement\":\"\"}}"),
            "[gsub] [pattern] Invalid regex"));
    cases.add(
        List.of(wrap("{\"convert\":{\"field\":\"a\",\"type\":\"colour\"}}"), "[convert] [type]"));
    cases.add(List.of(wrap("{\"date\":{\"field\":\"a\",\"formats\":[\"TAI64N\"]}}"), "TAI64N"));
    cases.add(
        List.of(
            wrap("{\"set\":{\"field\":\"a\",\"value\":1,\"on_failure\":[]}}"),
            "[on_failure] processors list cannot be empty"));

    for (List<String> one : cases) {
      assertThatThrownBy(() -> put("p", one.getFirst()))
          .as(one.getFirst())
          .isInstanceOf(BadPipelineException.class)
          .hasMessageContaining(one.getLast());
    }
    assertThat(pipelines.has("p")).isFalse();
  }

  private static String wrap(String processor) {
    return "{\"processors\":[" + processor + "]}";
  }

  @Test
  void grokThatTakesTooLongIsStoppedAndTheLineIsFailed() {
    put(
        "slow",
        wrap("{\"grok\":{\"field\":\"m\",\"patterns\":[\"^(([a-z])+.)+[A-Z]([a-z])+$\"]}}"));

    Outcome outcome = run("slow", Map.of("m", "a".repeat(60) + "!"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.mark()).isEqualTo("_grokparsefailure"));
  }

  @Test
  void pipelinesOutliveARestart(@TempDir Path folder) throws Exception {
    try (Pipelines first = Pipelines.open(folder, clock)) {
      first.put("a b/c", Pipelines.definition(wrap("{\"drop\":{}}")));
      first.put("gone", Pipelines.definition(wrap("{\"drop\":{}}")));
      assertThat(first.delete("gone")).isTrue();
      assertThat(first.delete("gone")).isFalse();
    }
    Files.writeString(folder.resolve("broken.json"), "{");

    try (Pipelines again = Pipelines.open(folder, clock)) {
      assertThat(again.all()).containsOnlyKeys("a b/c");
      assertThat(again.get("a b/c"))
          .hasValue(Map.of("processors", List.of(Map.of("drop", Map.of()))));
    }
    assertThat(folder.resolve("broken.json")).exists();
  }
}
