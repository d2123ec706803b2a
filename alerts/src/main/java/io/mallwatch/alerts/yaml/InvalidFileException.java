package io.mallwatch.alerts.yaml;

import java.util.List;
import java.util.stream.Collectors;

/// A file cannot be used as it stands; nothing of it was applied. Carries every problem found.
public final class InvalidFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidFileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// In the order of the file.
  public List<Problem> problems() {
    return problems;
  }
}
