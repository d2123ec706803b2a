// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.logs.planted;

final class KnowsAnotherSignal {
  private KnowsAnotherSignal() {}

  static int samples(io.mallwatch.metrics.MetricBatch batch) {
    return batch.size();
  }
}
