package io.mallwatch.metrics.ingest.remote;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.KeyCache;
import io.mallwatch.metrics.ingest.TextCache;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Takes requests of remote write into a sink. Bad series and samples are refused one by one, the
/// rest is kept. Thread-safe; calls block as long as the sink does.
public final class RemoteWriteIntake {

  /// Which message a request holds.
  public enum Version {
    /// `prometheus.WriteRequest`
    V1,
    /// `io.prometheus.write.v2.Request`
    V2
  }

  private static final int TEXTS = 1 << 15;
  private static final int DESKS = 8;

  /// What one request needs while it is read.
  private static final class Desk {
    private final SnappyBlock block;
    private final Gathered gathered = new Gathered();
    private final WriteRequest first;
    private final WriteRequestV2 second;

    Desk(RemoteWriteIntake owner) {
      block = new SnappyBlock(owner.limits.requestBytes());
      first = new WriteRequest(new ByteHash(owner.hashKey), owner.keys, owner.texts);
      second =
          new WriteRequestV2(
              new ByteHash(owner.hashKey),
              owner.keys,
              owner.saidMetadata,
              owner.texts,
              owner.limits.symbols());
    }
  }

  private final MetricSink sink;
  private final RemoteWriteLimits limits;
  private final InstantSource clock;
  private final long hashKey;
  private final KeyCache<SeriesKey> keys;
  private final KeyCache<Boolean> saidMetadata;
  private final TextCache texts = new TextCache(TEXTS);
  private final BlockingQueue<Desk> desks = new ArrayBlockingQueue<>(DESKS);

  /// @param hashKey random and secret, so that no sender can make two series look the same
  public RemoteWriteIntake(
      MetricSink sink, RemoteWriteLimits limits, InstantSource clock, long hashKey) {
    this.sink = sink;
    this.limits = limits;
    this.clock = clock;
    this.hashKey = hashKey;
    this.keys = new KeyCache<>(limits.knownSeries(), limits.knownLabelBytes(), limits.keepKnown());
    this.saidMetadata =
        new KeyCache<>(limits.knownSeries(), limits.knownLabelBytes(), limits.keepKnown());
  }

  /// Takes one request.
  ///
  /// @param body compressed as one snappy block
  /// @throws io.mallwatch.metrics.ingest.TooLargeException when it is too large decompressed
  /// @throws io.mallwatch.model.wire.MalformedProtoException when it is no such message; nothing of
  ///   it was written
  /// @throws io.mallwatch.model.StoreOverloadedException as [MetricSink#append] does
  /// @throws io.mallwatch.model.StoreUnavailableException as [MetricSink#append] does
  public Written write(byte[] body, Version version) {
    long now = clock.millis();
    keys.tick(now);
    saidMetadata.tick(now);
    @Nullable Desk free = desks.poll();
    Desk desk = free == null ? new Desk(this) : free;
    try {
      desk.block.read(body);
      Written written =
          switch (version) {
            case V1 -> {
              desk.first.read(desk.block.bytes(), desk.block.length(), desk.gathered);
              yield append(desk.gathered);
            }
            case V2 -> {
              desk.second.read(desk.block.bytes(), desk.block.length(), desk.gathered);
              Written all = append(desk.gathered);
              desk.second.wasWritten();
              yield all;
            }
          };
      return written;
    } finally {
      desk.gathered.clear();
      desk.block.trim();
      desks.offer(desk);
    }
  }

  private Written append(Gathered gathered) {
    AppendResult numbers = AppendResult.allAccepted(0);
    AppendResult histograms = AppendResult.allAccepted(0);
    int exemplars = gathered.numbers().exemplars().size();
    if (gathered.numbers().size() > 0
        || exemplars > 0
        || !gathered.numbers().metadata().isEmpty()) {
      numbers = sink.append(gathered.numbers());
    }
    if (gathered.histograms().size() > 0) {
      exemplars += gathered.histograms().exemplars().size();
      histograms = sink.append(gathered.histograms());
    }
    Map<String, Integer> rejected = new HashMap<>(gathered.rejections().counts());
    numbers.rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
    histograms.rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
    String error =
        rejected.isEmpty()
            ? ""
            : firstOf(
                gathered.rejections().firstError(), numbers.firstError(), histograms.firstError());
    return new Written(
        new AppendResult(numbers.accepted() + histograms.accepted(), rejected, error),
        numbers.accepted(),
        histograms.accepted(),
        exemplars);
  }

  private static String firstOf(String... errors) {
    for (String error : errors) {
      if (!error.isEmpty()) {
        return error;
      }
    }
    return "";
  }

  /// Series whose labels are remembered.
  public int knownSeries() {
    return keys.size();
  }
}
