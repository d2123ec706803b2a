package io.mallwatch.starter.metric;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The metrics page: Prometheus' text format, or OpenMetrics (with exemplars) for scrapers that
/// accept it.
public final class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String END = "# EOF\n";
  private static final String EXEMPLAR = " # {";

  private final transient PrometheusMeterRegistry registry;
  private final transient TotalGauges totals;

  public MetricsServlet(PrometheusMeterRegistry registry, TotalGauges totals) {
    this.registry = registry;
    this.totals = totals;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String accept = request.getHeader("accept");
    boolean openMetrics = accept != null && accept.contains("application/openmetrics-text");
    String contentType = openMetrics ? OPEN_METRICS : TEXT;
    String page = registry.scrape(contentType);
    page =
        openMetrics ? withoutMisplacedExemplars(page) + totals.text() + END : page + totals.text();
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    response.setContentType(contentType);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /// The client library also puts exemplars on the counts of summaries, which OpenMetrics does not
  /// allow and for which Prometheus 2 refuses the whole page. Leaves the end mark out.
  private static String withoutMisplacedExemplars(String page) {
    var kept = new StringBuilder(page.length());
    for (String line : page.split("\n")) {
      int exemplar = line.lastIndexOf(EXEMPLAR);
      if (exemplar > 0 && line.charAt(0) != '#' && !mayHaveExemplar(line)) {
        kept.append(line, 0, exemplar).append('\n');
      } else if (!line.equals("# EOF")) {
        kept.append(line).append('\n');
      }
    }
    return kept.toString();
  }

  private static boolean mayHaveExemplar(String line) {
    int end = line.indexOf('{');
    String name = line.substring(0, end < 0 ? line.indexOf(' ') : end);
    return name.endsWith("_bucket") || name.endsWith("_total");
  }
}
