package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregationTest {

  @TempDir Path folder;
  private RealStore elastic;

  @BeforeEach
  void twelveOrders() {
    elastic = new RealStore(folder);
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      orders.add(
          """
          {"@timestamp":"2026-11-0%dT%02d:30:00Z","level":"%s","service":"%s","message":"order %d",\
          "userId":"u%d","data":{"amount":%d,"paid":%b,"city":"%s","price":%s}}\
          """
              .formatted(
                  1 + i / 6,
                  i % 6,
                  i % 4 == 0 ? "error" : "info",
                  i % 2 == 0 ? "order" : "payment",
                  i,
                  i % 3,
                  10 * i,
                  i % 2 == 0,
                  i % 3 == 0 ? "上海" : "北京",
                  i + 0.5));
    }
    elastic.ingest("mall-logs", orders.toArray(String[]::new));
  }

  @AfterEach
  void close() {
    elastic.close();
  }

  private String aggregations(String path, String aggs) {
    String answer = elastic.post(path, "{\"size\":0,\"aggs\":" + aggs + "}");
    assertThat(answer).startsWith("200 ");
    int at = answer.indexOf("\"aggregations\":") + "\"aggregations\":".length();
    return answer.substring(at, answer.length() - 1);
  }

  private String aggregations(String aggs) {
    return aggregations("/mall-logs/_search", aggs);
  }

  @Test
  void termsNestFiguresAndAreOrderedByThem() {
    assertThat(
            aggregations(
                """
                {"s":{"terms":{"field":"service","order":{"a":"desc"}},
                 "aggs":{"a":{"avg":{"field":"data.amount"}},"l":{"terms":{"field":"level","size":1}}}}}\
                """))
        .isEqualTo(
            """
            {"s":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[\
            {"key":"payment","doc_count":6,"a":{"value":60.0},"l":{"doc_count_error_upper_bound":0,\
            "sum_other_doc_count":0,"buckets":[{"key":"info","doc_count":6}]}},\
            {"key":"order","doc_count":6,"a":{"value":50.0},"l":{"doc_count_error_upper_bound":0,\
            "sum_other_doc_count":3,"buckets":[{"key":"error","doc_count":3}]}}]}}\
            """
                .strip());
  }

  @Test
  void keysOfNumbersAndFlagsAreTyped() {
    assertThat(
            aggregations(
                "/mall-logs/_search?typed_keys=true",
                """
                {"n":{"terms":{"field":"data.amount","size":2,"order":{"_key":"desc"}}},
                 "f":{"terms":{"field":"data.paid"}},"d":{"terms":{"field":"data.price","size":1,
                 "order":{"_key":"asc"}}},"c":{"terms":{"field":"data.city.keyword","exclude":"北.*"}}}\
                """))
        .contains("\"lterms#n\":", "{\"key\":110,\"doc_count\":1},{\"key\":100,\"doc_count\":1}")
        .contains("\"lterms#f\":", "{\"key\":1,\"key_as_string\":\"true\",\"doc_count\":6}")
        .contains("\"dterms#d\":", "{\"key\":0.5,\"doc_count\":1}")
        .contains("\"sterms#c\":", "[{\"key\":\"上海\",\"doc_count\":4}]");
  }

  @Test
  void barsOfTimeFillGapsAndPipelinesGoAlongThem() {
    assertThat(
            aggregations(
                """
                {"d":{"date_histogram":{"field":"@timestamp","calendar_interval":"day",
                 "time_zone":"Asia/Shanghai","format":"yyyy-MM-dd",
                 "extended_bounds":{"min":"2026-10-31","max":"2026-11-02"}},
                 "aggs":{"sum":{"sum":{"field":"data.amount"}},
                  "all":{"cumulative_sum":{"buckets_path":"sum"}},
                  "more":{"derivative":{"buckets_path":"sum"}},
                  "each":{"bucket_script":{"buckets_path":{"s":"sum","n":"_count"},
                   "script":"params.s / params.n"}}}},
                 "best":{"max_bucket":{"buckets_path":"d>sum"}}}\
                """))
        .contains("\"key_as_string\":\"2026-10-31\"")
        .contains("\"key_as_string\":\"2026-11-01\",\"key\":1793462400000,\"doc_count\":6")
        .contains("\"sum\":{\"value\":150.0},\"all\":{\"value\":150.0}")
        .contains("\"all\":{\"value\":660.0},\"more\":{\"value\":360.0},\"each\":{\"value\":85.0}")
        .endsWith("\"best\":{\"value\":510.0,\"keys\":[\"2026-11-02\"]}}");
  }

  @Test
  void selectorsAndSortsChooseBuckets() {
    assertThat(
            aggregations(
                """
                {"u":{"terms":{"field":"userId"},"aggs":{"s":{"sum":{"field":"data.amount"}},
                 "big":{"bucket_selector":{"buckets_path":{"s":"s"},"script":"params.s >= 220"}},
                 "first":{"bucket_sort":{"sort":[{"s":{"order":"desc"}}],"size":1}}}}}\
                """))
        .contains("\"buckets\":[{\"key\":\"u2\",\"doc_count\":4,\"s\":{\"value\":260.0}}]");
  }

  @Test
  void figuresAreExact() {
    String figures =
        aggregations(
            """
            {"st":{"extended_stats":{"field":"data.amount"}},"c":{"cardinality":{"field":"userId"}},
             "p":{"percentiles":{"field":"data.amount","percents":[50,100],"keyed":false}},
             "r":{"percentile_ranks":{"field":"data.amount","values":[50]}},
             "m":{"max":{"field":"@timestamp"}},"none":{"avg":{"field":"data.nothing"}},
             "v":{"value_count":{"field":"data.city"}}}\
            """);
    assertThat(figures)
        .contains("\"count\":12,\"min\":0.0,\"max\":110.0,\"avg\":55.0,\"sum\":660.0")
        .contains("\"sum_of_squares\":50600.0", "\"std_deviation\":34.52052529")
        .contains("\"c\":{\"value\":3}")
        .contains("\"values\":[{\"key\":50.0,\"value\":55.0},{\"key\":100.0,\"value\":110.0}]")
        .contains("\"r\":{\"values\":{\"50.0\":50.0}}")
        .contains("\"value_as_string\":\"2026-11-02T05:30:00.000Z\"")
        .contains("\"none\":{\"value\":null}")
        .contains("\"v\":{\"value\":12}");
  }

  @Test
  void filtersRangesMissingGlobalAndHistograms() {
    String answer =
        aggregations(
            """
            {"f":{"filters":{"filters":{"bad":{"term":{"level":"error"}}},"other_bucket":true}},
             "r":{"range":{"field":"data.amount","ranges":[{"to":50},{"from":50,"key":"much"}]}},
             "dr":{"date_range":{"field":"timestamp","ranges":[{"from":"2026-11-02"}]}},
             "m":{"missing":{"field":"data.coupon"}},"h":{"histogram":{"field":"data.amount","interval":50}},
             "g":{"global":{},"aggs":{"n":{"value_count":{"field":"_index"}}}},
             "t":{"top_hits":{"size":1,"_source":["message"],"sort":[{"timestamp":"desc"}]}}}\
            """);
    assertThat(answer)
        .contains("\"f\":{\"buckets\":{\"bad\":{\"doc_count\":3},\"_other_\":{\"doc_count\":9}}}")
        .contains("{\"key\":\"*-50.0\",\"to\":50.0,\"doc_count\":5}")
        .contains("{\"key\":\"much\",\"from\":50.0,\"doc_count\":7}")
        .contains("\"from_as_string\":\"2026-11-02T00:00:00.000Z\",\"doc_count\":6")
        .contains("\"m\":{\"doc_count\":12}")
        .contains("{\"key\":0.0,\"doc_count\":5},{\"key\":50.0,\"doc_count\":5}")
        .contains("\"g\":{\"doc_count\":12,\"n\":{\"value\":12}}")
        .contains("\"_source\":{\"message\":\"order 11\"}");
  }

  @Test
  void compositesPageThroughEveryCombination() {
    String first =
        aggregations(
            """
            {"c":{"composite":{"size":4,"sources":[{"l":{"terms":{"field":"level"}}},
             {"u":{"terms":{"field":"userId","order":"desc"}}}]}}}\
            """);
    assertThat(first)
        .contains("\"after_key\":{\"l\":\"info\",\"u\":\"u2\"}")
        .contains("{\"key\":{\"l\":\"error\",\"u\":\"u2\"},\"doc_count\":1}");
    String second =
        aggregations(
            """
            {"c":{"composite":{"size":4,"after":{"l":"info","u":"u2"},"sources":[
             {"l":{"terms":{"field":"level"}}},{"u":{"terms":{"field":"userId","order":"desc"}}}]}}}\
            """);
    assertThat(second)
        .contains("{\"key\":{\"l\":\"info\",\"u\":\"u1\"},\"doc_count\":3}")
        .contains("\"after_key\":{\"l\":\"info\",\"u\":\"u0\"}")
        .doesNotContain("error");
  }

  @Test
  void tooManyBucketsAndScriptsAreRefused() {
    assertThat(
            elastic.post(
                "/mall-logs/_search",
                """
                {"aggs":{"d":{"date_histogram":{"field":"timestamp","fixed_interval":"1s"}}}}\
                """))
        .startsWith("400 ")
        .contains("too_many_buckets_exception");
    assertThat(
            elastic.post("/mall-logs/_search", "{\"aggs\":{\"d\":{\"terms\":{\"script\":\"1\"}}}}"))
        .startsWith("400 ")
        .contains("scripts are not supported");
  }
}
