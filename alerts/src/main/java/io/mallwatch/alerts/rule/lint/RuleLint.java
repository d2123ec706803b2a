package io.mallwatch.alerts.rule.lint;

import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.BadQueryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds what is wrong with rules that load. Immutable, thread-safe when its [KnownMetrics] are.
public final class RuleLint {

  /// What rules are held against.
  ///
  /// @param evaluationInterval of groups that name none
  /// @param scrapeInterval distance of the samples that they read
  public record Settings(Duration evaluationInterval, Duration scrapeInterval) {

    /// As a server without a configuration has it.
    public static Settings defaults() {
      return new Settings(Duration.ofSeconds(15), Duration.ofSeconds(15));
    }
  }

  private final KnownMetrics metrics;
  private final Settings settings;

  public RuleLint(KnownMetrics metrics, Settings settings) {
    this.metrics = metrics;
    this.settings = settings;
  }

  /// What is wrong with the rules of `files` (text by name), in their order; they see each other's
  /// recorded series.
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when one of them does not load
  public List<Finding> lint(Map<String, String> files) {
    RuleFiles reader = new RuleFiles(PromqlParser::parse, settings.evaluationInterval());
    List<WrittenRule> rules = new ArrayList<>();
    files.forEach((name, text) -> rules.addAll(WrittenRule.read(reader, name, text)));
    Set<String> recorded = new HashSet<>();
    for (WrittenRule rule : rules) {
      if (rule.rule() instanceof Rule.Recording recording) {
        recorded.add(recording.name());
      }
    }
    List<Check> checks =
        List.of(
            new MetricCheck(metrics, recorded),
            new QuantileCheck(),
            new RatioCheck(),
            new UnitCheck(),
            new RangeCheck(settings.scrapeInterval()),
            new AlertCheck());
    List<Finding> findings = new ArrayList<>();
    for (WrittenRule rule : rules) {
      Report report = new Report(rule);
      checks.forEach(check -> check.look(rule, report));
      List<Finding> found = new ArrayList<>(report.findings(RuleLint::isSound));
      found.sort(Comparator.comparing(Finding::level).thenComparingInt(Finding::line));
      findings.addAll(found);
    }
    return findings;
  }

  private static boolean isSound(String expression) {
    try {
      PromqlParser.parse(expression);
      return true;
    } catch (BadQueryException _) {
      return false;
    }
  }
}
