package io.mallwatch.metrics.scrape.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Headers of an answer, in their order; names are compared without case.
public final class HttpHeaders {

  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  void add(String name, String value) {
    names.add(name);
    values.add(value);
  }

  /// The first value of a header.
  public Optional<String> first(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return Optional.of(values.get(i));
      }
    }
    return Optional.empty();
  }
}
