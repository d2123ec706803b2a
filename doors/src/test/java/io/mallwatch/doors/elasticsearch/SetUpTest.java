package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What shippers set up before they send, and what comes of it.
class SetUpTest {

  private final ElasticFixture es = new ElasticFixture();

  @AfterEach
  void close() {
    es.close();
  }

  private String put(String path, String body) {
    return es.client.put("/elasticsearch" + path, body).body();
  }

  private int delete(String path) {
    return es.client.send(es.client.request("/elasticsearch" + path).DELETE().build()).statusCode();
  }

  @Test
  void whatShippersSetUpIsFoundAgain() {
    Map<String, String> things =
        Map.of(
            "/_index_template/filebeat", "{\"index_patterns\":[\"filebeat-*\"],\"priority\":5}",
            "/_component_template/part", "{\"template\":{\"settings\":{\"x\":\"1\"}}}",
            "/_template/old", "{\"index_patterns\":\"old-*\",\"order\":1}",
            "/_ilm/policy/logs",
                "{\"policy\":{\"phases\":{\"delete\":{\"min_age\":\"7d\",\"actions\":{}}}}}",
            "/_ingest/pipeline/p", "{\"processors\":[{\"set\":{\"field\":\"a\",\"value\":1}}]}");
    things.forEach((path, body) -> {
      assertThat(es.get(path)).startsWith("404 {");
      assertThat(put(path, body)).isEqualTo("{\"acknowledged\":true}");
      assertThat(es.get(path)).startsWith("200 {");
      assertThat(delete(path)).isEqualTo(200);
      assertThat(es.get(path)).startsWith("404 ");
    });
    assertThat(put("/_index_template/bad", "{}")).contains("index patterns are missing");
    assertThat(put("/_index_template/bad", "{\"index_patterns\":\"x\",\"composed_of\":[\"no\"]}"))
        .contains("invalid_index_template_exception");
    assertThat(put("/_ilm/policy/bad", "{\"policy\":{\"phases\":{\"tepid\":{}}}}"))
        .contains("does not support phase [tepid]");
    assertThat(put("/_ingest/pipeline/bad", "{\"processors\":[{\"script\":{}}]}"))
        .contains("\"status\":400");
  }

  @Test
  void documentsPassThePipelineOfTheirRequestOrIndex() {
    put(
        "/_ingest/pipeline/p",
        """
        {"processors":[
          {"grok":{"field":"message","patterns":["%{WORD:verb} %{NUMBER:ms:int}"]}},
          {"drop":{"if":"ctx.verb == 'noise'"}},
          {"fail":{"if":"ctx.verb == 'bad'","message":"no %s"}}
        ]}
        """
            .replace("%s", "thanks"));
    put(
        "/_index_template/t",
        "{\"index_patterns\":[\"web-*\"],\"template\":{\"settings\":{\"index\":{\"default_pipeline\":\"p\"}}}}");
    String answer =
        es.post(
            "/_bulk",
            """
            {"index":{"_index":"web-1"}}
            {"message":"get 12"}
            {"index":{"_index":"web-1"}}
            {"message":"noise 1"}
            {"index":{"_index":"web-1"}}
            {"message":"bad 1"}
            {"index":{"_index":"web-1"}}
            {"message":"fits nothing"}
            {"index":{"_index":"other","pipeline":"p"}}
            {"message":"put 5"}
            {"index":{"_index":"other","pipeline":"none"}}
            {"message":"put 5"}
            {"index":{"_index":"web-1","pipeline":"_none"}}
            {"message":"get 13"}
            """);
    assertThat(answer).contains("\"errors\":false");
    assertThat(es.post("/web-1/_search", "{\"query\":{\"range\":{\"ms\":{\"gte\":0}}}}"))
        .contains("\"_source\":{\"message\":\"get 12\",\"ms\":12,\"verb\":\"get\"}")
        .contains("\"total\":{\"value\":1,");
    assertThat(es.post("/web-1/_search", "{\"query\":{\"term\":{\"tags\":\"_grokparsefailure\"}}}"))
        .contains("fits nothing", "_pipeline_error");
    assertThat(es.post("/web-1/_search", "{\"query\":{\"term\":{\"tags\":\"_failfailure\"}}}"))
        .contains("bad 1", "no thanks");
    assertThat(total("/web-1", "{}")).isEqualTo(4);
    assertThat(es.post("/other/_search", "{\"query\":{\"term\":{\"verb\":\"put\"}}}"))
        .contains("\"total\":{\"value\":1,");
  }

