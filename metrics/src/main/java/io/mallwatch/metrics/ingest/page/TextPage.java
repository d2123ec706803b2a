package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.FloatParser;
import io.mallwatch.metrics.ingest.GoNumbers;
import io.mallwatch.metrics.ingest.LabelPairs;
import io.mallwatch.metrics.ingest.TextCache;
import io.mallwatch.metrics.ingest.page.SeriesTable.Part;
import io.mallwatch.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the text formats: 0.0.4 with quoted UTF-8 names as in 1.0.0
/// (prometheus.io/docs/instrumenting/exposition_formats), and OpenMetrics 1.0
/// (github.com/prometheus/OpenMetrics), which is read strictly. Not thread-safe; used for page
/// after page.
final class TextPage {

  private static final int DOMAIN = 10;
  private static final int COMMENT_DOMAIN = 11;
  private static final int CONVERTED_DOMAIN = 13;
  private static final Set<String> TYPES =
      Set.of(
          "counter",
          "gauge",
          "histogram",
          "gaugehistogram",
          "summary",
          "info",
          "stateset",
          "unknown");

  private final SeriesTable table;
  private final Families families;
  private final PageCollector collector;
  private final PageScanner in;
  private final ByteHash hash;
  private final LabelPairs pairs = new LabelPairs();
  private SeriesRule rule;
  private boolean strict;
  private @Nullable Family family;
  private long familyDomain;
  private int last;

  TextPage(
      SeriesTable table,
      Families families,
      PageCollector collector,
      TextCache texts,
      ByteHash hash,
      SeriesRule rule) {
    this.table = table;
    this.families = families;
    this.collector = collector;
    this.in = new PageScanner(texts);
    this.hash = hash;
    this.rule = rule;
  }

  void rule(SeriesRule changed) {
    rule = changed;
  }

  /// Gives the samples of `page[0, length)` to the collector.
  ///
  /// @throws io.mallwatch.metrics.ingest.MalformedExpositionException at the first line that is
  ///   wrong
  void read(byte[] page, int length, boolean openMetrics) {
    strict = openMetrics;
    in.reset(page, length, strict);
    family = null;
    familyDomain = DOMAIN;
    last = -1;
    try {
      boolean more = true;
      while (more && !in.atEnd()) {
        in.beginLine();
        more = line();
      }
      if (strict && more) {
        throw in.malformed("the page does not end with # EOF");
      }
    } finally {
      in.close();
    }
  }

  /// Reads a line; false when it says that the page ends.
  private boolean line() {
    in.skipBlanks();
    if (in.peek() == '\n') {
      if (strict) {
        throw in.malformed("an empty line is not allowed");
      }
      in.endLine();
    } else if (in.peek() == '#') {
      return comment();
    } else {
      sample();
    }
    return true;
  }

  private boolean comment() {
    int to = in.lineEnd();
    hash.start(COMMENT_DOMAIN + (strict ? 1 : 0));
    hash.add(in.bytes(), in.position(), to);
    long first = hash.first();
    long second = hash.second();
    Families.CommentLine line = families.known(first, second);
    if (line == null) {
      in.take('#');
      if (strict && !in.take(' ')) {
        throw in.malformed("expected a space after #");
      }
      boolean apart = !strict && in.position() < to && in.peek() <= ' ';
      in.skipBlanks();
      String keyword = in.text(in.position(), in.wordEnd());
      in.seek(in.wordEnd());
      if (strict && keyword.equals("EOF") && in.position() == to) {
        return endOfPage(to);
      }
      Families.@Nullable CommentLine read =
          strict || (apart && in.position() < to) ? words(keyword, second, to) : null;
      line = read == null ? null : families.learn(first, read);
    }
    if (line != null && line.kind() == Families.Kind.TYPE) {
      begin(line.family());
    }
    if (strict && to == in.end()) {
      in.seek(to);
      throw in.malformed("the page does not end with # EOF");
    }
    in.seek(Math.min(to + 1, in.end()));
    return true;
  }

  private boolean endOfPage(int to) {
    if (Math.min(to + 1, in.end()) < in.end()) {
      throw in.malformed("something follows # EOF");
    }
    return false;
  }

