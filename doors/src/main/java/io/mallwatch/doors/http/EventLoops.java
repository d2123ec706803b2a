package io.mallwatch.doors.http;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// The threads that move bytes. They stop at once: Netty's default waits two quiet seconds.
final class EventLoops extends MultiThreadIoEventLoopGroup {

  private EventLoops(int threads, ThreadFactory factory, IoHandlerFactory handlers) {
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
