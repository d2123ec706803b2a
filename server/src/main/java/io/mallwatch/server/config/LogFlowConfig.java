package io.mallwatch.server.config;

import com.google.re2j.Pattern;
import io.mallwatch.logs.ingest.Masking;
import io.mallwatch.logs.pipeline.PipelineRoute;
import java.util.List;
import java.util.Set;

/// What log lines go through before they are stored.
///
/// @param maskingPatterns what is masked beside the kinds
/// @param pipelineFiles patterns of paths
/// @param patterns whether patterns are found
public record LogFlowConfig(
    Set<Masking.Kind> maskingKinds,
    List<Pattern> maskingPatterns,
    List<String> pipelineFiles,
    List<PipelineRoute.Rule> defaultPipelines,
    List<PipelineRoute.Rule> finalPipelines,
    boolean patterns) {

  public LogFlowConfig {
    maskingKinds = Set.copyOf(maskingKinds);
    maskingPatterns = List.copyOf(maskingPatterns);
    pipelineFiles = List.copyOf(pipelineFiles);
    defaultPipelines = List.copyOf(defaultPipelines);
    finalPipelines = List.copyOf(finalPipelines);
  }
}
