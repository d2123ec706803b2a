package io.mallwatch.server.migrate;

import static io.mallwatch.server.migrate.ElasticsearchHost.map;
import static io.mallwatch.server.migrate.ElasticsearchHost.number;

import io.mallwatch.doors.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far each index was brought over, in a small file that is replaced as a whole. Not
/// thread-safe.
public final class MigrationBook {

  private final Path file;
  private final Map<String, Place> places = new TreeMap<>();

  private MigrationBook(Path file) {
    this.file = file;
  }

  /// How far an index was brought over.
  ///
  /// @param sinceMillis time of the newest that is there; null when none told a time
  /// @param read of the source, of which some may have been read twice
  record Place(@Nullable Long sinceMillis, long read, long stored, long present, long refused) {

    static final Place START = new Place(null, 0, 0, 0, 0);

    Place then(@Nullable Long newest, long hits, BulkTarget.Outcome outcome) {
      long no = outcome.refused().values().stream().mapToLong(Long::longValue).sum();
      return new Place(
          newest == null ? sinceMillis : newest,
          read + hits,
          stored + outcome.stored(),
          present + outcome.present(),
          refused + no);
    }
  }

  /// @throws IOException when the file is there and cannot be read
  public static MigrationBook open(Path file) throws IOException {
    MigrationBook book = new MigrationBook(file);
    if (Files.exists(file)) {
      map(Json.tree(Files.readAllBytes(file)))
          .forEach((name, value) -> {
            Map<?, ?> said = map(value);
            Object since = said.get("since_ms");
            book.places.put(
                String.valueOf(name),
                new Place(
                    since == null ? null : number(since),
                    number(said.get("read")),
                    number(said.get("stored")),
                    number(said.get("present")),
                    number(said.get("refused"))));
          });
    }
    return book;
  }

  Place place(String name) {
    return places.getOrDefault(name, Place.START);
  }

  /// Notes a place; on return it is on the disk.
  void note(String name, Place place) throws IOException {
    places.put(name, place);
    Map<String, Object> all = new TreeMap<>();
    places.forEach((one, at) -> {
      Map<String, Object> said = new LinkedHashMap<>();
      if (at.sinceMillis() != null) {
        said.put("since_ms", at.sinceMillis());
      }
      said.put("read", at.read());
      said.put("stored", at.stored());
      said.put("present", at.present());
      said.put("refused", at.refused());
      all.put(one, said);
    });
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, Json.write(out -> Json.any(out, all)));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
