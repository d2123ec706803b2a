package io.mallwatch.server.commands;

import io.mallwatch.ops.health.HealthCheck;
import io.mallwatch.ops.health.HealthOutcome;
import io.mallwatch.ops.health.HealthProbe;
import io.mallwatch.ops.health.HealthReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks a mall's health endpoints, and what else is named.
@Command(
    name = "check",
    description =
        "Checks a mall's seven health endpoints and other addresses, all at once."
            + " 检查商城的七个健康端点与其他地址。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all are good", "1:some are bad", "2:usage"})
public final class CheckCommand implements Callable<Integer> {

  private final InstantSource clock;

  public CheckCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Parameters(
      paramLabel = "URL",
      arity = "0..1",
      defaultValue = "http://localhost:3000",
      description = "Base URL of the mall (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://localhost:3000");

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "For one request (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 30;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "3",
      description = "Tries for each endpoint (default: ${DEFAULT-VALUE}).")
  private int tries = 3;

  @Option(
      names = "--pause",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "Between tries (default: ${DEFAULT-VALUE}).")
  private int pauseSeconds = 5;

  @Option(
      names = "--probe",
      paramLabel = "ADDRESS",
      description =
          "Also: http(s)://..., tcp://db:3306, dns://name, tls://name?days=14, mysql://db,"
              + " redis://cache, promql:QUERY (good when it is not 0), logs:QUERY (good when no"
              + " line of 5 minutes matches). May be repeated.")
  private List<String> probes = new ArrayList<>();

  @Option(names = "--only-probes", description = "Leaves the seven endpoints out.")
  private boolean onlyProbes;

  @Option(
      names = "--mallwatch",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7600",
      description = "Where promql: and logs: are asked (default: ${DEFAULT-VALUE}).")
  private URI mallwatch = URI.create("http://127.0.0.1:7600");

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Option(names = "--junit", paramLabel = "FILE", description = "Writes a JUnit report.")
  private @Nullable Path junit;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "After a deployment: asks again and again for at most so long, until all were good"
              + " --passes times in a row.")
  private int watchSeconds;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "3",
      description = "For --watch (default: ${DEFAULT-VALUE}).")
  private int passes = 3;

  @Override
  public Integer call() throws InterruptedException {
    if (url.getHost() == null || timeoutSeconds < 1 || tries < 1 || pauseSeconds < 0) {
      Exit.complain(
          "give an address such as http://localhost:3000, a timeout and tries of 1 or more");
      return Exit.USAGE;
    }
    List<HealthProbe> all = new ArrayList<>(onlyProbes ? List.of() : HealthProbe.MALL);
    try {
      probes.forEach(probe -> all.add(HealthProbe.of(probe)));
    } catch (IllegalArgumentException e) {
      Exit.complain(String.valueOf(e.getMessage()));
      return Exit.USAGE;
    }
    if (!json) {
      System.out.println("开始系统健康检查...");
      System.out.println("目标地址: " + url);
    }
    HealthCheck check =
        new HealthCheck(
            new HealthCheck.Patience(
                Duration.ofSeconds(timeoutSeconds), tries, Duration.ofSeconds(pauseSeconds)),
            mallwatch,
            clock);
    List<HealthOutcome> outcomes = watchSeconds > 0 ? watch(check, all) : check.run(url, all);
    return tell(outcomes);
  }

  /// The outcomes of the last round: the first that ends a row of good ones, or the last in time.
  private List<HealthOutcome> watch(HealthCheck check, List<HealthProbe> all)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(watchSeconds).toNanos();
    int row = 0;
    while (true) {
      List<HealthOutcome> outcomes = check.run(url, all);
      boolean good = outcomes.stream().allMatch(HealthOutcome::good);
      row = good ? row + 1 : 0;
      if (!json) {
        System.out.println(good ? "… 连续通过 %d/%d".formatted(row, passes) : "… 未通过，继续等待");
      }
      if (row >= passes || System.nanoTime() > end) {
        return outcomes;
      }
      Thread.sleep(Duration.ofSeconds(pauseSeconds));
    }
  }

  private int tell(List<HealthOutcome> outcomes) {
    long bad = outcomes.stream().filter(outcome -> !outcome.good()).count();
    if (json) {
      System.out.println(HealthReport.json(url, outcomes));
    } else {
      for (HealthOutcome outcome : outcomes) {
        if (outcome.probe().name().equals("api")) {
          for (int i = 1; i <= outcome.failedTries(); i++) {
            System.out.println("❌ 第" + i + "次健康检查失败");
          }
        }
        System.out.println(outcome.text());
      }
      System.out.println(bad == 0 ? "🎉 所有健康检查通过！" : "💥 有 " + bad + " 项检查失败");
    }
    if (junit != null) {
      try {
        Files.writeString(junit, HealthReport.junit(url, outcomes));
      } catch (IOException e) {
        Exit.complain("cannot write %s: %s".formatted(junit, e.getMessage()));
        return Exit.USAGE;
      }
    }
    return bad == 0 ? Exit.GOOD : Exit.BAD;
  }
}
