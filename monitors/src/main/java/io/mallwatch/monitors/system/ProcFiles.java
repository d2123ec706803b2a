package io.mallwatch.monitors.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Linux' `proc` folder, or a copy of one. A file that is not there reads as empty: other systems
/// have none, and containers hide some.
///
/// @param root usually `/proc`
record ProcFiles(Path root) {

  List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  /// The words of the first line.
  String[] words(String file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? new String[0] : split(lines.getFirst());
  }

  /// The first line.
  String line(String file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  static String[] split(String line) {
    return line.strip().split("\\s+", -1);
  }

  /// The number at `index`, or NaN.
  static double number(String[] words, int index) {
    if (index >= words.length) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(words[index]);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
