package io.mallwatch.samplemall.fault;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes all connections of the pool but one, and keeps them, as a leak would.
public final class HeldConnections implements FaultAction {
  private static final Logger logger = LoggerFactory.getLogger(HeldConnections.class);

  private final HikariDataSource pool;
  private @Nullable Thread holder;

  public HeldConnections(HikariDataSource pool) {
    this.pool = pool;
  }

  @Override
  public void start() {
    var thread = new Thread(this::hold, "mallwatch-mall-connection-holder");
    thread.setDaemon(true);
    thread.start();
    holder = thread;
  }

  private void hold() {
    List<Connection> held = new ArrayList<>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (held.size() < pool.getMaximumPoolSize() - 1) {
          take(held);
        } else {
          Thread.sleep(200);
        }
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    } finally {
      held.forEach(HeldConnections::giveBack);
    }
  }

  private void take(List<Connection> held) throws InterruptedException {
    try {
      held.add(pool.getConnection());
    } catch (SQLException busy) {
      logger.debug("no connection to hold yet", busy);
      Thread.sleep(50);
    }
  }

  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException gone) {
      logger.debug("held connection was gone", gone);
    }
  }

  @Override
  public void stop() {
    holder = Threads.end(holder);
  }
}
