package io.mallwatch.doors.api.deploy;

import io.mallwatch.ops.deploy.Deployment;
import io.mallwatch.ops.deploy.DeploymentRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Deployments in memory.
public final class KeptDeployments implements DeploymentRepository {

  private final List<Deployment> all = new ArrayList<>();

  @Override
  public void save(Deployment deployment) {
    all.removeIf(one -> one.id().equals(deployment.id()));
    all.addFirst(deployment);
  }

  @Override
  public Optional<Deployment> find(String id) {
    return all.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  @Override
  public List<Deployment> between(Instant from, Instant until, int limit) {
    return all.stream()
        .filter(one -> !one.startedAt().isBefore(from) && one.startedAt().isBefore(until))
        .limit(limit)
        .toList();
  }
}
