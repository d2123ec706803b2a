package io.mallwatch.model;

import java.util.Objects;

/// One name and value of a [Labels] set.
///
/// @param name label name; any UTF-8 text that is not empty
/// @param value label value; the empty value means the same as no label
public record Label(String name, String value) implements Comparable<Label> {

  public Label {
    Objects.requireNonNull(value, "value");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a label name is empty");
    }
  }

  /// By name, then by value; both by UTF-16 code unit.
  @Override
  public int compareTo(Label other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : value.compareTo(other.value);
  }
}
