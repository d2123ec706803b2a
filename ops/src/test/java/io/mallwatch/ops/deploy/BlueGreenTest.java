package io.mallwatch.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.ops.deploy.Deployment.Status;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlueGreenTest {

  @TempDir Path folder;

  private final FakeClock clock = FakeClock.mondayMorning();
  private final List<String> commands = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final List<Deployment> told = new ArrayList<>();
  private final Set<String> broken = new HashSet<>();
  private final Set<String> down = new HashSet<>();
  private final Map<String, Double> figures = new HashMap<>();
  private BlueGreenPlan plan;
  private BlueGreen deploy;

  @BeforeEach
  void start() {
    plan =
        BlueGreenFile.parse(
            folder.resolve("plan.yaml"),
            """
            service: mall
            nginx:
              upstream_file: upstream.conf
              upstream: mall
            colours:
              blue: {address: "127.0.0.1:8081", start: [up, blue], stop: [down, blue]}
              green: {address: "127.0.0.1:8082", start: [up, green], stop: [down, green]}
            probe: {within: 10s, every: 1s, in_a_row: 2}
            watch:
              for: 1m
              every: 10s
              server: http://127.0.0.1:7600/prometheus
              checks:
                - {name: errors, query: 'errors{colour="$colour"}', max: 0.05, max_over_old: 0.01}
                - {name: orders, query: 'orders{colour="$colour"}', min_of_old: 0.5}
            drain: 30s
            stop_old: true
            """);
    deploy =
        new BlueGreen(
            plan,
            new BlueGreen.Surroundings(
                (command, environment, _) -> {
                  String text = String.join(" ", command);
                  commands.add(text + (text.startsWith("up") ? environment.get("VERSION") : ""));
                  return new Shell.Outcome(!broken.contains(text), "it is broken");
                },
                (address, _) -> !down.contains(address),
                query ->
                    figures.containsKey(query)
                        ? OptionalDouble.of(figures.get(query))
                        : OptionalDouble.empty(),
                told::add,
                lines::add,
                clock,
                clock::advance));
  }

  private Deployment deploy(String version) throws IOException, InterruptedException {
    commands.clear();
    return deploy.run(
        new Deployment(
            "d-" + version,
            "mall",
            "production",
            version,
            "",
            null,
            clock.instant(),
            null,
            null,
            Status.RUNNING,
            "",
            "ci"));
  }

  @Test
  void coloursTakeTurns() throws Exception {
    assertThat(deploy.live()).isEmpty();
    assertThat(deploy("1").status()).isEqualTo(Status.SUCCEEDED);
    assertThat(deploy.live()).contains("blue");
    assertThat(commands).containsExactly("up blue1", "nginx -t", "nginx -s reload");

    Deployment second = deploy("2");
    assertThat(second.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(second.colour()).isEqualTo("green");
    assertThat(Files.readString(folder.resolve("upstream.conf")))
        .contains("# live: green", "upstream mall {", "server 127.0.0.1:8082;");
    assertThat(commands).containsExactly("up green2", "nginx -t", "nginx -s reload", "down blue");
    assertThat(told)
        .extracting(Deployment::status)
        .containsExactly(
            Status.RUNNING,
            Status.RUNNING,
            Status.SUCCEEDED,
            Status.RUNNING,
            Status.RUNNING,
            Status.SUCCEEDED);
  }

  @Test
  void whatDoesNotStartIsNeverMet() throws Exception {
    deploy("1");
    broken.add("up green");
    Deployment failed = deploy("2");
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason()).contains("green did not start", "it is broken");
    assertThat(failed.switchedAt()).isNull();
    assertThat(commands).containsExactly("up green2", "down green");
    assertThat(deploy.live()).contains("blue");
  }

  @Test
  void whatDoesNotAnswerIsNeverMet() throws Exception {
    deploy("1");
    down.add("127.0.0.1:8082");
    Instant began = clock.instant();
    Deployment failed = deploy("2");
    assertThat(failed.reason()).contains("2 times in a row within 10 s");
    assertThat(Duration.between(began, clock.instant())).isEqualTo(Duration.ofSeconds(10));
    assertThat(deploy.live()).contains("blue");
  }

  @Test
  void aConfigurationThatNginxRefusesIsTakenBack() throws Exception {
    deploy("1");
    String before = Files.readString(folder.resolve("upstream.conf"));
    broken.add("nginx -t");
    Deployment failed = deploy("2");
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason()).contains("nginx did not take green (nginx -t)");
    assertThat(Files.readString(folder.resolve("upstream.conf"))).isEqualTo(before);
    assertThat(commands).doesNotContain("nginx -s reload");
  }

  @Test
  void aWrongFigureTwiceInARowGoesBack() throws Exception {
    deploy("1");
    figures.put("errors{colour=\"blue\"}", 0.001);
    figures.put("errors{colour=\"green\"}", 0.02);
    Deployment back = deploy("2");
    assertThat(back.status()).isEqualTo(Status.ROLLED_BACK);
    assertThat(back.reason()).contains("errors is 0.02000, more than 0.01100 (before: 0.001000)");
    assertThat(Duration.between(back.switchedAt(), back.finishedAt()))
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(deploy.live()).contains("blue");
    assertThat(commands)
        .containsExactly(
            "up green2", "nginx -t", "nginx -s reload", "nginx -s reload", "down green");
  }

  @Test
  void fewerOrdersThanHalfGoBack() throws Exception {
    deploy("1");
    figures.put("orders{colour=\"blue\"}", 10.0);
    figures.put("orders{colour=\"green\"}", 4.9);
    assertThat(deploy("2").reason()).startsWith("orders is 4.900, less than 5.000");
  }

  @Test
  void aVersionThatStopsAnsweringGoesBack() throws Exception {
    deploy("1");
    figures.put("errors{colour=\"green\"}", 0.0);
    int[] asked = new int[1];
    BlueGreen falling =
        new BlueGreen(
            plan,
            new BlueGreen.Surroundings(
                (_, _, _) -> new Shell.Outcome(true, ""),
                (_, _) -> ++asked[0] <= 3,
                _ -> OptionalDouble.empty(),
                told::add,
                lines::add,
                clock,
                clock::advance));
    Deployment back =
        falling.run(
            new Deployment(
                "x",
                "mall",
                "production",
                "2",
                "",
                null,
                clock.instant(),
                null,
                null,
                Status.RUNNING,
                "",
                "ci"));
    assertThat(back.status()).isEqualTo(Status.ROLLED_BACK);
    assertThat(back.reason()).isEqualTo("green stopped answering");
  }

  @Test
  void noFiguresAreNoReasonToGoBack() throws Exception {
    deploy("1");
    assertThat(deploy("2").status()).isEqualTo(Status.SUCCEEDED);
    assertThat(lines).contains("watching: no figures yet");
  }

  @Test
  void theWayBackIsOneSwitch() throws Exception {
    deploy("1");
    assertThat(deploy("2").status()).isEqualTo(Status.SUCCEEDED);
    assertThat(deploy.switchBack()).isEmpty();
    assertThat(deploy.live()).contains("blue");
    down.add("127.0.0.1:8082");
    assertThat(deploy.switchBack()).contains("green does not answer; start it first");
  }
}
