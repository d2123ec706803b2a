package io.mallwatch.server.config;

import java.util.List;

/// The configuration cannot be used; all that is wrong with it, one line each, with file, line and
/// path.
public final class BadConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public BadConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
