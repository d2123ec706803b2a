package io.mallwatch.metrics.scrape.discovery.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Which servers to ask, and for which names.
///
/// @param search domains to append to names that are not whole
/// @param dots a name with this many dots is tried as it is first
/// @param timeout for one answer of one server
/// @param attempts how often each server is asked
public record DnsConfig(
    List<InetSocketAddress> servers,
    List<String> search,
    int dots,
    Duration timeout,
    int attempts) {

  private static final int PORT = 53;

  public DnsConfig {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
  }

  /// As a file like `/etc/resolv.conf` says (resolv.conf(5)).
  ///
  /// @throws IOException when it cannot be read
  public static DnsConfig read(Path file) throws IOException {
    List<InetSocketAddress> servers = new ArrayList<>();
    List<String> search = List.of();
    int dots = 1;
    int timeout = 5;
    int attempts = 2;
    for (String line : Files.readAllLines(file)) {
      List<String> words = List.of(line.strip().split("\\s+"));
      switch (words.getFirst()) {
        case "nameserver" -> {
          if (words.size() > 1) {
            servers.add(new InetSocketAddress(InetAddress.getByName(words.get(1)), PORT));
          }
        }
        case "domain", "search" -> search = words.subList(1, words.size());
        case "options" -> {
          dots = option(words, "ndots", dots);
          timeout = Math.max(1, option(words, "timeout", timeout));
          attempts = Math.max(1, option(words, "attempts", attempts));
        }
        default -> {
          // Comments and options of others.
        }
      }
    }
    return new DnsConfig(servers, search, dots, Duration.ofSeconds(timeout), attempts);
  }

  private static int option(List<String> words, String name, int missing) {
    for (String word : words) {
      if (word.matches(name + ":\\d{1,3}")) {
        return Math.min(15, Integer.parseInt(word.substring(name.length() + 1)));
      }
    }
    return missing;
  }

  /// The names to try, in order, each ending with a dot.
  List<String> candidates(String name) {
    if (name.endsWith(".")) {
      return List.of(name);
    }
    List<String> names = new ArrayList<>();
    boolean whole = name.chars().filter(c -> c == '.').count() >= dots;
    if (whole) {
      names.add(name + ".");
    }
    for (String domain : search) {
      names.add(name + "." + (domain.endsWith(".") ? domain : domain + "."));
    }
    if (!whole) {
      names.add(name + ".");
    }
    return names;
  }
}
