package io.mallwatch.ops.deploy;

import io.mallwatch.ops.deploy.BlueGreenPlan.Bound;
import io.mallwatch.ops.deploy.BlueGreenPlan.Colour;
import io.mallwatch.ops.deploy.Deployment.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Brings a version into use: starts it in the idle colour, asks it until it is up, switches nginx
/// over, watches it beside the old colour, and goes back by itself when a figure is wrong. The old
/// colour runs on until the watch is over, so the way back is one reload. Not thread-safe.
public final class BlueGreen {

  /// A figure must be wrong so many times in a row; one bad scrape is no reason to go back.
  private static final int WRONG_IN_A_ROW = 2;

  /// What is around it; in tests, whatever they say.
  ///
  /// @param probe whether `http://<address><path>` answers below 400 in time
  /// @param ask the one number that a PromQL query answers; empty when there is none
  /// @param log is told of every state of the deployment
  /// @param say shows a line to who deploys
  public record Surroundings(
      Shell shell,
      Probing probe,
      Asking ask,
      Telling<Deployment> log,
      Telling<String> say,
      InstantSource clock,
      Pausing pause) {}

  /// See [Surroundings].
  @FunctionalInterface
  public interface Probing {
    boolean isUp(String address, BlueGreenPlan.Probe probe) throws InterruptedException;
  }

  /// See [Surroundings].
  @FunctionalInterface
  public interface Asking {
    OptionalDouble ask(String query) throws InterruptedException;
  }

  /// See [Surroundings].
  @FunctionalInterface
  public interface Telling<T> {
    void tell(T what);
  }

  /// See [Surroundings].
  @FunctionalInterface
  public interface Pausing {
    void sleep(Duration length) throws InterruptedException;
  }

  private final BlueGreenPlan plan;
  private final Surroundings around;
  private final Upstream upstream;
  private final Map<String, Integer> wrong = new HashMap<>();

  public BlueGreen(BlueGreenPlan plan, Surroundings around) {
    this.plan = plan;
    this.around = around;
    this.upstream = new Upstream(plan.nginx());
  }

  /// Name of the colour that users meet now; empty before the first deployment.
  public Optional<String> live() throws IOException {
    return upstream.live();
  }

  /// Deploys; the answer is the deployment at its end.
  ///
  /// @param wanted the deployment to be; its colour is chosen here
  /// @throws IOException when nginx's file cannot be read or written; the old colour stays live
  public Deployment run(Deployment wanted) throws IOException, InterruptedException {
    Optional<String> live = upstream.live();
    Colour idle = live.equals(Optional.of("blue")) ? plan.green() : plan.blue();
    Deployment deployment = tell(inColour(wanted, idle.name()));
    say(
        "%s %s into %s (live: %s)"
            .formatted(plan.service(), wanted.version(), idle.name(), live.orElse("none")));
    Optional<String> trouble = bringUp(idle, wanted.version());
    if (trouble.isPresent()) {
      stop(idle, wanted.version());
      return end(deployment, Status.FAILED, trouble.get());
    }
    Map<String, Double> old = live.isPresent() ? figures(plan.other(idle), idle) : Map.of();
    String before = upstream.content();
    Optional<String> refused = point(idle, before);
    if (refused.isPresent()) {
      stop(idle, wanted.version());
      return end(deployment, Status.FAILED, refused.get());
    }
    deployment = tell(deployment.switched(around.clock.instant()));
    say("switched: %s is live".formatted(idle.name()));
    Optional<String> bad = watch(idle, old);
    if (bad.isPresent() && live.isPresent()) {
      return rollBack(deployment, idle, before, bad.get());
    }
    if (bad.isPresent()) {
      return end(deployment, Status.FAILED, bad.get() + "; there is nothing to go back to");
    }
    if (plan.stopOld() && live.isPresent()) {
      around.pause.sleep(plan.drain());
      stop(plan.other(idle), "");
    }
    return end(deployment, Status.SUCCEEDED, "");
  }

  /// Points nginx at the colour that is not live, whatever runs there.
  ///
  /// @return what stopped it; empty when it is done
  public Optional<String> switchBack() throws IOException, InterruptedException {
    Optional<String> live = upstream.live();
    if (live.isEmpty()) {
      return Optional.of("nothing was deployed yet");
    }
    Colour other = live.get().equals("blue") ? plan.green() : plan.blue();
    if (!around.probe.isUp(other.address(), plan.probe())) {
      return Optional.of("%s does not answer; start it first".formatted(other.name()));
    }
    return point(other, upstream.content());
  }

  private Deployment rollBack(Deployment deployment, Colour idle, String before, String why)
      throws IOException, InterruptedException {
    say("wrong: %s; going back".formatted(why));
    upstream.restore(before);
    Shell.Outcome reload = command(plan.nginx().reload(), idle, deployment.version());
    if (!reload.good()) {
      return end(
          deployment,
          Status.FAILED,
          "%s; nginx did not reload on the way back: %s".formatted(why, reload.said()));
    }
    say("back: %s is live".formatted(plan.other(idle).name()));
    Deployment ended = end(deployment, Status.ROLLED_BACK, why);
    around.pause.sleep(plan.drain());
    stop(idle, deployment.version());
    return ended;
  }

