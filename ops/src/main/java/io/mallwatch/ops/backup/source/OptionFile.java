package io.mallwatch.ops.backup.source;

import io.mallwatch.ops.backup.store.BackupFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// An option file of the database's tools, with the password; the system makes temporary files
/// readable for their owner alone.
final class OptionFile {

  private OptionFile() {}

  static Path write(Login login, Map<String, String> environment) {
    StringBuilder text = new StringBuilder("[client]\n");
    if (login.socket().isEmpty()) {
      line(text, "host", login.host());
      line(text, "port", Integer.toString(login.port()));
    } else {
      line(text, "socket", login.socket());
    }
    line(text, "user", login.user());
    if (!login.password().isNone()) {
      line(text, "password", login.password().read(environment));
    }
    try {
      Path file = Files.createTempFile("mallwatch-", ".cnf");
      Files.writeString(file, text);
      return file;
    } catch (IOException e) {
      throw BackupFailedException.of("option file", e);
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name)
        .append("=\"")
        .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
        .append("\"\n");
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw BackupFailedException.of("option file " + file, e);
    }
  }
}
