package io.mallwatch.ops.backup.source;

import io.mallwatch.ops.backup.store.SecretRef;

/// How a database server is reached.
///
/// @param socket path of a local socket; empty to go by host and port
/// @param password where it is written down
public record Login(String host, int port, String socket, String user, SecretRef password) {

  /// For people.
  public String where() {
    return socket.isEmpty() ? host + ":" + port : socket;
  }
}