  private Optional<String> bringUp(Colour colour, String version) throws InterruptedException {
    Shell.Outcome started = command(colour.start(), colour, version);
    if (!started.good()) {
      return Optional.of("%s did not start: %s".formatted(colour.name(), started.said()));
    }
    Instant until = around.clock.instant().plus(plan.probe().within());
    int good = 0;
    while (good < plan.probe().inARow()) {
      good = around.probe.isUp(colour.address(), plan.probe()) ? good + 1 : 0;
      if (good == plan.probe().inARow()) {
        break;
      }
      if (!around.clock.instant().isBefore(until)) {
        return Optional.of(
            "%s%s did not answer well %d times in a row within %d s"
                .formatted(
                    colour.address(),
                    plan.probe().path(),
                    plan.probe().inARow(),
                    plan.probe().within().toSeconds()));
      }
      around.pause.sleep(plan.probe().every());
    }
    say("%s answers on %s%s".formatted(colour.name(), colour.address(), plan.probe().path()));
    return Optional.empty();
  }

  /// Switches to a colour; what was before stays when nginx does not take it.
  private Optional<String> point(Colour colour, String before)
      throws IOException, InterruptedException {
    upstream.point(colour);
    for (List<String> step : List.of(plan.nginx().test(), plan.nginx().reload())) {
      Shell.Outcome outcome = command(step, colour, "");
      if (!outcome.good()) {
        upstream.restore(before);
        return Optional.of(
            "nginx did not take %s (%s): %s"
                .formatted(colour.name(), String.join(" ", step), outcome.said()));
      }
    }
    return Optional.empty();
  }

  /// What is wrong with the new colour; empty when nothing was until the end.
  private Optional<String> watch(Colour idle, Map<String, Double> old) throws InterruptedException {
    Instant until = around.clock.instant().plus(plan.watch().length());
    wrong.clear();
    while (around.clock.instant().isBefore(until)) {
      around.pause.sleep(plan.watch().every());
      if (counts("answer", !around.probe.isUp(idle.address(), plan.probe()))) {
        return Optional.of("%s stopped answering".formatted(idle.name()));
      }
      Map<String, Double> now = figures(idle, plan.other(idle));
      for (BlueGreenPlan.Check check : plan.watch().checks()) {
        Double value = now.get(check.name());
        Optional<String> why =
            value == null ? Optional.empty() : judge(check, value, old.get(check.name()));
        if (counts(check.name(), why.isPresent())) {
          return why;
        }
      }
      say("watching: %s".formatted(now.isEmpty() ? "no figures yet" : shown(now)));
    }
    return Optional.empty();
  }

  private boolean counts(String name, boolean bad) {
    int times = bad ? wrong.merge(name, 1, Integer::sum) : 0;
    wrong.put(name, times);
    return times >= WRONG_IN_A_ROW;
  }

  private static Optional<String> judge(
      BlueGreenPlan.Check check, double value, @Nullable Double old) {
    for (Map.Entry<Bound, Double> bound : check.bounds().entrySet()) {
      double limit =
          switch (bound.getKey()) {
            case MAX, MIN -> bound.getValue();
            case MAX_OVER_OLD -> old == null ? Double.NaN : old + bound.getValue();
            case MIN_OF_OLD -> old == null ? Double.NaN : old * bound.getValue();
          };
      boolean high = bound.getKey() == Bound.MAX || bound.getKey() == Bound.MAX_OVER_OLD;
      if (high ? value > limit : value < limit) {
        return Optional.of(
            "%s is %.4g, %s than %.4g%s"
                .formatted(
                    check.name(),
                    value,
                    high ? "more" : "less",
                    limit,
                    old == null ? "" : " (before: %.4g)".formatted(old)));
      }
    }
    return Optional.empty();
  }

  /// The figures of a colour that have a value.
  private Map<String, Double> figures(Colour colour, Colour other) throws InterruptedException {
    Map<String, Double> figures = new HashMap<>();
    for (BlueGreenPlan.Check check : plan.watch().checks()) {
      OptionalDouble value =
          around.ask.ask(
              check.query().replace("$colour", colour.name()).replace("$old", other.name()));
      if (value.isPresent() && !Double.isNaN(value.getAsDouble())) {
        figures.put(check.name(), value.getAsDouble());
      }
    }
    return figures;
  }

  private static String shown(Map<String, Double> figures) {
    StringBuilder text = new StringBuilder();
    figures.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : ", ")
            .append(name)
            .append(String.format(Locale.ROOT, " %.4g", value)));
    return text.toString();
  }

  private void stop(Colour colour, String version) throws InterruptedException {
    if (!colour.stop().isEmpty()) {
      Shell.Outcome stopped = command(colour.stop(), colour, version);
      say(
          "%s %s"
              .formatted(
                  colour.name(),
                  stopped.good() ? "is stopped" : "did not stop: " + stopped.said()));
    }
  }

  private Shell.Outcome command(List<String> command, Colour colour, String version)
      throws InterruptedException {
    return around.shell.run(
        command,
        Map.of("COLOUR", colour.name(), "ADDRESS", colour.address(), "VERSION", version),
        plan.timeout());
  }

  private Deployment end(Deployment deployment, Status status, String why) {
    say("%s%s".formatted(status.text(), why.isEmpty() ? "" : ": " + why));
    return tell(deployment.ended(around.clock.instant(), status, why));
  }

  private Deployment tell(Deployment deployment) {
    around.log.tell(deployment);
    return deployment;
  }

  private void say(String line) {
    around.say.tell(line);
  }

  private static Deployment inColour(Deployment wanted, String colour) {
    return new Deployment(
        wanted.id(),
        wanted.service(),
        wanted.environment(),
        wanted.version(),
        colour,
        wanted.committedAt(),
        wanted.startedAt(),
        null,
        null,
        Status.RUNNING,
        "",
        wanted.by());
  }
}
