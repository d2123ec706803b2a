package io.mallwatch.ops.backup;

import java.io.IOException;
import java.nio.file.Path;

/// What Mallwatch itself keeps.
public interface OwnStores {

  /// Puts a consistent copy of it into an empty folder; files may be hard links and are only read.
  ///
  /// @return where the copy lies, on the same disk as the stores; the caller deletes it
  Path snapshot() throws IOException;

  /// For where no server runs.
  static OwnStores none() {
    return () -> {
      throw new IOException("only a running server backs up its own stores; ask it by its API");
    };
  }
}
