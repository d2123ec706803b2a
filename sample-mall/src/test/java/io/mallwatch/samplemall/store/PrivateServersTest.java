package io.mallwatch.samplemall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mallwatch.samplemall.Await;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class PrivateServersTest {
  @TempDir Path folder;

  @Test
  void aPrivateMariaDbHoldsTheMallsTables() throws Exception {
    assumeThat(MariaDbServer.installed()).isTrue();
    try (var server = new MariaDbServer(folder.resolve("db"), FreePort.find(), new Random(1))) {
      server.start();
      try (Connection connection =
          DriverManager.getConnection(server.url(), MariaDbServer.USER, server.password())) {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        Schema.create(jdbc, false);
        Schema.create(jdbc, false);

        assertThat(jdbc.sql("SELECT COUNT(*) FROM users").query(Long.class).single()).isZero();
        assertThat(jdbc.sql("SELECT '中道商城'").query(String.class).single()).isEqualTo("中道商城");
      }
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("db").resolve("init.sql"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aPrivateRedisHoldsSessions() throws Exception {
    assumeThat(RedisSessions.installed()).isTrue();
    try (RedisSessions sessions = RedisSessions.start(folder, ObservationRegistry.NOOP)) {
      Await.until(() -> assertThat(sessions.healthy()).isTrue());
      sessions.open("token", 42);

      assertThat(sessions.userOf("token")).hasValue(42);
      assertThat(sessions.userOf("other")).isEmpty();
      assertThat(sessions.description()).contains("Redis");
    }
  }

  @Test
  void sessionsInMemoryEndAndAreBounded() {
    var now = new AtomicReference<>(Instant.parse("2025-11-18T04:00:00Z"));
    InstantSource clock = now::get;
    try (var sessions = new MemorySessions(clock)) {
      sessions.open("first", 1);
      assertThat(sessions.userOf("first")).hasValue(1);
      now.updateAndGet(time -> time.plusSeconds(SessionStore.SECONDS + 1));
      assertThat(sessions.userOf("first")).isEmpty();

      for (int i = 0; i <= MemorySessions.MAX; i++) {
        sessions.open("t" + i, i);
      }
      assertThat(sessions.userOf("t0")).isEmpty();
      assertThat(sessions.userOf("t" + MemorySessions.MAX)).hasValue(MemorySessions.MAX);
      assertThat(sessions.healthy()).isTrue();
    }
  }
}
