package io.mallwatch.samplemall;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mallwatch.samplemall.fault.Fault;
import io.mallwatch.samplemall.fault.Faults;
import io.mallwatch.samplemall.history.History;
import io.mallwatch.samplemall.history.Seeder;
import io.mallwatch.samplemall.shop.LevelCounts;
import io.mallwatch.samplemall.store.MallDatabase;
import io.mallwatch.samplemall.store.Schema;
import io.mallwatch.samplemall.store.SessionStore;
import io.mallwatch.samplemall.traffic.TrafficGenerator;
import io.mallwatch.samplemall.traffic.TrafficShape;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Opens the mall when its port is open: waits for the database, fills it, says that it is ready,
/// lays down the past, switches on the faults asked for, and lets the customers in. Closes in
/// reverse.
final class MallOpening implements SmartLifecycle {
  private static final Logger logger = LoggerFactory.getLogger(MallOpening.class);
  private static final Duration COUNT_LEVELS = Duration.ofSeconds(15);

  private final MallProperties properties;
  private final Stores stores;
  private final Faults faults;
  private final Customers customers;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final CompletableFuture<Void> open = new CompletableFuture<>();
  private volatile @Nullable Thread opener;

  /// Where the mall keeps things.
  record Stores(
      MallDatabase database,
      SessionStore sessions,
      JdbcClient jdbc,
      Seeder seeder,
      LevelCounts levelCounts) {}

  /// Who comes, and where to.
  record Customers(TrafficGenerator traffic, TrafficShape shape, MallAddress address) {}

  MallOpening(
      MallProperties properties,
      Stores stores,
      Faults faults,
      Customers customers,
      ObjectMapper json,
      InstantSource clock) {
    this.properties = properties;
    this.stores = stores;
    this.faults = faults;
    this.customers = customers;
    this.json = json;
    this.clock = clock;
    for (String name : properties.faults()) {
      if (Fault.named(name).isEmpty()) {
        throw new IllegalArgumentException("mall.faults: there is no fault " + name);
      }
    }
  }

  /// Completes when the mall is open to customers, exceptionally if it cannot be opened; is
  /// cancelled if it is closed before.
  CompletableFuture<Void> whenOpen() {
    return open;
  }

  @Override
  public void start() {
    var thread = new Thread(this::openOrGiveUp, "mallwatch-mall-opening");
    thread.start();
    opener = thread;
  }

  private void openOrGiveUp() {
    try {
      open();
      open.complete(null);
    } catch (InterruptedException closing) {
      open.cancel(false);
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException failed) {
      open.completeExceptionally(failed);
      logger.error("the mall cannot open", failed);
      say("The sample mall cannot open: " + failed.getMessage());
    }
  }

  private void open() throws IOException, InterruptedException {
    MallDatabase database = stores.database();
    database.awaitReady();
    Schema.create(stores.jdbc(), database.embedded());
    stores.seeder().seedBasics();
    stores.levelCounts().count();
    stores.levelCounts().start(COUNT_LEVELS);
    database.writeAccess(properties.dataDir());
    say("Database: " + database.description() + "; sessions: " + stores.sessions().description());
    say("Sample mall ready on " + customers.address().uri());
    if (properties.historyDays() > 0) {
      layDownThePast();
    }
    for (String name : properties.faults()) {
      faults.set(Fault.named(name).orElseThrow(), true);
      say("Fault on: " + name);
    }
    if (properties.trafficRate() > 0) {
      customers.traffic().start(customers.address().uri());
    }
  }

  private void layDownThePast() throws IOException, InterruptedException {
    var history =
        new History(
            properties.historyDays(),
            clock.instant(),
            customers.shape(),
            properties.dataDir(),
            json);
    CompletableFuture<Void> orders =
        CompletableFuture.runAsync(() -> {
          try {
            history.seedDatabase(stores.seeder(), stores.database().embedded());
          } catch (IOException unwritable) {
            throw new CompletionException(unwritable);
          }
        });
    URI mallwatch = properties.mallwatchUrl();
    if (mallwatch != null) {
      say(history.send(mallwatch, stores.levelCounts()::latest));
    }
    orders.join();
  }

  @SuppressWarnings("SystemOut") // these lines are the program's answer to whoever started it
  private static void say(String line) {
    System.out.println(line);
  }

  @Override
  public void stop() {
    Thread thread = opener;
    if (thread != null) {
      thread.interrupt();
    }
    customers.traffic().close();
    faults.close();
  }

  @Override
  public boolean isRunning() {
    return opener != null;
  }

  /// Last to start and first to stop, around the web server.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
