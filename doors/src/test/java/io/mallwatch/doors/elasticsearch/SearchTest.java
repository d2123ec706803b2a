package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchTest {

  private static final String SORT = ",\"sort\":[{\"timestamp\":{\"order\":\"desc\"}}]";

  private final ElasticFixture es = new ElasticFixture();

  @BeforeEach
  void ingest() {
    es.someDays();
  }

  @AfterEach
  void close() {
    es.close();
  }

  private List<?> query(String query) {
    return es.messages("{\"query\":" + query + "}");
  }

  @Test
  void userActivityIsFoundAsThePaperAsksForIt() {
    String query =
        """
        {"query":{"bool":{"must":[
          {"term":{"userId":"u1"}},
          {"term":{"category":"user_activity"}},
          {"range":{"timestamp":{"gte":"2026-11-01T01:00:00.000Z","lte":"2026-11-02T01:30:00.000Z"}}},
          {"terms":{"action":["login","pay"]}}
        ]}},"sort":[{"timestamp":{"order":"desc"}}],"size":100,"from":0}
        """;
    assertThat(es.messages(query)).isEqualTo(List.of("支付失败 again", "login ok"));
    assertThat(es.messages(query.replace("\"size\":100,\"from\":0", "\"size\":1,\"from\":1")))
        .isEqualTo(List.of("login ok"));
  }

  @Test
  void errorLogsAreFoundAsThePaperAsksForThem() {
    assertThat(
            es.messages(
                """
                {"query":{"bool":{"must":[
                  {"term":{"level":"error"}},
                  {"term":{"service":"payment"}},
                  {"multi_match":{"query":"支付失败","fields":["message","error.message"]}},
                  {"range":{"timestamp":{"gte":"2026-11-01T00:00:00Z"}}}
                ]}},"sort":[{"timestamp":{"order":"desc"}}],"size":100}
                """))
        .isEqualTo(List.of("支付失败 again", "支付失败 timeout"));
    assertThat(
            query(
                "{\"multi_match\":{\"query\":\"reset\",\"fields\":[\"message^2\",\"error.message\"]}}"))
        .isEqualTo(List.of("支付失败 timeout"));
  }

  @Test
  void statisticsAreCountedAsThePaperAsksForThem() {
    Golden.assertText(
        "elasticsearch/statistics.golden",
        es.post(
            "/zhongdao-mall-logs-*/_search",
            """
            {"query":{"range":{"timestamp":{"gte":"2026-11-01T00:00:00Z","lte":"2026-11-03T00:00:00Z"}}},
             "size":0,
             "aggs":{
               "logs_over_time":{"date_histogram":{"field":"timestamp","calendar_interval":"day"}},
               "logs_by_level":{"terms":{"field":"level"}},
               "logs_by_service":{"terms":{"field":"service.keyword","size":1}}}}
            """));
  }

  @Test
  void grafanasLogPanelIsServed() {
    String body =
        """
        {"ignore_unavailable":true,"index":"zhongdao-mall-logs-*"}
        {"size":2,"query":{"bool":{"filter":[{"range":{"@timestamp":{"gte":1793491200000,"lte":1793584800000,"format":"epoch_millis"}}},{"query_string":{"analyze_wildcard":true,"query":"level:error OR message:slow*"}}]}},"sort":{"@timestamp":{"order":"desc","unmapped_type":"boolean"},"_doc":{"order":"desc"}},"script_fields":{},"highlight":{"fields":{"*":{}}},"fields":["userId"],"_source":["message"],"aggs":{"1":{"date_histogram":{"interval":"1h","field":"@timestamp","min_doc_count":0,"extended_bounds":{"min":1793574000000,"max":1793584800000},"format":"epoch_millis"},"aggs":{"2":{"terms":{"field":"level","size":10,"order":{"_key":"desc"}}}}}}}
        {"index":"missing"}
        {"query":{"match_all":{}}}
        {"index":["zhongdao-mall-logs-*"]}
        {"size":0,"query":{"bad":{}}}
        """;
    Golden.assertText(
        "elasticsearch/msearch.golden", es.post("/_msearch?max_concurrent_shard_requests=5", body));
  }

  @Test
  void pagesGoOnBehindTheLastHit() {
    String first = es.post("/_search", "{\"size\":2,\"_source\":false" + SORT + "}");
    assertThat(first)
        .contains("\"total\":{\"value\":6,\"relation\":\"eq\"}")
        .contains("\"sort\":[1793583000000]", "\"sort\":[1793580300123]")
        .doesNotContain("_source");
    assertThat(es.messages("{\"size\":2,\"search_after\":[1793580300123,\"4\"]" + SORT + "}"))
        .isEqualTo(List.of("stock is gone", "order placed"));
    assertThat(es.messages("{\"size\":2,\"search_after\":[1793580300123]" + SORT + "}"))
        .isEqualTo(List.of("stock is gone", "order placed"));
    assertThat(es.messages("{\"size\":1,\"sort\":[\"_doc\",{\"timestamp\":\"asc\"}]}"))
        .isEqualTo(List.of("login ok"));
    assertThat(es.post("/_search", "{\"size\":0,\"track_total_hits\":false}"))
        .contains("\"hits\":{\"max_score\":null,\"hits\":[]}");
    assertThat(es.post("/_search?rest_total_hits_as_int=true", "{\"size\":0}"))
        .contains("\"total\":6,");
  }

  @Test
  void queriesMeanWhatElasticsearchMeans() {
    assertThat(query("{\"match_all\":{}}")).hasSize(6);
    assertThat(query("{\"match_none\":{}}")).isEmpty();
    assertThat(query("{\"match\":{\"message\":\"stock slow\"}}"))
        .isEqualTo(List.of("slow payment", "stock is gone"));
    assertThat(query("{\"match\":{\"message\":{\"query\":\"slow gone\",\"operator\":\"and\"}}}"))
        .isEmpty();
    assertThat(query("{\"match\":{\"service\":\"payment\"}}")).hasSize(3);
    assertThat(query("{\"match_phrase\":{\"message\":\"is gone\"}}"))
        .isEqualTo(List.of("stock is gone"));
    assertThat(query("{\"exists\":{\"field\":\"data.coupon\"}}"))
        .isEqualTo(List.of("支付失败 timeout"));
    assertThat(query("{\"prefix\":{\"action\":{\"value\":\"purch\"}}}"))
        .isEqualTo(List.of("order placed"));
    assertThat(query("{\"wildcard\":{\"action\":{\"value\":\"purch*\"}}}"))
        .isEqualTo(List.of("order placed"));
    assertThat(query("{\"term\":{\"data.amount\":99.5}}")).isEqualTo(List.of("支付失败 timeout"));
    assertThat(query("{\"term\":{\"level\":{\"value\":\"WARN\"}}}"))
        .isEqualTo(List.of("slow payment"));
    assertThat(query("{\"range\":{\"duration\":{\"gt\":1250,\"lte\":2100}}}"))
        .isEqualTo(List.of("slow payment"));
    assertThat(query("{\"ids\":{\"values\":[\"id-0\",\"none\"]}}")).isEqualTo(List.of("login ok"));
    assertThat(query("{\"constant_score\":{\"filter\":{\"term\":{\"tags\":\"vip\"}}}}"))
        .isEqualTo(List.of("slow payment"));
    assertThat(query("{\"query_string\":{\"query\":\"_exists_:duration AND NOT service:order\"}}"))
        .isEqualTo(List.of("slow payment"));
    assertThat(query("{\"query_string\":{\"query\":\"*\"}}")).hasSize(6);
  }

  @Test
  void boolCombinesItsClauses() {
    assertThat(
            query(
                """
                {"bool":{"filter":{"term":{"level":"error"}},"must_not":[{"term":{"service":"order"}}]}}\
                """))
        .hasSize(2);
    assertThat(
            query(
                """
                {"bool":{"should":[{"term":{"level":"warn"}},{"term":{"action":"login"}}]}}\
                """))
        .isEqualTo(List.of("slow payment", "login ok"));
    assertThat(
            query(
                """
                {"bool":{"must":[{"term":{"level":"error"}}],"should":[{"term":{"action":"login"}}]}}\
                """))
        .hasSize(3);
    assertThat(
            query(
                """
                {"bool":{"should":[{"term":{"level":"error"}},{"term":{"service":"order"}}],"minimum_should_match":2}}\
                """))
        .isEqualTo(List.of("stock is gone"));
    assertThat(
            query(
                """
                {"bool":{"should":[{"range":{"timestamp":{"lt":"2026-11-01T02:00:00Z"}}},{"range":{"timestamp":{"gt":"2026-11-02T00:45:00.123Z"}}}]}}\
                """))
        .isEqualTo(List.of("支付失败 again", "login ok"));
    assertThat(
            query(
                """
                {"bool":{"must":[{"range":{"timestamp":{"gte":"2026-11-02"}}},{"range":{"timestamp":{"lt":"2026-11-01"}}}]}}\
                """))
        .isEmpty();
  }

  @Test
  void datesAreReadWithTheirMath() {
    assertThat(query("{\"range\":{\"timestamp\":{\"gte\":\"now-1h\"}}}"))
        .isEqualTo(List.of("支付失败 again"));
    assertThat(query("{\"range\":{\"timestamp\":{\"gte\":\"now/d\",\"lte\":\"now/d\"}}}"))
        .hasSize(3);
    assertThat(query("{\"range\":{\"timestamp\":{\"lte\":\"2026-11-01\"}}}")).hasSize(3);
    assertThat(
            query("{\"range\":{\"timestamp\":{\"gte\":\"2026-11-02\",\"time_zone\":\"+08:00\"}}}"))
        .hasSize(4);
    assertThat(query("{\"range\":{\"timestamp\":{\"gte\":\"2026-11-01||+1d/d\"}}}")).hasSize(3);
    assertThat(query("{\"range\":{\"timestamp\":{\"gt\":\"1793583000000\"}}}")).isEmpty();
  }

  @Test
  void countsAndUrlSearchesWork() {
    assertThat(es.post("/_count", "{\"query\":{\"term\":{\"level\":\"error\"}}}"))
        .startsWith("200 {\"count\":3,");
    assertThat(es.get("/zhongdao-mall-logs-2026.11.01/_count?q=service:order"))
        .startsWith("200 {\"count\":2,");
    assertThat(es.get("/_search?q=level:warn&size=5&sort=timestamp:asc&_source=message"))
        .contains("\"_source\":{\"message\":\"slow payment\"}");
  }

  @Test
  void aggregationsNestOneLevel() {
    Golden.assertText(
        "elasticsearch/aggregations.golden",
        es.post(
            "/_search?typed_keys=true",
            """
            {"size":0,"aggs":{
              "services":{"terms":{"field":"service","order":{"_count":"asc"}},"aggs":{
                "errors":{"value_count":{"field":"error.name"}},
                "days":{"date_histogram":{"field":"timestamp","calendar_interval":"day","time_zone":"Asia/Shanghai","min_doc_count":1}}}},
              "errors":{"filter":{"term":{"level":"error"}},"aggs":{
                "by_user":{"terms":{"field":"userId"}}}},
              "all":{"value_count":{"field":"timestamp"}},
              "hours":{"date_histogram":{"field":"timestamp","fixed_interval":"12h"},"aggs":{"n":{"value_count":{"field":"level"}}}}}}
            """));
  }
}
