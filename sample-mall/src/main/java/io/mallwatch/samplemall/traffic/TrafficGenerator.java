package io.mallwatch.samplemall.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mallwatch.samplemall.fault.Faults;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends customers to the mall, at random as the [TrafficShape] expects, at most [#MAX_AT_ONCE] at
/// a time; those for whom there is no room are counted and do not come.
public final class TrafficGenerator implements AutoCloseable {
  static final int MAX_AT_ONCE = 40;
  private static final int QUEUE = 40;
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Logger logger = LoggerFactory.getLogger(TrafficGenerator.class);

  private final Demand demand;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ObjectMapper json;
  private final Counter done;
  private final Counter failed;
  private final Counter skipped;
  private final ThreadPoolExecutor customers;
  private @Nullable ScheduledExecutorService ticker;

  public TrafficGenerator(
      TrafficShape shape,
      Faults faults,
      InstantSource clock,
      RandomGenerator random,
      ObjectMapper json,
      MeterRegistry registry) {
    this.demand = new Demand(shape, faults::isOn);
    this.clock = clock;
    this.random = random;
    this.json = json;
    this.done = counter(registry, "done");
    this.failed = counter(registry, "failed");
    this.skipped = counter(registry, "skipped");
    this.customers =
        new ThreadPoolExecutor(
            MAX_AT_ONCE,
            MAX_AT_ONCE,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            threads("mallwatch-mall-customer-"));
    this.customers.allowCoreThreadTimeOut(true);
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("mall.traffic.actions")
        .description(
            "What customers set out to do: done, failed on the way, or skipped for want of room")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static ThreadFactory threads(String prefix) {
    var number = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /// Opens the doors of the mall at `address`.
  public synchronized void start(URI address) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    var shoppers =
        new Shoppers(new MallClient(http, address, json), new Visitors(clock, random), random);
    ScheduledExecutorService scheduler =
        Executors.newSingleThreadScheduledExecutor(threads("mallwatch-mall-traffic-"));
    var unused =
        scheduler.scheduleAtFixedRate(
            () -> tick(shoppers), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    ticker = scheduler;
  }

  private void tick(Shoppers shoppers) {
    for (Action action : Action.values()) {
      double expected = demand.perMinute(action, clock.instant()) * TICK.toMillis() / 60_000.0;
      for (int i = Poisson.draw(expected, random); i > 0; i--) {
        send(shoppers, action);
      }
    }
  }

  private void send(Shoppers shoppers, Action action) {
    try {
      customers.execute(() -> carryOut(shoppers, action));
    } catch (RejectedExecutionException full) {
      skipped.increment();
    }
  }

  private void carryOut(Shoppers shoppers, Action action) {
    try {
      shoppers.carryOut(action);
      done.increment();
    } catch (IOException | RuntimeException lost) {
      failed.increment();
      logger.debug("a customer gave up action={}", action, lost);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /// Closes the doors and waits a moment for those inside.
  @Override
  public synchronized void close() {
    ScheduledExecutorService scheduler = ticker;
    if (scheduler != null) {
      scheduler.shutdownNow();
    }
    customers.shutdownNow();
    try {
      customers.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
