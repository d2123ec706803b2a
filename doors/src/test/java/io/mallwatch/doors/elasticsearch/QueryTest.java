package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.elasticsearch.wire.Nodes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {

  @TempDir Path folder;
  private RealStore elastic;

  @BeforeEach
  void fourLines() {
    elastic = new RealStore(folder);
    elastic.ingest(
        "mall-logs",
        """
        {"@timestamp":"2026-11-01T01:00:00Z","level":"error","service":"order-service","message":"支付失败 timeout of gateway","data":{"code":"E100","n":1,"at":"2026-10-01T00:00:00Z"}}\
        """,
        """
        {"@timestamp":"2026-11-01T02:00:00Z","level":"info","service":"order-web","message":"connection was reset","data":{"code":"e200","n":2,"at":"2026-10-02"}}\
        """,
        """
        {"@timestamp":"2026-11-01T03:00:00Z","level":"warn","service":"payment","message":"支付成功","data":{"code":"X 9","n":3}}\
        """,
        """
        {"@timestamp":"2026-11-01T04:00:00Z","level":"info","service":"payment","message":"connection reset","userId":"u1"}\
        """);
  }

  @AfterEach
  void close() {
    elastic.close();
  }

  @Test
  void theFilterOfAnAliasHoldsInScrollsAndPointsInTime() {
    elastic.ask(
        "/_aliases",
        "{\"actions\":[{\"add\":{\"index\":\"mall-logs\",\"alias\":\"pay\",\"filter\":{\"term\":{\"service\":\"payment\"}}}}]}");

    Map<?, ?> first = elastic.ask("/pay/_search?scroll=1m", "{\"size\":1}");
    assertThat(String.valueOf(first.get("hits"))).contains("value=2");
    String scroll = "{\"scroll_id\":\"%s\"}".formatted(first.get("_scroll_id"));
    assertThat(elastic.ask("/_search/scroll", scroll).toString()).contains("service=payment");
    assertThat(elastic.ask("/_search/scroll", scroll).toString()).contains("hits=[]");

    Object point = elastic.ask("/pay/_pit?keep_alive=1m", "").get("id");
    assertThat(elastic.ask("/_search", "{\"pit\":{\"id\":\"%s\"}}".formatted(point)).toString())
        .contains("value=2")
        .doesNotContain("service=order");
  }

  @Test
  void aRangeOfTimesWithAnOpenEndAlsoHoldsAmongOthers() {
    String since = "{\"range\":{\"@timestamp\":{\"gte\":\"2026-11-01T03:00:00Z\"}}}";
    String until = "{\"range\":{\"@timestamp\":{\"lt\":\"2026-11-01T03:00:00Z\"}}}";

    assertThat(total("{\"bool\":{\"should\":[%s]}}".formatted(since))).isEqualTo(2);
    assertThat(total("{\"bool\":{\"should\":[%s,%s]}}".formatted(since, until))).isEqualTo(4);
    assertThat(total("{\"bool\":{\"must_not\":[%s]}}".formatted(until))).isEqualTo(2);
  }

  private long total(String query) {
    Map<?, ?> answer = elastic.ask("/mall-logs/_search", "{\"query\":" + query + "}");
    Object hits = ElasticFixture.map(answer.get("hits")).get("total");
    return (Long) java.util.Objects.requireNonNull(ElasticFixture.map(hits).get("value"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "{'range':{'@timestamp':{'gte':'2026-11-01T02:00:00.000456Z'}}} # 3",
        "{'range':{'@timestamp':{'gt':'2026-11-01T02:00:00.000456Z'}}} # 2",
        "{'range':{'@timestamp':{'lt':'2026-11-01T02:00:00.000456Z'}}} # 1",
        "{'range':{'@timestamp':{'lte':'2026-11-01T02:00:00.000456Z'}}} # 2",
        "{'wildcard':{'service':'order-*'}} # 2",
        "{'wildcard':{'service':{'value':'*AY*','case_insensitive':true}}} # 2",
        "{'wildcard':{'message':'conn?ction'}} # 2",
        "{'wildcard':{'message':'*eset*'}} # 2",
        "{'wildcard':{'data.code':'?[12]*'}} # 0",
        "{'regexp':{'data.code':'[eE][12]00'}} # 2",
        "{'regexp':{'service':'order-(web|app)'}} # 1",
        "{'fuzzy':{'message':{'value':'timeuot'}}} # 1",
        "{'fuzzy':{'message':{'value':'tiemuot','fuzziness':1}}} # 0",
        "{'prefix':{'service':'pay'}} # 2",
        "{'match':{'message':'timeout reset'}} # 3",
        "{'match':{'message':{'query':'connection reset','operator':'and'}}} # 2",
        "{'match':{'message':{'query':'was connection gone','minimum_should_match':2}}} # 1",
        "{'match_phrase':{'message':'connection reset'}} # 1",
        "{'match_phrase':{'message':{'query':'connection reset','slop':1}}} # 2",
        "{'match_phrase_prefix':{'message':'connection re'}} # 1",
        "{'multi_match':{'query':'支付','fields':['message^2','error.message']}} # 2",
        "{'query_string':{'query':'支付 OR reset'}} # 4",
        "{'query_string':{'query':'level:info AND NOT userId:u1'}} # 1",
        "{'query_string':{'query':'+connection -was'}} # 1",
        "{'query_string':{'query':'data.n:[2 TO 3] OR data.n:>5'}} # 2",
        "{'query_string':{'query':'data.n:{1 TO *}'}} # 2",
        "{'query_string':{'query':'\\\"connection reset\\\"~1'}} # 2",
        "{'query_string':{'query':'service:/order.*/ level:warn'}} # 3",
        "{'query_string':{'query':'_exists_:userId'}} # 1",
        "{'query_string':{'query':'timeuot~'}} # 1",
        "{'query_string':{'query':'(level:(error OR warn)) AND 支付*'}} # 2",
        "{'simple_query_string':{'query':'gateway | 成功'}} # 2",
        "{'range':{'data.n':{'gte':2}}} # 2",
        "{'range':{'data.at':{'lt':'2026-10-02'}}} # 1",
        "{'range':{'service':{'gte':'order','lt':'order-t'}}} # 1",
        "{'range':{'@timestamp':{'gte':'2026|11|01 03','format':'yyyy|MM|dd HH'}}} # 2",
        "{'range':{'@timestamp':{'gte':'2026-11-01T10:00:00','time_zone':'+08:00'}}} # 3",
        "{'terms':{'level':['error','warn']}} # 2",
        "{'term':{'data.code':{'value':'E200','case_insensitive':true}}} # 1",
        "{'match':{'data.code':'x'}} # 1",
        "{'dis_max':{'queries':[{'term':{'level':'warn'}},{'term':{'userId':'u1'}}]}} # 2",
        "{'nested':{'path':'data','query':{'term':{'data.n':3}}}} # 1",
        "{'bool':{'should':[{'term':{'level':'info'}},{'term':{'userId':'u1'}}],'minimum_should_match':2}} # 1"
      })
  void queriesFind(String query, long expected) {
    assertThat(total(query.replace('\'', '"'))).as(query).isEqualTo(expected);
  }

  @Test
  void scrollsAndPointsInTimeSeeWhatWasThere() {
    Map<?, ?> first =
        elastic.ask("/mall-logs/_search?scroll=1m", "{\"size\":3,\"sort\":[\"timestamp\"]}");
    String scroll = String.valueOf(first.get("_scroll_id"));
    String opened = elastic.post("/mall-logs/_pit?keep_alive=1m", "");
    String pit = opened.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
    elastic.ingest(
        "mall-logs",
        "{\"@timestamp\":\"2026-11-01T05:00:00Z\",\"level\":\"info\",\"message\":\"late\"}");

    Map<?, ?> second =
        elastic.ask("/_search/scroll", "{\"scroll\":\"1m\",\"scroll_id\":\"" + scroll + "\"}");
    assertThat(hits(second)).hasSize(1);
    assertThat(hits(elastic.ask("/_search/scroll", "{\"scroll_id\":\"" + scroll + "\"}")))
        .isEmpty();
    assertThat(hits(elastic.ask("/_search", "{\"pit\":{\"id\":\"" + pit + "\"}}"))).hasSize(4);
    assertThat(hits(elastic.ask("/mall-logs/_search", "{}"))).hasSize(5);
    assertThat(elastic.post("/_search/scroll", "{\"scroll_id\":\"nope\"}"))
        .startsWith("404 ")
        .contains("search_context_missing_exception");
  }

  private static List<?> hits(Map<?, ?> answer) {
    return Nodes.list(ElasticFixture.map(answer.get("hits")).get("hits"));
  }

  @Test
  void documentsKeepTheirIds() {
    String document = "{\"@timestamp\":\"2026-11-01T05:00:00Z\",\"message\":\"x\"}";
    assertThat(elastic.post("/mall-logs/_create/mine", document)).startsWith("201 ");
    assertThat(elastic.post("/mall-logs/_create/mine", document))
        .startsWith("409 ")
        .contains("version_conflict_engine_exception");
    assertThat(elastic.post("/mall-logs/_mget", "{\"ids\":[\"mine\",\"yours\"]}"))
        .contains("\"_id\":\"mine\",\"found\":true")
        .contains("\"_id\":\"yours\",\"found\":false");
    assertThat(elastic.client.get("/elasticsearch/mall-logs/_stats").body())
        .contains("\"docs\":{\"count\":5,");
  }
}
