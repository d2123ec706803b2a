package io.mallwatch.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been opened, to be closed in reverse; also when a start fails half-way.
final class Opened implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /// Closes everything; one part that fails does not keep the others from being closed.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        logger.error("event=close_failed part={}", part.getClass().getSimpleName(), e);
      }
    }
  }
}
