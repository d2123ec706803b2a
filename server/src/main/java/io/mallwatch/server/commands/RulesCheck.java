package io.mallwatch.server.commands;

import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.rule.lint.CatalogueMetrics;
import io.mallwatch.alerts.rule.lint.Finding;
import io.mallwatch.alerts.rule.lint.KnownMetrics;
import io.mallwatch.alerts.rule.lint.RuleLint;
import io.mallwatch.alerts.rule.lint.SeenMetrics;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says what is wrong with rule files: what does not load, and what loads but cannot work.
@Command(
    name = "check",
    description = "Says what is wrong with rule files. 校验规则文件，并指出常见错误。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:nothing is wrong, or warnings and hints alone",
      "1:a file does not load, or a rule cannot work; with --lint-fatal any warning",
      "2:usage"
    })
final class RulesCheck implements Callable<Integer> {

  private static final int MOST_SERIES = 1_000;
  private static final String SHIPPED_LIST = "deploy/metrics.yaml";

  @Parameters(paramLabel = "FILE", arity = "1..*")
  private List<Path> files = List.of();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Prometheus's API of a running server, such as http://127.0.0.1:7600/prometheus:"
              + " are there such metrics and labels? 对照运行中的服务检查指标与标签。")
  private @Nullable URI url;

  @Option(
      names = "--metrics",
      paramLabel = "FILE",
      description =
          "List of every metric; what it does not name is emitted by nobody"
              + " (default: the shipped list, which knows types and labels). 指标目录。")
  private @Nullable Path catalogue;

  @Option(names = "--lint-fatal", description = "Warnings fail the check too. 警告也算失败。")
  private boolean lintFatal;

  @Option(names = "--no-lint", description = "Only checks whether the files load. 只校验格式。")
  private boolean noLint;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "15s",
      converter = PrometheusDuration.class,
      description = "Evaluation interval of groups without one (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofSeconds(15);

  @Option(
      names = "--scrape-interval",
      paramLabel = "DURATION",
      defaultValue = "15s",
      converter = PrometheusDuration.class,
      description = "How often targets are scraped (default: ${DEFAULT-VALUE}).")
  private Duration scrapeInterval = Duration.ofSeconds(15);

  @Option(
      names = "--lang",
      paramLabel = "zh|en",
      description = "Language of the findings (default: that of the system).")
  private String language = Locale.getDefault().getLanguage();

  @Override
  public Integer call() {
    RuleFiles reader = new RuleFiles(PromqlParser::parse, interval);
    Map<String, String> sound = new LinkedHashMap<>();
    Map<String, String> outcomes = new LinkedHashMap<>();
    boolean bad = false;
    for (Path file : files) {
      try {
        String text = Files.readString(file);
        outcomes.put(file.toString(), counted(reader.parse(file.toString(), text)));
        sound.put(file.toString(), text);
      } catch (InvalidFileException e) {
        outcomes.put(file.toString(), failed(e.problems()));
        bad = true;
      } catch (IOException e) {
        outcomes.put(file.toString(), failed(List.of("cannot be read: " + e)));
        bad = true;
      }
    }
    List<Finding> findings = noLint ? List.of() : lint(sound);
    outcomes.forEach((file, outcome) -> {
      System.out.println("Checking " + file);
      System.out.println(outcome);
      findings.stream().filter(f -> f.file().equals(file)).forEach(this::print);
    });
    boolean fatal =
        findings.stream()
            .anyMatch(f ->
                f.level() == Finding.Level.ERROR
                    || (lintFatal && f.level() == Finding.Level.WARNING));
    return bad || fatal ? Exit.BAD : Exit.GOOD;
  }

  private static String counted(List<RuleGroup> groups) {
    List<Rule> rules = groups.stream().flatMap(group -> group.rules().stream()).toList();
    long alerting = rules.stream().filter(rule -> rule instanceof Rule.Alerting).count();
    return "  SUCCESS: %d rules found (%d alerting, %d recording)"
        .formatted(rules.size(), alerting, rules.size() - alerting);
  }

  private static String failed(List<?> problems) {
    return problems.stream()
        .map(problem -> "  " + problem)
        .collect(Collectors.joining("\n", "  FAILED:\n", ""));
  }

  private List<Finding> lint(Map<String, String> texts) {
    URI server = url;
    KnownMetrics listed = listed();
    KnownMetrics metrics = server == null ? listed : seen(Api.at(server)).or(listed);
    return new RuleLint(metrics, new RuleLint.Settings(interval, scrapeInterval)).lint(texts);
  }

  private KnownMetrics listed() {
    Path given = catalogue;
    Path shipped = Path.of(System.getProperty("mallwatch.home", ".")).resolve(SHIPPED_LIST);
    Path file = given == null ? shipped : given;
    if (given == null && !Files.isRegularFile(shipped)) {
      return KnownMetrics.NONE;
    }
    try {
      return CatalogueMetrics.parse(file.toString(), Files.readString(file), given != null);
    } catch (InvalidFileException e) {
      Exit.complain(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      Exit.complain("%s cannot be read: %s".formatted(file, e));
    }
    return KnownMetrics.NONE;
  }

  private static SeenMetrics seen(Api api) {
    return new SeenMetrics(
        () ->
            asked(api, "/api/v1/label/__name__/values", List.of()).stream()
                .map(String::valueOf)
                .collect(Collectors.toSet()),
        metric ->
            asked(
                    api,
                    "/api/v1/series",
                    List.of("match[]", metric, "limit", Integer.toString(MOST_SERIES)))
                .stream()
                .map(RulesCheck::labels)
                .toList());
  }

  private static List<?> asked(Api api, String path, List<String> params) {
    try {
      return Api.list(api.ask(path, params));
    } catch (Api.FailedException e) {
      Exit.complain(String.valueOf(e.getMessage()));
      return List.of();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static Labels labels(@Nullable Object series) {
    Map<String, String> labels = new HashMap<>();
    Api.map(series).forEach((name, value) -> labels.put(name.toString(), String.valueOf(value)));
    return Labels.of(labels);
  }

  private void print(Finding finding) {
    boolean chinese = language.startsWith("zh");
    List<String> lines = new ArrayList<>();
    lines.add(
        "  %s:%d: %s [%s] %s: %s"
            .formatted(
                finding.file(),
                finding.line(),
                finding.level().text(),
                finding.defect().code(),
                finding.rule(),
                finding.what().in(language)));
    lines.add("      " + (chinese ? "建议：" : "to do: ") + finding.advice().in(language));
    if (!finding.corrected().isEmpty()) {
      lines.add(
          "      " + (chinese ? "改为：" : "correct: ") + finding.corrected().replace("\n", " "));
    }
    lines.forEach(System.out::println);
  }
}
