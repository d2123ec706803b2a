package io.mallwatch.samplemall.fault;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Locks every product for [#HOLD], again and again, as a careless batch job would; whoever orders
/// waits.
public final class HeldLocks implements FaultAction {
  private static final Logger logger = LoggerFactory.getLogger(HeldLocks.class);
  static final Duration HOLD = Duration.ofSeconds(8);
  private static final Duration PAUSE = Duration.ofMillis(300);

  /// Opens a connection outside of the mall's pool.
  @FunctionalInterface
  public interface Connecting {
    Connection open() throws SQLException;
  }

  private final Connecting connecting;
  private @Nullable Thread holder;

  public HeldLocks(Connecting connecting) {
    this.connecting = connecting;
  }

  @Override
  public void start() {
    var thread = new Thread(this::hold, "mallwatch-mall-lock-holder");
    thread.setDaemon(true);
    thread.start();
    holder = thread;
  }

  private void hold() {
    while (!Thread.currentThread().isInterrupted()) {
      try (Connection connection = connecting.open();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("SELECT id FROM products ORDER BY id FOR UPDATE");
        try {
          Thread.sleep(HOLD.toMillis());
        } finally {
          connection.rollback();
        }
        Thread.sleep(PAUSE.toMillis());
      } catch (SQLException missed) {
        logger.debug("no lock this time", missed);
      } catch (InterruptedException asked) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void stop() {
    holder = Threads.end(holder);
  }
}
