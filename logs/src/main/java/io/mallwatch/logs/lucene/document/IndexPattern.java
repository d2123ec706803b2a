package io.mallwatch.logs.lucene.document;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/// Which index names are meant: names with `*`, separated by commas; one that begins with `-` takes
/// away. Empty text and `_all` mean all.
public final class IndexPattern {

  private final List<Pattern> wanted = new ArrayList<>();
  private final List<Pattern> unwanted = new ArrayList<>();
  private final boolean all;

  public IndexPattern(String text) {
    for (String part : text.split(",")) {
      String name = part.strip();
      if (name.startsWith("-")) {
        unwanted.add(pattern(name.substring(1)));
      } else if (!name.isEmpty()) {
        wanted.add(pattern(name.equals("_all") ? "*" : name));
      }
    }
    if (wanted.isEmpty()) {
      wanted.add(pattern("*"));
    }
    this.all = unwanted.isEmpty() && (text.isBlank() || text.equals("*") || text.equals("_all"));
  }

  private static Pattern pattern(String name) {
    return Pattern.compile("\\Q" + name.replace("\\E", "").replace("*", "\\E.*\\Q") + "\\E");
  }

  public boolean matches(String index) {
    return all
        || (wanted.stream().anyMatch(pattern -> pattern.matches(index))
            && unwanted.stream().noneMatch(pattern -> pattern.matches(index)));
  }

  /// Names of a reader's indices that are meant.
  public Set<String> names(IndexReader reader) throws IOException {
    Set<String> names = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      org.apache.lucene.index.Terms terms = leaf.reader().terms(Terms.INDEX);
      if (terms == null) {
        continue;
      }
      TermsEnum each = terms.iterator();
      for (BytesRef name = each.next(); name != null; name = each.next()) {
        String text = name.utf8ToString();
        if (matches(text)) {
          names.add(text);
        }
      }
    }
    return names;
  }

  /// The entries of a reader that are meant.
  public Query query(IndexReader reader) throws IOException {
    if (all) {
      return MatchAllDocsQuery.INSTANCE;
    }
    TreeSet<BytesRef> names = new TreeSet<>();
    boolean others = false;
    for (LeafReaderContext leaf : reader.leaves()) {
      org.apache.lucene.index.Terms terms = leaf.reader().terms(Terms.INDEX);
      if (terms == null) {
        continue;
      }
      TermsEnum each = terms.iterator();
      for (BytesRef name = each.next(); name != null; name = each.next()) {
        if (matches(name.utf8ToString())) {
          names.add(BytesRef.deepCopyOf(name));
        } else {
          others = true;
        }
      }
    }
    if (names.isEmpty()) {
      return MatchNoDocsQuery.INSTANCE;
    }
    return others ? new TermInSetQuery(Terms.INDEX, names) : MatchAllDocsQuery.INSTANCE;
  }
}
