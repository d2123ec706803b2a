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
    if (openMetrics && page.endsWith(END)) {
      page = page.substring(0, page.length() - END.length()) + totals.text() + END;
    } else {
      page += totals.text();
    }
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    response.setContentType(contentType);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
