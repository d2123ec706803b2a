package io.mallwatch.server.view;

import io.mallwatch.doors.prometheus.PrometheusPorts;
import io.mallwatch.metrics.promql.syntax.PromqlFormatter;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.Matcher;
import java.util.List;

/// Reads PromQL without running it.
public final class PromqlReading implements PrometheusPorts.PromqlText {

  @Override
  public List<Matcher> selector(String selector) {
    return PromqlParser.parseSelector(selector);
  }

  @Override
  public String format(String query) {
    return PromqlFormatter.format(PromqlParser.parse(query));
  }
}
