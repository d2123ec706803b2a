package io.mallwatch.doors.api.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes endpoints as an OpenAPI 3.1 document in YAML.
public final class OpenApi {

  private OpenApi() {}

  /// The document; the same for the same endpoints.
  public static String yaml(String title, String version, List<Endpoint> endpoints) {
    Map<String, Object> components = new TreeMap<>();
    Map<String, Object> paths = new LinkedHashMap<>();
    List<Endpoint> sorted = new ArrayList<>(endpoints);
    sorted.sort(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method));
    for (Endpoint endpoint : sorted) {
      @SuppressWarnings("unchecked")
      Map<String, Object> path =
          (Map<String, Object>)
              paths.computeIfAbsent(endpoint.path(), _ -> new LinkedHashMap<String, Object>());
      path.put(
          endpoint.method().toLowerCase(java.util.Locale.ROOT), operation(endpoint, components));
    }
    components.put("Problem", problem());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("title", title);
    info.put("version", version);
    info.put(
        "description",
        "The console's own resources. Errors are RFC 9457 problem details."
            + " Times are RFC 3339, UTC. Generated from the code; do not edit.");
    document.put("info", info);
    document.put("paths", paths);
    document.put("components", Map.of("schemas", components));
    StringBuilder out = new StringBuilder();
    Yaml.write(out, document, 0);
    return out.toString();
  }

  private static Map<String, Object> operation(Endpoint endpoint, Map<String, Object> components) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", endpoint.summary());
    List<Object> parameters = new ArrayList<>();
    for (String name : endpoint.pathParameters()) {
      parameters.add(parameter(name, "path", new Endpoint.Parameter(name, "string", true, "")));
    }
    for (Endpoint.Parameter parameter : endpoint.parameters()) {
      parameters.add(parameter(parameter.name(), "query", parameter));
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (!endpoint.body().isEmpty()) {
      operation.put("requestBody", requestBody(endpoint.body()));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    Endpoint.Answer answer = endpoint.answer();
    responses.put(
        Integer.toString(answer.status()),
        response("Success", answer.contentType(), answer.shape().schema(components)));
    responses.put(
        "default",
        response(
            "Failure", "application/problem+json", Map.of("$ref", "#/components/schemas/Problem")));
    operation.put("responses", responses);
    return operation;
  }

  private static Map<String, Object> response(
      String description, String contentType, Object schema) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("description", description);
    response.put("content", Map.of(contentType, Map.of("schema", schema)));
    return response;
  }

  private static Map<String, Object> parameter(
      String name, String in, Endpoint.Parameter parameter) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("in", in);
    map.put("required", parameter.required());
    if (!parameter.about().isEmpty()) {
      map.put("description", parameter.about());
    }
    map.put("schema", Map.of("type", parameter.type()));
    return map;
  }

  private static Map<String, Object> requestBody(List<Endpoint.Parameter> fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Endpoint.Parameter field : fields) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", field.type());
      schema.put("description", field.about());
      properties.put(field.name(), schema);
      if (field.required()) {
        required.add(field.name());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("required", true);
    body.put("content", Map.of("application/json", Map.of("schema", schema)));
    return body;
  }

  private static Map<String, Object> problem() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String name : List.of("type", "title", "detail")) {
      properties.put(name, Map.of("type", "string"));
    }
    properties.put("status", Map.of("type", "integer"));
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "object");
    problem.put("required", List.of("type", "title", "status", "detail"));
    problem.put("properties", properties);
    return problem;
  }

  /// Block style, strings quoted as in JSON where they could be read as anything else.
  private static final class Yaml {

    private Yaml() {}

    static void write(StringBuilder out, Object value, int indent) {
      switch (value) {
        case Map<?, ?> map -> {
          for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append("  ".repeat(indent)).append(scalar(entry.getKey())).append(':');
            nested(out, entry.getValue(), indent + 1);
          }
        }
        case List<?> list -> {
          for (Object item : list) {
            out.append("  ".repeat(indent)).append('-');
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
              StringBuilder inner = new StringBuilder();
              write(inner, map, indent + 1);
              out.append(' ').append(inner.substring(2 * (indent + 1)));
            } else {
              nested(out, item, indent + 1);
            }
          }
        }
        default -> out.append(scalar(value)).append('\n');
      }
    }

    private static void nested(StringBuilder out, Object value, int indent) {
      boolean block =
          (value instanceof Map<?, ?> map && !map.isEmpty())
              || (value instanceof List<?> list && !list.isEmpty());
      if (block) {
        out.append('\n');
        write(out, value, indent);
      } else {
        out.append(' ').append(value instanceof Map ? "{}" : scalar(value)).append('\n');
      }
    }

    private static String scalar(Object value) {
      String text = value.toString();
      if (!(value instanceof String) || text.matches("[A-Za-z_/][A-Za-z0-9_./-]*")) {
        return text.equals("null") ? "\"null\"" : text;
      }
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }
}
