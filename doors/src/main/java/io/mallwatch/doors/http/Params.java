package io.mallwatch.doors.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parameters of a query or form, in order, names repeatable.
public final class Params {

  public static final Params NONE = new Params(List.of());

  /// Most parameters that are read; more are refused.
  public static final int MAX_COUNT = 2_000;

  private final List<Param> params;

  private Params(List<Param> params) {
    this.params = List.copyOf(params);
  }

  /// One name and value, decoded.
  public record Param(String name, String value) {}

  /// Reads `a=b&c=d`, percent-encoded, with `+` for a space. A broken escape stays as it is.
  ///
  /// @throws RefusedException when there are more than [#MAX_COUNT]
  public static Params parse(String encoded) {
    if (encoded.isEmpty()) {
      return NONE;
    }
    List<Param> params = new ArrayList<>();
    int from = 0;
    while (from <= encoded.length()) {
      int end = encoded.indexOf('&', from);
      if (end < 0) {
        end = encoded.length();
      }
      if (end > from) {
        if (params.size() == MAX_COUNT) {
          throw new RefusedException(
              Problem.bad("there are more than " + MAX_COUNT + " parameters"));
        }
        int equals = encoded.indexOf('=', from);
        boolean hasValue = equals >= 0 && equals < end;
        params.add(
            new Param(
                decode(encoded.substring(from, hasValue ? equals : end), true),
                hasValue ? decode(encoded.substring(equals + 1, end), true) : ""));
      }
      from = end + 1;
    }
    return new Params(params);
  }

  /// Undoes percent-encoding as UTF-8.
  ///
  /// @param plusIsSpace as in queries and forms; not in paths
  static String decode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%' && i + 2 < raw.length && hex(raw[i + 1]) >= 0 && hex(raw[i + 2]) >= 0) {
        out.put((byte) (hex(raw[i + 1]) << 4 | hex(raw[i + 2])));
        i += 2;
      } else {
        out.put(plusIsSpace && raw[i] == '+' ? (byte) ' ' : raw[i]);
      }
    }
    return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
  }

  private static int hex(byte b) {
    return Character.digit(b, 16);
  }

  /// These and then `others`.
  public Params and(Params others) {
    List<Param> all = new ArrayList<>(params);
    all.addAll(others.params);
    return new Params(all);
  }

  public Optional<String> first(String name) {
    for (Param param : params) {
      if (param.name().equals(name)) {
        return Optional.of(param.value());
      }
    }
    return Optional.empty();
  }

  /// All values of `name`, in order.
  public List<String> all(String name) {
    return params.stream().filter(p -> p.name().equals(name)).map(Param::value).toList();
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  /// All parameters, in order.
  public List<Param> list() {
    return params;
  }
}
