package io.mallwatch.alerts.yaml;

/// One thing that is wrong in a file.
///
/// @param file as given by the operator
/// @param line counted from 1
/// @param path such as `groups[0].rules[2].expr`; empty for the whole file
/// @param message what is wrong, for a person
public record Problem(String file, int line, String path, String message) {

  @Override
  public String toString() {
    return "%s:%d: %s%s".formatted(file, line, path.isEmpty() ? "" : path + ": ", message);
  }
}
