package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.model.wire.ProtoCursor;

/// What the data of a metric says of its points.
///
/// @param kind field number of the data: 5 gauge, 7 sum, 9 histogram, 10 exponential, 11 summary
/// @param temporality 1 delta, 2 cumulative, 0 unknown
/// @param points how many data points there are
record OtlpData(int kind, int temporality, boolean monotonic, int points) {

  static final int GAUGE = 5;
  static final int SUM = 7;
  static final int HISTOGRAM = 9;
  static final int EXPONENTIAL = 10;
  static final int SUMMARY = 11;

  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  /// Looks through the message that the cursor is in.
  static OtlpData read(ProtoCursor in, int kind) {
    int temporality = 0;
    boolean monotonic = false;
    int points = 0;
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | ProtoCursor.LENGTH -> {
          points++;
          in.skip();
        }
        case 2 << 3 | ProtoCursor.VARINT -> temporality = (int) in.varint();
        case 3 << 3 | ProtoCursor.VARINT -> monotonic = in.varint() != 0;
        default -> in.skip();
      }
    }
    return new OtlpData(kind, temporality, monotonic && kind == SUM, points);
  }

  boolean isDelta() {
    return hasTemporality() && temporality == DELTA;
  }

  /// Whether it is neither delta nor cumulative though it must be one of them.
  boolean isUnclear() {
    return hasTemporality() && temporality != DELTA && temporality != CUMULATIVE;
  }

  private boolean hasTemporality() {
    return kind != GAUGE && kind != SUMMARY;
  }

  OtlpNames.Kind nameKind() {
    if (monotonic) {
      return OtlpNames.Kind.COUNTER;
    }
    return kind == GAUGE ? OtlpNames.Kind.GAUGE : OtlpNames.Kind.OTHER;
  }

  /// The type of the family, in Prometheus's words.
  String type() {
    return switch (kind) {
      case SUM -> monotonic ? "counter" : "gauge";
      case HISTOGRAM, EXPONENTIAL -> "histogram";
      case SUMMARY -> "summary";
      default -> "gauge";
    };
  }
}