  private Families.@Nullable CommentLine words(String keyword, long second, int to) {
    boolean known = keyword.equals("HELP") || keyword.equals("TYPE");
    if (!known && !(strict && keyword.equals("UNIT"))) {
      if (strict) {
        throw in.malformed("unknown comment \"%s\"".formatted(keyword));
      }
      return null;
    }
    in.separator("a metric name");
    Family named = families.family(in.metricName());
    if (in.position() < to && in.peek() <= ' ') {
      in.seek(in.position() + 1);
    } else if (strict || in.position() < to) {
      throw in.malformed("expected a space after the metric name");
    }
    return switch (keyword) {
      case "HELP" ->
          new Families.CommentLine(second, Families.Kind.HELP, named, in.helpText(carriage(to)));
      case "TYPE" -> new Families.CommentLine(second, Families.Kind.TYPE, named, type(to));
      default -> new Families.CommentLine(second, Families.Kind.UNIT, named, unit(named, to));
    };
  }

  /// Without a carriage return at the end of the line.
  private int carriage(int to) {
    return !strict && to > in.position() && in.bytes()[to - 1] == '\r' ? to - 1 : to;
  }

  private String type(int to) {
    String said = in.text(in.position(), to);
    String type = strict ? said : said.strip().toLowerCase(Locale.ROOT);
    if (!strict && type.equals("untyped")) {
      return "unknown";
    }
    if (!TYPES.contains(type)) {
      throw in.malformed("unknown metric type \"%s\"".formatted(said));
    }
    return type;
  }

  private String unit(Family named, int to) {
    String unit = in.text(in.position(), to);
    if (!unit.isEmpty() && !named.name().endsWith("_" + unit)) {
      throw in.malformed("unit %s is no suffix of metric %s".formatted(unit, named.name()));
    }
    return unit;
  }

  /// A family begins; what its series become may depend on its type and name.
  private void begin(Family begun) {
    collector.endFamily();
    family = begun;
    boolean plain =
        switch (begun.type()) {
          case "histogram", "summary" -> false;
          case "counter" -> !strict;
          default -> true;
        };
    if (plain) {
      familyDomain = DOMAIN;
    } else {
      byte[] name = (begun.type() + ' ' + begun.name()).getBytes(StandardCharsets.UTF_8);
      hash.start(DOMAIN);
      hash.add(name, 0, name.length);
      familyDomain = hash.first();
    }
  }

  private void sample() {
    int from = in.position();
    int id = expected(from);
    if (id < 0) {
      id = series(from);
    }
    last = id;
    in.separator("the value");
    double value = in.number("the value");
    long time = PageCollector.NO_TIME;
    PageCollector.Example example = null;
    if (strict) {
      if (in.peek() == ' ' && !beginsExemplar()) {
        in.separator("the timestamp");
        time = in.seconds("the timestamp");
      }
      example = in.peek() == ' ' ? exemplar() : null;
      if (in.atEnd()) {
        throw in.malformed("the page does not end with # EOF");
      }
    } else {
      in.skipBlanks();
      if (in.peek() != '\n') {
        time = in.integer("the timestamp");
      }
    }
    in.endLine();
    collector.sample(id, time, value, example);
  }

  /// The series that came after the last one on the page before, if its bytes are here; else -1.
  private int expected(int from) {
    int id = last + 1;
    if (id < table.size() && table.length(id) == 0) {
      id++; // what a classic histogram becomes is on no line
    }
    if (id >= table.size()) {
      return -1;
    }
    int to = from + table.length(id);
    if (to >= in.end() || to == from || in.bytes()[to] != ' ') {
      return -1;
    }
    hash.start(familyDomain);
    hash.add(in.bytes(), from, to);
    if (!table.matches(id, hash.first(), hash.second())) {
      return -1;
    }
    in.seek(to);
    if (!strict) {
      in.skipBlanks();
      if (in.peek() == '{') {
        in.seek(from);
        return -1;
      }
    }
    return id;
  }

  /// The series that is named here, known or new.
  private int series(int from) {
    int to = in.seriesEnd();
    if (to < 0) {
      in.series(pairs); // says what is wrong
      throw in.malformed("a sample's labels do not end");
    }
    hash.start(familyDomain);
    hash.add(in.bytes(), from, to);
    long first = hash.first();
    long second = hash.second();
    int known = table.find(first, second);
    if (known < 0) {
      in.series(pairs);
      known = newSeries(first, second, to - from);
    }
    in.seek(to);
    return known;
  }

