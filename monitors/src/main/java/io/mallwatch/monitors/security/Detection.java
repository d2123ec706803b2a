package io.mallwatch.monitors.security;

import java.util.List;

/// Something that is looked for.
///
/// @param id such as `AUTH-1`, or that of a Sigma rule
/// @param title in both languages
/// @param meaning what it is, when it is found, and what to do
/// @param levels that a finding of it can have, the least first
/// @param origin `built-in` or the file of a Sigma rule
public record Detection(String id, Text title, Text meaning, List<Level> levels, String origin) {

  public Detection {
    levels = List.copyOf(levels);
  }

  /// A text in both languages of the console.
  public record Text(String zh, String en) {}

  static Detection builtIn(String id, Text title, Text meaning, Level... levels) {
    return new Detection(id, title, meaning, List.of(levels), "built-in");
  }
}
