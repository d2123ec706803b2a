package io.mallwatch.ops.backup.store;

import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where a secret is written down; it is read anew each time, so a changed one counts at once.
///
/// @param variable of the environment; empty when a file holds it
/// @param file whose only line it is; empty when a variable holds it
public record SecretRef(String variable, String file) {

  public static final SecretRef NONE = new SecretRef("", "");

  public boolean isNone() {
    return variable.isEmpty() && file.isEmpty();
  }

  /// The secret; empty when none is named.
  ///
  /// @throws BackupFailedException `CREDENTIAL` when it is not where it should be
  public String read(Map<String, String> environment) {
    if (!variable.isEmpty()) {
      String value = environment.get(variable);
      if (value == null) {
        throw new BackupFailedException(
            Reason.CREDENTIAL, "the environment has no " + variable + ", which holds a secret");
      }
      return value;
    }
    if (file.isEmpty()) {
      return "";
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new BackupFailedException(
          Reason.CREDENTIAL,
          "the file %s, which holds a secret, cannot be read".formatted(file),
          e);
    }
  }
}
