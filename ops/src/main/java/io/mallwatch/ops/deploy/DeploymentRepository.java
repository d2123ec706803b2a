package io.mallwatch.ops.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where deployments are kept. Calls block and survive a crash on return.
public interface DeploymentRepository {

  /// Keeps a deployment, new or in a later state.
  void save(Deployment deployment);

  Optional<Deployment> find(String id);

  /// Those started in this time, newest first.
  List<Deployment> between(Instant from, Instant until, int limit);
}
