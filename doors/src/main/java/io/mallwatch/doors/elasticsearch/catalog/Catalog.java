package io.mallwatch.doors.elasticsearch.catalog;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Named JSON objects of several kinds, one file each; they are there again after a restart.
/// Thread-safe.
public final class Catalog {

  /// Most of a kind.
  public static final int MOST = 1_000;

  private static final Logger logger = LoggerFactory.getLogger(Catalog.class);
  private static final int LONGEST_NAME = 200;
  private static final String END = ".json";

  private final @Nullable Path folder;
  private final Map<Kind, ConcurrentSkipListMap<String, Map<?, ?>>> kept =
      new EnumMap<>(Kind.class);
  private final Object writing = new Object();

  /// What is kept.
  public enum Kind {
    INDEX_TEMPLATE("index template"),
    COMPONENT_TEMPLATE("component template"),
    LEGACY_TEMPLATE("legacy template"),
    POLICY("lifecycle policy"),
    ALIAS("alias"),
    DATA_STREAM("data stream"),
    INDEX("index");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /// In words.
    public String text() {
      return text;
    }

    private String folder() {
      return text.replace(' ', '-');
    }
  }

  private Catalog(@Nullable Path folder) {
    this.folder = folder;
    for (Kind kind : Kind.values()) {
      kept.put(kind, new ConcurrentSkipListMap<>());
    }
  }

  /// Forgets everything with the process.
  public static Catalog inMemory() {
    return new Catalog(null);
  }

  /// Reads what is in the folder, which is made when it is not there. A file that cannot be used is
  /// told of and left where it is.
  public static Catalog open(Path folder) {
    Catalog catalog = new Catalog(folder);
    try {
      for (Kind kind : Kind.values()) {
        Files.createDirectories(folder.resolve(kind.folder()));
        catalog.load(kind, folder.resolve(kind.folder()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return catalog;
  }

  private void load(Kind kind, Path from) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*" + END)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        String id =
            URLDecoder.decode(
                name.substring(0, name.length() - END.length()), StandardCharsets.UTF_8);
        try {
          if (Json.tree(Files.readAllBytes(file)) instanceof Map<?, ?> body) {
            of(kind).put(id, body);
          }
        } catch (RefusedException e) {
          logger.warn("event=catalog_file_unusable file={} reason={}", file, e.getMessage());
        }
      }
    }
  }

  private ConcurrentSkipListMap<String, Map<?, ?>> of(Kind kind) {
    ConcurrentSkipListMap<String, Map<?, ?>> map = kept.get(kind);
    if (map == null) {
      throw new IllegalStateException("no room for " + kind);
    }
    return map;
  }

  /// All of a kind, by name; a view.
  public SortedMap<String, Map<?, ?>> all(Kind kind) {
    return Collections.unmodifiableSortedMap(of(kind));
  }

  /// The one of this name, or null.
  public @Nullable Map<?, ?> find(Kind kind, String name) {
    return of(kind).get(name);
  }

  /// Puts it in the place of the one of this name. On return it survives a crash.
  ///
  /// @throws RefusedException when the name is none or there are too many
  /// @throws StoreUnavailableException when it cannot be written; the old one stays
  public void put(Kind kind, String name, Map<?, ?> body) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.matches(".*[*,?\"<>|\\s].*")) {
      throw ElasticErrors.illegal(
          "[%s] is no name of a %s: 1 to %d characters without blank, comma and * ? \" < > |"
              .formatted(name, kind.text(), LONGEST_NAME));
    }
    synchronized (writing) {
      Map<String, Map<?, ?>> map = of(kind);
      if (map.size() >= MOST && !map.containsKey(name)) {
        throw ElasticErrors.illegal("more than %d of kind %s".formatted(MOST, kind.text()));
      }
      write(kind, name, Json.write(out -> Json.any(out, body)));
      map.put(name, body);
    }
  }

  /// Takes it away; false when there was none.
  ///
  /// @throws StoreUnavailableException when its file cannot be deleted; it stays
  public boolean delete(Kind kind, String name) {
    synchronized (writing) {
      if (!of(kind).containsKey(name)) {
        return false;
      }
      try {
        if (folder != null) {
          Files.deleteIfExists(file(folder, kind, name));
        }
      } catch (IOException e) {
        throw new StoreUnavailableException(kind.text() + " " + name + " cannot be deleted", e);
      }
      return of(kind).remove(name) != null;
    }
  }

  private void write(Kind kind, String name, byte[] json) {
    if (folder == null) {
      return;
    }
    Path file = file(folder, kind, name);
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(fresh, json);
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StoreUnavailableException(kind.text() + " " + name + " cannot be written", e);
    }
  }

  private static Path file(Path folder, Kind kind, String name) {
    return folder
        .resolve(kind.folder())
        .resolve(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A") + END);
  }
}
