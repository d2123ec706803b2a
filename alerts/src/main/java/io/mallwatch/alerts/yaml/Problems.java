package io.mallwatch.alerts.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong in one file. Used by one thread.
public final class Problems {

  /// More are not worth reading.
  private static final int MAX = 100;

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  public Problems(String file) {
    this.file = file;
  }

  public String file() {
    return file;
  }

  /// Notes a problem at `line`, counted from 1.
  public void add(int line, String path, String message) {
    if (found.size() < MAX) {
      found.add(new Problem(file, line, path, message));
    }
  }

  public List<Problem> found() {
    return List.copyOf(found);
  }

  /// Does nothing when all is well.
  ///
  /// @throws InvalidFileException with all problems
  public void throwIfAny() {
    if (!found.isEmpty()) {
      found.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidFileException(found);
    }
  }
}
