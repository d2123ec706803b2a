package io.mallwatch.server.commands;

import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.rule.unittest.RuleTestFile;
import io.mallwatch.alerts.rule.unittest.RuleUnitTests;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.server.rules.ScratchMetrics;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs unit tests of rules in promtool's format, over the real store and the real PromQL.
@Command(
    name = "test",
    description = "Runs unit tests of rules, in promtool's format. 运行规则的单元测试。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:every test passes", "1:a test fails or a file is wrong", "2:usage"})
final class RulesTest implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", arity = "1..*")
  private List<Path> files = List.of();

  @Option(
      names = "--run",
      paramLabel = "REGEX",
      description = "Only tests whose name it finds. 只运行名字匹配的测试。")
  private @Nullable Pattern only;

  @Override
  public Integer call() {
    boolean failed = false;
    for (Path file : files) {
      System.out.println("Unit Testing:  " + file);
      List<String> failures = failures(file);
      System.out.println(failures.isEmpty() ? "  SUCCESS" : "  FAILED:");
      failures.forEach(System.out::println);
      System.out.println();
      failed |= !failures.isEmpty();
    }
    return failed ? Exit.BAD : Exit.GOOD;
  }

  private List<String> failures(Path path) {
    try {
      RuleTestFile file = chosen(RuleTestFile.parse(path.toString(), Files.readString(path)));
      List<RuleGroup> groups =
          new RuleFiles(PromqlParser::parse, file.interval()).read(ruleFiles(path, file));
      List<String> failures = new ArrayList<>();
      for (RuleUnitTests.Verdict verdict :
          new RuleUnitTests(ScratchMetrics::open).run(file, groups)) {
        if (!verdict.failures().isEmpty() && !verdict.name().isEmpty()) {
          failures.add("    name: " + verdict.name() + ",");
        }
        failures.addAll(verdict.failures());
      }
      return failures;
    } catch (InvalidFileException e) {
      return e.problems().stream().map(problem -> "  " + problem).toList();
    } catch (IOException e) {
      return List.of("  %s: cannot be read: %s".formatted(path, e));
    }
  }

  private RuleTestFile chosen(RuleTestFile file) {
    Pattern pattern = only;
    return pattern == null
        ? file
        : file.with(
            file.cases().stream().filter(one -> pattern.matcher(one.name()).find()).toList());
  }

  /// Beside the test file, unless they are absolute.
  private static List<Path> ruleFiles(Path test, RuleTestFile file) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String pattern : file.ruleFiles()) {
      Path path = test.toAbsolutePath().resolveSibling(pattern).normalize();
      Path folder = path.getParent();
      Path name = path.getFileName();
      if (Files.isRegularFile(path) || folder == null || name == null) {
        found.add(path);
        continue;
      }
      List<Path> some = new ArrayList<>();
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> matching = Files.newDirectoryStream(folder, name.toString())) {
          matching.forEach(some::add);
        }
      }
      some.sort(null);
      if (some.isEmpty()) {
        System.out.println("  WARNING: no file match pattern " + pattern);
      }
      found.addAll(some);
    }
    return found.stream().distinct().toList();
  }
}
