package io.mallwatch.ops.oncall;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Where the plan, verified contacts and running escalations are kept. Calls block and survive a
/// crash on return.
public interface OnCallRepository {

  /// The newest plan; empty before the first.
  Optional<Stored> plan();

  /// Keeps a new version of the plan beside the older ones.
  void keep(Stored stored);

  /// [OnCallPlan.Contact#key()] of those whose owner sent the code back.
  Set<String> verified();

  void verify(String contactKey, Instant at);

  List<Escalation> escalations();

  /// Keeps it in the place of the one of the same incident.
  void keep(Escalation escalation);

  void forget(int incident);

  /// The secret that links are signed with, made by `fresh` at first use.
  byte[] linkKey(Supplier<byte[]> fresh);

  /// @param version counted from 1
  /// @param tree as [PlanTree] reads it
  record Stored(int version, Map<?, ?> tree, String by, Instant at) {}
}
