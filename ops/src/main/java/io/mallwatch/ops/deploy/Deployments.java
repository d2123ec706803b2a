package io.mallwatch.ops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// What was deployed when, and how well that goes. Thread-safe.
public final class Deployments {

  private static final int MOST = 10_000;

  private final DeploymentRepository repository;
  private final Consumer<Deployment> marker;

  /// @param marker puts a mark on charts; called when users first meet a version, and when one is
  ///   rolled back
  public Deployments(DeploymentRepository repository, Consumer<Deployment> marker) {
    this.repository = repository;
    this.marker = marker;
  }

  /// Keeps a deployment, new or in a later state.
  public synchronized void record(Deployment deployment) {
    Deployment before = repository.find(deployment.id()).orElse(null);
    repository.save(deployment);
    boolean met = deployment.switchedAt() != null;
    boolean metBefore = before != null && before.switchedAt() != null;
    boolean back = deployment.status() == Deployment.Status.ROLLED_BACK;
    boolean backBefore = before != null && before.status() == Deployment.Status.ROLLED_BACK;
    if ((met && !metBefore) || (back && !backBefore)) {
      marker.accept(deployment);
    }
  }

  /// Those started in this time, newest first.
  public List<Deployment> between(Instant from, Instant until, int limit) {
    return repository.between(from, until, limit);
  }

  /// How delivery went in this time.
  public DeliveryFigures figures(Instant from, Instant until) {
    return DeliveryFigures.of(repository.between(from, until, MOST), Duration.between(from, until));
  }
}
