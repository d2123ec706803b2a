package io.mallwatch.monitors.security;

import com.google.re2j.Pattern;
import io.mallwatch.monitors.security.SecurityEvent.EntryRef;
import io.mallwatch.monitors.security.SecurityEvent.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The detections `WEB-1` to `WEB-6`: what requests ask for, and with what.
final class WebAttacks implements Detector {

  private static final long WINDOW_MILLIS = 600_000;
  private static final int REPEATED = 5;
  private static final int EVIDENCE = 10;

  private static final Map<Detection, Pattern> PATTERNS = new LinkedHashMap<>();

  static {
    PATTERNS.put(
        Catalogue.SQL_INJECTION,
        Pattern.compile(
            "['\")]\\s*(or|and|xor|\\|\\||&&)\\s*['\"(]?\\s*[\\w@]+['\")]?\\s*(=|<|>|like\\b|in\\s*\\(|is\\b)"
                + "|\\bunion\\s+(all\\s+|distinct\\s+)?select\\b"
                + "|;\\s*(drop\\s+(table|database|view|user)|delete\\s+from|update\\s+\\w+\\s+set"
                + "|insert\\s+into|alter\\s+table|truncate\\s+table|exec(ute)?\\s|shutdown\\b)"
                + "|\\b(sleep|benchmark|pg_sleep|extractvalue|updatexml|load_file)\\s*\\("
                + "|waitfor\\s+delay|information_schema\\b|into\\s+(out|dump)file\\b"
                + "|['\"]\\s*(--|#|;\\s*$)|\\bxp_cmdshell\\b"
                + "|\\b(or|and)\\s+\\d+\\s*=\\s*\\d+"
                + "|\\bselect\\s.{1,80}\\sfrom\\s+(users?|accounts?|admins?|mysql\\.|pg_|sys)"));
    PATTERNS.put(
        Catalogue.SCRIPTING,
        Pattern.compile(
            "<\\s*script\\b|javascript:\\s*\\w|vbscript:|data:text/html"
                + "|<\\s*(img|svg|iframe|body|object|embed|input|details|video|a)\\b[^>]{0,200}"
                + "\\bon[a-z]{3,20}\\s*="
                + "|<\\s*iframe\\b|document\\.(cookie|write|location)"
                + "|['\"]\\s*on(error|load|click|focus|mouseover)\\s*="));
    PATTERNS.put(
        Catalogue.TRAVERSAL,
        Pattern.compile(
            "\\.\\.[/\\\\]|[/\\\\]\\.\\.$|/etc/(passwd|shadow|group|hosts)\\b|/proc/self/"
                + "|\\bboot\\.ini\\b|\\bwin\\.ini\\b|\\b(php|file|phar|zip|expect)://"
                + "|/var/log/|/root/\\.|c:[/\\\\]windows"));
    PATTERNS.put(
        Catalogue.COMMAND,
        Pattern.compile(
            "\\$\\{\\s*(jndi|env|sys|lower|upper|java|::-|script)"
                + "|\\bjndi:(ldap|rmi|dns|iiop)"
                + "|[;|&`]\\s*(cat|ls|id|whoami|wget|curl|nc|ncat|bash|sh|powershell|ping|uname|nslookup)"
                + "(\\s|$|;|\\||`)"
                + "|\\$\\((cat|ls|id|whoami|wget|curl|sleep)|t\\(java\\.lang|class\\.module\\."
                + "|runtime\\.getruntime|processbuilder|\\{\\{.{1,80}\\}\\}|#\\{.{1,80}\\}"
                + "|<%.{0,80}%>|\\bos\\.system\\b|\\bcmd\\.exe\\b"));
  }

  private static final Pattern SECRET_FILES =
      Pattern.compile(
          "/\\.(env|git|svn|hg|ssh|aws|htpasswd|htaccess|ds_store|npmrc|bash_history)(/|\\.|\\?|$)"
              + "|\\.(bak|old|sql|dump|swp|pem|key|kdbx)(\\.gz)?(\\?|$)"
              + "|/(backup|www|site|web|db|dump|wwwroot)[\\w-]*\\.(zip|tar|tar\\.gz|tgz|rar|7z|sql)"
              + "|/actuator/(env|heapdump|configprops|jolokia|gateway|threaddump)"
              + "|/(phpmyadmin|pma|adminer|phpinfo)\\b|/wp-(admin|login|config|content)"
              + "|/(web-inf|meta-inf)/|/server-status\\b|/v2/keys|/druid/index|/solr/admin"
              + "|/manager/html|/jmx-console|/cgi-bin/|/id_rsa\\b|/web\\.config\\b");

