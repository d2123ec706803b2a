package io.mallwatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.ops.deploy.BlueGreenFile;
import io.mallwatch.ops.deploy.BlueGreenPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The pipeline and what it deploys, held to what the paper's own got wrong.
class DeliveryFilesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> JOBS =
      List.of("test", "security-scan", "build", "deploy-staging", "deploy-production");

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static Map<?, ?> yaml(String file) throws IOException {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text(file));
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  @Test
  void theFiveJobsFollowEachOther() throws IOException {
    Map<?, ?> github = yaml("deploy/pipeline/github.yml");
    assertThat(github.get("name")).isEqualTo("Deploy to Production");
    Map<?, ?> jobs = map(github.get("jobs"));
    assertThat(jobs.keySet().stream().map(Object::toString).toList()).isEqualTo(JOBS);
    assertThat(map(jobs.get("build")).get("needs")).isEqualTo(List.of("test", "security-scan"));
    assertThat(map(jobs.get("deploy-staging")).get("needs")).isEqualTo("build");
    assertThat(map(jobs.get("deploy-production")).get("needs"))
        .isEqualTo(List.of("build", "deploy-staging"));
    assertThat(map(jobs.get("deploy-production")).get("environment")).isEqualTo("production");
    for (String job : List.of("deploy-staging", "deploy-production")) {
      assertThat(String.valueOf(map(jobs.get(job)).get("if"))).contains("push", "refs/heads/main");
    }
    assertThat(yaml("deploy/pipeline/gitlab-ci.yml").keySet().stream().map(Object::toString))
        .containsAll(JOBS);
  }

  @Test
  void everyJobChecksOutAndInstallsWhatItUses() throws IOException {
    Map<?, ?> jobs = map(yaml("deploy/pipeline/github.yml").get("jobs"));
    for (String job : JOBS) {
      String steps = String.valueOf(map(jobs.get(job)).get("steps"));
      assertThat(steps).as(job).contains("actions/checkout@v");
      if (steps.contains("npm ")) {
        assertThat(steps).as(job).contains("setup-node", "npm ci");
      }
      if (steps.contains("ssh ")) {
        assertThat(steps).as(job).contains("known_hosts");
      }
    }
  }

  @Test
  void whatIsDeployedIsNamedByItsDigest() throws IOException {
    String github = text("deploy/pipeline/github.yml");
    assertThat(github)
        .contains("image: ${{ vars.REGISTRY }}/zhongdao-mall@${{ steps.image.outputs.digest }}");
    for (String file :
        List.of(
            "deploy/pipeline/github.yml",
            "deploy/pipeline/gitlab-ci.yml",
            "deploy/docker-compose.staging.yml",
            "deploy/compose.yaml",
            "deploy/blue-green.yml")) {
      assertThat(text(file)).as(file).doesNotContain(":latest", "@master");
    }
    for (Object step :
        Pattern.compile("uses: (\\S+)").matcher(github).results().map(r -> r.group(1)).toList()) {
      assertThat(step.toString()).matches("[\\w./-]+@v\\d+");
    }
  }

  @Test
  void thePlanOfTheMallIsGood() throws IOException {
    BlueGreenPlan plan =
        BlueGreenFile.parse(ROOT.resolve("deploy/blue-green.yml"), text("deploy/blue-green.yml"));
    assertThat(plan.watch().checks())
        .extracting(BlueGreenPlan.Check::name)
        .containsExactly("errors", "p95 seconds", "orders a second");
  }

  @Test
  void composeFilesHaveWhatTheyName() throws IOException {
    for (String file : List.of("deploy/compose.yaml", "deploy/docker-compose.staging.yml")) {
      Map<?, ?> compose = yaml(file);
      for (Object service : map(compose.get("services")).values()) {
        Object secrets = map(service).get("secrets");
        if (secrets != null) {
          assertThat(map(compose.get("secrets")).keySet().stream().map(Object::toString))
              .as(file)
              .containsAll(((List<?>) secrets).stream().map(Object::toString).toList());
        }
      }
    }
  }

  @Test
  void theChartAsksForWhatItsValuesHave() throws IOException {
    Map<?, ?> values = yaml("deploy/helm/mallwatch/values.yaml");
    String template = text("deploy/helm/mallwatch/templates/mallwatch.yaml");
    for (String path :
        Pattern.compile("\\.Values\\.([\\w.]+)")
            .matcher(template)
            .results()
            .map(result -> result.group(1))
            .toList()) {
      @Nullable Object at = values;
      for (String key : path.split("\\.", -1)) {
        assertThat(map(at).containsKey(key)).as(path).isTrue();
        at = map(at).get(key);
      }
    }
    assertThat(template).contains("runAsNonRoot: true", "readOnlyRootFilesystem: true");
  }

  @Test
  void theScriptRefusesAnImageWithoutADigest(@TempDir Path folder) throws Exception {
    assertThat(script(folder, "zhongdao-mall:latest")).contains("not pinned by a digest", "exit 2");
    assertThat(script(folder, "mall@sha256:1", "2026-11-02T10:00:00+08:00", "ci"))
        .contains(
            "deploy blue-green --plan",
            "--release mall@sha256:1 --committed-at 2026-11-02T10:00:00+08:00 --by ci",
            "exit 0");
  }

  private static String script(Path folder, String... arguments) throws Exception {
    Path program = folder.resolve("mallwatch");
    Files.writeString(program, "#!/bin/sh\necho \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    List<String> command =
        new java.util.ArrayList<>(
            List.of("bash", ROOT.resolve("scripts/blue-green-deploy.sh").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MALLWATCH", program.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + "exit " + process.waitFor();
  }
}
