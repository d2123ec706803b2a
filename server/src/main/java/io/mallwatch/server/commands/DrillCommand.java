package io.mallwatch.server.commands;

import io.mallwatch.server.drill.Drill;
import io.mallwatch.server.drill.DrillOutcome;
import io.mallwatch.server.drill.DrillReport;
import io.mallwatch.server.drill.DrillSite;
import io.mallwatch.server.drill.HttpDrillSite;
import io.mallwatch.server.drill.Scenario;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Switches the faults of the sample mall on one after another and sees what follows.
@Command(
    name = "drill",
    description = {
      "Switches every fault of the running sample mall on in turn, waits for rule, incident and"
          + " message, then for their end. 逐个打开演示商城的故障，检查告警、故障单、通知与恢复。"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:everything followed", "1:something was missed", "2:usage"})
public final class DrillCommand implements Callable<Integer> {

  private final InstantSource clock;

  @Parameters(
      paramLabel = "FAULT",
      arity = "0..*",
      description = "Only these faults, such as payment-failures; 'list' lists them.")
  private List<String> faults = List.of();

  @Option(
      names = "--mall",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7700",
      description = "Where the sample mall listens (default: ${DEFAULT-VALUE}).")
  private URI mall = URI.create("http://127.0.0.1:7700");

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7600",
      description = "Where the server listens (default: ${DEFAULT-VALUE}).")
  private URI server = URI.create("http://127.0.0.1:7600");

  @Option(
      names = "--token-env",
      paramLabel = "NAME",
      defaultValue = "MALLWATCH_TOKEN",
      description = "Environment variable with the access token (default: ${DEFAULT-VALUE}).")
  private String tokenVariable = "MALLWATCH_TOKEN";

  @Option(
      names = "--patience",
      paramLabel = "MINUTES",
      defaultValue = "15",
      description = "Longest wait for an alert, and again for its end (default: ${DEFAULT-VALUE}).")
  private int patienceMinutes = 15;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  public DrillCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (faults.contains("list")) {
      for (Scenario scenario : Scenario.values()) {
        System.out.printf("%-28s %s%n", scenario.fault(), scenario.rule());
      }
      return 0;
    }
    List<Scenario> scenarios = new ArrayList<>();
    for (String fault : faults) {
      Scenario.of(fault).ifPresent(scenarios::add);
    }
    if (scenarios.size() < faults.size() || patienceMinutes < 1) {
      Exit.complain("give faults that 'mallwatch drill list' lists, and a patience of 1 or more");
      return Exit.USAGE;
    }
    String token = System.getenv(tokenVariable);
    try (HttpDrillSite site = new HttpDrillSite(mall, server, token == null ? "" : token)) {
      return run(site, scenarios.isEmpty() ? List.of(Scenario.values()) : scenarios);
    } catch (DrillSite.DrillException e) {
      Exit.complain(String.valueOf(e.getMessage()));
      return Exit.BAD;
    }
  }

  private int run(HttpDrillSite site, List<Scenario> scenarios) throws InterruptedException {
    Drill drill = new Drill(site, Duration.ofMinutes(patienceMinutes), clock, Thread::sleep);
    if (!json) {
      System.out.print(DrillReport.head());
    }
    List<DrillOutcome> outcomes =
        drill.run(
            scenarios,
            outcome -> {
              if (!json) {
                System.out.print(DrillReport.row(outcome));
              }
            });
    String report = DrillReport.json(outcomes, System.getProperty("user.name", ""));
    site.keep(report);
    if (json) {
      System.out.println(report);
    }
    return outcomes.stream().allMatch(DrillOutcome::isWhole) ? 0 : Exit.BAD;
  }
}
