package io.mallwatch.metrics.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.ingest.GoNumbers;
import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.metrics.ingest.RecordingSink.Row;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Gen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPageTest {

  private static final PageOptions CONVERTED =
      new PageOptions(true, false, 0, 600_000, 0, 8, false, false, true);

  private final Pages pages = Pages.plain();

  @Test
  void aPageOfTheTextFormatIsRead() {
    List<Row> rows =
        pages.text(
            """
            # HELP http_requests_total Requests, \\\\ and \\n counted.
            # TYPE http_requests_total counter
            http_requests_total{method="post",code="200"} 1027 2000
            http_requests_total { path = "C:\\\\DIR\\\\" , say = "a \\"b\\"\\n", } 3.5e-2

            # a comment
            #TYPE is no keyword here
              up  +Inf
            last -1.5\
            """);

    assertThat(rows)
        .containsExactly(
            Row.of(
                Labels.of("__name__", "http_requests_total", "method", "post", "code", "200"),
                2000,
                1027),
            Row.of(
                Labels.of(
                    "__name__", "http_requests_total", "path", "C:\\DIR\\", "say", "a \"b\"\n"),
                1000,
                0.035),
            Row.of(Labels.of("__name__", "up"), 1000, Double.POSITIVE_INFINITY),
            Row.of(Labels.of("__name__", "last"), 1000, -1.5));
    assertThat(pages.target().metadata())
        .containsExactly(
            new MetricMetadata(
                "http_requests_total", "counter", "Requests, \\ and \n counted.", ""));
    assertThat(pages.batch().metadata()).isEqualTo(pages.target().metadata());
  }

  @Test
  void aPageWithCarriageReturnsIsRead() {
    List<Row> rows = pages.text("# TYPE a gauge\r\n# HELP a Help.\r\na{b=\"c\"} 1\r\nb 2 3\r\n");

    assertThat(rows)
        .containsExactly(
            Row.of(Labels.of("__name__", "a", "b", "c"), 1000, 1),
            Row.of(Labels.of("__name__", "b"), 3, 2));
    assertThat(pages.target().metadata())
        .containsExactly(new MetricMetadata("a", "gauge", "Help.", ""));
  }

  @Test
  void namesInQuotesMayHoldAnything() {
    assertThat(pages.text("{\"shop.订单\", \"店.名\"=\"上海\"} 1\n").getFirst().labels())
        .isEqualTo(Labels.of("__name__", "shop.订单", "店.名", "上海"));
    assertThat(pages.openMetrics("{\"a b\",c=\"d\"} 1\n# EOF\n").getFirst().labels())
        .isEqualTo(Labels.of("__name__", "a b", "c", "d"));
  }

  @Test
  void boundsAndQuantilesAreWrittenInOneWay() {
    List<Row> rows =
        pages.text(
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

    assertThat(rows)
        .extracting(row -> row.labels().get("le") + row.labels().get("quantile"))
        .containsExactly("1.0", "0.5", "1e+06", "+Inf", "0.0", "1");
  }

  @Test
  void aFamilyThatChangesItsTypeIsWrittenAnew() {
    String page = "# TYPE t %s\nt{le=\"1\"} 1\n";
    assertThat(pages.text(page.formatted("gauge")).getFirst().labels().get("le")).isEqualTo("1");
    assertThat(pages.text(page.formatted("histogram")).getFirst().labels().get("le"))
        .isEqualTo("1.0");
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
        "a 1 2.5",
        "{b=\"c\"} 1",
        "1a 1",
        "a 1d",
        "a 0x",
        "a 0x1p3",
        "a 1_000",
        "a 1e999",
        "# TYPE a circle",
        "# TYPE a",
        "# TYPE {} gauge",
        "a{\"b\",\"c\"} 1",
        "a{,} 1",
        "a{\"\"=\"x\"} 1",
        "é 1"
      })
  void aBrokenLineFailsThePageAndIsNamed(String line) {
    assertThatThrownBy(() -> pages.text("ok 1\n" + line + "\n"))
        .isInstanceOf(MalformedExpositionException.class)
        .hasMessageStartingWith("line 2: ");
  }

  @Test
  void aPageOfOpenMetricsIsRead() {
    List<Row> rows =
        pages.openMetrics(
            """
            # HELP pay_seconds Time to "pay".
            # TYPE pay_seconds histogram
            # UNIT pay_seconds seconds
            pay_seconds_bucket{le="0.1"} 8 # {trace_id="0af7651916cd43dd"} 0.054 1520879607.789
            pay_seconds_bucket{le="+Inf"} 17 1.5
            pay_seconds_count 17
            pay_seconds_sum 324.8
            pay_seconds_created 872607.123
            # TYPE build info
            build_info{version="1.2"} 1
            # EOF
            """);

    assertThat(rows).hasSize(6);
    assertThat(pages.batch().exemplars())
        .containsExactly(
            new Exemplar(
                rows.getFirst().labels(),
                Labels.of("trace_id", "0af7651916cd43dd"),
                0.054,
                1520879607789L));
    assertThat(rows.get(1).timeMillis()).isEqualTo(1500);
    assertThat(rows.get(4).value()).isEqualTo(872607.123);
    assertThat(rows)
        .extracting(Row::startMillis)
        .containsExactly(872607123L, 872607123L, 872607123L, 872607123L, 0L, 0L);
    assertThat(pages.target().metadata())
        .containsExactly(
            new MetricMetadata("pay_seconds", "histogram", "Time to \"pay\".", "seconds"),
            new MetricMetadata("build", "info", "", ""));
  }

  @Test
  void startTimesGoToTheSeriesWithTheSameLabels() {
    String page =
        """
        # TYPE a counter
        a_total{x="1"} 1
        a_created{x="1"} 10
        a_total{x="2"} 2
        a_created{x="2"} 20
        a_total{x="3"} 3
        # TYPE s summary
        s{quantile="0.5"} 1
        s_count 2
        s_created 30
        # TYPE g gauge
        g_created 40
        g 1
        # EOF
        """;
    for (int i = 0; i < 2; i++) {
      assertThat(pages.openMetrics(page))
          .filteredOn(row -> !row.labels().metricName().endsWith("_created"))
          .extracting(Row::startMillis)
          .containsExactly(10_000L, 20_000L, 0L, 30_000L, 30_000L, 0L);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a 1\n",
        "",
        "a 1\n\n# EOF\n",
        "# EOF\na 1\n",
        "# EOF\n\n",
        "# UNIT a_total seconds\n# EOF\n",
        "a 1 # 0.5\n# EOF\n",
        "a 1 # {b=\"c\"}\n# EOF\n",
        "a 1 # {\"b\"} 1\n# EOF\n",
        "#TYPE a gauge\n# EOF\n",
        "# TYPE a\n# EOF\n",
        "# TYPE a  gauge\n# EOF\n",
        "# TYPE a Gauge\n# EOF\n",
        "# NOTE a b\n# EOF\n",
        "a  1\n# EOF\n",
        " a 1\n# EOF\n",
        "a 1 \n# EOF\n",
        "a\t1\n# EOF\n",
        "a {b=\"c\"} 1\n# EOF\n",
        "a{b=\"c\", d=\"e\"} 1\n# EOF\n",
        "a{b=\"c\nd\"} 1\n# EOF\n",
        "a 1 NaN\n# EOF\n",
        "a 1\n# EOF",
        "a 1\r\n# EOF\n"
      })
  void aBrokenOpenMetricsPageIsRefused(String page) {
    if (page.equals("a 1\n# EOF")) { // the last line feed may be left out
      assertThat(pages.openMetrics(page)).hasSize(1);
      return;
    }
    assertThatThrownBy(() -> pages.openMetrics(page))
        .isInstanceOf(MalformedExpositionException.class);
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
          for (int i = 0; i < 2; i++) {
            assertThat(pages.text(line).getFirst().labels()).isEqualTo(expected);
            assertThat(pages.openMetrics(line + "\n# EOF\n").getFirst().labels())
                .isEqualTo(expected);
          }
        });
  }

  @Test
  void aClassicHistogramBecomesANativeOneWithItsBounds() {
    Pages converted = Pages.with(CONVERTED);
    String page =
        """
        # TYPE t histogram
        t_bucket{a="b",le="0.5"} 2
        t_bucket{a="b",le="1"} 2
        t_bucket{a="b",le="+Inf"} 7
        t_sum{a="b"} 12.5
        t_count{a="b"} 7
        t_bucket{a="c",le="0.5"} 1
        t_bucket{a="c",le="+Inf"} 1
        t_sum{a="c"} 0.25
        t_count{a="c"} 1
        t_created{a="c"} 5
        # TYPE g gauge
        g 1
        """;
    NativeHistogram first = custom(7, 12.5, new int[] {0, 3}, new double[] {2, 0, 5}, 0.5, 1);
    NativeHistogram second = custom(1, 0.25, new int[] {0, 1}, new double[] {1}, 0.5);

    for (int i = 1; i <= 2; i++) {
      assertThat(converted.text(page))
          .containsExactly(
              Row.of(Labels.of("__name__", "t", "a", "b"), i * 1000L, first),
              Row.of(Labels.of("__name__", "t", "a", "c"), i * 1000L, second),
              Row.of(Labels.of("__name__", "t_created", "a", "c"), i * 1000L, 5),
              Row.of(Labels.of("__name__", "g"), i * 1000L, 1));
    }
    assertThat(converted.target().outcome()).isEqualTo(new PageOutcome(4, 4, 0, 0, 0, 0));
    assertThat(converted.failed())
        .hasSize(4)
        .extracting(Row::histogram)
        .contains(NativeHistogram.stale());
  }

  private static NativeHistogram custom(
      double count, double sum, int[] spans, double[] buckets, double... bounds) {
    return new NativeHistogram(
        NativeHistogram.CUSTOM_BUCKETS,
        0,
        0,
        count,
        sum,
        spans,
        buckets,
        new int[0],
        new double[0],
        bounds,
        ResetHint.UNKNOWN);
  }

  @Test
  void classicSeriesMayBeKeptBesideWhatTheyBecome() {
    Pages both = Pages.with(new PageOptions(true, false, 0, 600_000, 0, 8, false, true, true));

    List<Row> rows = both.text("# TYPE t histogram\nt_bucket{le=\"+Inf\"} 2\nt_sum 3\nt_count 2\n");

    assertThat(rows)
        .extracting(row -> row.labels().metricName())
        .containsExactly("t_bucket", "t_sum", "t_count", "t");
    assertThat(Objects.requireNonNull(rows.getLast().histogram()).count()).isEqualTo(2);
  }

  @Test
  void bucketsThatDoNotFitTogetherBecomeNothing() {
    Pages converted = Pages.with(CONVERTED);

    assertThat(
            converted.text(
                "# TYPE t histogram\nt_bucket{le=\"1\"} 5\nt_bucket{le=\"+Inf\"} 2\nt_count 2\n"))
        .isEmpty();
    assertThat(converted.text("# TYPE t histogram\nt_bucket{le=\"1\"} 5\nt_count 4\n")).isEmpty();
  }

  @Test
  void anyBytesAreReadOrRefused() {
    String page =
        """
        # TYPE a histogram
        a_bucket{le="1",b="c\\"d"} 1 2 # {x="y"} 3 4
        {"q r",s="t"} 5
        # HELP a b
        # UNIT a a
        # EOF
        """;
    Pages converted = Pages.with(CONVERTED);
    Gen<byte[]> broken =
        random -> {
          byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < 1 + random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          return bytes;
        };
    Gen.forAll(
        5000,
        broken,
        bytes -> {
          for (PageFormat format : List.of(PageFormat.TEXT, PageFormat.OPEN_METRICS)) {
            try {
              converted.read(bytes, format);
            } catch (MalformedExpositionException expected) {
              assertThat(expected.line()).isPositive();
            }
          }
        });
    assertThat(converted.target().knownSeries()).isLessThan(5000);
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
    List<String> samples =
        lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();

    for (int i = 0; i < 3; i++) {
      List<Row> rows = pages.read(Files.readAllBytes(file), PageFormat.TEXT);

      assertThat(rows).hasSize(samples.size());
      for (int row = 0; row < rows.size(); row++) {
        String[] words =
            samples.get(row).substring(samples.get(row).lastIndexOf('}') + 1).strip().split(" ");
        String value = words[samples.get(row).contains("}") ? 0 : 1];
        if (!value.endsWith("Inf") && !value.equals("NaN")) {
          assertThat(rows.get(row).value()).isEqualTo(Double.parseDouble(value));
        }
        assertThat(samples.get(row)).contains(rows.get(row).labels().metricName());
      }
    }
    assertThat(pages.target().outcome().added()).isZero();
    assertThat(pages.target().metadata()).isNotEmpty().noneMatch(m -> m.type().isEmpty());
  }

  @Test
  void numbersAreWrittenLikeGo() {
    assertThat(GoNumbers.plain(1e21)).isEqualTo("1000000000000000000000");
    assertThat(GoNumbers.plain(0.005)).isEqualTo("0.005");
    assertThat(GoNumbers.plain(5)).isEqualTo("5");
    assertThat(GoNumbers.openMetrics(123456789)).isEqualTo("1.23456789e+08");
    assertThat(GoNumbers.openMetrics(-0.00001)).isEqualTo("-1e-05");
    assertThat(GoNumbers.openMetrics(2.5)).isEqualTo("2.5");
    assertThat(GoNumbers.openMetrics(100000)).isEqualTo("100000.0");
  }
}
