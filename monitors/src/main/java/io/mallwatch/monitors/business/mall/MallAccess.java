package io.mallwatch.monitors.business.mall;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/// How the mall's database is reached.
///
/// @param url JDBC: `jdbc:mariadb:`, `jdbc:mysql:`, `jdbc:postgresql:`
public record MallAccess(String url, String user, String password) {

  /// Reads `url`, `user` and `password` from a file of properties; empty while it is not there.
  ///
  /// @throws MallQueryException when it is there and cannot be read
  public static Optional<MallAccess> ofFile(Path file) {
    Properties read = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      read.load(in);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new MallQueryException("cannot read " + file, e);
    }
    String url = read.getProperty("url", "");
    return url.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MallAccess(url, read.getProperty("user", ""), read.getProperty("password", "")));
  }

  /// Without the password and without what follows the name of the database.
  @Override
  public String toString() {
    int end = url.indexOf('?');
    int semicolon = url.indexOf(';');
    int cut = end < 0 ? semicolon : end;
    return cut < 0 ? url : url.substring(0, cut);
  }
}
