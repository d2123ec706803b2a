package io.mallwatch.metrics.ingest.otlp;

import java.time.Duration;
import java.util.List;

/// How OTLP metrics become series; Prometheus's `otlp` settings.
///
/// @param translation how names are made
/// @param promotion what of resource and scope every series gets
/// @param customBuckets whether histograms with explicit bounds become native ones
///   (`convert_histograms_to_nhcb`)
/// @param deltas what becomes of deltas
public record OtlpMetricsConfig(
    Translation translation, Promotion promotion, boolean customBuckets, Deltas deltas) {

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

  /// What of resource and scope every series gets as labels, besides `job` and `instance`.
  ///
  /// @param attributes of the resource: those that are promoted, or with `all` those that are not
  /// @param all whether all others are promoted
  /// @param identifying whether `target_info` keeps the attributes that `job` and `instance` say
  /// @param scope whether series get `otel_scope_...`
  public record Promotion(
      List<String> attributes, boolean all, boolean identifying, boolean scope) {

    public Promotion {
      attributes = List.copyOf(attributes);
    }

    /// Nothing is promoted.
    public static Promotion none() {
      return new Promotion(List.of(), false, false, false);
    }

    boolean promotes(String attribute) {
      return all != attributes.contains(attribute);
    }
  }

  /// What becomes of deltas.
  ///
  /// @param accumulated whether they are added up; else they are refused
  /// @param maxSeries series whose deltas are added up at once; the least used go first
  /// @param forgetAfter how long a silent series' sum is remembered
  public record Deltas(boolean accumulated, int maxSeries, Duration forgetAfter) {

    /// Added up, for up to 100,000 series.
    public static Deltas defaults() {
      return new Deltas(true, 100_000, Duration.ofMinutes(5));
    }
  }

  /// What Prometheus does when nothing is configured, except that deltas are added up.
  public static OtlpMetricsConfig defaults() {
    return new OtlpMetricsConfig(
        Translation.UNDERSCORE_ESCAPING_WITH_SUFFIXES, Promotion.none(), false, Deltas.defaults());
  }
}
