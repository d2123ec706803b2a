package io.mallwatch.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.ops.deploy.Deployment;
import io.mallwatch.ops.deploy.Deployment.Status;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlDeploymentsTest {

  private static final Instant T0 = Instant.parse("2026-11-02T02:00:00Z");

  @TempDir Path dir;

  private static Deployment deployment(String id, Instant start) {
    return new Deployment(
        id,
        "mall",
        "staging",
        "sha256:1",
        "green",
        null,
        start,
        null,
        null,
        Status.RUNNING,
        "",
        "ci");
  }

  @Test
  void deploymentsOutliveTheProcessInTheirLastState() {
    Deployment last =
        deployment("a", T0)
            .switched(T0.plusSeconds(5))
            .ended(T0.plusSeconds(60), Status.ROLLED_BACK, "errors");
    try (StateDatabase database = StateDatabase.open(dir.resolve("state.db"))) {
      SqlDeployments deployments = new SqlDeployments(database);
      deployments.save(deployment("a", T0));
      deployments.save(last);
      deployments.save(deployment("b", T0.plusSeconds(1)));
    }
    try (StateDatabase database = StateDatabase.open(dir.resolve("state.db"))) {
      SqlDeployments deployments = new SqlDeployments(database);
      assertThat(deployments.find("a")).contains(last);
      assertThat(deployments.find("c")).isEmpty();
      assertThat(deployments.between(T0, T0.plusSeconds(2), 10))
          .extracting(Deployment::id)
          .containsExactly("b", "a");
      assertThat(deployments.between(T0, T0.plusSeconds(1), 10))
          .extracting(Deployment::id)
          .containsExactly("a");
    }
  }
}