  @Test
  void pipelinesAreTriedOut() {
    assertThat(
            es.post(
                "/_ingest/pipeline/_simulate",
                """
                {"pipeline":{"processors":[{"set":{"field":"a","value":1}},{"drop":{"if":"ctx.b == 2"}}]},
                 "docs":[{"_source":{"b":1}},{"_source":{"b":2}}]}
                """))
        .startsWith("200 {\"docs\":[{\"doc\":{\"_index\":\"_index\",\"_id\":\"_id\"")
        .contains("\"_source\":{\"b\":1,\"a\":1}")
        .endsWith(",null]}");
  }

  @Test
  void aMappingDecidesWhatATermFinds() {
    put("/plain", "{}");
    put(
        "/mapped",
        "{\"mappings\":{\"properties\":{\"kind\":{\"type\":\"keyword\"},\"note\":{\"type\":\"text\"}}}}");
    for (String index : List.of("plain", "mapped")) {
      es.ingest(index, "{\"message\":\"m\",\"kind\":\"Paid Twice\",\"note\":\"Paid Twice\"}");
    }
    String word = "{\"query\":{\"term\":{\"%s\":\"paid\"}}}";
    String whole = "{\"query\":{\"term\":{\"%s\":\"Paid Twice\"}}}";
    assertThat(total("/plain", word.formatted("kind"))).isEqualTo(1);
    assertThat(total("/plain", whole.formatted("kind"))).isEqualTo(1);
    assertThat(total("/plain", word.formatted("kind.keyword"))).isZero();
    assertThat(total("/mapped", word.formatted("kind"))).isZero();
    assertThat(total("/mapped", whole.formatted("kind"))).isEqualTo(1);
    assertThat(total("/mapped", word.formatted("note"))).isEqualTo(1);
    assertThat(total("/mapped", whole.formatted("note"))).isZero();
  }

  private int total(String index, String body) {
    String answer = es.post(index + "/_count", body);
    return Integer.parseInt(answer.replaceAll(".*\"count\":(\\d+).*", "$1"));
  }

  @Test
  void aliasesStandForTheirIndices() {
    es.someDays();
    assertThat(
            es.post(
                "/_aliases",
                """
                {"actions":[{"add":{"index":"zhongdao-mall-logs-*","alias":"mall"}},
                            {"add":{"index":"zhongdao-mall-logs-2026.11.02","alias":"newest","is_write_index":true}}]}
                """))
        .isEqualTo("200 {\"acknowledged\":true}");
    assertThat(total("/mall", "{}")).isEqualTo(6);
    assertThat(total("/newest", "{}")).isEqualTo(3);
    assertThat(es.post("/newest/_doc", "{\"message\":\"x\"}"))
        .contains("\"_index\":\"zhongdao-mall-logs-2026.11.02\"");
    assertThat(es.post("/mall/_doc", "{\"message\":\"x\"}")).contains("no write index is defined");
    assertThat(es.get("/_alias/newest"))
        .isEqualTo(
            "200 {\"zhongdao-mall-logs-2026.11.02\":{\"aliases\":{\"newest\":{\"is_write_index\":true}}}}");
    assertThat(es.get("/_cat/aliases?h=alias,index"))
        .contains("newest zhongdao-mall-logs-2026.11.02");
    assertThat(delete("/zhongdao-mall-logs-2026.11.02/_alias/newest")).isEqualTo(200);
    assertThat(es.get("/newest/_count")).startsWith("404 ");
  }

