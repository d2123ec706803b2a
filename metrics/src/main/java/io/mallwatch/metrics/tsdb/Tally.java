package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.AppendResult;
import java.util.HashMap;
import java.util.Map;

/// Counts what becomes of one batch. Not thread-safe.
final class Tally {

  private static final Refusal[] REFUSALS = Refusal.values();

  private final int[] refused = new int[REFUSALS.length];
  private String firstError = "";
  private int accepted;
  private int refusedCount;

  void accept() {
    accepted++;
  }

  void refuse(Refusal refusal) {
    refused[refusal.ordinal()]++;
    refusedCount++;
  }

  /// Whether nobody has said yet why something was refused.
  boolean wantsError() {
    return firstError.isEmpty();
  }

  void error(String text) {
    firstError = text;
  }

  String firstError() {
    return firstError;
  }

  /// Whether nothing was kept, all of it for want of memory; it can be sent again later.
  boolean onlyMemoryWanting() {
    return accepted == 0 && refusedCount > 0 && refused[Refusal.MEMORY.ordinal()] == refusedCount;
  }

  AppendResult result() {
    if (refusedCount == 0) {
      return AppendResult.allAccepted(accepted);
    }
    Map<String, Integer> byReason = new HashMap<>();
    for (Refusal refusal : REFUSALS) {
      if (refused[refusal.ordinal()] > 0) {
        byReason.put(refusal.reason(), refused[refusal.ordinal()]);
      }
    }
    return new AppendResult(accepted, byReason, firstError);
  }

  void countInto(Counters counters) {
    counters.samplesAppended.add(accepted);
    for (Refusal refusal : REFUSALS) {
      if (refused[refusal.ordinal()] > 0) {
        counters.refused(refusal, refused[refusal.ordinal()]);
      }
    }
  }
}
