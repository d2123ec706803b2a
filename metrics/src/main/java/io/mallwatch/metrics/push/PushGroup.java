package io.mallwatch.metrics.push;

import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was pushed for one grouping key.
///
/// @param key `job` and perhaps others
/// @param families by name
/// @param pushed when a push was last taken; null for never
/// @param failed when a push was last refused; null for never
public record PushGroup(
    Labels key, Map<String, Family> families, @Nullable Instant pushed, @Nullable Instant failed) {

  public PushGroup {
    families = Map.copyOf(families);
  }

  /// Samples under one name.
  ///
  /// @param type such as `counter`; `unknown` when it was not said
  public record Family(
      String name, String type, String help, Instant pushed, List<Sample> samples) {

    public Family {
      samples = List.copyOf(samples);
    }
  }

  /// One number; its labels have those of the key.
  public record Sample(SeriesKey series, double value) {}

  int sampleCount() {
    return families.values().stream().mapToInt(family -> family.samples().size()).sum();
  }
}