  @Test
  void dataStreamsAreMadeByTemplate() {
    assertThat(put("/_data_stream/logs-app", "")).contains("no matching index template found");
    put("/_index_template/logs", "{\"index_patterns\":[\"logs-*\"],\"data_stream\":{}}");
    assertThat(put("/_data_stream/logs-app", "")).isEqualTo("{\"acknowledged\":true}");
    assertThat(put("/_data_stream/logs-app", "")).contains("resource_already_exists_exception");
    es.ingest("logs-web", "{\"@timestamp\":\"2026-11-02T01:00:00.000Z\",\"message\":\"m\"}");
    assertThat(es.get("/_data_stream/logs-*"))
        .contains("\"name\":\"logs-app\"", "\"name\":\"logs-web\"", "\"template\":\"logs\"")
        .contains("\"index_name\":\".ds-logs-app-");
    assertThat(es.post("/logs-web/_rollover", "{\"conditions\":{\"max_docs\":2}}"))
        .contains("\"rolled_over\":false", "\"[max_docs: 2]\":false");
    assertThat(es.post("/logs-web/_rollover", ""))
        .contains("-000001\",\"new_index\":\".ds-logs-web-", "-000002\",\"rolled_over\":true");
    assertThat(es.get("/_data_stream/logs-web"))
        .contains("-000001\"", "-000002\"", "\"generation\":2");
    assertThat(es.post("/logs-web/_rollover", "{\"conditions\":{\"max_docs\":1}}"))
        .contains("\"[max_docs: 1]\":false");
    assertThat(total("/logs-web", "{}")).isEqualTo(1);
    assertThat(delete("/_data_stream/logs-web")).isEqualTo(200);
    assertThat(es.get("/_data_stream/logs-web")).startsWith("404 ");
  }

  @Test
  void aWriteAliasRollsOverWhenItsConditionsAreMet() {
    put("/beat-000001", "{\"aliases\":{\"beat\":{\"is_write_index\":true}}}");
    es.ingest("beat", "{\"message\":\"a\"}", "{\"message\":\"b\"}");

    String conditions =
        "{\"conditions\":{\"max_age\":\"7d\",\"max_docs\":3,\"max_size\":\"50gb\"}}";
    assertThat(es.post("/beat/_rollover", conditions))
        .isEqualTo(
            "200 {\"acknowledged\":false,\"shards_acknowledged\":false,\"old_index\":\"beat-000001\",\"new_index\":\"beat-000002\",\"rolled_over\":false,\"dry_run\":false,\"lazy\":false,\"conditions\":{\"[max_age: 7d]\":false,\"[max_docs: 3]\":false,\"[max_size: 50gb]\":false}}");
    es.clock.advance(Duration.ofDays(7));
    assertThat(es.post("/beat/_rollover?dry_run", conditions))
        .contains("\"rolled_over\":false,\"dry_run\":true", "\"[max_age: 7d]\":true");
    assertThat(es.post("/beat/_rollover", "{\"conditions\":{\"max_age\":\"7d\",\"min_docs\":100}}"))
        .contains("\"rolled_over\":false");
    assertThat(es.post("/beat/_rollover", conditions)).contains("\"rolled_over\":true");

    assertThat(es.get("/_alias/beat"))
        .isEqualTo(
            "200 {\"beat-000001\":{\"aliases\":{\"beat\":{\"is_write_index\":false}}},\"beat-000002\":{\"aliases\":{\"beat\":{\"is_write_index\":true}}}}");
    assertThat(es.post("/beat/_doc", "{\"message\":\"c\"}")).contains("\"_index\":\"beat-000002\"");
    assertThat(total("/beat", "{}")).isEqualTo(3);
    assertThat(es.post("/beat/_rollover/beat-b-000007", "")).contains("\"rolled_over\":true");
    assertThat(es.post("/beat-000001/_rollover", "")).contains("is a [concrete index]");
    assertThat(es.post("/nothing/_rollover", "")).contains("[nothing] does not exist");
    assertThat(es.post("/beat/_rollover", "{\"conditions\":{\"max_moons\":1}}"))
        .contains("unknown field [max_moons]");
  }

  @Test
  void anAliasMayShowSomeEntriesOnly() {
    es.someDays();
    assertThat(
            es.post(
                "/_aliases",
                """
                {"actions":[{"add":{"index":"zhongdao-mall-logs-*","alias":"payments","routing":"1",
                             "filter":{"term":{"service":"payment"}}}},
                            {"add":{"index":"zhongdao-mall-logs-2026.11.02","alias":"errors",
                             "filter":{"term":{"level":"error"}}}}]}
                """))
        .isEqualTo("200 {\"acknowledged\":true}");

    assertThat(total("/payments", "{}")).isEqualTo(3);
    assertThat(total("/payments", "{\"query\":{\"term\":{\"level\":\"error\"}}}")).isEqualTo(2);
    assertThat(es.get("/payments/_count")).contains("\"count\":3");
    assertThat(total("/payments,zhongdao-mall-logs-*", "{}")).isEqualTo(6);
    assertThat(es.post("/payments,errors/_search", "{}")).contains("search them one by one");
    assertThat(es.get("/_cat/aliases/payments?h=alias,filter,routing.index"))
        .contains("payments * 1");
    assertThat(es.get("/_alias/errors")).contains("\"filter\":{\"term\":{\"level\":\"error\"}}");
  }

