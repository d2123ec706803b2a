package io.mallwatch.monitors.business.slo;

import java.util.List;
import java.util.Locale;

/// Makes objectives into rules, as a file in Prometheus's format: error ratios over several windows
/// recorded as `slo:sli_error:ratio_rate...{slo}`, and alerts on two windows at a time, so that
/// what fires is both grave and going on.
///
/// | alert | burns | windows | share of the month's budget |
/// |---|---|---|---|
/// | SloBurnsFast | 14.4 times, or 6 times | 1 h and 5 min, or 6 h and 30 min | 2 %, 5 % |
/// | SloBurnsSlowly | 3 times, or once | 1 d and 2 h, or 3 d and 6 h | 10 % |
public final class SloRules {

  private static final List<String> SHORT_WINDOWS = List.of("5m", "30m", "1h", "2h");

  /// Their ratios move slowly and cost more, so they are asked for less often, yet within the five
  /// minutes that a recorded value is good for.
  private static final List<String> LONG_WINDOWS = List.of("6h", "1d", "3d");

  /// Fewer events an hour than this, and one failure would be an alarm.
  private static final int LEAST_EVENTS = 30;

  private SloRules() {}

  /// The rules of `slos`; empty text when there are none.
  public static String yaml(List<Slo> slos) {
    if (slos.isEmpty()) {
      return "groups: []\n";
    }
    StringBuilder out = new StringBuilder("groups:\n");
    for (Slo slo : slos) {
      group(out, slo, "long", "4m", LONG_WINDOWS);
      group(out, slo, "short", "1m", SHORT_WINDOWS);
      record(out, "slo:error_budget:ratio", slo, "vector(%s)".formatted(number(slo.budget())));
      out.append(fast(slo)).append(slow(slo));
    }
    return out.toString();
  }

  private static void group(
      StringBuilder out, Slo slo, String kind, String interval, List<String> windows) {
    out.append("  - name: slo-").append(slo.name()).append('-').append(kind).append('\n');
    out.append("    interval: ").append(interval).append("\n    rules:\n");
    for (String window : windows) {
      record(out, "slo:sli_error:ratio_rate" + window, slo, slo.errors(window));
    }
  }

  private static void record(StringBuilder out, String name, Slo slo, String expression) {
    out.append("      - record: ").append(name).append('\n');
    out.append("        expr: ").append(quoted(expression)).append('\n');
    out.append("        labels: {slo: ").append(slo.name()).append("}\n");
  }

  private static String burns(Slo slo, String window, double factor) {
    return "slo:sli_error:ratio_rate%s{slo=\"%s\"} > %s"
        .formatted(window, slo.name(), number(factor * slo.budget()));
  }

  private static String fast(Slo slo) {
    String expression =
        "((%s and on () %s) or (%s and on () %s)) and on () %s > %d"
            .formatted(
                burns(slo, "1h", 14.4),
                burns(slo, "5m", 14.4),
                burns(slo, "6h", 6),
                burns(slo, "30m", 6),
                slo.events("1h"),
                LEAST_EVENTS);
    return alert(
        "SloBurnsFast",
        slo,
        expression,
        "2m",
        "high",
        "正在快速消耗错误预算",
        "burns its error budget fast",
        "先看最近的发布与失败原因；预算在几小时内就会用完");
  }

  private static String slow(Slo slo) {
    String expression =
        "(%s and on () %s) or (%s and on () %s)"
            .formatted(
                burns(slo, "1d", 3), burns(slo, "2h", 3), burns(slo, "3d", 1), burns(slo, "6h", 1));
    return alert(
        "SloBurnsSlowly",
        slo,
        expression,
        "15m",
        "warning",
        "在持续消耗错误预算",
        "burns its error budget slowly",
        "排进本周的工作；预算用完前暂停有风险的发布");
  }

  private static String alert(
      String name,
      Slo slo,
      String expression,
      String hold,
      String severity,
      String zh,
      String en,
      String advice) {
    String objective = number(slo.objective() * 100);
    return """
      - alert: %s
        expr: %s
        for: %s
        labels: {severity: %s, team: business, slo: %s}
        annotations:
          summary: "%s %s"
          summary_en: "%s %s"
          description: "目标 %s%%%%，窗口内失败占比: {{ $value | humanizePercentage }}"
          description_en: "Objective %s %%%%; share of failures in the window: {{ $value | humanizePercentage }}"
          recommendations: %s
          runbook_url: docs/runbooks/%s.md
    """
        .formatted(
            name,
            quoted(expression),
            hold,
            severity,
            slo.name(),
            slo.name(),
            zh,
            slo.name(),
            en,
            objective,
            objective,
            advice,
            name)
        .replace("%%", "%")
        .indent(4);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// Without trailing zeros, six digits.
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
