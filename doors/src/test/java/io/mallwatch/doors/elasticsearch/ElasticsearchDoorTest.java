package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.ContentCodings;
import io.mallwatch.testkit.Golden;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElasticsearchDoorTest {

  private final ElasticFixture es = new ElasticFixture();

  @AfterEach
  void close() {
    es.close();
  }

  @Test
  void theHandshakeSatisfiesClients() {
    assertThat(es.get("/"))
        .startsWith("200 {\"name\":\"mallwatch\",\"cluster_name\":\"mallwatch\"")
        .contains("\"number\":\"8.19.0\"", "\"build_flavor\":\"default\"", "You Know, for Search");
    assertThat(es.get("", "user-agent", "Elastic-filebeat/8.13.3 (linux; amd64)"))
        .contains("\"number\":\"8.13.3\"");
    HttpResponse<String> head =
        es.client.send(
            es.client
                .request("/elasticsearch/")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("x-elastic-product")).hasValue("Elasticsearch");
  }

  @Test
  void versionedMediaTypesAreAnsweredInKind() {
    HttpResponse<String> answer =
        es.client.get(
            "/elasticsearch/", "accept", "application/vnd.elasticsearch+json; compatible-with=9");
    assertThat(answer.headers().firstValue("content-type"))
        .hasValue("application/vnd.elasticsearch+json;compatible-with=9");
    HttpResponse<String> error =
        es.client.get(
            "/elasticsearch/none/_search",
            "accept",
            "application/vnd.elasticsearch+json; compatible-with=8");
    assertThat(error.statusCode()).isEqualTo(404);
    assertThat(error.headers().firstValue("content-type"))
        .hasValue("application/vnd.elasticsearch+json;compatible-with=8");
  }

  @Test
  void aBulkRequestIsAnsweredItemByItem() {
    String answer =
        es.post(
            "/_bulk?refresh=wait_for",
            """
            {"create":{"_index":"zhongdao-mall-logs-2026.11.02"}}
            {"message":"good","level":"error"}
            {"index":{"_index":"logs-app","_id":"mine"}}
            {"@timestamp":"2026-11-02T01:00:00Z","message":"also good"}
            {"index":{}}
            {"message":"no index"}
            {"create":{"_index":"x"}}
            {broken
            {"delete":{"_index":"x","_id":"1"}}
            """);
    Golden.assertText("elasticsearch/bulk.golden", answer);
    assertThat(es.metrics.families().toString()).contains("reason=\"document_parsing_exception\"");
  }

  @Test
  void gzippedBulkBodiesAreRead() {
    byte[] body =
        ContentCodings.gzip(
            "{\"create\":{}}\n{\"message\":\"packed\"}\n".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        es.client.post(
            "/elasticsearch/app/_bulk", "application/x-ndjson", body, "content-encoding", "gzip");
    assertThat(answer.body()).contains("\"errors\":false,\"items\":[{\"create\":{");
    assertThat(es.get("/_cat/indices?h=index,docs.count")).isEqualTo("200 app 1\n");
  }

  @Test
  void singleDocumentsAreCreatedAndFound() {
    String created =
        es.post(
            "/zhongdao-mall-logs-2026.11.02/_doc",
            """
            {
              "timestamp": "2026-11-02T01:00:00.123456789Z",
              "message": "支付失败",
              "data": {"amount": 99.5}
            }
            """);
    assertThat(created)
        .startsWith(
            "201 {\"_index\":\"zhongdao-mall-logs-2026.11.02\",\"_id\":\"id-0\",\"_version\":1,"
                + "\"result\":\"created\"");
    assertThat(es.get("/zhongdao-mall-logs-2026.11.02/_doc/id-0"))
        .isEqualTo(
            "200 {\"_index\":\"zhongdao-mall-logs-2026.11.02\",\"_id\":\"id-0\",\"_version\":1,"
                + "\"_seq_no\":0,\"_primary_term\":1,\"found\":true,"
                + "\"_source\":{\"timestamp\":\"2026-11-02T01:00:00.123456789Z\","
                + "\"message\":\"支付失败\",\"data\":{\"amount\":99.5}}}");
    assertThat(es.get("/zhongdao-*/_source/id-0?_source=message,data.*"))
        .isEqualTo("200 {\"message\":\"支付失败\",\"data\":{\"amount\":99.5}}");
    assertThat(es.get("/other/_doc/id-0"))
        .startsWith("404 {\"error\"")
        .contains("no such index [other]");
    assertThat(es.get("/zhongdao-mall-logs-2026.11.02/_doc/none"))
        .isEqualTo(
            "404 {\"_index\":\"zhongdao-mall-logs-2026.11.02\",\"_id\":\"none\",\"found\":false}");
    assertThat(es.post("/x/_doc", "[1]")).startsWith("400 ");
  }

  @Test
  void indicesFieldsAndHealthAreShown() {
    es.someDays();
    Golden.assertText(
        "elasticsearch/cluster.golden",
        String.join(
            "\n",
            es.get("/_cluster/health?wait_for_status=yellow"),
            es.get("/_cat/indices?v"),
            es.get("/_cat/indices/zhongdao-mall-logs-2026.11.01?format=json&bytes=b"),
            es.get("/_resolve/index/zhongdao-*"),
            es.get("/zhongdao-mall-logs-*/_field_caps?fields=data.*,timestamp,message"),
            es.get("/zhongdao-mall-logs-2026.11.01/_mapping"),
            es.get("/_license"),
            es.get("/none/_mapping"),
            es.get("/_field_caps")));
    assertThat(
            es.client
                .send(
                    es.client
                        .request("/elasticsearch/zhongdao-mall-logs-2026.11.01")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void errorsHaveElasticsearchsShape() {
    es.someDays();
    StringBuilder told = new StringBuilder();
    told.append(es.get("/_nothing/at/all")).append('\n');
    told.append(es.get("/none/_search")).append('\n');
    told.append(es.post("/_bulk", "")).append('\n');
    told.append(es.post("/_bulk", "not an action\n{}\n")).append('\n');
    for (String body :
        List.of(
            "{",
            "[]",
            "{\"querry\":{}}",
            "{\"query\":{\"fuzzy\":{\"message\":\"x\"}}}",
            "{\"query\":{\"bool\":{\"musst\":[]}}}",
            "{\"query\":{\"bool\":{\"must\":{\"script\":{\"script\":\"1\"}}}}}",
            "{\"query\":{\"term\":{\"a\":1,\"b\":2}}}",
            "{\"query\":{\"range\":{\"timestamp\":{\"gte\":\"yesterday\"}}}}",
            "{\"query\":{\"range\":{\"timestamp\":{\"gte\":\"now-1x\"}}}}",
            "{\"query\":{\"wildcard\":{\"message\":\"*x\"}}}",
            "{\"sort\":[{\"service\":\"upward\"}]}",
            "{\"from\":9990,\"size\":20}",
            "{\"size\":-1}",
            "{\"aggs\":{\"a\":{\"cardinality\":{\"field\":\"userId\"}}}}",
            "{\"aggs\":{\"a\":{\"terms\":{\"field\":\"message\"}}}}",
            "{\"aggs\":{\"a\":{\"date_histogram\":{\"field\":\"timestamp\",\"calendar_interval\":\"month\"}}}}",
            "{\"aggs\":{\"a\":{}}}",
            "{\"query\":{\"query_string\":{\"query\":\"level:(\"}}}")) {
      told.append(body).append('\n').append(es.post("/_search", body)).append('\n');
    }
    String deep = "{\"bool\":{\"must\":[".repeat(40) + "{\"match_all\":{}}" + "]}}".repeat(40);
    told.append(es.post("/_search", "{\"query\":" + deep + "}")).append('\n');
    Golden.assertText("elasticsearch/errors.golden", told.toString());
  }
}