  @Test
  void policiesAlsoKeepIndicesWithoutADayInTheirName() {
    put(
        "/_ilm/policy/week",
        "{\"policy\":{\"phases\":{\"delete\":{\"min_age\":\"7d\",\"actions\":{\"delete\":{}}}}}}");
    put(
        "/_index_template/beat",
        "{\"index_patterns\":[\"beat-*\"],\"template\":{\"settings\":{\"index.lifecycle.name\":\"week\"}}}");
    es.ingest("beat-000001", "{\"message\":\"a\"}");
    es.ingest("beat-2026.10.01", "{\"message\":\"b\"}");

    var indices = new Indices(es.logs, es.catalog, es.clock);
    assertThat(indices.ages()).containsExactly(Map.entry("beat-000001", Duration.ofDays(7)));
    assertThat(indices.expired()).containsExactly("beat-2026.10.01");
  }

  @Test
  void indicesAreMadeAndTold() {
    assertThat(put("/made", "{\"settings\":{\"number_of_shards\":3},\"aliases\":{\"other\":{}}}"))
        .isEqualTo("{\"acknowledged\":true,\"shards_acknowledged\":true,\"index\":\"made\"}");
    assertThat(put("/made", "{}")).contains("resource_already_exists_exception");
    assertThat(put("/Made", "{}")).contains("must be lowercase");
    assertThat(es.get("/made")).startsWith("200 {\"made\":{\"aliases\":{\"other\":{}}");
    assertThat(es.get("/made/_settings?flat_settings=true"))
        .contains("\"index.number_of_shards\":\"1\"");
    assertThat(total("/other", "{}")).isZero();
    assertThat(put("/made/_mapping", "{\"properties\":{\"a\":{\"type\":\"keyword\"}}}"))
        .contains("acknowledged");
    assertThat(put("/made/_mapping", "{\"properties\":{\"a\":{\"type\":\"long\"}}}"))
        .contains("mapper [a] cannot be changed from type [keyword] to [long]");
    assertThat(es.get("/made/_mapping")).contains("\"a\":{\"type\":\"keyword\"}");
    assertThat(delete("/made")).isEqualTo(200);
    assertThat(es.get("/made")).startsWith("404 ");
    assertThat(put("/%3Cday-%7Bnow%2Fd%7D%3E", "{}")).contains("\"index\":\"day-2026.11.");
  }

  @Test
  void aPolicyDropsDaysThatAreOldEnough() {
    es.someDays();
    put("/_ilm/policy/short", "{\"policy\":{\"phases\":{\"delete\":{\"min_age\":\"1h\"}}}}");
    put(
        "/_index_template/t",
        "{\"index_patterns\":[\"zhongdao-*\"],\"template\":{\"settings\":{\"index.lifecycle.name\":\"short\"}}}");
    Indices indices = new Indices(es.logs, es.catalog, es.clock);
    assertThat(indices.expired()).containsExactly("zhongdao-mall-logs-2026.11.01");
  }

  @Test
  void whatIsSetUpIsThereAfterARestart(@TempDir Path folder) {
    Catalog first = Catalog.open(folder);
    first.put(Kind.INDEX_TEMPLATE, "a/b", Map.of("index_patterns", List.of("x-*")));
    first.put(Kind.POLICY, "p", Map.of("policy", Map.of()));
    first.delete(Kind.POLICY, "p");

    Catalog second = Catalog.open(folder);

    assertThat(second.all(Kind.INDEX_TEMPLATE))
        .isEqualTo(Map.of("a/b", Map.of("index_patterns", List.of("x-*"))));
    assertThat(second.all(Kind.POLICY)).isEmpty();
  }
}
