package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.MetricMetadata;

/// What the comment lines of a page say of one metric family. Not thread-safe.
final class Family {

  private final String name;
  private String type = "unknown";
  private String help = "";
  private String unit = "";
  private boolean changed = true;

  Family(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  String type() {
    return type;
  }

  void type(String value) {
    changed |= !type.equals(value);
    type = value;
  }

  void help(String value) {
    changed |= !help.equals(value);
    help = value;
  }

  void unit(String value) {
    changed |= !unit.equals(value);
    unit = value;
  }

  boolean hasChanged() {
    return changed;
  }

  void told() {
    changed = false;
  }

  MetricMetadata metadata() {
    return new MetricMetadata(name, type, help, unit);
  }
}
