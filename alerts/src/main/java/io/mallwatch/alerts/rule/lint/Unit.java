package io.mallwatch.alerts.rule.lint;

import io.mallwatch.alerts.rule.lint.Finding.Words;

/// What a number counts, as far as the names of metrics tell.
enum Unit {
  UNKNOWN("未知", "not known"),
  NUMBER("纯数", "a plain number"),
  COUNT("个数", "a count"),
  SECONDS("秒", "seconds"),
  MILLISECONDS("毫秒", "milliseconds"),
  /// Seconds since 1970.
  MOMENT("时刻", "a moment"),
  BYTES("字节", "bytes"),
  RATIO("比率（0 到 1）", "a ratio (0 to 1)"),
  PERCENT("百分数（0 到 100）", "percent (0 to 100)"),
  PER_SECOND("每秒次数", "per second"),
  /// Seconds spent in each second.
  SECONDS_PER_SECOND("每秒耗用的秒数", "seconds per second"),
  BYTES_PER_SECOND("字节每秒", "bytes per second");

  private final String zh;
  private final String en;

  Unit(String zh, String en) {
    this.zh = zh;
    this.en = en;
  }

  Words words() {
    return new Words(zh, en);
  }

  /// Of the values of a metric, by its name.
  static Unit ofMetric(String name) {
    if (name.endsWith("_count") || name.endsWith("_bucket")) {
      return COUNT;
    }
    if (name.endsWith("_sum")) {
      return ofMetric(name.substring(0, name.length() - "_sum".length()));
    }
    if (name.endsWith("_total")) {
      Unit unit = ofMetric(name.substring(0, name.length() - "_total".length()));
      return unit == UNKNOWN ? COUNT : unit;
    }
    return switch (name.substring(name.lastIndexOf('_') + 1)) {
      case "seconds" -> name.endsWith("timestamp_seconds") ? MOMENT : SECONDS;
      case "milliseconds", "millis", "ms" -> MILLISECONDS;
      case "bytes" -> BYTES;
      case "ratio" -> RATIO;
      case "percent", "percentage" -> PERCENT;
      default -> UNKNOWN;
    };
  }

  /// Of the increase each second.
  Unit perSecond() {
    return switch (this) {
      case COUNT -> PER_SECOND;
      case SECONDS -> SECONDS_PER_SECOND;
      case BYTES -> BYTES_PER_SECOND;
      case UNKNOWN, NUMBER, MILLISECONDS, MOMENT, RATIO, PERCENT -> UNKNOWN;
      case PER_SECOND, SECONDS_PER_SECOND, BYTES_PER_SECOND -> UNKNOWN;
    };
  }

  /// Of this divided by `other`.
  Unit dividedBy(Unit other) {
    if (this == other) {
      return this == UNKNOWN || this == NUMBER ? UNKNOWN : RATIO;
    }
    return switch (this) {
      case SECONDS, BYTES, MILLISECONDS -> other == COUNT ? this : UNKNOWN;
      case SECONDS_PER_SECOND -> other == PER_SECOND ? SECONDS : UNKNOWN;
      case BYTES_PER_SECOND -> other == PER_SECOND ? BYTES : UNKNOWN;
      case UNKNOWN, NUMBER, COUNT, MOMENT, RATIO, PERCENT, PER_SECOND -> UNKNOWN;
    };
  }

  /// Whether nothing else of this unit may be added to or compared with another's.
  boolean isPhysical() {
    return switch (this) {
      case SECONDS, MILLISECONDS, BYTES, RATIO, PERCENT -> true;
      case UNKNOWN, NUMBER, COUNT, MOMENT -> false;
      case PER_SECOND, SECONDS_PER_SECOND, BYTES_PER_SECOND -> false;
    };
  }
}
