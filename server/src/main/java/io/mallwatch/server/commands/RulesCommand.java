package io.mallwatch.server.commands;

import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Looks at rule files.
@Command(
    name = "rules",
    description = "Looks at rule files. 检查规则文件。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all are good", "1:some are bad", "2:usage"})
public final class RulesCommand {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  @Command(name = "check", description = "Says what is wrong with rule files. 校验规则文件。")
  int check(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files) {
    RuleFiles reader = new RuleFiles(PromqlParser::parse, INTERVAL);
    int exit = Exit.GOOD;
    for (Path file : files) {
      System.out.println("Checking " + file);
      try {
        List<RuleGroup> groups = reader.read(List.of(file));
        List<Rule> rules = groups.stream().flatMap(group -> group.rules().stream()).toList();
        long alerting = rules.stream().filter(rule -> rule instanceof Rule.Alerting).count();
        System.out.printf(
            "  SUCCESS: %d rules found (%d alerting, %d recording)%n",
            rules.size(), alerting, rules.size() - alerting);
      } catch (InvalidFileException e) {
        System.out.println("  FAILED:");
        e.problems().forEach(problem -> System.out.println("  " + problem));
        exit = Exit.BAD;
      }
    }
    return exit;
  }
}
