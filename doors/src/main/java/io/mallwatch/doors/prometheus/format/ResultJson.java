package io.mallwatch.doors.prometheus.format;

import io.mallwatch.doors.http.Reply;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Labels;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes answers to queries straight into bytes: `{"status":"success","data":{"resultType":..,
/// "result":..}}`. Large ones are sent while they are written, so that they are never in memory
/// twice.
public final class ResultJson {

  /// Answers with more points than this are sent in pieces.
  public static final int STREAM_FROM = 20_000;

  /// Bytes that a piece has at least.
  private static final int PIECE = 256 * 1024;

  private static final int BYTES_PER_SERIES = 128;
  private static final int BYTES_PER_POINT = 32;

  private final JsonBytes out;
  private final HistogramJson histograms;
  private final Reply.Stream.@Nullable Sink sink;
  private final Steps steps;

  /// The moments of a query, of which an instant query has one.
  public record Steps(long startMillis, long stepMillis) {}

  private ResultJson(JsonBytes out, Steps steps, Reply.Stream.@Nullable Sink sink) {
    this.out = out;
    this.steps = steps;
    this.histograms = new HistogramJson(out);
    this.sink = sink;
  }

  /// @param stats whether to tell what the query cost
  public static Reply reply(QueryResult result, List<String> warnings, Steps steps, boolean stats) {
    long points = points(result.value());
    if (points > STREAM_FROM) {
      return new Reply.Stream(
          200,
          Reply.JSON,
          Map.of(),
          sink -> {
            JsonBytes out = new JsonBytes(2 * PIECE);
            new ResultJson(out, steps, sink).answer(result, warnings, stats);
            sink.write(out.take());
          });
    }
    JsonBytes out = new JsonBytes(1024 + Math.toIntExact(points) * BYTES_PER_POINT);
    try {
      new ResultJson(out, steps, null).answer(result, warnings, stats);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing waits without a sink", e);
    }
    return Reply.bytes(200, Reply.JSON, out.take());
  }

  /// How large an answer will be, in points; a series counts as some.
  private static long points(QueryResult.Value value) {
    return switch (value) {
      case QueryResult.Scalar _, QueryResult.Text _ -> 1;
      case QueryResult.Vector(List<QueryResult.VectorSample> samples) ->
          (long) samples.size() * BYTES_PER_SERIES / BYTES_PER_POINT;
      case QueryResult.Matrix(List<QueryResult.SeriesPoints> series) -> {
        long points = 0;
        for (QueryResult.SeriesPoints one : series) {
          points += one.values().length + one.histograms().length * 16L;
          points += BYTES_PER_SERIES / BYTES_PER_POINT;
        }
        yield points;
      }
    };
  }

  private void answer(QueryResult result, List<String> warnings, boolean stats)
      throws InterruptedException {
    out.raw("{\"status\":\"success\",\"data\":{\"resultType\":");
    switch (result.value()) {
      case QueryResult.Scalar(long at, double value) -> {
        // Never with an exponent, unlike the values of samples.
        out.raw("\"scalar\",\"result\":[").seconds(at).raw(',');
        out.text(GoFloat.plain(value)).raw(']');
      }
      case QueryResult.Text(long at, String value) -> {
        out.raw("\"string\",\"result\":[").seconds(at).raw(',').text(value).raw(']');
      }
      case QueryResult.Vector(List<QueryResult.VectorSample> samples) -> vector(samples);
      case QueryResult.Matrix(List<QueryResult.SeriesPoints> series) -> matrix(series);
    }
    if (stats) {
      new StatsJson(out, steps).write(result.stats());
    }
    out.raw('}');
    strings("warnings", warnings);
    strings("infos", result.infos());
    out.raw('}');
  }

  private void strings(String name, List<String> values) {
    if (!values.isEmpty()) {
      out.raw(",\"").raw(name).raw("\":[");
      char before = ' ';
      for (String value : values) {
        if (before == ',') {
          out.raw(before);
        }
        out.text(value);
        before = ',';
      }
      out.raw(']');
    }
  }

