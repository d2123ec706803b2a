package io.mallwatch.metrics;

import java.util.Map;

/// What became of a batch: bad samples are refused one by one, the rest is kept.
///
/// @param accepted samples that are now durable
/// @param rejected samples refused, by reason; reasons are a small fixed set such as
///   `out_of_order`, `duplicate_timestamp`, `too_old`, `series_limit`, `bad_label`
/// @param firstError text for the sender about the first refusal; empty when there was none
public record AppendResult(int accepted, Map<String, Integer> rejected, String firstError) {

  public AppendResult {
    rejected = Map.copyOf(rejected);
  }

  public static AppendResult allAccepted(int samples) {
    return new AppendResult(samples, Map.of(), "");
  }

  public int rejectedCount() {
    return rejected.values().stream().mapToInt(Integer::intValue).sum();
  }
}
