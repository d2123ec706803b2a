package io.mallwatch.server.view;

import io.mallwatch.doors.grafana.AnnotationStore;
import io.mallwatch.ops.deploy.Deployment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Marks deployments on all charts: when users met a version, and when it was taken back.
public final class DeploymentMarks {

  private final AnnotationStore annotations;
  private final InstantSource clock;

  public DeploymentMarks(AnnotationStore annotations, InstantSource clock) {
    this.annotations = annotations;
    this.clock = clock;
  }

  public void mark(Deployment deployment) {
    boolean back = deployment.status() == Deployment.Status.ROLLED_BACK;
    Instant at = back ? deployment.finishedAt() : deployment.switchedAt();
    if (at == null) {
      return;
    }
    String what = deployment.service() + " " + deployment.version();
    String text =
        back
            ? "已回退 rolled back: %s (%s)".formatted(what, deployment.reason())
            : "发布 deployed: " + what;
    long _ =
        annotations.add(
            new AnnotationStore.Content(
                "",
                0,
                at,
                at,
                text,
                List.of("deployment", deployment.service(), deployment.environment()),
                "{}"),
            clock.instant());
  }
}
