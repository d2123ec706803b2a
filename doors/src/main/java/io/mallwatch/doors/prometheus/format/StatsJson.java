package io.mallwatch.doors.prometheus.format;

import io.mallwatch.metrics.QueryResult.Cost;
import io.mallwatch.metrics.QueryResult.Stats;

/// Writes what a query cost as Prometheus does, with the series that were read and, when it was
/// asked for, the cost of each part beside it: `,"stats":{"timings":..,"samples":..,"cost":..}`.
final class StatsJson {

  private static final double NANOS_PER_SECOND = 1e9;

  private final JsonBytes out;
  private final ResultJson.Steps steps;

  StatsJson(JsonBytes out, ResultJson.Steps steps) {
    this.out = out;
    this.steps = steps;
  }

  void write(Stats stats) {
    double seconds = stats.elapsedNanos() / NANOS_PER_SECOND;
    out.raw(",\"stats\":{\"timings\":{\"evalTotalTime\":").number(seconds);
    out.raw(",\"resultSortTime\":0,\"queryPreparationTime\":0,\"innerEvalTime\":").number(seconds);
    out.raw(",\"execQueueTime\":0,\"execTotalTime\":").number(seconds);
    out.raw("},\"samples\":{");
    perStep(stats);
    out.raw("\"totalQueryableSamples\":").whole(stats.queryableSamples());
    out.raw(",\"samplesRead\":").whole(stats.samplesRead());
    out.raw(",\"seriesRead\":").whole(stats.seriesRead());
    out.raw(",\"peakSamples\":").whole(stats.peakSamples()).raw('}');
    Cost cost = stats.cost();
    if (cost != null) {
      out.raw(",\"cost\":");
      part(cost);
    }
    out.raw('}');
  }

  private void perStep(Stats stats) {
    long[] counts = stats.queryablePerStep();
    if (counts.length == 0) {
      return;
    }
    out.raw("\"totalQueryableSamplesPerStep\":");
    for (int i = 0; i < counts.length; i++) {
      long time = steps.startMillis() + i * steps.stepMillis();
      out.raw(i == 0 ? "[[" : ",[").seconds(time).raw(',').whole(counts[i]).raw(']');
    }
    out.raw("],");
  }

  private void part(Cost cost) {
    out.raw("{\"expression\":").text(cost.expression());
    out.raw(",\"seconds\":").number(cost.nanos() / NANOS_PER_SECOND);
    out.raw(",\"series\":").whole(cost.series());
    out.raw(",\"points\":").whole(cost.points());
    out.raw(",\"samplesRead\":").whole(cost.samplesRead());
    out.raw(",\"parts\":[");
    for (int i = 0; i < cost.parts().size(); i++) {
      if (i > 0) {
        out.raw(',');
      }
      part(cost.parts().get(i));
    }
    out.raw("]}");
  }
}
