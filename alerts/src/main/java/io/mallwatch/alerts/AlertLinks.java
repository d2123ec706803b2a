package io.mallwatch.alerts;

import io.mallwatch.model.Alert;
import io.mallwatch.model.Label;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// Where a person sees what is behind an alert, in the console.
///
/// @param metric its expression over the time around it; empty when the expression is not known
/// @param logs the errors of its service in that time
/// @param traces the failed requests of its service in that time
public record AlertLinks(String metric, String logs, String traces) {

  private static final Duration BEFORE = Duration.ofMinutes(30);
  private static final Duration AFTER = Duration.ofMinutes(5);

  /// The links for `alert` as seen at `now`.
  ///
  /// @param base the console's address, or empty for links relative to its root
  public static AlertLinks of(Alert alert, String base, Instant now) {
    Instant from = alert.startsAt().minus(BEFORE);
    Instant to = alert.isResolved(now) ? alert.endsAt().plus(AFTER) : now.plus(AFTER);
    String range = "&from=" + from.toEpochMilli() + "&to=" + to.toEpochMilli();
    String expression = expression(alert);
    String service = alert.labels().get("service");
    String query = service.isEmpty() ? "level:error" : "level:error service:" + service;
    return new AlertLinks(
        expression.isEmpty() ? "" : metricPage(base, expression) + range,
        base + "/logs?q=" + encode(query) + range,
        base
            + "/traces?errors=true"
            + (service.isEmpty() ? "" : "&service=" + encode(service))
            + range);
  }

  /// The console's page for `expression`; rules put it into [Alert#generatorUrl()].
  public static String metricPage(String base, String expression) {
    return base + "/metrics?query=" + encode(expression);
  }

  /// The expression that raised `alert`, read from its generator link; empty when that has none.
  public static String expression(Alert alert) {
    String url = alert.generatorUrl();
    int query = url.indexOf('?');
    if (query < 0) {
      return "";
    }
    for (String parameter : url.substring(query + 1).split("&", -1)) {
      if (parameter.startsWith("query=") || parameter.startsWith("g0.expr=")) {
        String value = parameter.substring(parameter.indexOf('=') + 1);
        try {
          return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
          return "";
        }
      }
    }
    return "";
  }

  /// A short name of the alert for titles: its labels without name and severity.
  public static String subject(Alert alert) {
    StringBuilder out = new StringBuilder();
    for (Label label : alert.labels()) {
      boolean said = label.name().equals("alertname") || label.name().equals("severity");
      if (!said) {
        out.append(out.isEmpty() ? "" : " ").append(label.value());
      }
    }
    return out.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
