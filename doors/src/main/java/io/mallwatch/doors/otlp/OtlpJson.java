package io.mallwatch.doors.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.mallwatch.doors.otlp.OtlpSchema.Field;
import io.mallwatch.doors.otlp.OtlpSchema.Message;
import io.mallwatch.model.wire.ProtoWriter;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/// Turns OTLP's JSON into the same request in protobuf, so that there is one reader for both.
///
/// Lenient as the OpenTelemetry Collector is: names in lowerCamelCase or snake_case, enumerations
/// by number or name, 64-bit numbers as number or text, trace and span ids as hex digits in any
/// case, other bytes as base64; unknown members are skipped. `null` is the same as nothing.
final class OtlpJson {

  /// Deepest nesting that is followed.
  static final int MAX_DEPTH = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(16 << 20)
                  .build())
          .build();

  private OtlpJson() {}

  /// An ExportTraceServiceRequest.
  ///
  /// @throws BadJsonException when it is not JSON or a member has a value that it cannot have
  static byte[] traces(byte[] json) {
    return transcode(json, OtlpSchema.TRACES);
  }

  /// An ExportMetricsServiceRequest; see [#traces(byte[])].
  static byte[] metrics(byte[] json) {
    return transcode(json, OtlpSchema.METRICS);
  }

  /// An ExportLogsServiceRequest; see [#traces(byte[])].
  static byte[] logs(byte[] json) {
    return transcode(json, OtlpSchema.LOGS);
  }

  private static byte[] transcode(byte[] json, Message message) {
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new BadJsonException("an object is expected", in);
      }
      byte[] request = message(in, message).toByteArray();
      if (in.nextToken() != null) {
        throw new BadJsonException("text follows the object", in);
      }
      return request;
    } catch (IOException e) {
      throw new BadJsonException("not JSON: " + firstLine(String.valueOf(e.getMessage())), e);
    }
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /// Reads the object that has just begun.
  private static ProtoWriter message(JsonParser in, Message message) throws IOException {
    ProtoWriter out = new ProtoWriter();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      Field field = message.field(name);
      if (value == JsonToken.VALUE_NULL) {
        continue;
      }
      if (field == null) {
        in.skipChildren();
      } else if (value == JsonToken.START_ARRAY) {
        array(in, field, out);
      } else {
        value(in, field, out);
      }
    }
    return out;
  }

  private static void array(JsonParser in, Field field, ProtoWriter out) throws IOException {
    ProtoWriter packed = new ProtoWriter();
    boolean pack = field.type().isPacked();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (pack) {
        packed(in, field, packed);
      } else {
        value(in, field, out);
      }
    }
    if (pack) {
      out.bytes(field.number(), packed.toByteArray());
    }
  }

  /// Appends a number without its tag.
  private static void packed(JsonParser in, Field field, ProtoWriter out) throws IOException {
    switch (field.type()) {
      case DOUBLE -> out.rawFixed64(Double.doubleToRawLongBits(decimal(in, field)));
      case FIXED64 -> out.rawFixed64(integer(in, field));
      default -> out.rawVarint(integer(in, field));
    }
  }

  private static void value(JsonParser in, Field field, ProtoWriter out) throws IOException {
    int number = field.number();
    switch (field.type()) {
      case MESSAGE -> {
        if (in.currentToken() != JsonToken.START_OBJECT) {
          throw bad(in, field, "an object");
        }
        out.message(number, message(in, field.message()));
      }
      case TEXT -> out.string(number, text(in, field, "a text"));
      case HEX -> out.bytes(number, hex(in, field));
      case BASE64 -> out.bytes(number, base64(in, field));
      case BOOL -> out.bool(number, flag(in, field));
      case VARINT, PACKED_VARINT -> out.varint(number, integer(in, field));
      case ZIGZAG -> out.zigzag(number, integer(in, field));
      case FIXED32 -> out.fixed32(number, (int) integer(in, field));
      case FIXED64 -> out.fixed64(number, integer(in, field));
      case DOUBLE -> out.fixedDouble(number, decimal(in, field));
      case ENUM -> out.varint(number, enumeration(in, field));
    }
  }

  private static String text(JsonParser in, Field field, String wanted) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw bad(in, field, wanted);
    }
    return in.getText();
  }

  private static byte[] hex(JsonParser in, Field field) throws IOException {
    try {
      return HexFormat.of().parseHex(text(in, field, "hex digits").toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw bad(in, field, "hex digits");
    }
  }

  private static byte[] base64(JsonParser in, Field field) throws IOException {
    String text = text(in, field, "base64");
    try {
      return text.indexOf('-') >= 0 || text.indexOf('_') >= 0
          ? Base64.getUrlDecoder().decode(text)
          : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw bad(in, field, "base64");
    }
  }

  private static boolean flag(JsonParser in, Field field) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw bad(in, field, "true or false");
    };
  }

  private static long integer(JsonParser in, Field field) throws IOException {
    try {
      return switch (in.currentToken()) {
        case VALUE_NUMBER_INT -> in.getBigIntegerValue().longValue();
        case VALUE_NUMBER_FLOAT -> in.getDecimalValue().longValueExact();
        case VALUE_STRING -> {
          String text = in.getText();
          yield text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        }
        default -> throw bad(in, field, "a whole number");
      };
    } catch (ArithmeticException e) {
      throw bad(in, field, "a whole number");
    } catch (NumberFormatException e) {
      throw bad(in, field, "a whole number");
    }
  }

  private static double decimal(JsonParser in, Field field) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_STRING ->
          switch (in.getText()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> parsed(in, field);
          };
      default -> throw bad(in, field, "a number");
    };
  }

  private static double parsed(JsonParser in, Field field) throws IOException {
    try {
      return Double.parseDouble(in.getText());
    } catch (NumberFormatException e) {
      throw bad(in, field, "a number");
    }
  }

  private static long enumeration(JsonParser in, Field field) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      return integer(in, field);
    }
    int index = field.names().indexOf(in.getText());
    if (index < 0) {
      throw bad(in, field, "one of " + String.join(", ", field.names()));
    }
    return index;
  }

  private static BadJsonException bad(JsonParser in, Field field, String wanted) {
    return new BadJsonException("%s: %s is expected".formatted(field.name(), wanted), in);
  }

  /// Not the JSON of a request; the message names member, line and column. Retrying does not help.
  static final class BadJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadJsonException(String message, JsonParser in) {
      super(
          "%s (line %d, column %d)"
              .formatted(
                  message,
                  in.currentTokenLocation().getLineNr(),
                  in.currentTokenLocation().getColumnNr()));
    }

    BadJsonException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
