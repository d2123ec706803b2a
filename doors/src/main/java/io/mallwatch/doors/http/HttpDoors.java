package io.mallwatch.doors.http;

import com.linecorp.armeria.common.FlagsProvider;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerPort;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: all doors on the main port under their prefixes, and single doors at the
/// root of further ports. HTTP/1.1 and h2c on each.
public final class HttpDoors implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(HttpDoors.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(4);

  private final Server server;
  private final ExecutorService threads;
  private final Responses responses;
  private final String address;
  private final int port;

  private HttpDoors(
      Server server, ExecutorService threads, Responses responses, String address, int port) {
    this.server = server;
    this.threads = threads;
    this.responses = responses;
    this.address = address;
    this.port = port;
  }

  /// Binds all ports and answers from then on.
  ///
  /// @param doors one of them has the empty prefix
  /// @throws PortTakenException when a port is in use; nothing is left bound
  public static HttpDoors open(HttpSettings settings, List<Door> doors, DoorMetrics metrics) {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mallwatch-door-", 0).factory());
    Responses responses = new Responses(settings.limits(), threads);
    Map<Integer, Router> byPort = new HashMap<>();
    settings
        .standardPorts()
        .forEach((number, name) -> byPort.put(number, Router.root(named(doors, name))));
    Edge edge =
        new Edge(settings, Router.prefixed(doors), Map.copyOf(byPort), metrics, threads, responses);
    Server server = server(settings, edge);
    try {
      server.start().join();
    } catch (CompletionException e) {
      server.stop().join();
      threads.close();
      throw explain(settings, e);
    }
    int port =
        server.activePorts().values().stream()
            .map(ServerPort::localAddress)
            .mapToInt(InetSocketAddress::getPort)
            .filter(number ->
                settings.port() == 0 ? !byPort.containsKey(number) : number == settings.port())
            .findFirst()
            .orElseThrow();
    return new HttpDoors(server, threads, responses, settings.address(), port);
  }

  private static Door named(List<Door> doors, String name) {
    return doors.stream()
        .filter(door -> door.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no door " + name));
  }

  private static Server server(HttpSettings settings, Edge edge) {
    ServerBuilder builder =
        Server.builder()
            .serviceUnder("/", edge)
            .bossGroupFactory(_ -> EventLoops.named("http-accept", 1))
            .workerGroup(
                EventLoops.named("http", Math.min(8, Runtime.getRuntime().availableProcessors())),
                true)
            .meterRegistry(NoopMeterRegistry.get())
            .defaultServiceNaming(_ -> "doors")
            .requestTimeoutMillis(0)
            .maxRequestLength(0)
            .http1MaxInitialLineLength(64 * 1024)
            .http1MaxHeaderSize(64 * 1024)
            .http2MaxHeaderListSize(64 * 1024)
            .http2InitialStreamWindowSize(4 << 20)
            .http2InitialConnectionWindowSize(8 << 20)
            .idleTimeout(Duration.ofSeconds(90))
            .maxNumConnections(20_000)
            .childChannelOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .gracefulShutdownTimeout(Duration.ofMillis(50), STOP_LIMIT)
            .disableServerHeader();
    for (int number : ports(settings)) {
      builder.port(new InetSocketAddress(settings.address(), number), SessionProtocol.HTTP);
    }
    return builder.build();
  }

  private static List<Integer> ports(HttpSettings settings) {
    List<Integer> ports = new ArrayList<>();
    ports.add(settings.port());
    ports.addAll(settings.standardPorts().keySet());
    return ports;
  }

  /// Names the port that could not be bound; the server itself does not say.
  private static RuntimeException explain(HttpSettings settings, CompletionException failure) {
    for (int number : ports(settings)) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(settings.address(), number));
      } catch (BindException e) {
        return new PortTakenException(settings.address(), number, failure);
      } catch (IOException e) {
        return new PortTakenException(settings.address(), number, e);
      }
    }
    return failure;
  }

  /// The main port; the real one when 0 was asked for.
  public int port() {
    return port;
  }

  /// Where a client on this machine reaches the main port, without a slash at the end.
  public String url() {
    boolean any = address.equals("0.0.0.0") || address.equals("::");
    String host = any ? "127.0.0.1" : address;
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
  }

  /// Takes no more requests, lets running ones end for some seconds, then cuts them off.
  @Override
  public void close() {
    responses.closeStreams();
    server.stop().join();
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        logger.warn("requests are still running: they did not end when interrupted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The threads that move bytes. They stop at once: Netty's default waits two quiet seconds.
  private static final class EventLoops extends MultiThreadIoEventLoopGroup {

    EventLoops(int threads, ThreadFactory factory, IoHandlerFactory handlers) {
      super(threads, factory, handlers);
    }

    static EventLoops named(String name, int threads) {
      return new EventLoops(
          threads,
          Thread.ofPlatform().name("mallwatch-" + name + "-", 0).daemon(true).factory(),
          NioIoHandler.newFactory());
    }

    @Override
    public Future<?> shutdownGracefully() {
      return shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  /// Settings of the HTTP server that it only takes from a provider found by the service loader.
  /// Queries are text for people and may hold anything, two dots as well.
  public static final class Flags implements FlagsProvider {

    @Override
    public int priority() {
      return 10;
    }

    @Override
    public Boolean allowDoubleDotsInQueryString() {
      return true;
    }

    @Override
    public Boolean allowSemicolonInPathComponent() {
      return true;
    }

    /// How long the server waits for the client to close first after `Connection: close`.
    @Override
    public Long defaultHttp1ConnectionCloseDelayMillis() {
      return 100L;
    }
  }
}
