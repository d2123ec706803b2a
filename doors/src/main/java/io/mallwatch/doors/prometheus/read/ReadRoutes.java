package io.mallwatch.doors.prometheus.read;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.wire.ProtoWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Remote read: stored samples for other servers, all in one answer or streamed as chunks, series
/// by series. Format: prometheus.io/docs/prometheus/latest/querying/remote_read_api.
public final class ReadRoutes {

  /// Most samples of an answer that is not streamed, as Prometheus has it by default.
  private static final long MAX_SAMPLES = 50_000_000;

  private static final int MAX_REQUEST_BYTES = 32 << 20;

  private static final String STREAMED =
      "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse";

  private final SeriesSource source;
  private final Supplier<Labels> external;

  /// @param external labels that every series gets, unless it has them
  public ReadRoutes(SeriesSource source, Supplier<Labels> external) {
    this.source = source;
    this.external = external;
  }

  public List<Route> routes() {
    return List.of(Route.rawPost("/api/v1/read", this::read));
  }

  private Reply read(Call call) {
    ReadRequest request = ReadRequest.read(decompress(call.body()));
    return request.wantsChunks() ? chunks(request, call) : samples(request, call);
  }

  private static byte[] decompress(byte[] body) {
    SnappyJavaDecompressor snappy = new SnappyJavaDecompressor();
    try {
      int length = snappy.getUncompressedLength(body, 0);
      if (length < 0 || length > MAX_REQUEST_BYTES) {
        throw new RefusedException(
            Problem.tooLarge("the request is larger than %d bytes".formatted(MAX_REQUEST_BYTES)));
      }
      byte[] plain = new byte[length];
      snappy.decompress(body, 0, body.length, plain, 0, length);
      return plain;
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new RefusedException(Problem.bad("not a snappy block: " + e.getMessage()));
    }
  }

  private SeriesSet select(ReadRequest.Query query, Call call) {
    Labels added = external.get();
    List<Matcher> matchers =
        query.matchers().stream().map(matcher -> stored(matcher, added)).toList();
    return source.select(matchers, query.fromMillis(), query.toMillis(), call.deadline());
  }

  /// An external label is not in the store; who asks for its value means series without it.
  private static Matcher stored(Matcher matcher, Labels added) {
    boolean external =
        matcher.type() == Matcher.Type.EQUAL
            && added.has(matcher.name())
            && added.get(matcher.name()).equals(matcher.value());
    return external ? Matcher.equal(matcher.name(), "") : matcher;
  }

  private Reply samples(ReadRequest request, Call call) {
    ProtoWriter response = new ProtoWriter();
    Labels added = external.get();
    long total = 0;
    for (ReadRequest.Query query : request.queries()) {
      ProtoWriter result = new ProtoWriter();
      try (SeriesSet set = select(query, call)) {
        SampleColumns columns = new SampleColumns(256);
        for (int index : sorted(set)) {
          set.read(index, columns);
          total += columns.size();
          if (total > MAX_SAMPLES) {
            throw new RefusedException(
                Problem.bad("exceeded sample limit (%d)".formatted(MAX_SAMPLES)));
          }
          if (!columns.isEmpty()) {
            result.message(1, ReadMessages.timeSeries(added.with(set.labels(index)), columns));
          }
        }
      }
      response.message(1, result);
    }
    return new Reply.Whole(
        200,
        "application/x-protobuf",
        compress(response.toByteArray()),
        Map.of("content-encoding", "snappy"),
        Map.of());
  }

  private static byte[] compress(byte[] plain) {
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    byte[] out = new byte[snappy.maxCompressedLength(plain.length)];
    int length = snappy.compress(plain, 0, plain.length, out, 0, out.length);
    return Arrays.copyOf(out, length);
  }

  private Reply chunks(ReadRequest request, Call call) {
    // What can be refused is refused before the answer begins.
    call.deadline().check();
    return new Reply.Stream(
        200,
        STREAMED,
        Map.of(),
        sink -> {
          Labels added = external.get();
          for (int i = 0; i < request.queries().size(); i++) {
            try (SeriesSet set = select(request.queries().get(i), call)) {
              SampleColumns columns = new SampleColumns(256);
              ReadFrames frames = new ReadFrames(i, sink);
              for (int index : sorted(set)) {
                set.read(index, columns);
                frames.series(added.with(set.labels(index)), columns);
              }
              frames.flush();
            }
          }
        });
  }

  /// Readers merge what several servers send, and want it sorted by labels.
  private static List<Integer> sorted(SeriesSet set) {
    return IntStream.range(0, set.size())
        .boxed()
        .sorted((a, b) -> Labels.ORDER.compare(set.labels(a), set.labels(b)))
        .toList();
  }
}