  private static final String[] SCANNERS = {
    "sqlmap",
    "nikto",
    "nmap",
    "nuclei",
    "gobuster",
    "feroxbuster",
    "dirsearch",
    "dirbuster",
    "wpscan",
    "acunetix",
    "nessus",
    "zgrab",
    "masscan",
    "hydra",
    "burpsuite",
    "burp suite",
    "ffuf",
    "wfuzz",
    "xray",
    "awvs",
    "goby",
    "openvas",
    "w3af",
    "arachni",
    "netsparker",
    "whatweb",
    "joomscan",
    "commix",
    "httpx - open-source",
    "jaeles",
    "qualys",
    "wapiti"
  };

  /// The hits of one source with one detection.
  private static final class Hits {
    private final List<EntryRef> evidence = new ArrayList<>();
    private final long[] times = new long[REPEATED];
    private int count;
    private String lastRequest = "";

    /// Whether it is a new request: its begin and its end may both have been logged.
    boolean add(SecurityEvent event) {
      String request = event.entry().requestId() == null ? "" : event.entry().requestId();
      boolean again = !request.isEmpty() && request.equals(lastRequest);
      lastRequest = request;
      if (!again) {
        times[count++ % REPEATED] = event.at().toEpochMilli();
      }
      evidence.add(event.source());
      if (evidence.size() > EVIDENCE) {
        evidence.removeFirst();
      }
      return !again;
    }

    boolean isRepeated() {
      long first = times[count % REPEATED];
      long last = times[(count + REPEATED - 1) % REPEATED];
      return count >= REPEATED && last - first <= WINDOW_MILLIS;
    }
  }

  private final Bounded<String, Hits> hits = new Bounded<>(CountDetector.MAX_KEYS);
  private final Bounded<String, Boolean> agents = new Bounded<>(CountDetector.MAX_KEYS);

  @Override
  public void see(SecurityEvent event, Found found) {
    if (event.kind() != Kind.REQUEST) {
      return;
    }
    String subject = event.origin().isEmpty() ? event.entry().service() : event.origin();
    if (isScanner(event.device())) {
      found.found(Catalogue.SCANNER, Level.WARNING, subject, List.of(event.source()));
    }
    Map<String, Object> data = event.entry().data();
    StringBuilder asked = null;
    for (String name : new String[] {"query", "params", "body", "url.query", "referer"}) {
      String more = EventReader.text(data, name);
      if (!more.isEmpty() && Decoded.isStrange(more) && !event.object().contains(more)) {
        asked = asked == null ? new StringBuilder(event.object()) : asked;
        asked.append(' ').append(more);
      }
    }
    String whole = asked == null ? event.object() : asked.toString();
    if (asked != null || Decoded.isStrange(whole)) {
      String decoded = Decoded.of(whole);
      PATTERNS.forEach((detection, pattern) -> {
        if (pattern.matcher(decoded).find()) {
          hit(detection, event, subject, found);
        }
      });
    }
    if (asksForSecret(event.object())) {
      hit(Catalogue.SENSITIVE_FILE, event, subject, found);
    }
    if (event.device().indexOf('$') >= 0
        && Catalogue.COMMAND.equals(attackIn(Decoded.of(event.device())))) {
      hit(Catalogue.COMMAND, event, subject, found);
    }
  }

  /// The first detection whose pattern is in `decoded`.
  static @Nullable Detection attackIn(String decoded) {
    for (Map.Entry<Detection, Pattern> one : PATTERNS.entrySet()) {
      if (one.getValue().matcher(decoded).find()) {
        return one.getKey();
      }
    }
    return null;
  }

  private static boolean asksForSecret(String path) {
    boolean likely =
        path.indexOf('.') >= 0
            || path.contains("actuator")
            || path.contains("/wp-")
            || path.contains("admin")
            || path.contains("-inf")
            || path.contains("/pma")
            || path.contains("server-status")
            || path.contains("/cgi-bin")
            || path.contains("id_rsa")
            || path.contains("-console")
            || path.contains("/manager/");
    return likely && SECRET_FILES.matcher(path.toLowerCase(Locale.ROOT)).find();
  }

  private boolean isScanner(String agent) {
    if (agent.isEmpty()) {
      return false;
    }
    Boolean known = agents.get(agent);
    if (known == null) {
      String lower = agent.toLowerCase(Locale.ROOT);
      known = false;
      for (String scanner : SCANNERS) {
        known |= lower.contains(scanner);
      }
      agents.put(agent, known);
    }
    return known;
  }

  private void hit(Detection detection, SecurityEvent event, String subject, Found found) {
    Hits seen = hits.computeIfAbsent(detection.id() + " " + subject, _ -> new Hits());
    boolean first = seen.add(event);
    boolean answered = event.status() == 200 || event.status() >= 500;
    if (first || answered) {
      Level level = answered ? Level.HIGH : seen.isRepeated() ? Level.WARNING : Level.INFO;
      found.found(detection, level, subject, List.copyOf(seen.evidence));
    }
  }
}
