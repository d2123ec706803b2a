package io.mallwatch.doors.lines;

import io.mallwatch.logs.lines.LineFormat;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A port that lines are sent to.
///
/// @param kind what is spoken there
/// @param address where it listens; port 0 takes a free one
/// @param service who wrote lines that don't say
/// @param tls with which connections are encrypted; null for plain ones. Not for UDP.
/// @param allowed networks that may send; empty for all
public record Listener(
    Kind kind,
    InetSocketAddress address,
    String service,
    @Nullable SSLContext tls,
    List<Network> allowed) {

  public Listener {
    allowed = List.copyOf(allowed);
  }

  /// What is spoken at a port.
  public enum Kind {
    SYSLOG_UDP(LineFormat.SYSLOG),
    SYSLOG_TCP(LineFormat.SYSLOG),
    LINES_TCP(LineFormat.AUTO);

    private final LineFormat format;

    Kind(LineFormat format) {
      this.format = format;
    }

    LineFormat format() {
      return format;
    }

    /// As in counters and messages: `syslog_udp`.
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Addresses with the same first bits.
  public record Network(byte[] address, int bits) {

    /// Reads `10.1.0.0/16`, `fe80::/10` or a single address.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Network parse(String text) {
      int slash = text.indexOf('/');
      byte[] address =
          InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > address.length * 8) {
        throw new IllegalArgumentException("'" + text + "' has no such network");
      }
      return new Network(address, bits);
    }

    boolean has(InetAddress other) {
      byte[] bytes = other.getAddress();
      if (bytes.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if (((bytes[bit >> 3] ^ address[bit >> 3]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  boolean allows(InetAddress sender) {
    return allowed.isEmpty() || allowed.stream().anyMatch(network -> network.has(sender));
  }
}
