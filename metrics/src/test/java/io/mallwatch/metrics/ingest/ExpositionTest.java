package io.mallwatch.metrics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Gen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {

  private static Exposition text(String page) {
    return ExpositionText.parse(page.getBytes(StandardCharsets.UTF_8));
  }

  private static Exposition openMetrics(String page) {
    return OpenMetricsText.parse(page.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPageOfTheTextFormatIsRead() {
    Exposition page =
        text(
            """
            # HELP http_requests_total Requests, \\\\ and \\n counted.
            # TYPE http_requests_total counter
            http_requests_total{method="post",code="200"} 1027 1395066363000
            http_requests_total { path = "C:\\\\DIR\\\\" , say = "a \\"b\\"\\n", } 3.5e-2

            # a comment
            #TYPE is no keyword here
              up  +Inf
            """);

    assertThat(page.lines())
        .containsExactly(
            new Exposition.Line(
                Labels.of("__name__", "http_requests_total", "method", "post", "code", "200"),
                1027,
                OptionalLong.of(1395066363000L),
                null),
            new Exposition.Line(
                Labels.of(
                    "__name__", "http_requests_total", "path", "C:\\DIR\\", "say", "a \"b\"\n"),
                0.035,
                OptionalLong.empty(),
                null),
            new Exposition.Line(
                Labels.of("__name__", "up"), Double.POSITIVE_INFINITY, OptionalLong.empty(), null));
    assertThat(page.metadata())
        .containsExactly(
            new MetricMetadata(
                "http_requests_total", "counter", "Requests, \\ and \n counted.", ""));
  }

  @Test
  void namesInQuotesMayHoldAnything() {
    Exposition page = text("{\"shop.订单\", \"店.名\"=\"上海\"} 1\n");

    assertThat(page.lines().getFirst().labels())
        .isEqualTo(Labels.of("__name__", "shop.订单", "店.名", "上海"));
  }

  @Test
  void boundsAndQuantilesAreWrittenInOneWay() {
    Exposition page =
        text(
            """
            # TYPE t histogram
            t_bucket{le="1"} 1
            t_bucket{le="0.5"} 1
            t_bucket{le="1000000"} 1
            t_bucket{le="+Inf"} 1
            # TYPE s summary
            s{quantile="0"} 1
            # TYPE g gauge
            g{le="1"} 1
            """);

    assertThat(page.lines())
        .extracting(line -> line.labels().get("le") + line.labels().get("quantile"))
        .containsExactly("1.0", "0.5", "1e+06", "+Inf", "0.0", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{b=\"c\" 1",
        "a{b=c} 1",
        "a{b=\"c} 1",
        "a{b=\"c\",b=\"d\"} 1",
        "a",
        "a x",
        "a 1 x",
        "a 1 2 3",
        "{b=\"c\"} 1",
        "1a 1",
        "a 1d",
        "a 0x",
        "# TYPE a circle",
        "a{\"b\",\"c\"} 1"
      })
  void aBrokenLineFailsThePageAndIsNamed(String line) {
    assertThatThrownBy(() -> text("ok 1\n" + line + "\n"))
        .isInstanceOf(MalformedExpositionException.class)
        .hasMessageStartingWith("line 2: ");
  }

  @Test
  void aPageOfOpenMetricsIsRead() {
    Exposition page =
        openMetrics(
            """
            # HELP pay_seconds Time to "pay".
            # TYPE pay_seconds histogram
            # UNIT pay_seconds seconds
            pay_seconds_bucket{le="0.1"} 8 # {trace_id="0af7651916cd43dd"} 0.054 1520879607.789
            pay_seconds_bucket{le="+Inf"} 17 1520879607.5
            pay_seconds_count 17
            pay_seconds_sum 324.8
            pay_seconds_created 1520872607.123
            # TYPE build info
            build_info{version="1.2"} 1
            # EOF
            """);

    assertThat(page.lines()).hasSize(6);
    assertThat(page.lines().getFirst().exemplar())
        .isEqualTo(
            new Exposition.Example(
                Labels.of("trace_id", "0af7651916cd43dd"), 0.054, OptionalLong.of(1520879607789L)));
    assertThat(page.lines().get(1).timestampMillis()).hasValue(1520879607500L);
    assertThat(page.lines().get(4).value()).isEqualTo(1520872607.123);
    assertThat(page.metadata())
        .containsExactly(
            new MetricMetadata("pay_seconds", "histogram", "Time to \"pay\".", "seconds"),
            new MetricMetadata("build", "info", "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a 1\n",
        "a 1\n\n# EOF\n",
        "# EOF\na 1\n",
        "# UNIT a_total seconds\n# EOF\n",
        "a 1 # 0.5\n# EOF\n",
        "a 1 # {b=\"c\"}\n# EOF\n",
        "#TYPE a gauge\n# EOF\n",
        "# NOTE a b\n# EOF\n",
        "a 1 NaN\n# EOF\n"
      })
  void aBrokenOpenMetricsPageIsRefused(String page) {
    assertThatThrownBy(() -> openMetrics(page)).isInstanceOf(MalformedExpositionException.class);
  }

  @Test
  void whatAClientWritesIsWhatIsRead() {
    Gen<String> values = Gen.text(12);
    Gen.forAll(
        2000,
        values,
        value -> {
          String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
          String line = "m{v=\"" + escaped + "\"} 12.5";
          Labels expected = Labels.of("__name__", "m", "v", value);
          assertThat(text(line).lines().getFirst().labels()).isEqualTo(expected);
          assertThat(openMetrics(line + "\n# EOF\n").lines().getFirst().labels())
              .isEqualTo(expected);
        });
  }

  @Test
  void anyBytesAreReadOrRefused() {
    String page =
        "# TYPE a histogram\na_bucket{le=\"1\",b=\"c\\\"d\"} 1 2 # {x=\"y\"} 3 4\n# EOF\n";
    Gen<byte[]> broken =
        random -> {
          byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          return bytes;
        };
    Gen.forAll(
        5000,
        broken,
        bytes -> {
          try {
            ExpositionText.parse(bytes);
          } catch (MalformedExpositionException expected) {
            assertThat(expected.line()).isPositive();
          }
          try {
            OpenMetricsText.parse(bytes);
          } catch (MalformedExpositionException expected) {
            assertThat(expected.line()).isPositive();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alltypes.237mfs.prom.txt",
        "node_exporter-e2e-output.txt",
        "node_exporter-e2e-output-darwin.txt"
      })
  void realPagesAreReadWhole(String name) throws IOException {
    Path file = Path.of("../../shared/data/exposition", name);
    Assumptions.assumeTrue(Files.exists(file), () -> file + " is not here: skipped");
    List<String> lines = Files.readAllLines(file);
    long samples = lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).count();

    Exposition page = ExpositionText.parse(Files.readAllBytes(file));

    assertThat(page.lines()).hasSize((int) samples);
    assertThat(page.metadata()).isNotEmpty().noneMatch(m -> m.type().isEmpty());
  }

  @Test
  void numbersReadLikeGo() {
    assertThat(GoNumbers.parse("0x1p-2")).isEqualTo(0.25);
    assertThat(GoNumbers.parse("-INF")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(GoNumbers.parse("NaN")).isNaN();
    for (String bad : List.of("", "1f", " 1", "1 ", "infinite", "--1", "1_0")) {
      assertThatThrownBy(() -> GoNumbers.parse(bad)).isInstanceOf(NumberFormatException.class);
    }
    assertThat(GoNumbers.plain(1e21)).isEqualTo("1000000000000000000000");
    assertThat(GoNumbers.plain(0.005)).isEqualTo("0.005");
    assertThat(GoNumbers.plain(5)).isEqualTo("5");
    assertThat(GoNumbers.openMetrics(123456789)).isEqualTo("1.23456789e+08");
    assertThat(GoNumbers.openMetrics(-0.00001)).isEqualTo("-1e-05");
    assertThat(GoNumbers.openMetrics(2.5)).isEqualTo("2.5");
    assertThat(GoNumbers.openMetrics(100000)).isEqualTo("100000.0");
  }
}