  /// Sends a piece when there is one.
  private void spill() throws InterruptedException {
    if (sink != null && out.size() >= PIECE) {
      sink.write(out.take());
    }
  }

  private void labels(Labels labels) {
    out.raw("{\"metric\":{");
    for (int i = 0; i < labels.size(); i++) {
      if (i > 0) {
        out.raw(',');
      }
      out.text(labels.name(i)).raw(':').text(labels.value(i));
    }
    out.raw('}');
  }

  private void vector(List<QueryResult.VectorSample> samples) throws InterruptedException {
    out.raw("\"vector\",\"result\":[");
    boolean first = true;
    for (QueryResult.VectorSample sample : samples) {
      if (!first) {
        out.raw(',');
      }
      first = false;
      labels(sample.labels());
      NativeHistogram histogram = sample.histogram();
      out.raw(histogram == null ? ",\"value\":[" : ",\"histogram\":[");
      out.seconds(sample.timestampMillis()).raw(',');
      if (histogram == null) {
        out.quoted(sample.value());
      } else {
        histograms.write(histogram);
      }
      out.raw("]}");
      spill();
    }
    out.raw(']');
  }

  private void matrix(List<QueryResult.SeriesPoints> series) throws InterruptedException {
    out.raw("\"matrix\",\"result\":[");
    Stamps stamps = Stamps.of(series);
    boolean first = true;
    for (QueryResult.SeriesPoints one : series) {
      if (!first) {
        out.raw(',');
      }
      first = false;
      labels(one.labels());
      if (one.values().length > 0) {
        values(one.timestampsMillis(), one.values(), stamps);
      }
      if (one.histograms().length > 0) {
        histograms(one.histogramsMillis(), one.histograms());
      }
      out.raw('}');
      spill();
    }
    out.raw(']');
  }

  private void values(long[] times, double[] values, Stamps stamps) {
    out.raw(",\"values\":[");
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      at = stamps.write(times[i], at, i > 0, out);
      out.number(values[i]).raw("\"]");
    }
    out.raw(']');
  }

  private void histograms(long[] times, NativeHistogram[] all) {
    out.raw(",\"histograms\":[");
    for (int i = 0; i < all.length; i++) {
      out.raw(i > 0 ? ",[" : "[").seconds(times[i]).raw(',');
      histograms.write(all[i]);
      out.raw(']');
    }
    out.raw(']');
  }

  /// The times of a range query, which all series share, written once: `,[1435781451.781,"`.
  private static final class Stamps {

    private final long[] times;
    private final byte[] text;
    private final int[] ends;

    private Stamps(long[] times) {
      this.times = times;
      this.ends = new int[times.length + 1];
      JsonBytes out = new JsonBytes(16 + times.length * 20);
      for (int i = 0; i < times.length; i++) {
        out.raw(",[").seconds(times[i]).raw(",\"");
        ends[i + 1] = out.size();
      }
      this.text = out.take();
    }

    /// Of the longest of `series`.
    static Stamps of(List<QueryResult.SeriesPoints> series) {
      long[] longest = new long[0];
      for (QueryResult.SeriesPoints one : series) {
        if (one.timestampsMillis().length > longest.length) {
          longest = one.timestampsMillis();
        }
      }
      return new Stamps(longest);
    }

    /// Writes `time`.
    ///
    /// @param at where to look first: what the call for the time before returned
    int write(long time, int at, boolean comma, JsonBytes out) {
      int found = at;
      while (found < times.length && times[found] < time) {
        found++;
      }
      if (found < times.length && times[found] == time) {
        out.raw(text, ends[found] + (comma ? 0 : 1), ends[found + 1]);
      } else {
        out.raw(comma ? ",[" : "[").seconds(time).raw(",\"");
      }
      return found;
    }
  }
}
