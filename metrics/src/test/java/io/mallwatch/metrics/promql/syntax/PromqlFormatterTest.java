package io.mallwatch.metrics.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.promql.RandomQueries;
import io.mallwatch.testkit.Gen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromqlFormatterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a{b!=\"c\",d=~\"e.*\"}",
        "{\"weird name\"=\"x\",__name__=~\"a|b\"}",
        "{\"库存.余量\"=\"1\"}",
        "a[5m] @ 1609746000.000 offset 1w",
        "a @ start() offset -7m",
        "rate(a[5m])[1h:1m] @ end()",
        "a[1h:]",
        "sum by (b, \"c d\") (a)",
        "sum without () (a)",
        "topk(5, a)",
        "count_values without (b) (\"v\", a)",
        "a + ignoring (b) group_left () c",
        "a == bool on () c",
        "a / on (b) group_right (d, e) fill_left (1) fill_right (-Inf) c",
        "a * fill (0) c",
        "label_replace(a, \"b\", \"$1\", \"c\", \"(.*)\\n\")",
        "-(a + b) * -2",
        "+a",
        "1h30m + 100ms",
        "vector(NaN)",
        "\"x\\ty\\\\\"",
        "a </ 5 >/ b",
        "rate(a[5m] anchored)",
        "delta(a[5m] smoothed @ end() offset 1m)",
        "a @ start() smoothed offset -7m",
        "info(rate(a[5m]), {k8s_pod=~\"x.*\"})",
        "a[5m * 2]",
        "a[(step() + 1m):max_of(range(), 5s)] offset -(1m)",
      })
  void canonicalFormStays(String query) {
    assertThat(PromqlFormatter.format(PromqlParser.parse(query))).isEqualTo(query);
  }

  @Test
  void everyTreePrintsToItself() {
    Gen.forAll(
        500,
        RandomQueries.vectors(),
        query -> {
          String once = PromqlFormatter.format(PromqlParser.parse(query));
          assertThat(PromqlFormatter.format(PromqlParser.parse(once))).isEqualTo(once);
        });
  }

  @Test
  void prettyPrintParsesToTheSameTree() {
    Gen.forAll(
        300,
        RandomQueries.vectors(),
        query -> {
          Expr expr = PromqlParser.parse(query);
          String pretty = PromqlFormatter.pretty(expr);
          assertThat(PromqlFormatter.format(PromqlParser.parse(pretty)))
              .isEqualTo(PromqlFormatter.format(expr));
        });
  }

  @Test
  void shortExpressionsStayOnOneLine() {
    assertThat(PromqlFormatter.pretty(PromqlParser.parse("sum( rate(a[5m]) )")))
        .isEqualTo("sum(rate(a[5m]))");
  }

  @Test
  void longExpressionsAreIndented() {
    String query =
        "sum by (route) (rate(http_requests_total{status=~\"5..\"}[5m])) / on (route) group_left"
            + " () topk(3, sum by (route) (rate(http_requests_total[5m])))";

    assertThat(PromqlFormatter.pretty(PromqlParser.parse(query)))
        .isEqualTo(
            """
              sum by (route) (rate(http_requests_total{status=~"5.."}[5m]))
            / on (route) group_left ()
              topk(3, sum by (route) (rate(http_requests_total[5m])))\
            """);
  }

  @Test
  void longCallsBreakAfterEachArgument() {
    String argument =
        "sum by (le) (rate(http_request_duration_seconds_bucket{route=\"/pay\"}[5m]))";
    String query = "histogram_quantile(0.99, " + argument + " + " + argument + ")";

    assertThat(PromqlFormatter.pretty(PromqlParser.parse(query)))
        .isEqualTo(
            "histogram_quantile(\n  0.99,\n    " + argument + "\n  +\n    " + argument + "\n)");
  }

  @Test
  void selectorsAreFoundInTheOrderOfTheText() {
    Expr expr =
        PromqlParser.parse(
            "sum(rate(a[5m])) / b{c=\"d\"} > max_over_time(e[1h:]) or topk(scalar(f), g)");

    assertThat(Exprs.selectors(expr))
        .extracting(Expr.VectorSelector::name)
        .containsExactly("a", "b", "e", "f", "g");
  }
}
