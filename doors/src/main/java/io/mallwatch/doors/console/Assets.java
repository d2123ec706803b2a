package io.mallwatch.doors.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/// The console's files, read once from the classpath and kept. Only names that exist are kept, so
/// memory is bounded by the console's size.
final class Assets {

  private final ClassLoader loader;
  private final String folder;
  private final Map<String, Asset> known = new ConcurrentHashMap<>();

  /// @param folder on the classpath, with a slash at its end
  Assets(ClassLoader loader, String folder) {
    this.loader = loader;
    this.folder = folder;
  }

  /// @param etag changes with the content
  record Asset(byte[] bytes, String etag) {}

  /// The file at `path` (without a slash at its start).
  Optional<Asset> find(String path) {
    if (!isClean(path)) {
      return Optional.empty();
    }
    Asset asset = known.get(path);
    if (asset == null) {
      asset = load(path).orElse(null);
      if (asset != null) {
        known.put(path, asset);
      }
    }
    return Optional.ofNullable(asset);
  }

  private static boolean isClean(String path) {
    return !path.isEmpty()
        && path.indexOf('\\') < 0
        && path.indexOf('\0') < 0
        && Arrays.stream(path.split("/", -1))
            .noneMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."));
  }

  private Optional<Asset> load(String path) {
    try (InputStream in = loader.getResourceAsStream(folder + path)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      return Optional.of(new Asset(bytes, "\"%x-%08x\"".formatted(bytes.length, crc.getValue())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
