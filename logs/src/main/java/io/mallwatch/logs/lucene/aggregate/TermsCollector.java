package io.mallwatch.logs.lucene.aggregate;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import io.mallwatch.model.BadQueryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.SortedDocValues;
import org.jspecify.annotations.Nullable;

/// Buckets by value.
final class TermsCollector implements Collector {

  private static final int UNKNOWN = -1;
  private static final int UNWANTED = -2;

  /// Values of a segment up to which each owner has an array from value to bucket.
  private static final int SMALL = 4_096;

  private final LogAggregate.Terms asked;
  private final Predicate<String> wanted;
  private final Buckets buckets;
  private final List<Owner> owners = new ArrayList<>();
  private @Nullable Keys keys;
  private int segment;

  /// The buckets of one bucket above.
  private static final class Owner {
    private final Map<String, Integer> byKey = new HashMap<>();
    private int[] byNumber = new int[0];
    private int segment = -1;
  }

  TermsCollector(LogAggregate.Terms asked, Buckets buckets) {
    this.asked = asked;
    this.wanted = wanted(asked.choice());
    this.buckets = buckets;
  }

  private static Predicate<String> wanted(LogAggregate.Choice choice) {
    Pattern include = choice.include().isEmpty() ? null : pattern(choice.include());
    Pattern exclude = choice.exclude().isEmpty() ? null : pattern(choice.exclude());
    List<String> listed = choice.only();
    Set<String> only = listed == null ? null : new HashSet<>(listed);
    Set<String> not = new HashSet<>(choice.not());
    return key ->
        (include == null || include.matches(key))
            && (exclude == null || !exclude.matches(key))
            && (only == null || only.contains(key))
            && !not.contains(key);
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new BadQueryException("[%s] is no regular expression".formatted(regex));
    }
  }

  @Override
  public void enter(Segment next) throws IOException {
    keys = next.keys(asked.field());
    segment++;
    buckets.enter(next);
  }

  @Override
  public void take(int document, int owner) throws IOException {
    Keys here = Objects.requireNonNull(keys);
    int count = here.load(document);
    Owner of = owner(owner);
    if (count == 0) {
      String missing = asked.missing();
      if (missing != null) {
        buckets.take(document, of.byKey.computeIfAbsent(missing, _ -> buckets.open()));
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      int bucket = bucket(here, here.next(), of);
      if (bucket >= 0) {
        buckets.take(document, bucket);
      }
    }
  }

  @Override
  public void take(int[] documents, int from, int to, int owner) throws IOException {
    Keys here = Objects.requireNonNull(keys);
    SortedDocValues single = here.single();
    if (single == null || asked.missing() != null) {
      Collector.super.take(documents, from, to, owner);
      return;
    }
    Owner of = owner(owner);
    for (int i = from; i < to; i++) {
      if (single.advanceExact(documents[i])) {
        int bucket = bucket(here, single.ordValue(), of);
        if (bucket >= 0) {
          buckets.take(documents[i], bucket);
        }
      }
    }
  }

  /// The index knows how many entries have each value.
  @Override
  public boolean takeAll() throws IOException {
    Keys here = Objects.requireNonNull(keys);
    int[] counts = buckets.onlyCount() && asked.missing() == null ? here.counts() : null;
    if (counts == null) {
      return false;
    }
    Owner of = owner(0);
    for (int number = 0; number < counts.length; number++) {
      int bucket = bucket(here, number, of);
      if (bucket >= 0) {
        buckets.add(counts[number], bucket);
      }
    }
    return true;
  }

  private Owner owner(int owner) {
    while (owners.size() <= owner) {
      owners.add(new Owner());
    }
    return owners.get(owner);
  }

  private int bucket(Keys here, int number, Owner of) throws IOException {
    if (of.segment != segment) {
      of.segment = segment;
      boolean array = owners.size() == 1 || here.bound() <= SMALL;
      of.byNumber = array ? unknown(here.bound()) : new int[0];
    }
    if (number < of.byNumber.length) {
      int known = of.byNumber[number];
      if (known != UNKNOWN) {
        return known;
      }
    }
    String key = here.text(number);
    int bucket = wanted.test(key) ? of.byKey.computeIfAbsent(key, _ -> buckets.open()) : UNWANTED;
    if (number < of.byNumber.length) {
      of.byNumber[number] = bucket;
    }
    return bucket;
  }

  private static int[] unknown(int size) {
    int[] array = new int[size];
    Arrays.fill(array, UNKNOWN);
    return array;
  }

  @Override
  public LogAggregated end(int owner) throws IOException {
    List<Map.Entry<String, Integer>> all = new ArrayList<>(owner(owner).byKey.entrySet());
    all.removeIf(entry -> buckets.count(entry.getValue()) < Math.max(1, asked.minCount()));
    boolean byFigure = asked.order().stream().anyMatch(order -> !order.path().startsWith("_"));
    long total = all.stream().mapToLong(entry -> buckets.count(entry.getValue())).sum();
    List<LogAggregated.Bucket> told = new ArrayList<>();
    if (byFigure) {
      for (Map.Entry<String, Integer> entry : all) {
        told.add(buckets.end(entry.getKey(), entry.getValue()));
      }
      told.sort(Orders.comparator(asked.order()));
      told = told.subList(0, Math.min(asked.size(), told.size()));
    } else {
      Comparator<Map.Entry<String, Integer>> order =
          Orders.plain(asked.order(), Map.Entry::getKey, entry -> buckets.count(entry.getValue()));
      all.sort(order);
      for (Map.Entry<String, Integer> entry : all.subList(0, Math.min(asked.size(), all.size()))) {
        told.add(buckets.end(entry.getKey(), entry.getValue()));
      }
    }
    buckets.told(told.size());
    long shown = told.stream().mapToLong(LogAggregated.Bucket::count).sum();
    return new LogAggregated.Buckets(told, total - shown);
  }
}
