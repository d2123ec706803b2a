package io.mallwatch.benchmarks;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.ChunkReader;
import io.mallwatch.metrics.tsdb.chunk.ChunkWriter;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Packing and unpacking one chunk of 240 samples; the score is nanoseconds a sample.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChunkBenchmark {

  private static final int SAMPLES = 240;

  /// What the values are like.
  @Param({"counter", "decimal", "fraction", "constant"})
  public String kind = "counter";

  private final ChunkWriter writer = new ChunkWriter();
  private final SampleColumns samples = new SampleColumns(SAMPLES);
  private final SampleColumns into = new SampleColumns(SAMPLES);
  private byte[] bytes = {};

  /// Makes the chunk.
  @Setup
  public void fill() {
    Random random = new Random(3);
    double value = 10_000;
    for (int i = 0; i < SAMPLES; i++) {
      value =
          switch (kind) {
            case "counter" -> value + random.nextInt(100);
            case "decimal" -> Math.round(5000 + 400 * random.nextGaussian()) / 100.0;
            case "fraction" -> value + random.nextDouble();
            default -> value;
          };
      samples.add(1_790_000_000_000L + i * 15_000L + (i % 7 == 0 ? 1 : 0), value);
    }
    bytes = writer.write(samples, 0, SAMPLES).bytes();
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public SampleColumns read() {
    into.clear();
    ChunkReader.read(bytes, 0, bytes.length, into);
    return into;
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public Chunk write() {
    return writer.write(samples, 0, SAMPLES);
  }
}
