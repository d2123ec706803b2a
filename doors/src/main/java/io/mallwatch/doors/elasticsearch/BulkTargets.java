package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.logs.ingest.BulkIntake;
import io.mallwatch.logs.ingest.Originals;
import io.mallwatch.model.BadQueryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends documents to the index that is meant by theirs, through the pipelines that the document,
/// the request, or the index's settings name.
record BulkTargets(Indices indices) implements BulkIntake.Ways {

  @Override
  public BulkIntake.Way of(String index, @Nullable String pipeline) {
    try {
      String target = indices.target(index);
      List<String> pipelines = indices.facts(target).pipelines(pipeline);
      if (pipelines.isEmpty()) {
        return new BulkIntake.Way(target, pipeline == null ? null : Originals.NO_PIPELINE);
      }
      return new BulkIntake.Way(target, String.join(",", pipelines));
    } catch (RefusedException e) {
      throw new BadQueryException(e.problem().message());
    }
  }
}
