package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/// The exemplars of the data point at hand: where they lie, until it is known whose they are. Not
/// thread-safe; one for each request.
final class OtlpExemplars {

  private static final int FIXED64 = ProtoCursor.FIXED64;
  private static final int LENGTH = ProtoCursor.LENGTH;

  /// Attributes are left out when all labels together would be longer (OpenMetrics).
  private static final int MAX_CHARACTERS = 128;

  private final ProtoCursor in;
  private final MetricBatch batch;
  private int[] places = new int[8];
  private int size;

  OtlpExemplars(ProtoCursor in, MetricBatch batch) {
    this.in = in;
    this.batch = batch;
  }

  void clear() {
    size = 0;
  }

  /// Notes the exemplar that the cursor is at, and steps over it.
  void note() {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
    }
    places[size++] = in.position();
    in.skip();
  }

  /// Adds all of them to one series.
  void addAll(SeriesKey owner) {
    for (int i = 0; i < size; i++) {
      add(places[i], _ -> owner);
    }
  }

  /// Adds each to the series of its value.
  void addAll(DoubleFunction<SeriesKey> owner) {
    for (int i = 0; i < size; i++) {
      add(places[i], owner);
    }
  }

  private void add(int place, DoubleFunction<SeriesKey> owner) {
    Map<String, String> labels = new TreeMap<>();
    long millis = 0;
    double value = 0;
    String span = "";
    String trace = "";
    int back = in.position();
    in.seek(place);
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 7 << 3 | LENGTH -> OtlpAttributes.read(in.message(), labels);
        case 2 << 3 | FIXED64 -> millis = in.fixed64() / 1_000_000;
        case 3 << 3 | FIXED64 -> value = in.fixedDouble();
        case 6 << 3 | FIXED64 -> value = (double) in.fixed64();
        case 4 << 3 | LENGTH -> span = in.hex();
        case 5 << 3 | LENGTH -> trace = in.hex();
        default -> in.skip();
      }
    }
    in.leave(outer);
    in.seek(back);
    labels.remove("");
    if (length(labels, trace, span) > MAX_CHARACTERS) {
      labels.clear();
    }
    labels.put("trace_id", trace);
    labels.put("span_id", span);
    batch.add(new Exemplar(owner.apply(value).labels(), Labels.of(labels), value, millis));
  }

  private static int length(Map<String, String> labels, String trace, String span) {
    int length = trace.isEmpty() ? 0 : "trace_id".length() + trace.length();
    length += span.isEmpty() ? 0 : "span_id".length() + span.length();
    for (Map.Entry<String, String> label : labels.entrySet()) {
      length += label.getKey().codePointCount(0, label.getKey().length());
      length += label.getValue().codePointCount(0, label.getValue().length());
    }
    return length;
  }
}
