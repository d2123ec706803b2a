package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.AppendResult;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Counts what becomes of one batch. Not thread-safe.
final class Tally {

  private final Map<Refusal, Integer> refused = new HashMap<>();
  private String firstError = "";
  private int accepted;

  void accept() {
    accepted++;
  }

  void refuse(Refusal refusal, int samples, Supplier<String> detail) {
    refused.merge(refusal, samples, Integer::sum);
    if (firstError.isEmpty()) {
      firstError = detail.get();
    }
  }

  AppendResult result() {
    Map<String, Integer> byReason = new HashMap<>();
    refused.forEach((refusal, count) -> byReason.put(refusal.reason(), count));
    return new AppendResult(accepted, byReason, firstError);
  }

  void countInto(Counters counters) {
    counters.samplesAppended.add(accepted);
    refused.forEach(counters::refused);
  }
}
