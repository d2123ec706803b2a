package io.mallwatch.server.commands;

import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.ops.deploy.BlueGreen;
import io.mallwatch.ops.deploy.BlueGreenFile;
import io.mallwatch.ops.deploy.BlueGreenPlan;
import io.mallwatch.ops.deploy.Deployment;
import io.mallwatch.ops.deploy.HostShell;
import io.mallwatch.ops.deploy.HttpProbe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Brings a version of the mall into use.
@Command(
    name = "deploy",
    description =
        "Brings a version into use and watches it; exit 1 when it was not kept."
            + " 蓝绿发布，观察，出错自动回退。",
    mixinStandardHelpOptions = true)
public final class DeployCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InstantSource clock;

  public DeployCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Exit.complain("say blue-green, back or status; --help tells more");
    return Exit.USAGE;
  }

  /// Starts the idle colour, switches to it, watches it.
  @Command(
      name = "blue-green",
      description = "Starts the version in the idle colour, switches nginx, watches, goes back.",
      mixinStandardHelpOptions = true)
  int blueGreen(
      @Option(names = "--plan", required = true, paramLabel = "FILE") Path file,
      @Option(
              names = "--release",
              required = true,
              paramLabel = "VERSION",
              description = "Handed to the start command as VERSION; an image's digest is best.")
          String version,
      @Option(
              names = "--committed-at",
              paramLabel = "TIME",
              description = "RFC 3339 time of its last commit, for the lead time.")
          @Nullable String committedAt,
      @Option(names = "--by", paramLabel = "NAME", description = "Who or what deploys.")
          @Nullable String by,
      @Option(
              names = "--server",
              paramLabel = "URL",
              description = "Where deployments are told; default: the plan's watch.server.")
          @Nullable URI server)
      throws InterruptedException {
    BlueGreenPlan plan = plan(file);
    if (plan == null) {
      return Exit.USAGE;
    }
    Instant commit = null;
    try {
      commit = committedAt == null ? null : OffsetDateTime.parse(committedAt).toInstant();
    } catch (DateTimeException _) {
      Exit.complain("--committed-at is '" + committedAt + "'; an RFC 3339 time is needed");
      return Exit.USAGE;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Deployment wanted =
        new Deployment(
            plan.service() + "-" + now.toEpochMilli(),
            plan.service(),
            plan.environment(),
            version,
            "",
            commit,
            now,
            null,
            null,
            Deployment.Status.RUNNING,
            "",
            by == null ? System.getProperty("user.name", "") : by);
    try {
      Deployment ended = deploy(plan, server).run(wanted);
      return ended.status() == Deployment.Status.SUCCEEDED ? Exit.GOOD : Exit.BAD;
    } catch (IOException e) {
      Exit.complain("%s cannot be used: %s".formatted(plan.nginx().upstreamFile(), e));
      return Exit.BAD;
    }
  }

  /// Switches to the other colour, which must still run.
  @Command(
      name = "back",
      description = "Switches nginx to the other colour, if that answers.",
      mixinStandardHelpOptions = true)
  int back(@Option(names = "--plan", required = true, paramLabel = "FILE") Path file)
      throws InterruptedException {
    BlueGreenPlan plan = plan(file);
    if (plan == null) {
      return Exit.USAGE;
    }
    try {
      BlueGreen deploy = deploy(plan, null);
      var trouble = deploy.switchBack();
      if (trouble.isPresent()) {
        Exit.complain(trouble.get());
        return Exit.BAD;
      }
      System.out.println(deploy.live().orElse("none") + " is live");
      return Exit.GOOD;
    } catch (IOException e) {
      Exit.complain("%s cannot be used: %s".formatted(plan.nginx().upstreamFile(), e));
      return Exit.BAD;
    }
  }

  /// Which colour is live, and whether both answer.
  @Command(
      name = "status",
      description = "Which colour is live, and whether each answers.",
      mixinStandardHelpOptions = true)
  int status(@Option(names = "--plan", required = true, paramLabel = "FILE") Path file)
      throws InterruptedException {
    BlueGreenPlan plan = plan(file);
    if (plan == null) {
      return Exit.USAGE;
    }
    try {
      String live = deploy(plan, null).live().orElse("none");
      HttpProbe probe = new HttpProbe();
      for (BlueGreenPlan.Colour colour : List.of(plan.blue(), plan.green())) {
        System.out.printf(
            "%-6s %-22s %-8s %s%n",
            colour.name(),
            colour.address(),
            probe.isUp(colour.address(), plan.probe()) ? "answers" : "silent",
            colour.name().equals(live) ? "live" : "");
      }
      return Exit.GOOD;
    } catch (IOException e) {
      Exit.complain("%s cannot be used: %s".formatted(plan.nginx().upstreamFile(), e));
      return Exit.BAD;
    }
  }

  private static @Nullable BlueGreenPlan plan(Path file) {
    try {
      return BlueGreenFile.parse(file, Files.readString(file));
    } catch (IOException e) {
      Exit.complain("%s cannot be read: %s".formatted(file, e.getMessage()));
    } catch (InvalidFileException e) {
      Exit.complain(String.valueOf(e.getMessage()));
    }
    return null;
  }

  private BlueGreen deploy(BlueGreenPlan plan, @Nullable URI server) {
    URI queries = plan.watch().server();
    URI told =
        server != null || queries == null
            ? server
            : URI.create(queries.toString().replaceAll("/prometheus/?$", ""));
    HttpProbe probe = new HttpProbe();
    return new BlueGreen(
        plan,
        new BlueGreen.Surroundings(
            new HostShell(),
            probe::isUp,
            query -> queries == null ? OptionalDouble.empty() : ask(Api.at(queries), query),
            deployment -> tell(told, deployment),
            line ->
                System.out.printf(
                    "%s %s%n",
                    LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS),
                    line),
            clock,
            Thread::sleep));
  }

  private static OptionalDouble ask(Api api, String query) throws InterruptedException {
    try {
      Map<?, ?> data = Api.map(api.ask("/api/v1/query", List.of("query", query)));
      List<?> result = Api.list(data.get("result"));
      boolean scalar = "scalar".equals(data.get("resultType"));
      List<?> value =
          scalar
              ? result
              : result.size() == 1 ? Api.list(Api.map(result.getFirst()).get("value")) : List.of();
      return value.size() == 2
          ? OptionalDouble.of(Double.parseDouble(String.valueOf(value.get(1))))
          : OptionalDouble.empty();
    } catch (Api.FailedException | NumberFormatException e) {
      Exit.complain("%s was not answered: %s".formatted(query, e.getMessage()));
      return OptionalDouble.empty();
    }
  }

  /// A deployment goes on when nobody can be told of it.
  private static void tell(@Nullable URI server, Deployment deployment) {
    if (server == null) {
      return;
    }
    try {
      Map<?, ?> _ = ServerApi.at(server, PATIENCE).post("/api/deployments", body(deployment));
    } catch (Api.FailedException e) {
      Exit.complain("the deployment was not told: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Object> body(Deployment one) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", one.id());
    body.put("service", one.service());
    body.put("environment", one.environment());
    body.put("version", one.version());
    body.put("colour", one.colour());
    body.put("status", one.status().text());
    body.put("reason", one.reason());
    body.put("by", one.by());
    body.put("startedAt", one.startedAt().toString());
    put(body, "committedAt", one.committedAt());
    put(body, "switchedAt", one.switchedAt());
    put(body, "finishedAt", one.finishedAt());
    return body;
  }

  private static void put(Map<String, Object> body, String name, @Nullable Instant time) {
    if (time != null) {
      body.put(name, time.toString());
    }
  }
}
