package io.mallwatch.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertLinksTest {

  private static final Instant START = Instant.ofEpochMilli(1_000_000_000_000L);
  private static final Instant NOW = START.plusSeconds(60);

  private static Alert alert(String url, String service, Instant end) {
    return new Alert(
        Labels.of("alertname", "A", "severity", "high", "service", service, "table", "users"),
        Map.of(),
        START,
        end,
        url);
  }

  @Test
  void leadToExpressionLogsAndTracesAroundTheAlert() {
    String url = AlertLinks.metricPage("http://mall", "sum(rate(x[5m])) > 0.1 & +1");
    AlertLinks links = AlertLinks.of(alert(url, "mall", NOW.plusSeconds(300)), "", NOW);

    assertThat(links.metric())
        .isEqualTo(
            "/metrics?query=sum%28rate%28x%5B5m%5D%29%29%20%3E%200.1%20%26%20%2B1"
                + "&from=999998200000&to=1000000360000");
    assertThat(links.logs())
        .isEqualTo("/logs?q=level%3Aerror%20service%3Amall&from=999998200000&to=1000000360000");
    assertThat(links.traces())
        .isEqualTo("/traces?errors=true&service=mall&from=999998200000&to=1000000360000");
  }

  @Test
  void endWithTheAlertWhenItHasEnded() {
    AlertLinks links = AlertLinks.of(alert("", "", START.plusSeconds(1)), "http://m", NOW);

    assertThat(links.metric()).isEmpty();
    assertThat(links.logs())
        .startsWith("http://m/logs?q=level%3Aerror&")
        .endsWith("&to=1000000301000");
  }

  @Test
  void theExpressionIsReadFromOurLinksAndFromPrometheuss() {
    assertThat(AlertLinks.expression(alert(AlertLinks.metricPage("", "a + b"), "", NOW)))
        .isEqualTo("a + b");
    assertThat(AlertLinks.expression(alert("http://p/graph?g0.expr=up+%3D%3D+0&g0.tab=1", "", NOW)))
        .isEqualTo("up == 0");
    assertThat(AlertLinks.expression(alert("http://p/graph", "", NOW))).isEmpty();
    assertThat(AlertLinks.expression(alert("http://p/?query=%zz", "", NOW))).isEmpty();
    assertThat(AlertLinks.expression(alert("", "", NOW))).isEmpty();
  }

  @Test
  void aSubjectIsWhatIsSpecialAboutAnAlert() {
    assertThat(AlertLinks.subject(alert("", "mall", NOW))).isEqualTo("mall users");
  }
}
