package io.mallwatch.samplemall.store;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisException;

/// Sessions in a private Redis, which ends with the mall. Each command within a request is a span.
public final class RedisSessions implements SessionStore {
  private static final Logger logger = LoggerFactory.getLogger(RedisSessions.class);
  private static final int TIMEOUT_MILLIS = 2000;
  private static final String PREFIX = "session:";

  private final ChildProcess server;
  private final JedisPooled redis;
  private final int port;
  private final ObservationRegistry observations;

  private RedisSessions(ChildProcess server, int port, ObservationRegistry observations) {
    this.server = server;
    this.port = port;
    this.observations = observations;
    this.redis =
        new JedisPooled(
            new HostAndPort("127.0.0.1", port),
            DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .build());
  }

  public static boolean installed() {
    return ChildProcess.find("redis-server").isPresent();
  }

  /// Starts a private server below `dataDir`; does not wait for it.
  public static RedisSessions start(Path dataDir, ObservationRegistry observations)
      throws IOException {
    Path folder = dataDir.toAbsolutePath().resolve("redis");
    Files.createDirectories(folder);
    int port = FreePort.find();
    ChildProcess server =
        ChildProcess.start(
            "redis",
            List.of(
                ChildProcess.find("redis-server").orElseThrow().toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                "64mb",
                "--maxmemory-policy",
                "volatile-lru"),
            folder.resolve("redis.log"));
    return new RedisSessions(server, port, observations);
  }

  @Override
  public void open(String token, long userId) {
    observed("SET", () -> redis.setex(PREFIX + token, SECONDS, Long.toString(userId)));
  }

  @Override
  public OptionalLong userOf(String token) {
    String userId = observed("GET", () -> redis.get(PREFIX + token));
    return userId == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(userId));
  }

  @Override
  public boolean healthy() {
    try {
      return "PONG".equals(redis.ping());
    } catch (JedisException unreachable) {
      logger.warn("redis does not answer reason={}", unreachable.toString());
      return false;
    }
  }

  @Override
  public String description() {
    return "Redis, private, on 127.0.0.1:" + port;
  }

  private <T> T observed(String command, Supplier<T> call) {
    if (observations.getCurrentObservation() == null) {
      return call.get();
    }
    var context = new SenderContext<Object>((carrier, key, value) -> {}, Kind.CLIENT);
    context.setCarrier(this);
    context.setRemoteServiceName("redis");
    return Observation.createNotStarted("redis.command", () -> context, observations)
        .contextualName(command + " session")
        .lowCardinalityKeyValue("db.system.name", "redis")
        .lowCardinalityKeyValue("db.operation.name", command)
        .observe(call);
  }

  @Override
  public void close() {
    redis.close();
    server.close();
  }
}
