package io.mallwatch.logs.lucene;

import io.mallwatch.logs.lucene.document.Terms;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/// How many entries each index has; exact, also while deleted ones are not merged away.
final class IndexCounts {

  private IndexCounts() {}

  /// Counts by index name, none of them 0.
  static Map<String, Long> of(IndexReader reader) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      org.apache.lucene.index.Terms terms = leaf.reader().terms(Terms.INDEX);
      if (terms == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      TermsEnum each = terms.iterator();
      for (BytesRef name = each.next(); name != null; name = each.next()) {
        long count = live == null ? each.docFreq() : liveOnes(each, live);
        if (count > 0) {
          counts.merge(name.utf8ToString(), count, Long::sum);
        }
      }
    }
    return counts;
  }

  private static long liveOnes(TermsEnum term, Bits live) throws IOException {
    PostingsEnum entries = term.postings(null, PostingsEnum.NONE);
    long count = 0;
    for (int doc = entries.nextDoc(); doc != PostingsEnum.NO_MORE_DOCS; doc = entries.nextDoc()) {
      if (live.get(doc)) {
        count++;
      }
    }
    return count;
  }
}
