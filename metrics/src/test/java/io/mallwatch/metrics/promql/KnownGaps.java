package io.mallwatch.metrics.promql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The cases of Prometheus's scripts that the engine can't pass yet: `promql/known-gaps.txt`, a
/// line each as `file:line reason`, or `file:* reason` for a whole file. The list only shrinks: a
/// case that passes must leave it.
///
/// @param reasons by `file:line`
record KnownGaps(Map<String, String> reasons) {

  static KnownGaps load() {
    try (InputStream in =
        Objects.requireNonNull(KnownGaps.class.getResourceAsStream("/promql/known-gaps.txt"))) {
      Map<String, String> reasons = new TreeMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> {
            int space = line.indexOf(' ');
            reasons.put(line.substring(0, space), line.substring(space + 1));
          });
      return new KnownGaps(reasons);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean coversFile(String file) {
    return reasons.containsKey(file + ":*");
  }

  boolean contains(String file, int line) {
    return reasons.containsKey(file + ":" + line);
  }

  /// How many lines name a case of `file`.
  long count(String file) {
    return reasons.keySet().stream().filter(place -> place.startsWith(file + ":")).count();
  }
}
