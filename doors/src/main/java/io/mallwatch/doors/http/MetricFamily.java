package io.mallwatch.doors.http;

import io.mallwatch.model.Labels;
import java.util.List;

/// One metric of ourselves at one moment.
///
/// @param name of the family, such as `mallwatch_http_requests_total`
/// @param type `counter`, `gauge`, `histogram`, `summary`
/// @param help one line
/// @param points one for each label set
public record MetricFamily(String name, String type, String help, List<Point> points) {

  public MetricFamily {
    points = List.copyOf(points);
  }

  /// @param suffix after the family's name, such as `_sum`; mostly empty
  public record Point(String suffix, Labels labels, double value) {

    public Point(Labels labels, double value) {
      this("", labels, value);
    }
  }
}
