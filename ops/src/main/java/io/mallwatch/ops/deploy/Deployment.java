package io.mallwatch.ops.deploy;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One version brought into use, or tried.
///
/// @param id chosen by who deploys; the same id again is a later state of the same deployment
/// @param colour that the version runs in, `blue` or `green`; empty when there are no colours
/// @param committedAt when its last change was committed, or null when nobody said
/// @param switchedAt when users first met it, or null when they never did
/// @param finishedAt null while it runs
/// @param reason why it failed or was rolled back; empty otherwise
/// @param by who or what deployed it
public record Deployment(
    String id,
    String service,
    String environment,
    String version,
    String colour,
    @Nullable Instant committedAt,
    Instant startedAt,
    @Nullable Instant switchedAt,
    @Nullable Instant finishedAt,
    Status status,
    String reason,
    String by) {

  /// Where it stands.
  public enum Status {
    RUNNING,
    SUCCEEDED,
    /// No user met it, or there was nothing to go back to.
    FAILED,
    /// Users met it, and then the version before it again.
    ROLLED_BACK;

    /// As it is written outside.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The same, now that users meet it.
  public Deployment switched(Instant at) {
    return new Deployment(
        id,
        service,
        environment,
        version,
        colour,
        committedAt,
        startedAt,
        at,
        finishedAt,
        status,
        reason,
        by);
  }

  /// The same at its end.
  public Deployment ended(Instant at, Status end, String why) {
    return new Deployment(
        id,
        service,
        environment,
        version,
        colour,
        committedAt,
        startedAt,
        switchedAt,
        at,
        end,
        why,
        by);
  }
}
