package io.mallwatch.ops.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The four figures of delivery (DORA): how often, how soon, how often wrongly, how soon mended.
///
/// @param deployments that ended, well or not
/// @param perDay those that succeeded, by day of the time looked at, or in all when that is shorter
///   than a day
/// @param leadTime from the commit until users had it; median of those whose commit is known
/// @param failureShare of those that users met, the share that was rolled back
/// @param restoreTime from the switch until the version before was back; median
public record DeliveryFigures(
    int deployments,
    double perDay,
    Optional<Duration> leadTime,
    Optional<Double> failureShare,
    Optional<Duration> restoreTime) {

  /// Of the deployments of a time of this length.
  public static DeliveryFigures of(List<Deployment> deployments, Duration length) {
    List<Duration> leads = new ArrayList<>();
    List<Duration> restores = new ArrayList<>();
    int ended = 0;
    int succeeded = 0;
    for (Deployment one : deployments) {
      if (one.status() == Deployment.Status.RUNNING) {
        continue;
      }
      ended++;
      if (one.status() == Deployment.Status.SUCCEEDED) {
        succeeded++;
        if (one.committedAt() != null) {
          leads.add(
              Duration.between(
                  one.committedAt(),
                  one.switchedAt() != null
                      ? one.switchedAt()
                      : one.finishedAt() != null ? one.finishedAt() : one.startedAt()));
        }
      } else if (one.status() == Deployment.Status.ROLLED_BACK
          && one.switchedAt() != null
          && one.finishedAt() != null) {
        restores.add(Duration.between(one.switchedAt(), one.finishedAt()));
      }
    }
    long rolledBack =
        deployments.stream().filter(one -> one.status() == Deployment.Status.ROLLED_BACK).count();
    long met = succeeded + rolledBack;
    return new DeliveryFigures(
        ended,
        succeeded / Math.max(1, length.toMinutes() / 1440.0),
        median(leads),
        met == 0 ? Optional.empty() : Optional.of((double) rolledBack / met),
        median(restores));
  }

  private static Optional<Duration> median(List<Duration> all) {
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.stream().sorted().toList().get(all.size() / 2));
  }
}
