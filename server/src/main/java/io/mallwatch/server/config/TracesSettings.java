package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.DURATION;
import static io.mallwatch.server.config.SettingType.FLAG;
import static io.mallwatch.server.config.SettingType.SIZE_BYTES;
import static io.mallwatch.server.config.SettingType.TEXT;
import static io.mallwatch.server.config.SettingType.TEXTS;
import static io.mallwatch.server.config.SettingType.number;
import static io.mallwatch.server.config.SettingType.oneOf;

import io.mallwatch.traces.sampling.SamplingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// The keys `traces.*` and `otlp.*`.
final class TracesSettings {

  private static final String SHARE_ALLOWED = "a share such as 10%, 0.1 or 100%";
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|https?://(\\*\\.)?[A-Za-z0-9.-]+(:\\d+)?");

  private static final SettingType<Double> SHARE = TEXT.map(SHARE_ALLOWED, TracesSettings::share);
  private static final SettingType<List<String>> ORIGINS =
      TEXTS.map(
          "a list of origins such as https://mall.example, https://*.mall.example, or *",
          TracesSettings::origins);

  private static final Setting<String> ENGINE =
      setting("traces.engine", oneOf("segment"), "segment", "Where spans are kept.");
  private static final Setting<Duration> RETENTION =
      setting("traces.retention", DURATION, "7d", "How long spans are kept.");
  private static final Setting<Long> RETENTION_SIZE =
      setting(
          "traces.retention_size",
          SIZE_BYTES,
          "10GiB",
          "Most disk that spans may take; the oldest hours go first.");

  private static final Setting<Double> SAMPLING_SHARE =
      setting(
          "traces.sampling.share",
          SHARE,
          "100%",
          "Share of ordinary traces that is kept; below 100% a trace is decided once it is complete"
              + " (tail sampling, see docs/tracing.md). Rates, errors and durations by service are"
              + " counted before, from all spans.");
  private static final Setting<Boolean> SAMPLING_ERRORS =
      setting("traces.sampling.errors", FLAG, "true", "Keep every trace with a failed span.");
  private static final Setting<Duration> SAMPLING_SLOW =
      setting(
          "traces.sampling.slow",
          DURATION,
          "1s",
          "Keep every trace with a span that took at least so long; 0 for no such rule.");
  private static final Setting<Integer> SAMPLING_PER_OPERATION =
      setting(
          "traces.sampling.per_operation_minute",
          number(0, 100_000),
          "5",
          "Keep so many traces of each operation a minute, so that rare ones are there.");
  private static final Setting<Duration> SAMPLING_SETTLE =
      setting(
          "traces.sampling.settle",
          DURATION,
          "10s",
          "How long spans of a trace may still come before it is decided.");

  private static final Setting<List<String>> CORS_ORIGINS =
      setting(
          "otlp.cors_origins",
          ORIGINS,
          "",
          "Pages of these origins may send OTLP from the browser (CORS); `*` in place of the first"
              + " part of a host name, or alone for every page. Nothing else is open to them.");
  private static final Setting<List<String>> CORS_HEADERS =
      setting(
          "otlp.cors_headers",
          TEXTS,
          "content-type, content-encoding, authorization",
          "Headers that such pages may send.");

  static final List<Setting<?>> ALL =
      List.of(
          ENGINE,
          RETENTION,
          RETENTION_SIZE,
          SAMPLING_SHARE,
          SAMPLING_ERRORS,
          SAMPLING_SLOW,
          SAMPLING_PER_OPERATION,
          SAMPLING_SETTLE,
          CORS_ORIGINS,
          CORS_HEADERS);

  private TracesSettings() {}

  private static double share(String text) {
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
    try {
      double share = Double.parseDouble(digits) / (percent ? 100 : 1);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException ignored) {
      // said below
    }
    throw new IllegalArgumentException("'" + text + "' is not allowed");
  }

  private static List<String> origins(List<String> texts) {
    for (String text : texts) {
      if (!ORIGIN.matcher(text).matches()) {
        throw new IllegalArgumentException("'" + text + "' is no origin");
      }
    }
    return texts;
  }

  static TracesConfig read(Setting.Values values) {
    var _ = values.of(ENGINE);
    return new TracesConfig(
        values.of(RETENTION),
        values.of(RETENTION_SIZE),
        new SamplingPolicy(
            values.of(SAMPLING_SHARE),
            values.of(SAMPLING_ERRORS),
            values.of(SAMPLING_SLOW),
            values.of(SAMPLING_PER_OPERATION),
            values.of(SAMPLING_SETTLE)));
  }

  static Config.CorsPart cors(Setting.Values values) {
    return new Config.CorsPart(values.of(CORS_ORIGINS), values.of(CORS_HEADERS));
  }
}
