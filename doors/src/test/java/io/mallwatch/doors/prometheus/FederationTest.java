package io.mallwatch.doors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.wire.ProtoCursor;
import io.mallwatch.testkit.FakeClock;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FederationTest {

  private static final Labels UP = Labels.of("__name__", "up", "job", "mall", "店", "上海");

  private static final NativeHistogram CUSTOM =
      new NativeHistogram(
          NativeHistogram.CUSTOM_BUCKETS,
          0,
          0,
          7,
          3.25,
          new int[] {0, 1, 1, 1},
          new double[] {4, 3},
          new int[0],
          new double[0],
          new double[] {0.5, 2},
          NativeHistogram.ResetHint.UNKNOWN);

  private static final NativeHistogram EXPONENTIAL =
      new NativeHistogram(
          3,
          0.001,
          2,
          10,
          18.5,
          new int[] {1, 2},
          new double[] {3, 5},
          new int[0],
          new double[0],
          new double[0],
          NativeHistogram.ResetHint.GAUGE);

  private final FakeClock clock = FakeClock.mondayMorning();
  private final long now = clock.instant().toEpochMilli();
  private final FakePorts ports = new FakePorts();
  private final Client client =
      Client.of(
          new PrometheusDoor(ports.ports(), new DoorMetrics(), clock),
          new TestDoor("root", "", List.of()));

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> federate(String accept, String... selectors) {
    List<String> params = new ArrayList<>();
    for (String selector : selectors) {
      params.add("match[]=" + URLEncoder.encode(selector, StandardCharsets.UTF_8));
    }
    return client.get("/prometheus/federate?" + String.join("&", params), "accept", accept);
  }

  @Test
  void theNewestSamplesAreToldWithTheirTimes() {
    ports.samples.add(UP, now - 60_000, 0);
    ports.samples.add(UP, now - 15_000, 1);
    ports.samples.add(Labels.of("__name__", "up", "instance", "a:1"), now - 5, 1e9);
    HttpResponse<String> page = federate("*/*", "up", "up");
    assertThat(page.headers().firstValue("content-type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(page.body())
        .isEqualTo(
            """
            # TYPE up untyped
            up{instance="a:1"} 1000000000 %d
            up{job="mall",_="上海",instance=""} 1 %d
            """
                .formatted(now - 5, now - 15_000));
  }

  @Test
  void externalLabelsAreAddedWhereTheyAreMissing() {
    ports.external = Labels.of("dc", "a", "job", "other");
    ports.samples.add(Labels.of("__name__", "up", "job", "mall"), now, 1);
    assertThat(federate("*/*", "up").body())
        .contains("up{job=\"mall\",dc=\"a\",instance=\"\"} 1 " + now);
  }

  @Test
  void whatEndedOrIsOldIsLeftOut() {
    ports.samples.add(UP, now - 60_000, 1);
    ports.samples.add(UP, now - 15_000, Sample.staleNan());
    ports.samples.add(Labels.of("__name__", "up"), now - 400_000, 1);
    assertThat(federate("*/*", "up").body()).isEmpty();
  }

  @Test
  void namesOfAnyCharactersAreQuotedForReadersThatKnowThem() {
    ports.samples.add(Labels.of("__name__", "支付.total", "a b", "c"), now, 1);
    assertThat(federate("text/plain;version=0.0.4;escaping=allow-utf-8", "支付.total").body())
        .isEqualTo(
            "# TYPE \"支付.total\" untyped\n{\"支付.total\",\"a b\"=\"c\",instance=\"\"} 1 %d\n"
                .formatted(now));
    assertThat(federate("text/plain", "支付.total").body())
        .isEqualTo(
            "# TYPE ___total untyped\n___total{a_b=\"c\",instance=\"\"} 1 %d\n".formatted(now));
  }

  @Test
  void histogramsWithBoundsBecomeClassicOnesInText() {
    ports.samples.add(Labels.of("__name__", "paid_seconds", "job", "mall"), now, CUSTOM);
    ports.samples.add(Labels.of("__name__", "paid_seconds", "job", "other"), now, EXPONENTIAL);
    assertThat(federate("text/plain", "paid_seconds").body())
        .isEqualTo(
            """
            # TYPE paid_seconds histogram
            paid_seconds_bucket{job="mall",instance="",le="0.5"} 4 NOW
            paid_seconds_bucket{job="mall",instance="",le="2"} 4 NOW
            paid_seconds_bucket{job="mall",instance="",le="+Inf"} 7 NOW
            paid_seconds_sum{job="mall",instance=""} 3.25 NOW
            paid_seconds_count{job="mall",instance=""} 7 NOW
            """
                .replace("NOW", Long.toString(now)));
  }

  @Test
  void protobufCarriesAllKinds() {
    ports.samples.add(Labels.of("__name__", "up", "instance", "a:1"), now, 2);
    ports.samples.add(Labels.of("__name__", "paid_seconds", "job", "mall"), now, CUSTOM);
    ports.samples.add(Labels.of("__name__", "paid_seconds", "job", "other"), now, EXPONENTIAL);
    byte[] page =
        client
            .bytes(
                client
                    .request(
                        "/prometheus/federate?match[]=up&match[]=paid_seconds"
                            .replace("[]", "%5B%5D"))
                    .header(
                        "accept",
                        "application/vnd.google.protobuf;"
                            + "proto=io.prometheus.client.MetricFamily;encoding=delimited")
                    .build())
            .body();
    List<String> families = new ArrayList<>();
    ProtoCursor cursor = new ProtoCursor(page);
    while (cursor.position() < page.length) {
      int length = (int) cursor.varint();
      families.add(family(new ProtoCursor(page, cursor.position(), cursor.position() + length)));
      cursor = new ProtoCursor(page, cursor.position() + length, page.length);
    }
    assertThat(families)
        .containsExactly(
            "paid_seconds 4 [count 7.0, 2 buckets, 0 positive]",
            "paid_seconds 5 [count 10.0, 0 buckets, 2 positive]",
            "up 3 [value 2.0]");
  }

  private static String family(ProtoCursor family) {
    String name = "";
    long type = -1;
    List<String> metrics = new ArrayList<>();
    while (family.next()) {
      switch (family.field()) {
        case 1 -> name = family.string();
        case 3 -> type = family.varint();
        case 4 -> metrics.add(metric(family.message()));
        default -> family.skip();
      }
    }
    return "%s %d %s".formatted(name, type, metrics);
  }

  private static String metric(ProtoCursor metric) {
    String value = "";
    while (metric.next()) {
      switch (metric.field()) {
        case 5 -> {
          ProtoCursor untyped = metric.message();
          assertThat(untyped.next()).isTrue();
          value = "value " + untyped.fixedDouble();
        }
        case 7 -> value = histogram(metric.message());
        default -> metric.skip();
      }
    }
    return value;
  }

  private static String histogram(ProtoCursor histogram) {
    double count = 0;
    int buckets = 0;
    int positive = 0;
    while (histogram.next()) {
      switch (histogram.field()) {
        case 3 -> {
          buckets++;
          histogram.skip();
        }
        case 4 -> count = histogram.fixedDouble();
        case 14 -> {
          positive++;
          histogram.skip();
        }
        default -> histogram.skip();
      }
    }
    return "count %s, %d buckets, %d positive".formatted(count, buckets, positive);
  }

  @Test
  void aBadSelectorIsToldAsPlainText() {
    HttpResponse<String> page = federate("*/*", "up(");
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).startsWith("1:4: parse error");
  }
}
