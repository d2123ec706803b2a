package io.mallwatch.metrics.scrape;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A format that a target may answer in.
public enum ScrapeProtocol {
  PROMETHEUS_PROTO(
      "PrometheusProto",
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"),
  OPEN_METRICS_TEXT_1_0_0("OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0"),
  OPEN_METRICS_TEXT_0_0_1("OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1"),
  PROMETHEUS_TEXT_1_0_0("PrometheusText1.0.0", "text/plain;version=1.0.0"),
  PROMETHEUS_TEXT_0_0_4("PrometheusText0.0.4", "text/plain;version=0.0.4");

  /// Asked for when nothing is configured.
  public static final List<ScrapeProtocol> TEXT_FIRST =
      List.of(
          OPEN_METRICS_TEXT_1_0_0,
          OPEN_METRICS_TEXT_0_0_1,
          PROMETHEUS_TEXT_1_0_0,
          PROMETHEUS_TEXT_0_0_4);

  /// Asked for when native histograms are wanted.
  public static final List<ScrapeProtocol> PROTO_FIRST =
      List.of(
          PROMETHEUS_PROTO,
          OPEN_METRICS_TEXT_1_0_0,
          OPEN_METRICS_TEXT_0_0_1,
          PROMETHEUS_TEXT_1_0_0,
          PROMETHEUS_TEXT_0_0_4);

  private final String key;
  private final String mediaType;

  ScrapeProtocol(String key, String mediaType) {
    this.key = key;
    this.mediaType = mediaType;
  }

  /// As configuration files write it.
  public String key() {
    return key;
  }

  /// @throws IllegalArgumentException when there is no such protocol
  public static ScrapeProtocol of(String key) {
    for (ScrapeProtocol protocol : values()) {
      if (protocol.key.equals(key)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("unknown scrape protocol \"%s\"".formatted(key));
  }

  /// The media type without parameters.
  public String bareMediaType() {
    return mediaType.substring(0, Math.max(mediaType.indexOf(';'), 0));
  }

  /// The `Accept` header that asks for `wanted`, best first.
  public static String accept(List<ScrapeProtocol> wanted, NameEscaping escaping) {
    List<String> values = new ArrayList<>();
    int weight = values().length + 1;
    for (ScrapeProtocol protocol : wanted) {
      boolean knowsNames = protocol == PROMETHEUS_TEXT_1_0_0 || protocol == OPEN_METRICS_TEXT_1_0_0;
      values.add(
          protocol.mediaType
              + (knowsNames ? ";escaping=" + escaping.key() : "")
              + ";q=0."
              + weight--);
    }
    values.add("*/*;q=0." + weight);
    return String.join(",", values);
  }

  /// How a target is asked to write names that are not [NameRules#LEGACY].
  public enum NameEscaping {
    ALLOW_UTF_8,
    UNDERSCORES,
    DOTS,
    VALUES;

    /// As configuration files and the `Accept` header write it.
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException when there is no such scheme
    public static NameEscaping of(String key) {
      for (NameEscaping escaping : values()) {
        if (escaping.key().equals(key)) {
          return escaping;
        }
      }
      throw new IllegalArgumentException(
          "expected allow-utf-8, underscores, dots or values, not \"%s\"".formatted(key));
    }
  }
}
