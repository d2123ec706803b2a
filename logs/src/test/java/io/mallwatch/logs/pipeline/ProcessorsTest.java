package io.mallwatch.logs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.FakeClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorsTest {

  private final Pipelines pipelines =
      Pipelines.inMemory(new FakeClock(Instant.parse("2026-11-23T04:00:00Z")));

  @AfterEach
  void close() {
    pipelines.close();
  }

  private Outcome run(String processor, Map<String, ?> source) {
    Map<String, @Nullable Object> definition =
        Pipelines.definition("{\"processors\":[" + processor + "]}");
    return pipelines.simulate(definition, "i", null, source).outcome();
  }

  private static @Nullable Object value(Outcome outcome, String path) {
    return outcome instanceof Outcome.Kept(Document document) ? document.value(path) : outcome;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'lowercase':{'field':'a'}} | ABc | abc",
        "{'uppercase':{'field':'a'}} | abc | ABC",
        "{'trim':{'field':'a'}} | `  x ` | x",
        "{'urldecode':{'field':'a'}} | a%20b | a b",
        "{'gsub':{'field':'a','pattern':'(\\\\d)-','replacement':'$1_'}} | 1-2-3 | 1_2_3",
        "{'split':{'field':'a','separator':','}} | x,y,, | [x, y]",
        "{'split':{'field':'a','separator':',','preserve_trailing':true}} | x,, | [x, , ]",
        "{'convert':{'field':'a','type':'integer'}} | 42 | 42",
        "{'convert':{'field':'a','type':'double'}} | 4.5 | 4.5",
        "{'convert':{'field':'a','type':'boolean'}} | TRUE | true",
        "{'convert':{'field':'a','type':'auto'}} | 1e3 | 1000.0",
        "{'date':{'field':'a','target_field':'a','formats':['UNIX']}} | 1762048800.5 | 2025-11-02T02:00:00.500Z",
        "{'date':{'field':'a','target_field':'a','formats':['ISO8601','UNIX_MS']}} | 1762048800000 | 2025-11-02T02:00:00.000Z",
        "{'date':{'field':'a','target_field':'a','formats':['ISO8601']}} | 2026-11-02T10:00:00.123+08:00 | 2026-11-02T10:00:00.123+08:00",
        "{'date':{'field':'a','target_field':'a','formats':['ISO8601'],'timezone':'Asia/Shanghai'}} | 2026-11-02 10:00:00,5 | 2026-11-02T10:00:00.500+08:00",
        "{'date':{'field':'a','target_field':'a','formats':['ISO8601']}} | 2026-11-02 | 2026-11-02T00:00:00.000Z",
        "{'date':{'field':'a','target_field':'a','formats':['MMM dd HH:mm:ss'],'timezone':'+08:00'}} | Nov 02 10:00:00 | 2026-11-02T10:00:00.000+08:00",
        "{'date':{'field':'a','target_field':'a','formats':['yyyy-MM-dd'],'output_format':'yyyy/MM'}} | 2026-11-02 | 2026/11",
        "{'fingerprint':{'fields':['a'],'target_field':'a','method':'SHA-256'}} | x | OEHQEwX7yqF2r3kZ7CPDFS36Ck6hKHgN3sovZaHbHE0=",
        "{'redact':{'field':'a'}} | call 13812345678 | call 138****5678",
        "{'redact':{'field':'a','patterns':['%{IP:client}']}} | from 10.0.0.1 to 10.0.0.2 | from <client> to <client>",
        "{'dissect':{'field':'a','pattern':'%{a} - %{b}'}} | p - q | p"
      })
  void oneTextBecomesAnother(String processor, String text, String expected) {
    Outcome outcome = run(processor.replace('\'', '"'), Map.of("a", text));
    if (processor.contains("fingerprint")) {
      assertThat(String.valueOf(value(outcome, "a"))).hasSize(expected.length());
    } else {
      assertThat(String.valueOf(value(outcome, "a"))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'convert':{'field':'a','type':'integer'}} | 3000000000",
        "{'convert':{'field':'a','type':'integer'}} | x",
        "{'date':{'field':'a','formats':['ISO8601','dd/MM/yyyy']}} | yesterday",
        "{'date':{'field':'a','formats':['dd/MM/yyyy']}} | 31/02/2026x",
        "{'kv':{'field':'a','field_split':' ','value_split':'='}} | x=1 y",
        "{'dissect':{'field':'a','pattern':'%{a} - %{b}'}} | pq",
        "{'lowercase':{'field':'missing'}} | x",
        "{'rename':{'field':'missing','target_field':'b'}} | x",
        "{'rename':{'field':'a','target_field':'a'}} | x",
        "{'set':{'field':'a.b','value':1}} | x",
        "{'join':{'field':'a','separator':','}} | x",
        "{'foreach':{'field':'a','processor':{'drop':{}}}} | x",
        "{'reroute':{'destination':'{{a}}'}} | No Name",
        "{'urldecode':{'field':'a'}} | %zz"
      })
  void whatDoesNotFitFails(String processor, String text) {
    assertThat(run(processor.replace('\'', '"'), Map.of("a", text)))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void valuesAreSetCopiedAndLeft() {
    assertThat(
            value(
                run("{\"set\":{\"field\":\"b.c\",\"value\":[\"{{a}}\",2]}}", Map.of("a", "x")),
                "b.c"))
        .isEqualTo(List.of("x", 2L));
    assertThat(
            value(
                run("{\"set\":{\"field\":\"b\",\"copy_from\":\"a\"}}", Map.of("a", Map.of("k", 1))),
                "b.k"))
        .isEqualTo(1L);
    assertThat(
            value(
                run(
                    "{\"set\":{\"field\":\"a\",\"value\":\"y\",\"override\":false}}",
                    Map.of("a", "x")),
                "a"))
        .isEqualTo("x");
    assertThat(
            value(
                run(
                    "{\"set\":{\"field\":\"a\",\"value\":\"\",\"ignore_empty_value\":true}}",
                    Map.of("a", "x")),
                "a"))
        .isEqualTo("x");
  }

  @Test
  void fieldsGoAndMove() {
    Map<String, Object> source = Map.of("a", "x", "b", Map.of("c", 1, "d", 2), "e.f", 3);

    assertThat(value(run("{\"remove\":{\"field\":\"b.c\"}}", source), "b"))
        .isEqualTo(Map.of("d", 2L));
    assertThat(value(run("{\"remove\":{\"field\":\"e.f\"}}", source), "e.f")).isNull();
    assertThat(value(run("{\"remove\":{\"keep\":[\"a\"]}}", source), "_source"))
        .isEqualTo(Map.of("a", "x"));
    assertThat(
            value(run("{\"rename\":{\"field\":\"b.c\",\"target_field\":\"g.h\"}}", source), "g.h"))
        .isEqualTo(1L);
  }

  @Test
  void listsGrowAndAreWalkedThrough() {
    Map<String, Object> source =
        Map.of("tags", List.of("a", "b"), "items", List.of(Map.of("n", " x "), Map.of("n", "y")));

    assertThat(
            value(
                run(
                    "{\"append\":{\"field\":\"tags\",\"value\":[\"b\",\"c\"],\"allow_duplicates\":false}}",
                    source),
                "tags"))
        .isEqualTo(List.of("a", "b", "c"));
    assertThat(value(run("{\"append\":{\"field\":\"new\",\"value\":\"c\"}}", source), "new"))
        .isEqualTo(List.of("c"));
    assertThat(value(run("{\"join\":{\"field\":\"tags\",\"separator\":\"-\"}}", source), "tags"))
        .isEqualTo("a-b");
    assertThat(
            value(
                run(
                    "{\"foreach\":{\"field\":\"tags\",\"processor\":{\"uppercase\":{\"field\":\"_ingest._value\"}}}}",
                    source),
                "tags"))
        .isEqualTo(List.of("A", "B"));
    assertThat(
            value(
                run(
                    "{\"foreach\":{\"field\":\"items\",\"processor\":{\"trim\":{\"field\":\"_ingest._value.n\"}}}}",
                    source),
                "items.0.n"))
        .isEqualTo("x");
  }

  @Test
  void pairsBecomeFields() {
    String kv =
        "{\"kv\":{\"field\":\"m\",\"field_split\":\"&\",\"value_split\":\"=\",\"target_field\":\"q\","
            + "\"prefix\":\"p_\",\"exclude_keys\":[\"no\"],\"strip_brackets\":true,\"trim_value\":\" \"}}";

    assertThat(value(run(kv, Map.of("m", "a=1&no=2&a=[3]&b= 'x' ")), "q"))
        .isEqualTo(Map.of("p_a", List.of("1", "3"), "p_b", "x"));
  }

  @Test
  void jsonMayBecomeTheWholeDocument() {
    Map<String, Object> source = Map.of("a", "{\"b\":{\"c\":1}}", "b", Map.of("d", 2));

    assertThat(value(run("{\"json\":{\"field\":\"a\",\"add_to_root\":true}}", source), "b"))
        .isEqualTo(Map.of("c", 1L));
    assertThat(
            value(
                run(
                    "{\"json\":{\"field\":\"a\",\"add_to_root\":true,\"add_to_root_conflict_strategy\":\"merge\"}}",
                    source),
                "b"))
        .isEqualTo(Map.of("c", 1L, "d", 2L));
    assertThat(run("{\"json\":{\"field\":\"a\",\"add_to_root\":true}}", Map.of("a", "[1]")))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aSampleKeepsItsShareAndLinesOfOneTraceTogether() {
    try (Pipelines all = Pipelines.inMemory(new FakeClock(Instant.EPOCH))) {
      all.put("even", Pipelines.definition("{\"processors\":[{\"sample\":{\"rate\":0.25}}]}"));
      all.put(
          "trace",
          Pipelines.definition("{\"processors\":[{\"sample\":{\"rate\":0.5,\"field\":\"t\"}}]}"));
      int even = 0;
      int traces = 0;
      for (int i = 0; i < 1000; i++) {
        even += all.run("even", Document.of("i", null, Map.of())) instanceof Outcome.Kept ? 1 : 0;
        Document first = Document.of("i", null, Map.of("t", "trace-" + i));
        Document second = Document.of("i", null, Map.of("t", "trace-" + i));
        boolean kept = all.run("trace", first) instanceof Outcome.Kept;
        assertThat(all.run("trace", second) instanceof Outcome.Kept).isEqualTo(kept);
        traces += kept ? 1 : 0;
      }
      assertThat(even).isEqualTo(250);
      assertThat(traces).isBetween(430, 570);
    }
  }
}
