package io.mallwatch.server.view;

import io.mallwatch.doors.prometheus.PrometheusPorts;
import io.mallwatch.metrics.promql.syntax.AstTree;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.PromqlFormatter;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.Matcher;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads PromQL without running it.
public final class PromqlReading implements PrometheusPorts.PromqlText {

  @Override
  public List<Matcher> selector(String selector) {
    return PromqlParser.parseSelector(selector);
  }

  @Override
  public String format(String query) {
    return PromqlFormatter.pretty(PromqlParser.parse(query));
  }

  @Override
  public Map<String, @Nullable Object> tree(String query) {
    return AstTree.of(PromqlParser.parse(query));
  }

  @Override
  public boolean hasSelectors(String query) {
    return !Exprs.selectors(PromqlParser.parse(query)).isEmpty();
  }
}
