package io.mallwatch.doors.api.describe;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A resource as data: what it is called, what it takes, what it gives, and who answers.
///
/// @param path from the server's root, such as `/api/incidents/{id}`
/// @param summary one sentence
/// @param parameters of the query
/// @param body fields of the JSON body; empty when it takes none
/// @param answer of success
/// @param handler answers
public record Endpoint(
    String method,
    String path,
    String summary,
    List<Parameter> parameters,
    List<Parameter> body,
    Answer answer,
    Route.Handler handler) {

  public Endpoint {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
  }

  /// @param type of JSON Schema: `string`, `integer`
  /// @param about what it means, its form, its default
  public record Parameter(String name, String type, boolean required, String about) {

    public static Parameter optional(String name, String about) {
      return new Parameter(name, "string", false, about);
    }

    public static Parameter required(String name, String about) {
      return new Parameter(name, "string", true, about);
    }

    public static Parameter integer(String name, String about) {
      return new Parameter(name, "integer", false, about);
    }
  }

  /// @param shape of the body
  public record Answer(int status, String contentType, Shape<?> shape) {}

  /// A resource that is read.
  public static <T> Endpoint get(
      String path,
      String summary,
      List<Parameter> parameters,
      Shape<T> shape,
      Function<Call, T> handler) {
    return new Endpoint(
        "GET",
        path,
        summary,
        parameters,
        List.of(),
        new Answer(200, Reply.JSON, shape),
        call -> json(200, shape, handler.apply(call)));
  }

  /// Something that is done.
  public static <T> Endpoint post(
      String path,
      String summary,
      List<Parameter> body,
      int status,
      Shape<T> shape,
      Function<Call, T> handler) {
    return new Endpoint(
        "POST",
        path,
        summary,
        List.of(),
        body,
        new Answer(status, Reply.JSON, shape),
        call -> json(status, shape, handler.apply(call)));
  }

  /// `value` as JSON in its shape.
  public static <T> Reply.Whole json(int status, Shape<T> shape, T value) {
    return Reply.json(status, out -> shape.write(out, value)).with("cache-control", "no-store");
  }

  /// The route of this resource for a door that stands at `prefix`.
  public Route route(String prefix) {
    if (!path.startsWith(prefix)) {
      throw new IllegalArgumentException(path + " is not under " + prefix);
    }
    return new Route(method, path.substring(prefix.length()), Route.Body.DECODED, handler);
  }

  /// Names of the `{...}` in the path.
  List<String> pathParameters() {
    List<String> names = new ArrayList<>();
    for (String segment : path.split("/")) {
      if (segment.startsWith("{")) {
        names.add(segment.substring(1, segment.length() - 1));
      }
    }
    return names;
  }
}
