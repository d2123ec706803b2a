package io.mallwatch.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A part that is opened on a thread of its own while others are opened: stores read back what they
/// hold, which takes a while and most of it one processor. Closing it closes the part.
final class Later<T> implements AutoCloseable {

  private final CompletableFuture<T> part = new CompletableFuture<>();
  private final Consumer<T> closing;

  private Later(Consumer<T> closing) {
    this.closing = closing;
  }

  /// Begins to open.
  ///
  /// @param name ends the name of the thread
  static <T> Later<T> open(String name, Supplier<T> opening, Consumer<T> closing) {
    Later<T> later = new Later<>(closing);
    var _ = Thread.ofPlatform().name("mallwatch-open-" + name).start(() -> later.run(opening));
    return later;
  }

  private void run(Supplier<T> opening) {
    try {
      part.complete(opening.get());
    } catch (RuntimeException | Error e) {
      part.completeExceptionally(e); // whoever waits is told
    }
  }

  /// Waits until it is open; fails as the opening did.
  T await() {
    try {
      return part.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    T opened;
    try {
      opened = part.join();
    } catch (CompletionException e) {
      return; // it never was open; await() said why
    }
    closing.accept(opened);
  }
}
