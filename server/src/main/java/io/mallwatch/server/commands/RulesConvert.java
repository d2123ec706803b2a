package io.mallwatch.server.commands;

import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.yaml.Durations;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.doors.http.Json;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Writes rules, in whichever form they are, as a Prometheus rule file.
@Command(
    name = "convert",
    description =
        "Writes rules (also name, level, condition, threshold, duration) in Prometheus's format."
            + " 转成 Prometheus 规则文件。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:converted", "1:a file is wrong", "2:usage"})
final class RulesConvert implements Callable<Integer> {

  private static final Duration INTERVAL = Duration.ofSeconds(15);

  @Parameters(paramLabel = "FILE", arity = "1..*")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    try {
      System.out.print(text(new RuleFiles(PromqlParser::parse, INTERVAL).read(files)));
      return Exit.GOOD;
    } catch (InvalidFileException e) {
      e.problems().forEach(problem -> Exit.complain(problem.toString()));
      return Exit.BAD;
    }
  }

  private static String text(List<RuleGroup> groups) {
    StringBuilder out = new StringBuilder("groups:\n");
    for (RuleGroup group : groups) {
      out.append("  - name: ").append(quoted(group.name())).append('\n');
      if (!group.interval().equals(INTERVAL)) {
        out.append("    interval: ").append(Durations.print(group.interval())).append('\n');
      }
      if (!group.queryOffset().isZero()) {
        out.append("    query_offset: ").append(Durations.print(group.queryOffset())).append('\n');
      }
      if (group.limit() > 0) {
        out.append("    limit: ").append(group.limit()).append('\n');
      }
      out.append("    rules:\n");
      group.rules().forEach(rule -> append(out, rule));
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Rule rule) {
    boolean alert = rule instanceof Rule.Alerting;
    out.append(alert ? "      - alert: " : "      - record: ").append(quoted(rule.name()));
    out.append("\n        expr: ").append(quoted(rule.expression())).append('\n');
    if (rule instanceof Rule.Alerting alerting) {
      time(out, "for", alerting.hold());
      time(out, "keep_firing_for", alerting.keepFiring());
    }
    texts(out, "labels", rule.labels());
    if (rule instanceof Rule.Alerting alerting) {
      texts(out, "annotations", alerting.annotations());
    }
  }

  private static void time(StringBuilder out, String key, Duration time) {
    if (!time.isZero()) {
      out.append("        ").append(key).append(": ").append(Durations.print(time)).append('\n');
    }
  }

  private static void texts(StringBuilder out, String key, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      out.append("        ").append(key).append(":\n");
      texts.forEach((name, text) ->
          out.append("          ").append(name).append(": ").append(quoted(text)).append('\n'));
    }
  }

  /// JSON's strings are YAML's.
  private static String quoted(String text) {
    return new String(Json.write(out -> out.writeString(text)), StandardCharsets.UTF_8);
  }
}
