package io.mallwatch.metrics.scrape.yaml;

import java.util.List;

/// A configuration that cannot be used, with everything that is wrong with it.
public final class ScrapeConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ScrapeConfigException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /// Each names the path of the key and its line, such as `scrape_configs[0].scrape_interval (line
  /// 12): ...`.
  public List<String> problems() {
    return problems;
  }
}
