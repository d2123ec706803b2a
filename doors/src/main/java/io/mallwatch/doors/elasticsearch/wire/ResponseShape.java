package io.mallwatch.doors.elasticsearch.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `filter_path` and `pretty`, which every request may have.
public final class ResponseShape {

  private static final Object NOTHING = new Object();

  private ResponseShape() {}

  /// The answer as the request wants it; the same when it says nothing of it.
  public static Reply.Whole shape(Reply.Whole reply, Call call) {
    List<String> paths =
        call.params().all("filter_path").stream()
            .flatMap(text -> java.util.Arrays.stream(text.split(",")))
            .filter(path -> !path.isBlank())
            .toList();
    boolean pretty =
        call.params().first("pretty").filter(flag -> !flag.equals("false")).isPresent();
    if (!reply.contentType().equals(Reply.JSON)
        || reply.body().length == 0
        || (paths.isEmpty() && !pretty)) {
      return reply;
    }
    Object tree = Json.tree(reply.body());
    Object kept = paths.isEmpty() ? tree : filtered(tree, paths);
    byte[] body = pretty ? pretty(kept) : Json.write(out -> Json.any(out, kept));
    return new Reply.Whole(
        reply.status(), reply.contentType(), body, reply.headers(), reply.trailers());
  }

  /// @param paths dotted, `*` for any characters of a name, `**` for any number of names, a `-` in
  ///   front of those that are left out
  static @Nullable Object filtered(@Nullable Object tree, List<String> paths) {
    List<List<String>> in = new ArrayList<>();
    List<List<String>> out = new ArrayList<>();
    for (String path : paths) {
      boolean not = path.startsWith("-");
      (not ? out : in).add(List.of((not ? path.substring(1) : path).split("\\.")));
    }
    Object kept = in.isEmpty() ? tree : included(tree, in);
    Object left = out.isEmpty() || kept == NOTHING ? kept : excluded(kept, out);
    return left == NOTHING ? Map.of() : left;
  }

  private static @Nullable Object included(@Nullable Object tree, List<List<String>> paths) {
    if (paths.stream().anyMatch(path -> path.isEmpty() || path.equals(List.of("**")))) {
      return tree;
    }
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        map.forEach((name, value) -> {
          List<List<String>> below = below(paths, String.valueOf(name));
          Object inner = below.isEmpty() ? NOTHING : included(value, below);
          if (inner != NOTHING) {
            kept.put(String.valueOf(name), inner);
          }
        });
        yield kept.isEmpty() ? NOTHING : kept;
      }
      case List<?> list -> {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : list) {
          Object inner = included(item, paths);
          if (inner != NOTHING) {
            kept.add(inner);
          }
        }
        yield kept.isEmpty() ? NOTHING : kept;
      }
      case null, default -> NOTHING;
    };
  }

  private static @Nullable Object excluded(@Nullable Object tree, List<List<String>> paths) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        map.forEach((name, value) -> {
          List<List<String>> below = below(paths, String.valueOf(name));
          if (below.stream().noneMatch(path -> path.isEmpty() || path.equals(List.of("**")))) {
            kept.put(String.valueOf(name), excluded(value, below));
          }
        });
        yield kept;
      }
      case List<?> list -> {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : list) {
          kept.add(excluded(item, paths));
        }
        yield kept;
      }
      case null -> null;
      default -> tree;
    };
  }

  /// What is left of the paths below a member; an empty path means all of it.
  private static List<List<String>> below(List<List<String>> paths, String name) {
    List<List<String>> below = new ArrayList<>();
    for (List<String> path : paths) {
      if (path.isEmpty()) {
        continue;
      }
      List<String> rest = path.subList(1, path.size());
      if (path.getFirst().equals("**")) {
        below.add(path);
        below.addAll(below(List.of(rest), name));
      } else if (Names.matches(path.getFirst(), name)) {
        below.add(rest);
      }
    }
    return below;
  }

  private static byte[] pretty(@Nullable Object tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
      out.useDefaultPrettyPrinter();
      Json.any(out, tree);
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
