package io.mallwatch.monitors.security;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Who nothing is found about: addresses, networks and users.
public final class AllowList {

  /// @param bytes of the network's address
  private record Network(byte[] bytes, int prefix) {

    boolean has(byte[] address) {
      if (address.length != bytes.length) {
        return false;
      }
      for (int bit = 0; bit < prefix; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((address[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final Set<String> names = new HashSet<>();
  private final List<Network> networks = new ArrayList<>();

  /// @param texts each an address, a network (`10.1.0.0/16`) or `user:NAME`
  /// @throws IllegalArgumentException for a network that is none
  public AllowList(List<String> texts) {
    for (String text : texts) {
      int slash = text.indexOf('/');
      if (text.startsWith("user:")) {
        names.add(text.substring("user:".length()));
      } else if (slash > 0) {
        networks.add(network(text, slash));
      } else {
        names.add(text);
      }
    }
  }

  private static Network network(String text, int slash) {
    byte[] bytes = address(text.substring(0, slash));
    String prefix = text.substring(slash + 1);
    if (bytes.length == 0
        || !prefix.matches("\\d{1,3}")
        || Integer.parseInt(prefix) > bytes.length * 8) {
      throw new IllegalArgumentException("'%s' is no network such as 10.1.0.0/16".formatted(text));
    }
    return new Network(bytes, Integer.parseInt(prefix));
  }

  /// The bytes of a written address, without asking anyone; none for a name.
  private static byte[] address(String text) {
    if (!text.matches("[0-9a-fA-F:.]{2,45}")) {
      return new byte[0];
    }
    try {
      return java.net.InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  boolean has(String subject) {
    if (names.isEmpty() && networks.isEmpty()) {
      return false;
    }
    if (names.contains(subject)) {
      return true;
    }
    byte[] bytes = networks.isEmpty() ? new byte[0] : address(subject);
    return bytes.length > 0 && networks.stream().anyMatch(network -> network.has(bytes));
  }

  boolean has(SecurityEvent event) {
    return has(event.ip()) || has(event.user());
  }
}
