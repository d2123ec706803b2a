package io.mallwatch.doors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.HttpDoors;
import io.mallwatch.doors.http.HttpSettings;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.ingest.remote.RemoteWriteIntake;
import io.mallwatch.metrics.ingest.remote.Written;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Golden;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusDoorTest {

  private static final Labels UP = Labels.of("__name__", "up", "job", "mall", "店", "上海");
  private static final String STOCK_TOKEN =
      "142c4b733b00e10f3061718f1dd9fec46b76ed2ce64ef62e0c9b638ff1adaab9";

  private final FakePorts ports = new FakePorts();
  private final FakeQueries queries = ports.queries;
  private final DoorMetrics metrics = new DoorMetrics();
  private final Client client =
      new Client(
          HttpDoors.open(
              HttpSettings.loopback(0),
              List.of(
                  new PrometheusDoor(ports.ports(), metrics, FakeClock.mondayMorning()),
                  new TestDoor("root", "", List.<Route>of())),
              metrics));

  @AfterEach
  void close() {
    client.close();
  }

  private String ok(String path) {
    HttpResponse<String> answer = client.get("/prometheus" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void anInstantQueryAnswersAVector() {
    queries.answer =
        FakeQueries.answer(
            new QueryResult.Vector(
                List.of(
                    new QueryResult.VectorSample(UP, 1435781451781L, 1),
                    new QueryResult.VectorSample(Labels.EMPTY, 1435781451000L, Double.NaN))),
            "careful");
    assertThat(ok("/api/v1/query?query=" + enc("up{a=\"..\"}") + "&time=1435781451.781"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"mall\",\"店\":\"上海\"},"
                + "\"value\":[1435781451.781,\"1\"]},"
                + "{\"metric\":{},\"value\":[1435781451,\"NaN\"]}]},"
                + "\"warnings\":[\"careful\"]}");
    assertThat(queries.asked).containsExactly("instant up{a=\"..\"} at 2015-07-01T20:10:51.781Z");
  }

  @Test
  void scalarsStringsAndMatricesHaveTheirShapes() {
    queries.answer = FakeQueries.answer(new QueryResult.Scalar(5, 2.5));
    assertThat(ok("/api/v1/query?query=2.5&stats=true"))
        .contains("\"data\":{\"resultType\":\"scalar\",\"result\":[0.005,\"2.5\"],\"stats\":{")
        .contains("\"evalTotalTime\":0.005,")
        .contains("\"totalQueryableSamples\":12,");
    queries.answer = FakeQueries.answer(new QueryResult.Text(1000, "好"));
    assertThat(ok("/api/v1/query?query=x"))
        .contains("{\"resultType\":\"string\",\"result\":[1,\"好\"]}");
    queries.answer =
        FakeQueries.answer(
            new QueryResult.Matrix(
                List.of(
                    new QueryResult.SeriesPoints(
                        UP, new long[] {0, 15_000}, new double[] {1e21, -0.0}))));
    assertThat(ok("/api/v1/query_range?query=x&start=0&end=15&step=15"))
        .contains("\"values\":[[0,\"1e+21\"],[15,\"-0\"]]");
  }

  @Test
  void queriesComeAsFormsToo() {
    HttpResponse<String> answer =
        client.post(
            "/prometheus/api/v1/query_range",
            Call.FORM,
            "query=rate(x%5B5m%5D)&start=2026-11-02T02%3A00%3A00Z&end=1793588400.5&step=1m30s"
                + "&timeout=5s&limit=10&lookback_delta=1m");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(queries.asked)
        .containsExactly(
            "range rate(x[5m]) from 2026-11-02T02:00:00Z to 2026-11-02T03:00:00.500Z each PT1M30S");
    var options = Objects.requireNonNull(queries.options);
    assertThat(options.limit()).isEqualTo(10);
    assertThat(options.lookback()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.deadline().left()).isLessThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void badParametersAreToldInPrometheusWords() {
    StringBuilder told = new StringBuilder();
    for (String path :
        List.of(
            "query?query=up&time=yesterday",
            "query?query=up&timeout=soon",
            "query?query=up&limit=-1",
            "query_range?query=up&start=10&end=5&step=1",
            "query_range?query=up&start=0&end=5&step=0",
            "query_range?query=up&start=0&end=5",
            "query_range?query=up&start=0&end=100000&step=1",
            "query_range?query=up&end=5&step=1",
            "query?query=up&time=1e400",
            "series",
            "series?match[]=" + enc("up("),
            "series?match[]=" + enc("{}"),
            "rules?type=all",
            "rules?group_next_token=x",
            "rules?group_limit=2&group_next_token=x",
            "rules?group_limit=0",
            "rules?group_limit=x",
            "rules?exclude_alerts=maybe",
            "query?query=up&limit=x",
            "query?query=up&lookback_delta=soon",
            "query_exemplars?query=" + enc("up("),
            "query_exemplars?query=up&start=10&end=5",
            "labels?match[]=" + enc("up("),
            "label/job/values?start=noon",
            "metadata?limit=x",
            "metadata?limit_per_metric=x",
            "status/tsdb?limit=0",
            "status/tsdb?limit=10001",
            "status/self_metrics?metric_name_pattern=" + enc("("),
            "targets/metadata?match_target=" + enc("up("),
            "targets/relabel_steps",
            "targets/relabel_steps?scrapePool=mall",
            "targets/relabel_steps?scrapePool=mall&labels=" + enc("[1]"),
            "targets/relabel_steps?scrapePool=other&labels=" + enc("{}"),
            "scrape_pools/config",
            "scrape_pools/config?scrapePool=other",
            "nothing")) {
      HttpResponse<String> answer = client.get("/prometheus/api/v1/" + path);
      told.append(path).append('\n').append(answer.statusCode()).append(' ');
      told.append(answer.body()).append('\n');
    }
    Golden.assertText("prometheus/bad-parameters.golden", told.toString());
  }

  @Test
  void failuresOfQueriesHaveTheirTypes() {
    StringBuilder told = new StringBuilder();
    for (RuntimeException failure :
        List.of(
            new BadQueryException("1:4: parse error: unexpected end of input", 3),
            BadQueryException.whileComputing(
                "found duplicate series for the match group {} on the left"),
            new DeadlineExceededException("took longer than 5 ms"),
            new StoreOverloadedException("20 queries are running"),
            new IllegalStateException("secret"))) {
      queries.failure = failure;
      HttpResponse<String> answer = client.get("/prometheus/api/v1/query?query=up");
      told.append(answer.statusCode()).append(' ').append(answer.body()).append('\n');
    }
    Golden.assertText("prometheus/failures.golden", told.toString());
  }

  @Test
  void seriesAndLabelsAreListed() {
    queries.series = List.of(UP, Labels.of("__name__", "up", "job", "other"));
    queries.names = List.of("a", "b", "c");
    assertThat(ok("/api/v1/series?match[]=up&start=0&end=10"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"job\":\"mall\","
                + "\"店\":\"上海\"},{\"__name__\":\"up\",\"job\":\"other\"}]}");
    assertThat(ok("/api/v1/labels?limit=2"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[\"a\",\"b\"],"
                + "\"warnings\":[\"results truncated due to limit\"]}");
    assertThat(ok("/api/v1/label/U__http_2e_status__code/values?match[]=up")).contains("\"c\"");
    assertThat(queries.asked)
        .containsExactly(
            "series [[__name__=\"up\"]] in 1970-01-01T00:00:00Z to 1970-01-01T00:00:10.001Z",
            "names []",
            "values of http.status_code [[__name__=\"up\"]]");
  }

  @Test
  void metadataAndExemplarsAreGrouped() {
    queries.metadata =
        List.of(
            new MetricMetadata("b", "counter", "B.", ""),
            new MetricMetadata("a", "gauge", "A.", "seconds"),
            new MetricMetadata("a", "counter", "Other.", ""));
    assertThat(ok("/api/v1/metadata?limit_per_metric=1"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{"
                + "\"a\":[{\"type\":\"gauge\",\"help\":\"A.\",\"unit\":\"seconds\"}],"
                + "\"b\":[{\"type\":\"counter\",\"help\":\"B.\",\"unit\":\"\"}]}}");
    Labels trace = Labels.of("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
    queries.exemplars =
        List.of(new Exemplar(UP, trace, 0.25, 1500), new Exemplar(UP, trace, 6, 2000));
    assertThat(ok("/api/v1/query_exemplars?query=up&start=0&end=5"))
        .contains("\"seriesLabels\":{\"__name__\":\"up\"")
        .contains("\"value\":\"0.25\",\"timestamp\":1.500}")
        .contains("\"value\":\"6\",\"timestamp\":2}");
  }

  @Test
  void rulesAlertsAndTargetsAreShown() {
    Golden.assertText(
        "prometheus/views.golden",
        String.join(
            "\n",
            ok("/api/v1/rules"),
            ok("/api/v1/rules?type=record&rule_group[]=mall"),
            ok("/api/v1/rules?group_limit=1&exclude_alerts=true"),
            ok("/api/v1/rules?group_limit=1&group_next_token=" + STOCK_TOKEN),
            ok("/api/v1/rules?file[]=other.yml&rule_name[]=stock:sum"),
            ok("/api/v1/alerts"),
            ok("/api/v1/targets"),
            ok("/api/v1/targets?state=dropped"),
            ok("/api/v1/targets?state=active&scrapePool=hosts"),
            ok("/api/v1/targets/metadata"),
            ok("/api/v1/targets/metadata?metric=stock&limit=1"),
            ok("/api/v1/targets/relabel_steps?scrapePool=mall&labels=" + enc("{\"x\":\"y\"}")),
            ok("/api/v1/scrape_pools"),
            ok("/api/v1/scrape_pools/config?scrapePool=mall"),
            ok("/api/v1/alertmanagers"),
            ok("/api/v1/features"),
            ok("/api/v1/notifications"),
            ok("/api/v1/status/tsdb/blocks"),
            ok("/api/v1/status/walreplay"),
            ok("/api/v1/status/self_metrics"),
            ok("/api/v1/status/self_metrics?metric_name_pattern=.*_total"),
            ok("/version"),
            ok("/api/v1/parse_query?query=up"),
            ok("/api/v1/status/buildinfo"),
            ok("/api/v1/status/config"),
            ok("/api/v1/status/flags"),
            ok("/api/v1/status/tsdb?limit=3"),
            ok("/api/v1/format_query?query=" + enc("a+b")),
            ok("/metrics")));
    assertThat(ok("/api/v1/status/runtimeinfo")).contains("\"storageRetention\":\"15d\"");
  }

  @Test
  void healthAndReadinessAreTold() {
    assertThat(ok("/-/healthy")).isEqualTo("Prometheus Server is Healthy.\n");
    assertThat(ok("/-/ready")).isEqualTo("Prometheus Server is Ready.\n");
    ports.ready = false;
    assertThat(client.get("/prometheus/-/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void remoteWriteHandsOverTheCompressedBody() {
    byte[] body = {1, 2, 3};
    HttpResponse<String> answer =
        client.post(
            "/prometheus/api/v1/write",
            "application/x-protobuf",
            body,
            "content-encoding",
            "snappy");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(ports.received).containsExactly(1, 2, 3);
    assertThat(ports.receivedAs).isEqualTo(RemoteWriteIntake.Version.V1);
    assertThat(answer.headers().firstValue("x-prometheus-remote-write-samples-written")).isEmpty();
  }

  @Test
  void badSamplesAreToldAsFinalAndCounted() {
    ports.written =
        new Written(new AppendResult(1, Map.of("out_of_order", 3), "out of order sample"), 1, 0, 0);
    HttpResponse<String> answer =
        client.post("/prometheus/api/v1/write", "application/x-protobuf", new byte[] {1});
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("out of order sample\n");
    assertThat(metrics.families().toString())
        .contains(
            "Point[suffix=, labels={door=\"prometheus\", reason=\"out_of_order\"}, value=3.0]");
  }

  @Test
  void writesInOtherFormatsAreRefused() {
    assertThat(
            client
                .post(
                    "/prometheus/api/v1/write",
                    "application/x-protobuf;proto=io.prometheus.write.v3.Request",
                    new byte[] {1})
                .statusCode())
        .isEqualTo(415);
    assertThat(client.post("/prometheus/api/v1/write", "text/plain", "x").statusCode())
        .isEqualTo(415);
    assertThat(
            client
                .post(
                    "/prometheus/api/v1/write",
                    "application/x-protobuf",
                    new byte[] {1},
                    "content-encoding",
                    "gzip")
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void otlpMetricsComeInHereToo() {
    HttpResponse<String> answer =
        client.post("/prometheus/api/v1/otlp/v1/metrics", "application/x-protobuf", new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("1 point is too old");
    assertThat(client.post("/prometheus/api/v1/otlp/v1/metrics", "text/csv", "a").statusCode())
        .isEqualTo(415);
  }

  @Test
  void remoteWriteTwoIsToldWhatWasWritten() {
    ports.written =
        new Written(new AppendResult(7, Map.of("too_old", 1), "too old sample"), 5, 2, 1);
    HttpResponse<String> answer =
        client.post(
            "/prometheus/api/v1/write",
            "application/x-protobuf; proto=io.prometheus.write.v2.Request",
            new byte[] {1},
            "content-encoding",
            "snappy");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("too old sample\n");
    assertThat(ports.receivedAs).isEqualTo(RemoteWriteIntake.Version.V2);
    assertThat(written(answer, "samples")).isEqualTo("5");
    assertThat(written(answer, "histograms")).isEqualTo("2");
    assertThat(written(answer, "exemplars")).isEqualTo("1");
  }

  private static String written(HttpResponse<String> answer, String what) {
    return answer
        .headers()
        .firstValue("x-prometheus-remote-write-%s-written".formatted(what))
        .orElseThrow();
  }
}
