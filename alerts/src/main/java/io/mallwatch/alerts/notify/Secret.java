package io.mallwatch.alerts.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A password or token: written in the configuration, in a file, or, written as `${NAME}`, in an
/// environment variable. Read anew at each use, so that a changed file counts at once. Prints as
/// `<secret>`.
public final class Secret {

  private final @Nullable String inline;
  private final @Nullable Path file;

  private Secret(@Nullable String inline, @Nullable Path file) {
    this.inline = inline;
    this.file = file;
  }

  /// The text itself, or `${NAME}`.
  public static Secret of(String text) {
    return new Secret(text, null);
  }

  /// What stands in `file`, without white space around it.
  public static Secret inFile(Path file) {
    return new Secret(null, file);
  }

  /// The secret.
  ///
  /// @throws UnreadableSecretException when its file cannot be read or its variable is not set; the
  ///   message names it
  public String read() throws UnreadableSecretException {
    if (file != null) {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new UnreadableSecretException("the secret in file " + file + " cannot be read", e);
      }
    }
    String text = Objects.requireNonNull(inline);
    if (text.startsWith("${") && text.endsWith("}")) {
      String name = text.substring(2, text.length() - 1);
      String value = System.getenv(name);
      if (value == null) {
        throw new UnreadableSecretException("environment variable " + name + " is not set");
      }
      return value;
    }
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && Objects.equals(inline, secret.inline)
        && Objects.equals(file, secret.file);
  }

  @Override
  public int hashCode() {
    return Objects.hash(inline, file);
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
