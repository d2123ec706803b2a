package io.mallwatch.metrics.ingest;

import java.time.Duration;
import java.util.List;

/// How OTLP metrics become series.
///
/// @param translation how names are made
/// @param promotedAttributes resource attributes that every series of the resource gets as labels
/// @param promoteScope whether series get `otel_scope_name` and `otel_scope_version`
/// @param maxDeltaSeries series whose deltas are added up at once; the least used go first
/// @param deltaForgetAfter how long a silent series' sum is remembered
public record OtlpMetricsConfig(
    Translation translation,
    List<String> promotedAttributes,
    boolean promoteScope,
    int maxDeltaSeries,
    Duration deltaForgetAfter) {

  /// Prometheus's `otlp.translation_strategy`.
  public enum Translation {
    UNDERSCORE_ESCAPING_WITH_SUFFIXES(true, true),
    UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES(true, false),
    NO_UTF8_ESCAPING_WITH_SUFFIXES(false, true),
    NO_TRANSLATION(false, false);

    private final boolean escape;
    private final boolean suffixes;

    Translation(boolean escape, boolean suffixes) {
      this.escape = escape;
      this.suffixes = suffixes;
    }

    boolean escapes() {
      return escape;
    }

    boolean addsSuffixes() {
      return suffixes;
    }
  }

  public OtlpMetricsConfig {
    promotedAttributes = List.copyOf(promotedAttributes);
  }

  /// What Prometheus does when nothing is configured.
  public static OtlpMetricsConfig defaults() {
    return new OtlpMetricsConfig(
        Translation.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
        List.of(),
        false,
        100_000,
        Duration.ofMinutes(5));
  }
}