  private int newSeries(long first, long second, int bytes) {
    Labels exposed = normalized(pairs.labels());
    Labels stored = rule.stored(exposed);
    int id = table.add(first, second, bytes, collector.key(stored));
    Family of = family;
    if (of != null && familyDomain != DOMAIN) {
      describe(id, exposed, of);
    }
    return id;
  }

  /// Writes `le` of histograms and `quantile` of summaries in one way, as Prometheus 3 does, so
  /// that a change of client library or format makes no new series.
  private Labels normalized(Labels labels) {
    Family of = family;
    String name =
        of == null
            ? ""
            : switch (of.type()) {
              case "histogram" -> "le";
              case "summary" -> "quantile";
              default -> "";
            };
    if (name.isEmpty() || !labels.has(name)) {
      return labels;
    }
    try {
      byte[] bytes = labels.get(name).getBytes(StandardCharsets.UTF_8);
      String text = GoNumbers.openMetrics(FloatParser.parse(bytes, 0, bytes.length));
      return text.equals(labels.get(name)) ? labels : labels.with(name, text);
    } catch (NumberFormatException notANumber) {
      return labels;
    }
  }

  /// Notes what a series is in its family: part of a classic histogram, one that shares its start
  /// time with others.
  private void describe(int id, Labels exposed, Family of) {
    String name = exposed.metricName();
    Labels base = exposed.without(Labels.METRIC_NAME);
    if (strict) {
      boolean says = name.equals(of.name() + "_created");
      Labels common = of.type().equals("summary") ? base.without("quantile") : base.without("le");
      if (says || name.startsWith(of.name())) {
        table.group(id, common.with(Labels.METRIC_NAME, of.name()), says);
      }
    }
    boolean convert = collector.options().convertClassic() && of.type().equals("histogram");
    if (convert && name.startsWith(of.name())) {
      Labels whole = base.without("le").with(Labels.METRIC_NAME, of.name());
      switch (name.substring(of.name().length())) {
        case "_bucket" -> bucket(id, exposed.get("le"), whole);
        case "_sum" -> table.part(id, new Part(Part.Kind.SUM, 0, converted(whole)));
        case "_count" -> table.part(id, new Part(Part.Kind.COUNT, 0, converted(whole)));
        default -> {}
      }
    }
  }

  private void bucket(int id, String le, Labels whole) {
    try {
      byte[] bytes = le.getBytes(StandardCharsets.UTF_8);
      double bound = FloatParser.parse(bytes, 0, bytes.length);
      table.part(id, new Part(Part.Kind.BUCKET, bound, converted(whole)));
    } catch (NumberFormatException notABucket) {
      return; // then it stays what it is
    }
  }

  /// The number of the native series that a classic histogram becomes.
  private int converted(Labels exposed) {
    byte[] bytes = exposed.toString().getBytes(StandardCharsets.UTF_8);
    hash.start(CONVERTED_DOMAIN);
    hash.add(bytes, 0, bytes.length);
    int known = table.find(hash.first(), hash.second());
    if (known >= 0) {
      return known;
    }
    long first = hash.first();
    long second = hash.second();
    Labels stored = rule.stored(exposed);
    return table.add(first, second, 0, collector.key(stored));
  }

  private boolean beginsExemplar() {
    int next = in.position() + 1;
    return next < in.end() && in.bytes()[next] == '#';
  }

  private PageCollector.Example exemplar() {
    in.separator("an exemplar");
    if (!in.take('#')) {
      throw in.malformed("something follows the sample");
    }
    in.separator("an exemplar's labels");
    in.exemplarLabels(pairs);
    Labels labels = pairs.labels();
    in.separator("the exemplar's value");
    double value = in.number("the exemplar's value");
    long time = PageCollector.NO_TIME;
    if (in.peek() == ' ') {
      in.separator("the exemplar's timestamp");
      time = in.seconds("the exemplar's timestamp");
    }
    return new PageCollector.Example(labels, value, time);
  }
}
