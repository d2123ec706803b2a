package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.query.LogWords;
import io.mallwatch.model.BadQueryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// Queries for words that stand one after the other in a text field, to the terms that
/// [LogTokenStream] makes.
final class PhraseQueries {

  private static final int MAX_EXPANDED = 10_000;

  private PhraseQueries() {}

  /// @param words at least one
  /// @param lastIsPrefix whether the last word need only begin one
  static Query of(IndexReader reader, String field, List<LogWords.Word> words, boolean lastIsPrefix)
      throws IOException {
    List<Wanted> wanted = wanted(words, lastIsPrefix);
    if (wanted.size() == 1) {
      Wanted only = wanted.getFirst();
      return only.prefix
          ? new PrefixQuery(new Term(field, only.term))
          : new TermQuery(new Term(field, only.term));
    }
    if (wanted.stream().noneMatch(Wanted::prefix)) {
      PhraseQuery.Builder phrase = new PhraseQuery.Builder();
      wanted.forEach(one -> phrase.add(new Term(field, one.term), one.position));
      return phrase.build();
    }
    MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder();
    for (Wanted one : wanted) {
      Term[] terms =
          one.prefix ? expand(reader, field, one.term) : new Term[] {new Term(field, one.term)};
      if (terms.length == 0) {
        return MatchNoDocsQuery.INSTANCE;
      }
      phrase.add(terms, one.position);
    }
    return phrase.build();
  }

  /// @param prefix whether any term that begins so will do
  private record Wanted(String term, int position, boolean prefix) {}

  private static List<Wanted> wanted(List<LogWords.Word> words, boolean lastIsPrefix) {
    List<Wanted> wanted = new ArrayList<>(words.size());
    for (int i = 0; i < words.size(); i++) {
      LogWords.Word word = words.get(i);
      boolean last = i == words.size() - 1;
      if (!word.ideograph()) {
        wanted.add(new Wanted(word.text(), i, last && lastIsPrefix));
      } else if (!last && words.get(i + 1).adjacent()) {
        wanted.add(new Wanted(word.text() + words.get(i + 1).text(), i, false));
      } else if (!word.adjacent()) {
        wanted.add(new Wanted(word.text(), i, true));
      }
      // The last of a run is in the bigram before.
    }
    return wanted;
  }

  private static Term[] expand(IndexReader reader, String field, String prefix) throws IOException {
    BytesRef start = new BytesRef(prefix);
    TreeSet<BytesRef> found = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      org.apache.lucene.index.Terms terms = leaf.reader().terms(field);
      if (terms == null) {
        continue;
      }
      TermsEnum each = terms.iterator();
      if (each.seekCeil(start) == TermsEnum.SeekStatus.END) {
        continue;
      }
      BytesRef term = each.term();
      while (term != null && StringHelper.startsWith(term, start)) {
        found.add(BytesRef.deepCopyOf(term));
        if (found.size() > MAX_EXPANDED) {
          throw new BadQueryException(
              "more than %d words begin with '%s'".formatted(MAX_EXPANDED, prefix));
        }
        term = each.next();
      }
    }
    return found.stream().map(term -> new Term(field, term)).toArray(Term[]::new);
  }
}
